"""One letter of two pages twice: by ReportLab's own platypus, plain, and by ours with everything it must be."""

from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as PlainParagraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as PlainTable

from grants.documents.blocks import Block, Document, Heading, Letterhead, Paragraph, Table
from grants.documents.pdf import render_pdf

PARAGRAPH = (
    "The grant is the most we will pay. It is outside the scope of VAT, and covers any VAT that you cannot get back. "
    "Please keep your receipts for six years, and tell us within five working days if you cannot do what you planned."
)
ROWS = (
    ("Budget line", "What is included", "Total (£)"),
    ("Staff", "Two part-time coordinators", "12,600.00"),
    ("Food", "Hot meals on opening days", "7,200.00"),
    ("Volunteers", "Travel, training and checks", "2,400.00"),
    ("Total", "", "22,200.00"),
)
PARAGRAPHS = 18
FOOTER = "Severnshire County Council, County Hall, Worcester"


def plain_letter() -> bytes:
    """18 paragraphs, a table of five rows and a footer; the same bytes each time."""
    styles, out = getSampleStyleSheet(), BytesIO()
    story = [PlainParagraph("Your grant", styles["Heading1"])]
    story += [PlainParagraph(PARAGRAPH, styles["BodyText"]) for _ in range(PARAGRAPHS)]
    story.append(PlainTable(ROWS, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.grey)]))
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story, onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def _footer(canvas: Canvas, _document: object) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 30, FOOTER)


def our_document() -> Document:
    """The same words in our blocks."""
    paragraphs: tuple[Block, ...] = tuple(Paragraph(PARAGRAPH) for _ in range(PARAGRAPHS))
    return Document(
        title="Your grant",
        subject="Grant WG-2026-00017-K",
        author="Severnshire County Council",
        footer=FOOTER,
        reference="WG-2026-00017-K",
        blocks=(
            Letterhead(
                council_name="Severnshire County Council",
                address_lines=("County Hall", "Worcester WR5 2NP"),
                date="21 November 2026",
                our_reference="WG-2026-00017-K",
            ),
            Heading(1, "Your grant"),
            *paragraphs,
            Table(caption="What it pays for", header=ROWS[0], rows=ROWS[1:], numeric_columns=(2,), total_row=True),
        ),
    )


def our_letter() -> bytes:
    return render_pdf(our_document())
