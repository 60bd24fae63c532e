"""Cells as other systems read them: what looks plain is treated as all other cells are."""

import csv
import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.text import clean, csv_cell
from grants.integrations.csv_lines import read_lines, write_lines

CELLS = st.one_of(st.text(max_size=12), st.text(alphabet="aZ09 =+-@\t'é", max_size=8))


def written(*cells):
    return next(csv.reader(io.StringIO(write_lines([cells]).decode(), newline="")))


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_every_cell_is_cleaned_put_on_one_line_and_guarded(cells):
    assert written(*cells) == [csv_cell(" ".join(clean(cell).split())) for cell in cells]


@pytest.mark.parametrize("cell", ["plain", "two  spaces", "ends ", " begins", "a\nb", "=1", "é", "e\u0301", "", "7=1"])
def test_a_cell_that_looks_plain_is_no_exception(cell):
    assert written(cell) == [csv_cell(" ".join(clean(cell).split()))]


@given(st.text(max_size=20))
def test_clean_text_is_left_as_it_is(text):
    newlines = re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text)
    exact = "".join(each for each in newlines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))
    assert clean(text) == unicodedata.normalize("NFC", exact)
    assert clean(clean(text)) == clean(text)


def test_what_is_written_is_read_again():
    assert read_lines(write_lines([["=1+1", "Łódź", "12.50"]])) == [(1, ["=1+1", "Łódź", "12.50"])]
