"""However much was typed, the letter is made, and soon."""

from io import BytesIO
from time import perf_counter

import pytest
from pypdf import PdfReader

from grants.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Facts,
    Heading,
    Letterhead,
    Numbered,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from grants.documents.pdf import render_pdf
from tests.documents.letters import letter
from tests.documents.reading import letters_only, read_aloud

WORD = "abcdefghij" * 4_000
ANSWER = "A sentence of an answer. " * 600
LINES = "line\n" * 8_000
SECONDS = 5  # many times what it takes; time with the square of the length would be minutes


def table(*rows: tuple[str, str]) -> Table:
    return Table(caption="Caption", header=("a", "b"), rows=rows, numeric_columns=(0,), total_row=True)


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(WORD, bold_lead=WORD),
        Paragraph(LINES),
        Heading(1, WORD),
        AddressBlock((WORD, ANSWER)),
        Bullets((WORD, ANSWER)),
        Numbered((ANSWER, WORD)),
        Facts(((WORD, ANSWER), ("name", WORD))),
        table((WORD, ANSWER), ("1.00", WORD)),
        Table(caption=WORD, header=(WORD, "b"), rows=(("c", LINES),)),
        Signatures((Signature(party=WORD), Signature(party="Council", name=ANSWER))),
        Letterhead(council_name=ANSWER, address_lines=(ANSWER,), date="today", our_reference=ANSWER),
    ],
    ids=lambda block: block.kind,
)
def test_a_part_longer_than_a_page_is_printed_whole(block: Block) -> None:
    started = perf_counter()
    pdf = render_pdf(letter(Paragraph("Before"), block, Paragraph("After")))
    assert perf_counter() - started < SECONDS
    spoken = [letters_only(part.text) for part in read_aloud(pdf)]
    assert (spoken[0], spoken[-1]) == ("Before", "After")
    for text in (WORD, ANSWER, LINES):
        assert "".join(spoken).count(letters_only(text)) == repr(block).count(repr(text)[1:-1])


def test_a_long_word_is_cut_at_the_edge_and_nowhere_else() -> None:
    (spoken,) = read_aloud(render_pdf(letter(Paragraph(f"before {WORD} after"))))
    assert spoken.text.replace("\n", "") == f"before {WORD} after"


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page() -> None:
    for lines in range(30, 50):
        blocks = (Paragraph("\n".join(["line"] * lines)), Heading(1, "The heading"), Paragraph(ANSWER))
        pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(render_pdf(letter(*blocks)))).pages]
        page = next(text for text in pages if "The heading" in text)
        assert "A sentence" in page


def test_the_lines_to_sign_are_whole_and_on_the_page_of_what_is_signed() -> None:
    parties = Signatures((Signature(party="The council", date="the last line"), Signature(party="The group")))
    for lines in range(25, 45):
        before = Paragraph("\n".join(["line"] * lines))
        blocks = (before, Paragraph("How to accept", stays_with_next=True), parties)
        pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(render_pdf(letter(*blocks)))).pages]
        page = next(text for text in pages if "The council" in text)
        assert "How to accept" in page
        assert "the last line" in page


def test_a_day_is_never_on_one_line_and_its_month_on_the_next() -> None:
    for words in range(1, 30):
        pdf = render_pdf(letter(Paragraph("word " * words + "on 3 March 2026 at last")))
        assert "3\nMarch" not in PdfReader(BytesIO(pdf)).pages[0].extract_text().replace(" \n", "\n")


def test_a_total_is_never_left_alone_on_a_page() -> None:
    for count in range(25, 40):
        rows = (*((f"{number}.00", "x") for number in range(count)), ("99.00", "the total"))
        pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(render_pdf(letter(table(*rows))))).pages]
        page = next(text for text in pages if "the total" in text)
        assert f"{count - 1}.00" in page
