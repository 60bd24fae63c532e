"""Tables of figures, and of facts, tagged row by row and cell by cell."""

from reportlab.platypus import Flowable, Spacer

from grants.documents import blocks, styles
from grants.documents.columns import PADDING, column_widths
from grants.documents.paragraphs import TaggedParagraph
from grants.documents.styles import RULE, TEXT_WIDTH
from grants.documents.tables import Commands, data_rules, gap_between, grid, padding
from grants.documents.tagging import Element
from grants.documents.words import P

_FACT_LABEL_SHARE = 0.34
_SHORT_ROW = 300  # characters


def table(block: blocks.Table, root: Element) -> list[Flowable]:
    element = root.add("Table")
    caption = (
        [P(block.caption, styles.CAPTION, width=TEXT_WIDTH, element=element.add("Caption"))] if block.caption else []
    )
    every_row = [block.header, *block.rows]
    widths = column_widths(every_row, figures=block.numeric_columns, style=styles.CELL, available=TEXT_WIDTH)
    last = len(block.rows)
    cells = [
        _row(texts, widths, element.add("TR"), block, bold=index == 0 or (block.total_row and index == last))
        for index, texts in enumerate(every_row)
    ]
    commands = [
        *padding(top=4, bottom=5),
        *gap_between(len(widths), gap=PADDING),
        *data_rules(total=block.total_row),
        *_keep_total(block),
    ]
    return [
        *caption,
        grid(cells, widths=widths, commands=commands, header_rows=int(_is_short(block.header))),
        Spacer(0, 14),
    ]


def _keep_total(block: blocks.Table) -> Commands:
    """A total is never alone on a page, unless the row above could itself fill one."""
    short = block.total_row and len(block.rows) > 1 and _is_short(block.rows[-2]) and _is_short(block.rows[-1])
    return [("NOSPLIT", (0, -2), (-1, -1))] if short else []


def _is_short(row: tuple[str, ...]) -> bool:
    """Short enough to be kept whole, or repeated on every page."""
    return sum(map(len, row)) < _SHORT_ROW


def _row(
    texts: tuple[str, ...], widths: list[float], row: Element, block: blocks.Table, *, bold: bool
) -> list[TaggedParagraph]:
    header = texts is block.header
    cells = []
    for index, (text, width) in enumerate(zip(texts, widths, strict=True)):
        figures = index in block.numeric_columns
        last = index == len(texts) - 1
        cells.append(
            P(
                text,
                _STYLES[figures, bold],
                width=width - (0 if last else PADDING),
                element=cell_element(row, header=header),
            )
        )
    return cells


_STYLES = {
    (False, False): styles.CELL,
    (False, True): styles.CELL_BOLD,
    (True, False): styles.MONEY,
    (True, True): styles.MONEY_BOLD,
}


def cell_element(row: Element, *, header: bool) -> Element:
    return row.add("TH", Scope="Column") if header else row.add("TD")


def facts(block: blocks.Facts, root: Element) -> list[Flowable]:
    if not block.rows:
        return []
    element = root.add("Table")
    left = TEXT_WIDTH * _FACT_LABEL_SHARE
    cells = []
    for label, value in block.rows:
        row = element.add("TR")
        name = P(label, styles.CELL_BOLD, width=left - PADDING, element=row.add("TH", Scope="Row"))
        cells.append([name, P(value, styles.CELL, width=TEXT_WIDTH - left, element=row.add("TD"))])
    rules: Commands = [("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), ("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE)]
    commands = [*padding(top=4, bottom=5), *gap_between(2, gap=PADDING), *rules]
    return [grid(cells, widths=(left, TEXT_WIDTH - left), commands=commands), Spacer(0, 14)]
