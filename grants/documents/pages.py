"""The page itself: margins, and a footer that knows how many pages there are."""

from functools import partial
from io import BytesIO
from typing import Any

from reportlab.platypus import Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import BaseDocTemplate

from grants.documents.blocks import Document
from grants.documents.fonts import BODY, width_of
from grants.documents.keeping import KeepWithBeginning
from grants.documents.styles import (
    FOOTER,
    FOOTER_BASE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    QUIET,
    RULE,
    SIDE_MARGIN,
    TEXT_WIDTH,
    TOP_MARGIN,
)
from grants.documents.tagging import TaggedCanvas
from grants.documents.words import P

_PAGE_NUMBER_ROOM = 80.0
_RULE_GAP = 8.0
_TEXT_GAP = 16.0


class LetterCanvas(TaggedCanvas):
    """Holds every page back until the last is known, then draws the footers."""

    def __init__(self, *args: Any, footer: "Footer", **options: Any) -> None:
        super().__init__(*args, **options)
        self._footer = footer
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 (ReportLab's name)
        self._pages.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        pages = self._pages
        for page in pages:
            self.__dict__.update(page)
            self._footer.draw(self, page_count=len(pages))
            super().showPage()
        super().save()


class Footer:
    """The council's line and the page number, under a thin rule; decoration to a screen reader."""

    def __init__(self, document: Document) -> None:
        words = "\n".join(text for text in (document.reference, document.footer) if text)
        self._words = P(words, FOOTER, width=TEXT_WIDTH - _PAGE_NUMBER_ROOM, element=None)
        self.height = float(self._words.wrap(TEXT_WIDTH - _PAGE_NUMBER_ROOM, PAGE_HEIGHT)[1])

    @property
    def top(self) -> float:
        return FOOTER_BASE + max(self.height, FOOTER.leading) + _RULE_GAP

    def draw(self, canvas: TaggedCanvas, *, page_count: int) -> None:
        with canvas.marked(None):
            canvas.setStrokeColor(RULE)
            canvas.setLineWidth(0.5)
            canvas.line(SIDE_MARGIN, self.top, PAGE_WIDTH - SIDE_MARGIN, self.top)
        self._words.drawOn(canvas, SIDE_MARGIN, self.top - _RULE_GAP - self.height)
        with canvas.marked(None):
            self._draw_number(canvas, f"Page {canvas.getPageNumber()} of {page_count}")

    def _draw_number(self, canvas: TaggedCanvas, text: str) -> None:
        canvas.setFont(BODY, FOOTER.fontSize)
        canvas.setFillColor(QUIET)
        left = PAGE_WIDTH - SIDE_MARGIN - width_of(text, font=BODY, size=FOOTER.fontSize)
        canvas.drawString(left, self.top - _RULE_GAP - FOOTER.fontSize, text)


def lay_out(document: Document, flowables: list[Flowable]) -> bytes:
    """The pages as ReportLab draws them: marked, but not yet tagged."""
    footer = Footer(document)
    bottom = footer.top + _TEXT_GAP
    frame = Frame(
        SIDE_MARGIN, bottom, TEXT_WIDTH, PAGE_HEIGHT - TOP_MARGIN - bottom,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    out = BytesIO()
    pages = BaseDocTemplate(
        out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1, initialFontName=BODY, lang=document.language
    )
    pages.keepTogetherClass = KeepWithBeginning
    pages.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    pages.build(flowables, canvasmaker=partial(LetterCanvas, footer=footer))
    return out.getvalue()
