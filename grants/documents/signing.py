"""Where the parties sign: side by side, each over its own lines."""

from reportlab.platypus import Flowable, Spacer

from grants.documents import styles
from grants.documents.blocks import Signatures
from grants.documents.datatables import cell_element
from grants.documents.styles import STRONG_RULE, TEXT_WIDTH
from grants.documents.tables import Commands, grid, padding
from grants.documents.tagging import Element
from grants.documents.words import P

_LABEL_WIDTH = 58.0
_GUTTER = 16.0
_PEN_ROOM = 15.0


class _Tie(Spacer):
    """Nothing to see: it makes what follows go with what is above, or be kept by itself."""

    keepWithNext = 1  # noqa: N815 (ReportLab's name)


def signatures(block: Signatures, root: Element) -> list[Flowable]:
    if not block.rows:
        return []
    element = root.add("Table")
    parties = len(block.rows)
    width = (TEXT_WIDTH - _LABEL_WIDTH - _GUTTER * (parties - 1)) / parties
    cells = [_row(block.header, width, element.add("TR"), header=True)]
    cells += [_row(texts, width, element.add("TR"), header=False) for texts in block.lines]
    widths = [_LABEL_WIDTH, *[width, _GUTTER] * parties][: 2 * parties]
    lines = grid(cells, widths=widths, commands=_rules(parties))
    lines.kept_whole = True
    return [_Tie(0, 0), lines, Spacer(0, 14)]


def _row(texts: tuple[str, ...], width: float, row: Element, *, header: bool) -> list[Flowable]:
    label = row.add("TH", Scope="Column" if header else "Row")
    cells: list[Flowable] = [P(texts[0], styles.CELL_BOLD, width=_LABEL_WIDTH, element=label)]
    style = styles.CELL_BOLD if header else styles.CELL
    for text in texts[1:]:
        cells += [P(text, style, width=width, element=cell_element(row, header=header)), Spacer(0, 0)]
    return cells[:-1]


def _rules(parties: int) -> Commands:
    lines: Commands = [
        ("LINEBELOW", (1 + 2 * party, 1), (1 + 2 * party, -1), 0.5, STRONG_RULE) for party in range(parties)
    ]
    return [*padding(top=4, bottom=4), ("TOPPADDING", (0, 1), (-1, -1), _PEN_ROOM), *lines]
