"""Paragraphs that know their place in the reading order and break over pages in one pass."""

from copy import copy
from typing import Any

from reportlab.platypus import Paragraph

from grants.documents.tagging import Element, TaggedCanvas

_ROUNDING = 1e-6


class TaggedParagraph(Paragraph):
    """A paragraph of an element. Drawn again (a repeated table header) it is decoration."""

    element: Element | None = None
    line_width: float
    cuts: frozenset[str] = frozenset()  # pieces of words too long for a line: no space follows them
    canv: TaggedCanvas
    blPara: Any  # noqa: N815 (ReportLab's name for the lines of a paragraph)
    width: float
    height: float
    _drawn = False
    _continued = False

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lines are broken once; tables ask many times, and not always with the width of the text."""
        if not hasattr(self, "blPara"):
            super().wrap(self.line_width, height)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Any]:
        """The lines that fit here, and the rest: no single line is left alone on either page."""
        self.wrap(width, height)
        lines = self.blPara.lines
        here = int((height + _ROUNDING) / self.style.leading)
        if here >= len(lines):
            return [self]
        if here == len(lines) - 1:
            here -= 1
        if here < min(2, len(lines) - 1):
            return []
        head, tail = self._part(lines[:here]), self._part(lines[here:])
        head._continued, head.keepWithNext = True, 0
        return [head, tail]

    def _part(self, lines: list[Any]) -> "TaggedParagraph":
        part = copy(self)
        part.__dict__.pop("_postponed", None)  # ReportLab's note that the whole did not fit
        part.blPara = copy(self.blPara)
        part.blPara.lines = lines
        part.height = len(lines) * self.style.leading
        return part

    def draw(self) -> None:
        element = None if self._drawn else self.element
        if not self._drawn:
            self._space_line_ends()
        self._drawn = True
        with self.canv.marked(element):
            super().draw()

    def _space_line_ends(self) -> None:
        """A line end is a word end to the eye only: a reader of the text needs the space."""
        lines = self.blPara.lines if self._continued else self.blPara.lines[:-1]
        for line in lines:
            if isinstance(line, tuple):
                _end_plain_line(line[1], self.cuts)
            else:
                _end_mixed_line(line.words, self.cuts)


def _end_plain_line(words: list[str], cuts: frozenset[str]) -> None:
    if words and words[-1] not in cuts:
        words.append("")


def _end_mixed_line(fragments: list[Any], cuts: frozenset[str]) -> None:
    words = "".join(fragment.text for fragment in fragments).split(" ")
    if words[-1] not in cuts:
        fragments[-1].text += " "
