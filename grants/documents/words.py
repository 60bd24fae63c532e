"""The only way text gets into a PDF: escaped, never markup, with no word wider than its line."""

import re
from dataclasses import dataclass
from html import escape

from reportlab.lib.styles import ParagraphStyle

from grants.documents.fonts import BOLD, width_of
from grants.documents.paragraphs import TaggedParagraph
from grants.documents.tagging import Element

_BREAK = "<br/>"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}}) (?=(?:{_MONTHS})\b)")
_ROOM = 0.5  # points kept free so that rounding cannot push a word over the edge
_WIDEST_GLYPH = 1.4  # times the size of the type


@dataclass(frozen=True)
class _Type:
    font: str
    size: float
    width: float

    def of(self, text: str) -> float:
        return width_of(text, font=self.font, size=self.size)


def P(  # noqa: N802 (short, because it is everywhere)
    text: str, style: ParagraphStyle, *, width: float, element: Element | None, lead: str = ""
) -> TaggedParagraph:
    """A paragraph of plain text, with an optional bold beginning."""
    cuts: set[str] = set()
    markup = _markup(text, _Type(style.fontName, style.fontSize, width - _ROOM), cuts)
    if lead:
        markup = f"<b>{_markup(lead, _Type(BOLD, style.fontSize, width - _ROOM), cuts)}</b> {markup}"
    paragraph = TaggedParagraph(markup, style)
    paragraph.element, paragraph.line_width = element, width
    paragraph.cuts = frozenset(cuts)
    return paragraph


def _markup(text: str, face: _Type, cuts: set[str]) -> str:
    kept = _DAY_AND_MONTH.sub("\\1\u00a0", text)  # a day is never on one line and its month on the next
    lines = ([_word(word, face, cuts) for word in line.split(" ")] for line in kept.split("\n"))
    return _BREAK.join(" ".join(words) for words in lines)


def _word(word: str, face: _Type, cuts: set[str]) -> str:
    if len(word) * _WIDEST_GLYPH * face.size <= face.width or face.of(word) <= face.width:
        return escape(word, quote=False)
    pieces = _cut(word, face)
    cuts.update(pieces[:-1])
    return _BREAK.join(escape(piece, quote=False) for piece in pieces)


def _cut(word: str, face: _Type) -> list[str]:
    """ReportLab's own splitting takes time with the square of the length; this takes one pass."""
    pieces: list[str] = []
    start, used = 0, 0.0
    for place, character in enumerate(word):
        step = face.of(character)
        if used + step > face.width and place > start:
            pieces.append(word[start:place])
            start, used = place, 0.0
        used += step
    return [*pieces, word[start:]]
