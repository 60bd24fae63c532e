"""Writes the tables of the made documents."""

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of one table; a bar inside a cell is kept from ending it."""
    lines = [_line(heads), _line(["---"] * len(heads))]
    return lines + [_line(row) for row in rows]


def code(text: str) -> str:
    """A word as it stands in the code; nothing when there is none."""
    return f"`{text}`" if text else ""


def page(title: str, made_by: str, body: Sequence[str]) -> str:
    """A whole document, with a line that says where it comes from."""
    return "\n".join((f"# {title}", "", f"Made by `{made_by}`. Do not edit it here.", "", *body)).rstrip() + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
