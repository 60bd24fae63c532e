"""The only way text gets into a PDF: escaped, never markup, with no word wider than its line."""

from html import escape

from reportlab.lib.styles import ParagraphStyle

from grants.documents.fonts import BOLD, width_of
from grants.documents.tagging import Element, TaggedParagraph

_BREAK = "<br/>"
_ROOM = 0.5  # points kept free so that rounding cannot push a cut word over the edge


def P(
    text: str, style: ParagraphStyle, *, width: float, element: Element | None, lead: str = ""
) -> TaggedParagraph:
    """A paragraph of plain text, with an optional bold beginning."""
    markup = _lines(text, size=style.fontSize, font=style.fontName, width=width)
    if lead:
        markup = f"<b>{_lines(lead, size=style.fontSize, font=BOLD, width=width)}</b> {markup}"
    paragraph = TaggedParagraph(markup, style)
    paragraph.element = element
    return paragraph


def _lines(text: str, *, size: float, font: str, width: float) -> str:
    return _BREAK.join(_cut_long_words(line, size=size, font=font, width=width) for line in text.split("\n"))


def _cut_long_words(line: str, *, size: float, font: str, width: float) -> str:
    # Words this short seldom overflow, and when one does ReportLab splits it in no time.
    short = int(width / size)
    pieces = (
        [word] if len(word) <= short else _cut(word, size=size, font=font, width=width)
        for word in line.split(" ")
    )
    return " ".join(_BREAK.join(escape(piece, quote=False) for piece in cut) for cut in pieces)


def _cut(word: str, *, size: float, font: str, width: float) -> list[str]:
    """ReportLab's own splitting takes time with the square of the length; this takes one pass."""
    pieces: list[str] = []
    start, used = 0, 0.0
    for place, character in enumerate(word):
        step = width_of(character, font=font, size=size)
        if used + step > width - _ROOM and place > start:
            pieces.append(word[start:place])
            start, used = place, 0.0
        used += step
    return [*pieces, word[start:]]
