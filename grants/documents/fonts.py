"""The one typeface of letters, embedded: Source Sans has Welsh, Polish, Greek, Cyrillic and £."""

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from grants.documents.glyphs import REGULAR, SEMIBOLD

BODY = "Letter"
BOLD = "Letter-Bold"


# ReportLab keeps fonts for the life of the process. Registering on import means no two threads race to do it.
pdfmetrics.registerFont(TTFont(BODY, str(REGULAR)))
pdfmetrics.registerFont(TTFont(BOLD, str(SEMIBOLD)))
pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=BODY, boldItalic=BOLD)
pdfmetrics.registerFontFamily(BOLD, normal=BOLD, bold=BOLD, italic=BOLD, boldItalic=BOLD)


def width_of(text: str, *, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))
