"""The rules of returns, exact to the penny whatever the numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.monitor.rules import (
    REMINDERS,
    LineMoney,
    Standing,
    newest_reminder,
    planned_by,
    rag,
    shared_unspent,
    uncommitted,
    unspent,
    varies,
)

START, END = date(2026, 11, 1), date(2027, 10, 31)


@st.composite
def lines(draw) -> list[LineMoney]:
    found = []
    for number in range(draw(st.integers(1, 6))):
        awarded = draw(st.integers(1, 10_000_000))
        paid = draw(st.integers(0, awarded))
        spent = draw(st.integers(0, awarded))
        found.append(LineMoney(number, draw(st.integers(1, 3)), awarded=awarded, paid=paid, spent=spent))
    return found


@pytest.mark.feature("89")
@given(lines())
def test_what_comes_back_is_paid_less_spent_and_no_allocation_gives_more_than_it_paid(money):
    shares = shared_unspent(money)
    paid, spent = sum(x.paid for x in money), sum(x.spent for x in money)
    assert sum(shares.values()) == unspent(money) == max(0, paid - spent)
    for allocation, pence in shares.items():
        assert 0 < pence <= sum(x.paid for x in money if x.allocation_id == allocation)


@pytest.mark.feature("90")
@given(lines())
def test_at_the_end_every_penny_awarded_is_spent_returned_or_freed(money):
    awarded, paid = sum(x.awarded for x in money), sum(x.paid for x in money)
    kept = paid - unspent(money)
    assert kept + unspent(money) + sum(uncommitted(money).values()) == awarded
    assert kept == min(paid, sum(x.spent for x in money))


@given(st.integers(0, 10_000_000_000), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_the_plan_grows_from_nothing_to_the_whole(whole, day):
    planned = planned_by(whole, starts_on=START, ends_on=END, until=day)
    assert 0 <= planned <= whole
    assert planned_by(whole, starts_on=START, ends_on=END, until=END) == whole
    assert planned_by(whole, starts_on=START, ends_on=END, until=START - timedelta(days=1)) == 0


@pytest.mark.parametrize(
    ("actual", "planned", "answer"),
    [(110, 100, False), (111, 100, True), (90, 100, False), (89, 100, True), (0, 0, False), (1, 0, True)],
)
@pytest.mark.feature("83")
def test_exactly_ten_per_cent_needs_no_reason(actual, planned, answer):
    assert varies(actual, planned) is answer


@pytest.mark.parametrize(
    ("spent", "counted", "late", "colour"),
    [
        (100, [(90, 100)], 0, "green"),
        (111, [(100, 100)], 0, "amber"),
        (126, [(100, 100)], 0, "red"),
        (100, [(89, 100)], 0, "amber"),
        (100, [(69, 100)], 0, "red"),
        (100, [(100, 100), (69, 100)], 0, "red"),
        (100, [(100, 100)], 14, "green"),
        (100, [(100, 100)], 15, "red"),
        (100, [], 0, "green"),
    ],
)
def test_a_return_has_the_worst_of_its_colours(spent, counted, late, colour):
    assert rag(Standing(spent=spent, planned_spend=100, counted=counted, days_late=late)) == colour


@pytest.mark.feature("80")
@pytest.mark.parametrize(
    ("days", "offset"),
    [(-15, None), (-14, -14), (-8, -14), (-7, -7), (0, 0), (6, 0), (7, 7), (13, 7), (14, 14), (99, 14)],
)
def test_only_the_newest_reminder_is_due(days, offset):
    assert newest_reminder(START, START + timedelta(days=days)) == offset
    assert offset is None or offset in REMINDERS
