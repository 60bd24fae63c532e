"""Says while drawing what each piece is, so that a screen reader can read the page aloud."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table


class Mark(NamedTuple):
    """One marked piece of one page."""

    page: int
    number: int


@dataclass(eq=False)
class Element:
    """A node of the reading order: a role such as H2 or TD, and what is inside it."""

    role: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | Mark"] = field(default_factory=list)

    def add(self, role: str, **attributes: str) -> "Element":
        child = Element(role, attributes)
        self.inside.append(child)
        return child


class TaggedCanvas(Canvas):
    """A canvas that numbers the marked pieces of each page."""

    _code: list[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._marks: dict[int, int] = {}

    @contextmanager
    def marked(self, element: Element | None) -> Iterator[None]:
        """Draw as part of the element, or as decoration when there is none."""
        self._code.append(self._opening(element))
        yield
        self._code.append("EMC")

    def _opening(self, element: Element | None) -> str:
        if element is None:
            return "/Artifact BMC"
        page = self.getPageNumber()
        number = self._marks.get(page, 0)
        self._marks[page] = number + 1
        element.inside.append(Mark(page=page, number=number))
        return f"/{element.role} <</MCID {number}>> BDC"


class RuledTable(Table):
    """A table whose lines and backgrounds are decoration; its cells hold tagged paragraphs."""

    canv: TaggedCanvas
    kept_whole = False  # on one page, where a page is big enough

    def _drawLines(self) -> None:  # noqa: N802 (ReportLab's name)
        with self.canv.marked(None):
            super()._drawLines()  # type: ignore[misc]

    def _drawBkgrnd(self) -> None:  # noqa: N802 (ReportLab's name)
        with self.canv.marked(None):
            super()._drawBkgrnd()  # type: ignore[misc]
