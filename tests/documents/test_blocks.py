"""A document that could not be read aloud, or is plainly wrong, is refused before it is made."""

import pytest

from grants.documents.blocks import Document, Heading, Letterhead, Paragraph, Table
from tests.documents.letters import letter


@pytest.mark.parametrize("levels", [(2,), (1, 3), (1, 1), (0,), (1, 2, 3, 4)])
def test_headings_without_order_are_refused(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="heading"):
        letter(*(Heading(level, "Heading") for level in levels))


def test_headings_may_go_back_up() -> None:
    assert len(letter(*(Heading(level, "Heading") for level in (1, 2, 3, 2, 3))).blocks) == 5


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table(caption="Money", header=("a", "b"), rows=(("1",),))


def test_a_total_needs_a_row() -> None:
    with pytest.raises(ValueError, match="total"):
        Table(caption="Money", header=("a",), rows=(), total_row=True)


def test_a_document_needs_a_title() -> None:
    with pytest.raises(ValueError, match="title"):
        letter(Paragraph("Text"), title=" ")


def test_a_footer_that_would_fill_the_page_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 200"):
        Document(title="t", subject="s", author="a", blocks=(), footer="x" * 201)


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", '#123456"', ""])
def test_a_letterhead_takes_only_a_colour_as_its_colour(colour: str) -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        Letterhead(council_name="C", address_lines=(), date="d", our_reference="r", colour=colour)


def test_texts_of_a_block_are_printable_from_the_start() -> None:
    assert Paragraph("smile 😀").text == "smile [U+1F600]"
    assert Table(caption="c", header=("\x00a",), rows=(("b\t",),)).rows == (("b ",),)
