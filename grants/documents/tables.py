"""Grids of tagged paragraphs: data tables, facts, lists and the columns of a letterhead."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Flowable

from grants.documents.fonts import BODY
from grants.documents.styles import RULE, STRONG_RULE
from grants.documents.tagging import RuledTable

Cells = Sequence[Sequence[Flowable]]
Commands = list[tuple[Any, ...]]

_TIGHT: Commands = [
    ("FONTNAME", (0, 0), (-1, -1), BODY),  # or ReportLab adds Helvetica, which is not embedded
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
]


def grid(cells: Cells, *, widths: Sequence[float], commands: Commands, header_rows: int = 0) -> RuledTable:
    """A grid whose rows may break over pages, so that no cell is ever too tall."""
    return RuledTable(
        [list(row) for row in cells],
        colWidths=list(widths),
        style=[*_TIGHT, *commands],
        repeatRows=header_rows,
        splitInRow=1,
        spaceBefore=0,
        spaceAfter=0,
        hAlign="LEFT",
    )


def padding(*, top: float, bottom: float) -> Commands:
    return [("TOPPADDING", (0, 0), (-1, -1), top), ("BOTTOMPADDING", (0, 0), (-1, -1), bottom)]


def gap_between(columns: int, *, gap: float) -> Commands:
    """Room at the right of every column but the last, so that figures end at the margin."""
    return [("RIGHTPADDING", (0, 0), (columns - 2, -1), gap)] if columns > 1 else []


def data_rules(*, total: bool) -> Commands:
    rules: Commands = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.9, STRONG_RULE),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
    ]
    if total:
        rules += [
            ("LINEABOVE", (0, -1), (-1, -1), 0.9, STRONG_RULE),
            ("LINEBELOW", (0, -1), (-1, -1), 0.9, STRONG_RULE),
        ]
    return rules
