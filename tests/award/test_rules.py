"""Lines, instalments and returns add up, to the penny and to the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.award.letter_words import merged
from grants.award.rules import (
    Part,
    budget_shares,
    conditions_of,
    gates_of,
    instalment_sums,
    instalments,
    returns_owed,
    shared_out,
    tier_of,
)
from grants.domain.calendar import is_working_day
from grants.domain.errors import RulesBroken
from grants.domain.money import split_by_percent


def plan(number, percent=None, amount=None, **facts):
    return {
        "number": number, "title": {"en": f"Part {number}"}, "percent": percent, "amount": amount, "due_on": None,
        "days_after_start": 0, "gates": ["signed", "bank"], "tiers": [], "in_arrears": False, "retention": False,
        **facts,
    }  # fmt: skip


THIRDS = [plan(1, 33), plan(2, 33), plan(3, 34)]


@pytest.mark.feature("70")
def test_ten_thousand_pounds_in_three_parts_is_exact():
    assert instalment_sums(1_000_000, THIRDS) == (330_000, 330_000, 340_000)
    assert instalment_sums(1_000_001, THIRDS) == (330_000, 330_000, 340_001)


@pytest.mark.feature("70")
@given(st.integers(100, 10_000_000), st.lists(st.integers(1, 40), min_size=1, max_size=6))
def test_parts_by_percent_add_up_and_the_last_takes_the_remainder(amount, percents):
    percents = [*percents[:2], 100 - sum(percents[:2])]
    plans = [plan(number, percent) for number, percent in enumerate(percents, start=1)]
    assert instalment_sums(amount, plans) == split_by_percent(amount, percents)


def test_parts_that_do_not_make_a_whole_are_refused():
    with pytest.raises(RulesBroken):
        instalment_sums(1_000_000, [plan(1, 50), plan(2, 40)])
    with pytest.raises(RulesBroken):
        instalment_sums(1_000, [plan(1, amount=1_000), plan(2, amount=500)])


def test_a_fixed_first_sum_leaves_the_rest_to_the_last():
    assert instalment_sums(1_000_000, [plan(1, amount=250_000), plan(2, amount=1)]) == (250_000, 750_000)


def test_every_part_is_due_on_a_working_day():
    parts = instalments(1_000_000, [plan(1, 50), plan(2, 50, due_on="2027-12-25")], starts_on=date(2027, 1, 2))
    assert [part.due_on for part in parts] == [date(2027, 1, 4), date(2027, 12, 29)]
    assert all(is_working_day(part.due_on) for part in parts)


sums = st.lists(st.integers(1, 1_000_000), min_size=1, max_size=8)


@given(sums, sums)
def test_what_is_shared_out_is_exact_on_both_sides(rows, columns):
    columns = [*columns, max(0, sum(rows) - sum(columns))]
    rows = [*rows, max(0, sum(columns) - sum(rows))]
    cells = shared_out(rows, columns)
    assert all(pence > 0 for _, _, pence in cells)
    assert [sum(p for r, _, p in cells if r == row) for row in range(len(rows))] == rows
    assert [sum(p for _, c, p in cells if c == column) for column in range(len(columns))] == columns
    assert len(cells) < len(rows) + len(columns)


@given(
    st.integers(1, 10_000_000), st.lists(st.tuples(st.sampled_from(["staff", "room", "food"]), st.integers(0, 900_000)))
)
def test_a_budget_scaled_to_the_award_is_exact(amount, asked):
    shares = budget_shares(amount, asked)
    assert sum(pence for _, pence in shares) == amount
    assert all(pence > 0 for _, pence in shares)


def test_a_sum_on_a_limit_belongs_to_the_lower_tier():
    tiers = [{"key": "light", "over": 0, "up_to": 1_000_000}, {"key": "standard", "over": 1_000_000, "up_to": None}]
    assert (tier_of(1_000_000, tiers), tier_of(1_000_001, tiers)) == ("light", "standard")


@pytest.mark.feature("79")
def test_returns_cover_the_award_and_are_due_on_working_days():
    def owed(number, first, last, *, final=False):
        return {"number": number, "title": "", "form": "return", "from_month": first, "to_month": last,
                "due_days_after": 28, "final": final}  # fmt: skip

    first, second = returns_owed(
        [owed(1, 0, 6), owed(2, 6, 12, final=True)], starts_on=date(2027, 1, 4), ends_on=date(2027, 12, 31)
    )
    assert (first.covers_from, first.covers_until) == (date(2027, 1, 4), date(2027, 7, 3))
    assert (second.covers_from, second.covers_until) == (date(2027, 7, 4), date(2027, 12, 31))
    assert second.due_on == date(2028, 1, 28)
    short = returns_owed([owed(1, 0, 6)], starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 1))
    assert short[0].covers_until == date(2027, 2, 1)


@pytest.mark.feature("69")
def test_what_the_manager_asks_stands_before_the_first_part_and_evidence_before_its_own():
    def part(number, *gates):
        return Part(number, "", date(2027, 1, 4), 1, gates, in_arrears=False, retention=False)

    parts = [part(1, "signed", "bank"), part(2, "signed", "bank", "return:1", "evidence")]
    conditions = conditions_of(("Show us the lease.",), parts)
    assert gates_of(parts[0], typed=1, conditions=conditions) == ["signed", "bank", "condition:1"]
    assert gates_of(parts[1], typed=1, conditions=conditions) == ["signed", "bank", "return:1", "condition:2"]
    assert "payment 2" in conditions[1]


def test_what_somebody_typed_is_never_read_as_a_field():
    data = {"fields": {"organisation": "{amount}", "amount": "£5"}, "tables": {}, "lists": {}, "points": {}}
    assert merged("To {organisation}: {amount}", data) == "To {amount}: £5"
