"""Money is typed, shown and split without losing a penny."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain import money

PENCE = st.integers(min_value=0, max_value=money.MOST_PENCE)


def test_prose_shows_pence_only_where_there_are_some() -> None:
    assert money.pounds(12_500_00) == "£12,500"
    assert money.pounds(12_500_50) == "£12,500.50"
    assert money.pounds(-5_00) == "-£5"
    assert money.pounds_exact(12_500_00) == "£12,500.00"


def test_tables_and_files_show_two_places() -> None:
    assert money.amount(12_500_00) == "12,500.00"
    assert money.amount(-5) == "-0.05"
    assert money.plain(1_234_50) == "1234.50"


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£1,234.50", 1_234_50), ("1234", 1_234_00), (" £ 1 234.5 ", 1_234_50), (".5", 50), ("7.", 7_00),
        ("0", 0), ("0012", 12_00), ("10.500", 10_50), ("1,000,000,000", money.MOST_PENCE),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_type_it(typed: str, pence: int) -> None:
    assert money.parse_pounds(typed) == pence


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter an amount"), ("  ", "Enter an amount"), ("-5", "£0 or more"), ("£-5", "£0 or more"),
        ("(5)", "£0 or more"), ("10.005", "whole pence"), ("1.234,50", "numbers only"),
        ("12,34", "numbers only"),
        ("12k", "numbers only"), (".", "numbers only"), ("£", "numbers only"), ("1e9", "numbers only"),
        ("٣", "numbers only"), ("1000000000.01", "£1,000,000,000 or less"),
        ("9" * 400, "£1,000,000,000 or less"),
    ],
)  # fmt: skip
def test_an_amount_that_cannot_be_paid_is_refused_with_what_to_do(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        money.parse_pounds(typed)


@given(PENCE)
def test_what_is_shown_reads_back_as_the_same_sum(pence: int) -> None:
    shown = (money.pounds(pence), money.pounds_exact(pence), money.amount(pence), money.plain(pence))
    assert {money.parse_pounds(text) for text in shown} == {pence}


def test_ten_thousand_in_three_leaves_the_odd_penny_on_the_last() -> None:
    assert money.split_evenly(10_000_00, 3) == (3_333_33, 3_333_33, 3_333_34)


@given(PENCE, st.integers(min_value=1, max_value=60))
def test_even_parts_add_up_and_are_never_negative(total: int, parts: int) -> None:
    shares = money.split_evenly(total, parts)
    assert sum(shares) == total
    assert len(shares) == parts
    assert min(shares) == shares[0] >= 0


def test_shares_by_percentage_leave_the_rest_on_the_last() -> None:
    thirds = [Decimal("33.3"), Decimal("33.3"), Decimal("33.4")]
    assert money.split_by_percent(100_01, thirds) == (3330, 3330, 3341)


@given(PENCE, st.lists(st.integers(min_value=0, max_value=100), min_size=1, max_size=12))
def test_shares_by_percentage_add_up_and_are_never_negative(total: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 100]
    percents = [high - low for low, high in pairwise(edges)]
    shares = money.split_by_percent(total, percents)
    assert sum(shares) == total
    assert min(shares) >= 0


@pytest.mark.parametrize("percents", [[], [50, 40], [150, -50]])
def test_percentages_that_do_not_make_a_whole_are_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError, match="add up to 100"):
        money.split_by_percent(100, percents)


@pytest.mark.parametrize(("total", "parts"), [(100, 0), (-1, 2)])
def test_a_split_of_nothing_into_nothing_is_refused(total: int, parts: int) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        money.split_evenly(total, parts)


def test_a_percentage_is_rounded_half_up_to_two_places() -> None:
    assert money.percent_of(1, 8) == Decimal("12.50")
    assert money.percent_of(1_00005, 10_00000) == Decimal("10.00")
    assert money.percent_of(100_125, 1_000_000) == Decimal("10.01")
    assert str(money.percent_of(0, 0)) == "0.00"
    with pytest.raises(ValueError, match="no percentage"):
        money.percent_of(5, 0)


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (12_500_00, "Twelve thousand five hundred pounds"),
        (0, "Zero pounds"),
        (1, "One penny"),
        (1_00, "One pound"),
        (101_05, "One hundred and one pounds and five pence"),
        (1_000_001_00, "One million and one pounds"),
        (1_068_589_00, "One million sixty-eight thousand five hundred and eighty-nine pounds"),
        (100_000_00, "One hundred thousand pounds"),
        (21_42, "Twenty-one pounds and forty-two pence"),
        (money.MOST_PENCE, "One billion pounds"),
    ],
)
def test_a_letter_says_the_sum_in_words(pence: int, words: str) -> None:
    assert money.in_words(pence) == words


def test_a_negative_sum_has_no_words() -> None:
    with pytest.raises(ValueError, match="£0 or more"):
        money.in_words(-1)
