"""The parts of a letter or report, in order of reading: the one source of the PDF and of its HTML twin."""

import re
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from grants.documents.text import printable

LONGEST_FOOTER = 200
INK = "#17365d"


class Printable:
    """A dataclass whose every text can be printed: plain words, never markup."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            object.__setattr__(self, field.name, _printable(getattr(self, field.name)))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple | list):
        return tuple(_printable(item) for item in value)
    return value


class Block(Printable):
    """One part of a document; `kind` is how the template tells parts apart."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class Heading(Block):
    kind: ClassVar[str] = "heading"
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    kind: ClassVar[str] = "paragraph"
    text: str
    bold_lead: str = ""
    stays_with_next: bool = False  # on the page where what follows begins


@dataclass(frozen=True)
class AddressBlock(Block):
    kind: ClassVar[str] = "address"
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bullets(Block):
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Numbered(Block):
    kind: ClassVar[str] = "numbered"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts(Block):
    """Names and values in two columns."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table(Block):
    """A table with one header row, and a caption unless a heading above says it all; the last row may be the total."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric_columns: tuple[int, ...] = ()
    total_row: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.header or any(len(row) != len(self.header) for row in self.rows):
            raise ValueError(f"every row of the table '{self.caption}' needs {len(self.header)} cells")
        if self.total_row and not self.rows:
            raise ValueError(f"the table '{self.caption}' has no row to be its total")


@dataclass(frozen=True)
class Signature(Printable):
    """Who signs for whom; what is not yet known is left blank to be filled in by hand."""

    party: str
    name: str = ""
    position: str = ""
    date: str = ""
    signed: str = ""


@dataclass(frozen=True)
class Signatures(Block):
    """The parties side by side."""

    kind: ClassVar[str] = "signatures"
    rows: tuple[Signature, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return ("Signed for", *(row.party for row in self.rows))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        return (
            ("Signature", *(row.signed for row in self.rows)),
            ("Name", *(row.name for row in self.rows)),
            ("Position", *(row.position for row in self.rows)),
            ("Date", *(row.date for row in self.rows)),
        )


@dataclass(frozen=True)
class Letterhead(Block):
    kind: ClassVar[str] = "letterhead"
    council_name: str
    address_lines: tuple[str, ...]
    date: str
    our_reference: str
    colour: str = INK

    def __post_init__(self) -> None:
        super().__post_init__()
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            raise ValueError("the letterhead's colour is # and six hexadecimal digits")

    @property
    def our_reference_line(self) -> str:
        return f"Our reference: {self.our_reference}"


@dataclass(frozen=True)
class PageBreak(Block):
    kind: ClassVar[str] = "page_break"


@dataclass(frozen=True, kw_only=True)
class Document(Printable):
    """A whole letter or report. The author is the council or the office that speaks."""

    title: str
    subject: str
    author: str
    blocks: tuple[Block, ...]
    footer: str
    language: str = "en-GB"
    reference: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.title.strip():
            raise ValueError("a document needs a title")
        if len(self.footer) + len(self.reference) > LONGEST_FOOTER:
            raise ValueError(f"footer and reference together have at most {LONGEST_FOOTER} characters")
        _check_outline([block.level for block in self.blocks if isinstance(block, Heading)])


def _check_outline(levels: list[int]) -> None:
    """Readers who move by heading must not fall into a gap (PDF/UA-1 clause 7.4.2)."""
    deepest = 0
    for level in levels:
        if not 1 <= level <= min(deepest + 1, 3):
            raise ValueError(f"a heading of level {level} may not follow one of level {deepest}")
        deepest = level
    if levels.count(1) > 1:
        raise ValueError("a document has one heading of level 1")
