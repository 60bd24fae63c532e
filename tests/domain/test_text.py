"""Text is kept, found, sorted, counted and exported the same way everywhere."""

import csv
import io
import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain import text


def test_line_ends_and_letters_are_kept_in_one_way() -> None:
    assert text.clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"
    assert text.clean("Gw\u0302yl") == "Gŵyl"


def test_control_characters_never_reach_the_database() -> None:
    assert text.clean("a\0b\x07c\x1bd\ud800e\x9f") == "abcde"


@given(st.text(st.characters(codec=None), max_size=60))
def test_cleaned_text_is_clean_and_stays_the_same(typed: str) -> None:
    cleaned = text.clean(typed)
    assert text.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", cleaned)


@pytest.mark.parametrize(
    ("shown", "folded"),
    [
        ("Łódź", "lodz"), ("St John's", "st johns"), ("St John’s", "st johns"),
        ("Ægir & Øresund", "aegir and oresund"),
        ("Straße", "strasse"), ("“Curly”  quotes", "curly quotes"), ("Gŵyl", "gwyl"), ("ÉCOLE", "ecole"),
        ("Þór", "thor"), ("West-Side", "west side"), ("WG-2026-00017-K", "wg 2026 00017 k"),
        ("İstanbul", "istanbul"),
        ("ﬁnance", "finance"), ("  ", ""), ("हिन्दी", "हिनदी"), ("Київ", "киів"),
    ],
)  # fmt: skip
def test_search_ignores_accents_case_and_punctuation(shown: str, folded: str) -> None:
    assert text.fold(shown) == folded


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(typed: str) -> None:
    assert text.fold(text.fold(typed)) == text.fold(typed)


def test_lists_sort_as_people_read_them() -> None:
    names = ["Éclair", "centre 10", "Zebra", "Centre 2", "Łódź", "apple"]
    assert sorted(names, key=text.sort_key) == ["apple", "Centre 2", "centre 10", "Éclair", "Łódź", "Zebra"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", 0), ("  \n ", 0), ("one", 1), (" one  two\nthree ", 3), ("don't e-mail £5,000", 3),
        ("a\xa0b\u2003c", 3),
        ("\ufeffone", 1), ("a\x85b", 1), ("a\x1cb", 1), ("a - b", 3),
    ],
)  # fmt: skip
def test_words_are_counted_as_a_browser_does(typed: str, words: int) -> None:
    assert text.word_count(typed) == words


SPREADSHEET_STARTS = [
    "=1+1", "+44", "-5", "@SUM(A1)", "\t=1", "\r=1",
    "\n=1", "\0=1", "＝1", "＋1", "－1", "＠x", "  =1", "\ufeff=1", "\xa0 =1",
]  # fmt: skip


@pytest.mark.parametrize("typed", SPREADSHEET_STARTS)
def test_no_cell_can_start_a_formula(typed: str) -> None:
    assert text.csv_cell(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "Plain", "a=b", "£5", "'quoted", "1234.50", "St John's", "  spaces"])
def test_plain_cells_are_left_alone(typed: str) -> None:
    assert text.csv_cell(typed) == typed


@given(st.text(st.sampled_from("=+-@\t\r\n\0 ＝＋－＠\ufeff\u200bab1"), max_size=8))
def test_guarded_cells_are_never_formulas_after_a_round_trip(typed: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow([text.csv_cell(typed).replace("\0", "")])
    (read,) = next(csv.reader(io.StringIO(buffer.getvalue(), newline="")))
    seen = read.strip(string.whitespace + "\xa0\ufeff\u200b")
    assert not seen or seen[0] not in "=+-@＝＋－＠"


def test_a_slug_is_safe_in_a_file_name() -> None:
    assert text.slug("St John’s: Łódź / 2026?") == "st-johns-lodz-2026"
    assert text.slug("../../etc") == "etc"
    assert text.slug("Київ") == "document"
    assert text.slug("Київ", fallback="award-letter") == "award-letter"
