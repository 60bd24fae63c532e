"""Only files that are what they say, and that officers can open safely, are taken."""

import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.integrations import office_files
from grants.integrations.filetype import ALLOWED, FileRefused, safe_display_name, sniff
from tests.integrations import upload_corpus as corpus

PNG, JPEG = corpus.picture("PNG"), corpus.picture("JPEG")
TAKEN: list[tuple[str, bytes, str]] = [
    ("constitution.pdf", corpus.PDF, "pdf"),
    ("REPORT.FINAL.v2.PDF", corpus.PDF, "pdf"),
    ("receipt from amazon.com.pdf", corpus.PDF, "pdf"),
    ("x" * 296 + ".pdf", corpus.PDF, "pdf"),
    ("accounts.docx", corpus.docx(), "docx"),
    ("normal template.docx", corpus.docx(corpus.links("attachedTemplate", "file:///C:/Users/a/Normal.dotm")), "docx"),
    ("with links.docx", corpus.docx(corpus.links("hyperlink", "https://example.org/")), "docx"),
    ("with chart.docx", corpus.docx({"word/embeddings/Sheet1.xlsx": corpus.xlsx()}), "docx"),
    ("budget.xlsx", corpus.xlsx(), "xlsx"),
    ("workbook.xlsx", corpus.workbook(), "xlsx"),
    ("letter.pdf", corpus.letter(), "pdf"),
    ("minutes.odt", corpus.odt(), "odt"),
    ("sums.ods", corpus.odt("spreadsheet"), "ods"),
    ("hall.png", PNG, "png"),
    ("hall.jpg", JPEG, "jpg"),
    ("HALL.JPEG", JPEG, "jpg"),
    ("IMG_0042.HEIC", corpus.HEIC, "heic"),
    ("people.csv", "name,amount\r\nŁódź,5\r\n".encode(), "csv"),
    ("people.csv", "\ufeffname,amount\n".encode("utf-16"), "csv"),
    ("notes.txt", "Caf\xe9 – Tuesday".encode("cp1252"), "txt"),
    ("sums.txt", b"a < b and c > d", "txt"),
]
NAMES = "Rename the file"
MISMATCH = "does not match its name"
REFUSED: list[tuple[str, bytes, str]] = [
    ("empty.pdf", b"", "empty"),
    ("no ending", corpus.PDF, "must be a PDF"),
    ("setup.exe", corpus.EXE, "must be a PDF"),
    ("setup.pdf", corpus.EXE, MISMATCH),
    ("setup.txt", corpus.EXE, MISMATCH),
    ("setup.csv", corpus.EXE, MISMATCH),
    ("page.html", corpus.HTML, "must be a PDF"),
    ("page.txt", corpus.HTML, MISMATCH),
    ("page.csv", b"\n\n  " + corpus.HTML, MISMATCH),
    ("page.png", corpus.HTML, MISMATCH),
    ("logo.svg", corpus.SVG, "must be a PDF"),
    ("logo.txt", corpus.SVG, MISMATCH),
    ("logo.png", corpus.SVG, MISMATCH),
    ("data.xml.txt", b'<?xml version="1.0"?><a/>', MISMATCH),
    ("wide.txt", "<script>alert(1)</script>".encode("utf-16"), MISMATCH),
    ("run.txt", b"#!/bin/sh\nrm -rf /\n", MISMATCH),
    ("letter.txt", b"{\\rtf1 hello}", MISMATCH),
    ("nul.txt", b"a\0b", MISMATCH),
    ("things.zip", corpus.zipped({"a.txt": "a"}), "must be a PDF"),
    ("things.docx", corpus.zipped({"a.txt": "a"}), MISMATCH),
    ("eicar.docx", corpus.zipped({"eicar.com": corpus.EICAR}), MISMATCH),
    ("sheet.docx", corpus.xlsx(), MISMATCH),
    ("letter.pdf", corpus.docx(), MISMATCH),
    ("letter.docx", corpus.PDF, MISMATCH),
    ("hall.png", JPEG, MISMATCH),
    ("letter.docm", corpus.docx(), "must be a PDF"),
    ("macro.docx", corpus.docx({"word/vbaProject.bin": b"x"}), "macros"),
    ("macro.docx", corpus.docx(main="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    ("macro.odt", corpus.odt(extra={"Basic/Standard/Module1.xml": "x"}), "macros"),
    ("macro.odt", corpus.odt(extra={"Scripts/python/run.py": "x"}), "macros"),
    ("carrier.docx", corpus.docx({"word/embeddings/setup.exe": corpus.EXE}), "macros or other files"),
    ("carrier.docx", corpus.docx({"word/embeddings/more.zip": b"PK"}), "macros or other files"),
    ("template.docx", corpus.docx(corpus.links("attachedTemplate", "https://bad.example/t.dotm")), "somewhere else"),
    ("share.docx", corpus.docx(corpus.links("attachedTemplate", r"\\bad.example\t.dotm")), "somewhere else"),
    ("share.docx", corpus.docx(corpus.links("oleObject", "file://bad.example/t")), "somewhere else"),
    ("links.docx", corpus.docx({"word/_rels/x.rels": " " * (1024 * 1024 + 1)}), "somewhere else"),
    ("climb.docx", corpus.docx({"../../etc/cron.d/x": "x"}), "damaged"),
    ("climb.docx", corpus.docx({"/etc/cron.d/x": "x"}), "damaged"),
    ("bomb.docx", corpus.bomb(), "unpacks to more"),
    ("many.docx", corpus.docx({f"e{n}": "" for n in range(office_files.MOST_ENTRIES)}), "unpacks to more"),
    ("lying.docx", corpus.lying_bomb(), "damaged"),
    ("overlap.docx", corpus.overlapping(), "unpacks to more"),
    ("locked.docx", corpus.with_password(), "password"),
    ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
    ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "must be a PDF"),
    ("cut.docx", corpus.docx()[:-30], "damaged"),
    ("flood.png", corpus.pixel_flood(), "pixels"),
    ("cut.png", PNG[: len(PNG) // 2], "damaged"),
    ("cut.jpg", JPEG[:20], "damaged"),
    ("cut.pdf", corpus.PDF[:30], "not complete"),
    ("late.pdf", b"junk" + corpus.PDF, MISMATCH),
    ("both.pdf", corpus.PDF + corpus.zipped({"a.exe": corpus.EXE}), "another file inside"),
    ("both.png", PNG + corpus.zipped({"a.exe": corpus.EXE}), "another file inside"),
    ("both.jpg", JPEG + b"<script>alert(1)</script>", "another file inside"),
    ("both.png", PNG + b"<?php system($_GET[0]);", "another file inside"),
    ("film.heic", b"\x00\x00\x00\x18ftypisom" + bytes(40), MISMATCH),
    ("large.txt", b"a" * (ALLOWED["txt"].most_bytes + 1), "7MB or smaller"),
    ("large.pdf", corpus.PDF + bytes(ALLOWED["pdf"].most_bytes), "30MB or smaller"),
    ("letter.exe.pdf", corpus.PDF, NAMES),
    ("letter.docm.docx", corpus.docx(), NAMES),
    ("letter.HTML .pdf", corpus.PDF, NAMES),
    ("letter.pdf\0.exe", corpus.PDF, NAMES),
    ("letter\r\nSet-Cookie: a.pdf", corpus.PDF, NAMES),
    ("../../etc/x.pdf", corpus.PDF, NAMES),
    ("C:\\temp\\x.pdf", corpus.PDF, NAMES),
    ("letter\u202efdp.exe.pdf", corpus.PDF, NAMES),
    ("   ", corpus.PDF, NAMES),
]


def by_name(value: object) -> str:
    """A case is called by its words: the bytes of an archive hold the second it was made, in each worker another."""
    return "data" if isinstance(value, bytes) else str(value)[:40]


@pytest.mark.feature("29")
@pytest.mark.parametrize(("name", "data", "extension"), TAKEN, ids=by_name)
def test_files_that_people_need_to_send_are_taken(name: str, data: bytes, extension: str) -> None:
    sniffed = sniff(data, name)
    assert sniffed.extension == extension
    assert sniffed.media_type == ALLOWED[extension].media_type


@pytest.mark.feature("29")
@pytest.mark.parametrize(("name", "data", "message"), REFUSED, ids=by_name)
def test_files_that_hide_or_harm_are_refused_with_what_to_do(name: str, data: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        sniff(data, name)


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    data = corpus.bomb()
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(FileRefused):
        sniff(data, "bomb.docx")
    spent, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < 0.5
    assert peak < 5 * 1024 * 1024


@pytest.mark.parametrize("make", [corpus.docx, corpus.odt, lambda: corpus.PDF, lambda: PNG, lambda: corpus.HEIC])
def test_any_damage_is_taken_whole_or_refused_and_never_fails_otherwise(make: Callable[[], bytes]) -> None:
    data = make()
    for name in ("a.docx", "a.odt", "a.pdf", "a.png", "a.heic"):
        for at in range(0, len(data), max(1, len(data) // 60)):
            _takes_or_refuses(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], name)
            _takes_or_refuses(data[:at], name)


@given(st.binary(max_size=200), st.sampled_from(sorted(ALLOWED)))
def test_no_bytes_make_the_check_fail_in_another_way(data: bytes, extension: str) -> None:
    _takes_or_refuses(data, f"a.{extension}")


def _takes_or_refuses(data: bytes, name: str) -> None:
    with suppress(FileRefused):
        assert name.endswith(sniff(data, name).extension)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Constitution 2026.pdf", "Constitution 2026.pdf"),
        ("Łódź – minutes.docx", "Łódź – minutes.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\x.pdf", "x.pdf"),
        ('a"b<c>.pdf\r\nX: y', "a b c .pdf X y"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("a\0b.pdf", "ab.pdf"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ("y" * 300, "y" * 100),
    ],
)
def test_names_are_shown_on_one_short_line_with_nothing_hidden(given_name: str, shown: str) -> None:
    assert safe_display_name(given_name) == shown


@given(st.text(max_size=300))
def test_any_name_can_be_shown_and_sent_in_a_header(name: str) -> None:
    shown = safe_display_name(name)
    assert 0 < len(shown) <= 100
    assert not set(shown) & set('\r\n\0"/\\<>')
    assert safe_display_name(shown) == shown
