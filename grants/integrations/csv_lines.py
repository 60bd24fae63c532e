"""CSV as other systems read and write it: every cell quoted, none a formula, every line numbered."""

import csv
import io
from collections.abc import Iterable, Sequence

from grants.domain.text import clean, csv_cell


def write_lines(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in line] for line in lines)
    return buffer.getvalue().encode("utf-8")


# What Excel needs at the beginning of a file to read its letters as they were written.
BYTE_ORDER_MARK = "\ufeff".encode()


def _guarded(cell: str) -> str:
    """On one line, because other systems seldom read two."""
    if cell.isascii() and cell.isprintable() and cell[:1].isalnum() and "  " not in cell and cell[-1] != " ":
        return cell  # most cells are plain, and a long file has a million of them
    return csv_cell(" ".join(clean(cell).split()))


def read_lines(data: bytes) -> list[tuple[int, list[str]]]:
    """Each line that is not empty with its number in the file; the guard against formulas is taken off again."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("The file is not plain text. Save it as CSV (UTF-8) and try again") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        numbered = [(reader.line_num, [_unguarded(cell) for cell in cells]) for cells in reader]
    except csv.Error as problem:
        raise ValueError(f"Line {reader.line_num} cannot be read as CSV: {problem}") from None
    return [(at, cells) for at, cells in numbered if any(cell.strip() for cell in cells)]


def _unguarded(cell: str) -> str:
    inner = cell[1:]
    return inner if cell.startswith("'") and csv_cell(inner) == cell else cell
