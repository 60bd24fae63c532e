"""Keeps a heading with the beginning of what it heads, without moving a whole long table to the next page."""

from typing import Any

from reportlab.platypus import KeepTogether
from reportlab.platypus.doctemplate import FrameBreak, NullActionFlowable

from grants.documents.tagging import RuledTable

_LINES_ENOUGH = 52.0  # points: three lines of text
_ROWS_ENOUGH = 3  # the header and two rows


class KeepWithBeginning(KeepTogether):
    """Moves to the next page only when the beginning of the last part does not fit here."""

    _content: list[Any]
    _frame: Any

    def split(self, width: float, height: float) -> list[Any]:
        parts = list(self._content)
        heads = sum(part.getSpaceBefore() + part.wrap(width, height)[1] + part.getSpaceAfter() for part in parts[:-1])
        if heads + _beginning(parts[-1], width, height) <= height or self._frame._atTop:
            return [NullActionFlowable(), *parts]
        return [FrameBreak(), *parts]


def _beginning(part: Any, width: float, height: float) -> float:
    """How much of the part must be there for it to count as begun."""
    whole = float(part.wrap(width, height)[1])
    if isinstance(part, RuledTable) and part.kept_whole:
        return whole
    rows = getattr(part, "_rowHeights", None)
    enough = sum(rows[:_ROWS_ENOUGH]) if rows else _LINES_ENOUGH
    return min(whole, enough, 200.0)
