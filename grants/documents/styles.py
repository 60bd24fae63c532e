"""The type scale of letters: sizes in points, chosen for paper held at arm's length."""

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from grants.documents.fonts import BODY, BOLD

PAGE_WIDTH, PAGE_HEIGHT = A4
SIDE_MARGIN = 25 * mm
TOP_MARGIN = 20 * mm
FOOTER_BASE = 13 * mm
TEXT_WIDTH = PAGE_WIDTH - 2 * SIDE_MARGIN

INK = HexColor("#1b1b1b")
QUIET = HexColor("#53565a")  # 7:1 on white
RULE = HexColor("#b8bdc4")
STRONG_RULE = HexColor("#53565a")

BODY_TEXT = ParagraphStyle("body", fontName=BODY, fontSize=11.5, leading=16, textColor=INK, spaceAfter=8)
BODY_TEXT.allowOrphans = 0
BODY_TEXT.allowWidows = 0
ADDRESS = ParagraphStyle("address", parent=BODY_TEXT, leading=15, spaceAfter=0)
ITEM = ParagraphStyle("item", parent=BODY_TEXT, spaceAfter=0)
CELL = ParagraphStyle("cell", parent=BODY_TEXT, fontSize=10.5, leading=14, spaceAfter=0)
CELL_BOLD = ParagraphStyle("cell bold", parent=CELL, fontName=BOLD)
MONEY = ParagraphStyle("money", parent=CELL, alignment=TA_RIGHT)
MONEY_BOLD = ParagraphStyle("money bold", parent=CELL_BOLD, alignment=TA_RIGHT)
CAPTION = ParagraphStyle("caption", parent=CELL_BOLD, spaceBefore=6, spaceAfter=4, keepWithNext=1)
COUNCIL = ParagraphStyle("council", parent=BODY_TEXT, fontName=BOLD, fontSize=19, leading=22, spaceAfter=0)
OFFICE = ParagraphStyle("office", parent=CELL, fontSize=9.5, leading=12.5, textColor=QUIET, alignment=TA_RIGHT)
OFFICE_LEFT = ParagraphStyle("office left", parent=OFFICE, fontSize=10.5, leading=14, alignment=0, textColor=INK)
OFFICE_RIGHT = ParagraphStyle("office right", parent=OFFICE_LEFT, alignment=TA_RIGHT)
FOOTER = ParagraphStyle("footer", parent=CELL, fontSize=8.5, leading=11, textColor=QUIET)

HEADINGS = {
    1: ParagraphStyle("h1", parent=BODY_TEXT, fontName=BOLD, fontSize=17, leading=21,
                      spaceBefore=6, spaceAfter=10, keepWithNext=1),
    2: ParagraphStyle("h2", parent=BODY_TEXT, fontName=BOLD, fontSize=13, leading=17,
                      spaceBefore=12, spaceAfter=5, keepWithNext=1),
    3: ParagraphStyle("h3", parent=BODY_TEXT, fontName=BOLD, fontSize=11.5, leading=16,
                      spaceBefore=8, spaceAfter=3, keepWithNext=1),
}  # fmt: skip
