"""Letters can be read by everyone and kept for decades."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO

import page
import pytest
from pikepdf import Pdf
from reportlab.pdfgen.canvas import Canvas

from grants.documents.blocks import Bullets, Document, Facts, Heading, Numbered, Paragraph, Signature, Signatures, Table
from grants.documents.pdf import render_pdf
from grants.documents.saving import saved
from tests.documents.letters import award_letter, letter
from tests.documents.reading import read_aloud

PROFILES = [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A]
LONG_LIST = letter(
    Heading(1, "Payments"),
    Table(
        caption="Payments this year",
        header=("Organisation", "Amount (£)"),
        rows=tuple((f"Organisation {number}", f"{number}.00") for number in range(200)),
        numeric_columns=(1,),
    ),
)
BARE = letter(Paragraph(""), Bullets(()), Numbered(()), Facts(()), Signatures(()), Facts((("", ""),)))
ONE_SIGNATURE = letter(Signatures((Signature("Council"),)))


def failures(pdf: bytes, profile: page.ValidationProfile) -> list[str]:
    return [failure.message for failure in page.validate_pdf_bytes(pdf, profile=profile).failures]


@pytest.mark.feature("X4")
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
@pytest.mark.parametrize(
    "document",
    [award_letter(), LONG_LIST, BARE, ONE_SIGNATURE, letter()],
    ids=["award", "long", "bare", "one", "empty"],
)
def test_a_document_keeps_the_standards_for_access_and_archive(
    document: Document, profile: page.ValidationProfile
) -> None:
    assert failures(render_pdf(document), profile) == []


def test_a_stream_that_would_end_in_a_carriage_return_is_written_another_way() -> None:
    """One stream in 256 does; a strict reader then finds one byte fewer than was promised."""
    ways = set()
    for number in range(1_000, 1_200):
        with Pdf.new() as pdf:
            pdf.add_blank_page()
            pdf.pages[0].obj.Contents = pdf.make_stream(b"% " + str(number).encode())
            written = saved(pdf)
            another = saved(pdf)
        assert b"\r\nendstream" not in written
        assert written == another
        ways.add(b"ASCII85Decode" in written)
    assert ways == {True, False}


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.name)
def test_the_checker_refuses_a_pdf_without_tags(profile: page.ValidationProfile) -> None:
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "No tags")
    canvas.save()
    assert failures(out.getvalue(), profile)


def test_every_font_is_embedded() -> None:
    with Pdf.open(BytesIO(render_pdf(award_letter()))) as pdf:
        fonts = [font for leaf in pdf.pages for font in leaf.obj.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_same_document_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from tests.documents.letters import award_letter; from grants.documents.pdf import render_pdf;"
        "print(hashlib.sha256(render_pdf(award_letter())).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert seen == {hashlib.sha256(render_pdf(award_letter())).hexdigest()}


def test_another_word_gives_other_bytes() -> None:
    assert render_pdf(letter(Paragraph("Yes"))) != render_pdf(letter(Paragraph("No")))


def test_the_window_shows_the_title_and_the_language_is_known() -> None:
    document = award_letter()
    with Pdf.open(BytesIO(render_pdf(document))) as pdf:
        assert str(pdf.docinfo["/Title"]) == document.title
        assert str(pdf.docinfo["/Author"]) == document.author
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "en-GB"


def test_a_reader_hears_what_each_part_is() -> None:
    roles = [spoken.role for spoken in read_aloud(render_pdf(award_letter()))]
    assert {"H1", "H2", "H3", "P", "Lbl", "LBody", "Caption", "TH", "TD"} == set(roles)
    assert roles.index("H1") < roles.index("H2") < roles.index("H3")


def test_a_header_repeated_on_every_page_is_heard_once() -> None:
    spoken = read_aloud(render_pdf(LONG_LIST))
    assert [part.text.strip() for part in spoken if part.role == "TH"] == ["Organisation", "Amount (£)"]
