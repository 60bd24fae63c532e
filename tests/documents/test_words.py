"""What was typed is what is printed: no word lost, none obeyed."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf
from pypdf import PdfReader

from grants.documents.blocks import AddressBlock, Block, Bullets, Facts, Heading, Numbered, Paragraph, Table
from grants.documents.glyphs import drawable
from grants.documents.pdf import render_pdf
from grants.documents.text import printable
from tests.documents.letters import ORGANISATION, award_letter, letter
from tests.documents.reading import letters_only, read_aloud, words

LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17E, exclude_categories=["C", "Zl", "Zp"])
GREEK = st.characters(min_codepoint=0x386, max_codepoint=0x3CE, categories=["Lu", "Ll"])
CYRILLIC = st.characters(min_codepoint=0x400, max_codepoint=0x45F, categories=["Lu", "Ll"])
EUROPEAN = st.text(LATIN | GREEK | CYRILLIC, max_size=200)


def heard(*blocks: Block) -> str:
    return letters_only("".join(spoken.text for spoken in read_aloud(render_pdf(letter(*blocks)))))


@settings(max_examples=40, deadline=None)
@given(EUROPEAN, EUROPEAN)
def test_european_text_is_printed_as_it_was_typed(first: str, second: str) -> None:
    assert heard(Paragraph(first), Facts(((second, first),))) == letters_only(first + second + first)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_printed_or_shown_by_its_number(first: str, second: str) -> None:
    expected = letters_only("".join(printable(text) for text in (first, second, first, second)))
    table = Table(caption=first, header=(second,), rows=((first,),))
    assert heard(table, AddressBlock((second,))) == expected


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text("<>&;/'\"=#bifonthrefpara ", max_size=60), min_size=1, max_size=5))
def test_text_that_looks_like_markup_is_printed_as_text(items: list[str]) -> None:
    numbers = [f"{number}.{item}" for number, item in enumerate(items, start=1)]
    assert heard(Numbered(tuple(items))) == letters_only("".join(numbers))


@pytest.mark.parametrize(
    "typed",
    [
        '<img src="/etc/passwd">',
        '<img src="file:///etc/passwd" width="10" height="10"/>',
        '<a href="javascript:alert(1)">Click here</a>',
        "A <b> Club",
        '<font color="white">not</font> awarded',
        "<script>alert(1)</script>",
        "&lt;b&gt; &amp; &#60;",
        "</para><para>",
        "<br/>",
        "<![CDATA[x]]> <!-- gone? --> <?xml?>",
    ],
)
def test_markup_is_inert_wherever_it_is_typed(typed: str) -> None:
    blocks = (
        Heading(1, typed),
        Paragraph(typed, bold_lead=typed),
        AddressBlock((typed,)),
        Bullets((typed,)),
        Table(caption=typed, header=(typed,), rows=((typed,),)),
    )
    pdf = render_pdf(letter(*blocks))
    assert letters_only("".join(s.text for s in read_aloud(pdf) if s.role != "Lbl")) == letters_only(typed) * 8
    with Pdf.open(BytesIO(pdf)) as opened:
        assert all("/Annots" not in leaf.obj and "/XObject" not in leaf.obj.Resources for leaf in opened.pages)


def test_every_word_of_an_award_letter_is_found_by_another_reader() -> None:
    pdf = render_pdf(award_letter())
    pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(pdf)).pages]
    assert set(words(pdf)) <= set(" ".join(pages).split())
    assert ORGANISATION in pages[0]


@pytest.mark.parametrize("lead", ["", "A bold beginning"])
def test_words_on_either_side_of_a_line_end_or_page_end_are_not_run_together(lead: str) -> None:
    text = " ".join(f"word {number}" for number in range(1_500))
    spoken = read_aloud(render_pdf(letter(Paragraph(text, bold_lead=lead))))
    assert "".join(part.text for part in spoken).replace("\n", "") == f"{lead} {text}".strip()


def test_every_page_says_which_it_is_and_of_how_many() -> None:
    pages = [leaf.extract_text() for leaf in PdfReader(BytesIO(render_pdf(award_letter()))).pages]
    assert len(pages) == 3
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of 3" in text
        assert "WG-2026-00017-K" in text


def test_what_the_font_lacks_is_shown_by_its_number() -> None:
    assert heard(Paragraph("Hi 😀 مر")) == "Hi[U+1F600][U+0645][U+0631]"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Łódź ŵŷ Київ Σωκράτης £€", "Łódź ŵŷ Київ Σωκράτης £€"),
        ("W\u0302yn", "Ŵyn"),
        ("co\u2011operative", "co-operative"),
        ("a\u2003b\tc", "a b c"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("nul\x00 bell\x07", "nul bell"),
        ("soft\u00adhyphen \u200bzero\ufeff", "softhyphen zero"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("\ud800", "[U+D800]"),
    ],
)
def test_text_is_made_printable_without_losing_a_word(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@given(st.text())
def test_printable_text_stays_as_it_is_and_needs_only_glyphs_we_have(typed: str) -> None:
    once = printable(typed)
    assert printable(once) == once
    assert {ord(character) for character in once} - {ord("\n")} <= drawable()
