"""Whoever cannot use the PDF reads the same words on a page."""

from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grants.documents.blocks import Document, Heading, PageBreak, Paragraph
from grants.documents.pdf import render_pdf
from tests.documents.letters import award_letter, letter
from tests.documents.reading import words

TEMPLATES = Path(__file__).parents[2] / "templates"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>
{% from "components/document.html" import document %}{{ document(doc, titled) }}</body></html>"""


def twin(document: Document, *, titled: bool = True) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.from_string(PAGE).render(doc=document, titled=titled)


def shown_words(html: str) -> list[str]:
    """Every word of the twin in order; the parser refuses invalid HTML."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    article = tree.find(".//article")
    return " ".join(article.itertext()).split()


def footer_words(document: Document) -> list[str]:
    return f"{document.reference} {document.footer}".split()


@pytest.mark.feature("106")
@pytest.mark.parametrize(
    "document",
    [
        award_letter(),
        award_letter(organisation="مركز 😀 <script>alert(1)</script> & Co\u2011op\x07"),
        letter(Heading(1, "One"), Paragraph("first\nsecond", bold_lead="Lead."), PageBreak(), Paragraph("")),
    ],
    ids=["award", "awkward", "short"],
)
def test_the_twin_shows_the_words_of_the_pdf_in_the_same_order(document: Document) -> None:
    assert shown_words(twin(document)) == words(render_pdf(document)) + footer_words(document)


def test_what_a_person_typed_is_never_markup() -> None:
    html = twin(letter(Paragraph("<script>alert(1)</script>", bold_lead="<b>")))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_figures_are_aligned_and_totals_are_bold() -> None:
    html = twin(award_letter())
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">3,150.00</td>' in html
    assert html.count('<tr class="govuk-table__row govuk-!-font-weight-bold">') == 2


def test_a_page_with_its_own_title_leaves_the_first_heading_out() -> None:
    document = letter(Heading(1, "Letter"), Heading(2, "Money"))
    assert '<h1 class="govuk-heading-l">Letter</h1>' in twin(document)
    under_a_title = twin(document, titled=False)
    assert "<h1" not in under_a_title
    assert '<h2 class="govuk-heading-m">Money</h2>' in under_a_title
