"""How wide each column is: figures get what they need, words share the rest."""

from collections.abc import Iterable, Sequence

from reportlab.lib.styles import ParagraphStyle

from grants.documents.fonts import BOLD, width_of

PADDING = 12.0  # points between the text of one column and the next
_SAMPLE = 300  # rows measured; the widest sum is nearly always among the first rows or the total
_NARROWEST = 30.0


def column_widths(
    rows: Sequence[Sequence[str]], *, figures: Iterable[int], style: ParagraphStyle, available: float
) -> list[float]:
    wanted = [_widest(column, style) for column in zip(*_sample(rows), strict=True)]
    fixed = [index for index in figures if index < len(wanted)]
    words = [index for index in range(len(wanted)) if index not in fixed]
    for_words = available - sum(wanted[index] for index in fixed)
    if not words or for_words < _NARROWEST * len(words):
        return _shared(wanted, available)
    shares = _shared([wanted[index] for index in words], for_words)
    for index, share in zip(words, shares, strict=True):
        wanted[index] = share
    return wanted


def _sample(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    return [*rows[:_SAMPLE], *rows[-1:]]


def _widest(column: Iterable[str], style: ParagraphStyle) -> float:
    lines = (line[:200] for text in column for line in text.split("\n"))
    return PADDING + 1 + max(width_of(line, font=BOLD, size=style.fontSize) for line in lines)


def _shared(wanted: list[float], available: float) -> list[float]:
    """Narrow columns get all they want; wide ones share what is left equally; what is over goes to the widest."""
    given = list(wanted)
    left, waiting = available, len(wanted)
    for index in sorted(range(len(wanted)), key=wanted.__getitem__):
        given[index] = min(wanted[index], left / waiting)
        left -= given[index]
        waiting -= 1
    given[wanted.index(max(wanted))] += left
    return given
