"""What an instalment waits for, in words; and when it waits for nothing."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from grants import clock
from grants.domain.calendar import is_working_day, london_moment
from grants.models import Condition, Period, Stop
from grants.pay.queries import next_day
from grants.pay.rules import (
    PayeeHistory,
    cut_off_of,
    first_pay_day_on_or_after,
    hold_until,
    next_pay_day,
    pay_day_of_week,
    unusual,
)
from tests.factories.monitoring import a_return
from tests.factories.paying import OTHER, PAY_ON, a_bank_account, a_condition, an_award

TODAY = date(2026, 11, 21)
GATES = ["signed", "bank"]


def waiting(world) -> dict[str, tuple[str, ...]]:
    """By award and instalment: what each waits for, as finance sees it."""
    with world.house.database.reading() as session:
        page = next_day(session, world.actor(world.finance1), clock.now())
        return {f"{row.award}/{row.number}": row.waits for row in (*page.ready, *page.waiting)}


def only(world) -> tuple[str, ...]:
    (found,) = waiting(world).values()
    return found


@pytest.mark.feature("71")
def test_an_accepted_award_with_a_verified_account_waits_for_nothing(world):
    a_bank_account(world)
    an_award(world)
    assert only(world) == ()


@pytest.mark.feature("71")
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("offered", "two people to accept the offer"),
        ("suspended", "the award to go on again"),
    ],
)
def test_the_award_must_be_accepted_and_going_on(world, status, words):
    a_bank_account(world)
    an_award(world, status=status)
    assert only(world) == (words,)


@pytest.mark.feature("71")
def test_without_bank_details_it_waits_for_them(world):
    an_award(world)
    assert only(world) == ("bank details from the organisation",)


@pytest.mark.feature("71")
def test_unchecked_bank_details_are_not_paid(world):
    a_bank_account(world, status="proposed")
    an_award(world)
    assert only(world) == ("its bank details to be checked",)


@pytest.mark.feature("76")
def test_a_changed_account_waits_until_its_hold_ends(world):
    until = london_moment(date(2026, 12, 7), time(0))
    a_bank_account(world, hold_until=until)
    an_award(world)
    assert only(world) == ("the hold on its new bank details to end on 7 December 2026",)
    with clock.at(until + timedelta(seconds=1)):
        assert only(world) == ()


@pytest.mark.feature("76")
def test_while_a_change_is_checked_the_old_account_is_still_paid(world):
    a_bank_account(world)
    a_bank_account(world, status="proposed", number=2, details=OTHER)
    an_award(world)
    assert only(world) == ()


@pytest.mark.feature("71")
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("due", "return 1 to be accepted (it is not in yet)"),
        ("submitted", "return 1 to be accepted (it is being looked at)"),
        ("queried", "return 1 to be accepted (we have asked about it)"),
        ("accepted", None),
        ("", "return 1 to be accepted (there is none)"),
    ],
)
def test_a_return_must_be_accepted_where_the_instalment_names_it(world, status, words):
    a_bank_account(world)
    award = an_award(world, instalments=((TODAY, 1_000_000, [*GATES, "return:1"]),))
    if status:
        now = clock.now()
        sent = {"submitted_at": now, "submitted_by": world.lead.id} if status != "due" else {}
        done = {"accepted_at": now, "accepted_by": world.officer.id} if status == "accepted" else {}
        a_return(world, award, status=status, **sent, **done)
    assert only(world) == ((words,) if words else ())


@pytest.mark.feature("71")
def test_a_condition_that_nothing_names_holds_every_instalment(world):
    a_bank_account(world)
    award = an_award(world, instalments=((TODAY, 500_000, GATES), (TODAY, 500_000, GATES)))
    a_condition(world, award)
    assert set(waiting(world).values()) == {("condition 1 to be met: Send us your policy",)}


@pytest.mark.feature("71")
def test_a_condition_that_an_instalment_names_holds_only_that_one(world):
    a_bank_account(world)
    award = an_award(world, instalments=((TODAY, 500_000, GATES), (TODAY, 500_000, [*GATES, "condition:1"])))
    a_condition(world, award)
    assert list(waiting(world).values()) == [(), ("condition 1 to be met: Send us your policy",)]


@pytest.mark.feature("69")
def test_a_condition_that_is_met_holds_nothing(world):
    a_bank_account(world)
    a_condition(world, an_award(world), met=True)
    assert only(world) == ()


@pytest.mark.feature("69")
def test_a_condition_that_gates_no_payment_holds_nothing(world):
    a_bank_account(world)
    award = an_award(world)
    world.write(Condition(award_id=award.id, position=1, text="Tell us of changes", gates_payment=False))
    assert only(world) == ()


@pytest.mark.feature("71")
def test_an_overdue_return_of_another_award_holds_this_one_too(world):
    a_bank_account(world)
    an_award(world)
    other = an_award(world, status="active", instalments=((date(2027, 9, 1), 1_000_000, GATES),))
    owed = a_return(world, other, due_on=date(2026, 11, 20))
    assert only(world) == (f"the overdue return {owed.reference}, due 20 November 2026",)


@pytest.mark.feature("71")
def test_a_return_due_today_is_not_overdue(world):
    a_bank_account(world)
    a_return(world, an_award(world), due_on=TODAY)
    assert only(world) == ()


@pytest.mark.feature("71")
def test_a_confirmed_stop_holds_everything_and_a_lifted_one_nothing(world):
    a_bank_account(world)
    an_award(world)
    facts = {
        "organisation_id": world.organisation.id,
        "reason": "Fraud",
        "raised_by": world.officer.id,
        "raised_at": clock.now(),
    }
    world.write(Stop(**facts, confirmed_by=world.manager.id, lifted_by=world.manager.id, lifted_at=clock.now()))
    assert only(world) == ()
    world.write(Stop(**facts, confirmed_by=world.manager.id))
    assert only(world) == ("the stop on this organisation to be lifted",)


@pytest.mark.feature("71")
def test_a_closed_year_holds_the_payments_it_would_bear(world):
    a_bank_account(world)
    an_award(world)
    world.write(Period(financial_year="2026/27", status="closed"))
    assert only(world) == ("finance to open 2026/27 again",)


@pytest.mark.feature("70")
def test_an_instalment_waits_for_its_date(world):
    a_bank_account(world)
    an_award(world, instalments=((PAY_ON, 400_000, GATES), (date(2026, 11, 27), 600_000, GATES)))
    assert list(waiting(world).values()) == [(), ("its date, 27 November 2026",)]


def test_a_return_that_belongs_to_nobody_here_changes_nothing(world):
    a_bank_account(world)
    an_award(world)
    other = world.an_organisation("Other")
    theirs = an_award(world, organisation=other, status="active", instalments=((date(2027, 9, 1), 1_000_000, GATES),))
    a_return(world, theirs, due_on=date(2026, 1, 5))
    assert only(world) == ()


@pytest.mark.feature("77")
@pytest.mark.parametrize(
    ("now", "pay_on", "cut_off"),
    [
        (datetime(2026, 11, 21, 10, tzinfo=UTC), date(2026, 11, 26), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        (datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 26), datetime(2026, 11, 24, 12, tzinfo=UTC)),
        (datetime(2026, 11, 24, 12, 0, 1, tzinfo=UTC), date(2026, 12, 3), datetime(2026, 12, 1, 12, tzinfo=UTC)),
        # Christmas Day 2025 was a Thursday: paid on the Wednesday, cut off on the Monday.
        (datetime(2025, 12, 20, 10, tzinfo=UTC), date(2025, 12, 24), datetime(2025, 12, 22, 12, tzinfo=UTC)),
        # Easter Monday 2026: the cut-off for Thursday 9 April is still Tuesday noon, by summer time.
        (datetime(2026, 4, 4, 10, tzinfo=UTC), date(2026, 4, 9), datetime(2026, 4, 7, 11, tzinfo=UTC)),
    ],
)
def test_pay_days_are_thursdays_cut_off_on_tuesday_noon_moved_for_bank_holidays(now, pay_on, cut_off):
    assert (next_pay_day(now).pay_on, next_pay_day(now).cut_off) == (pay_on, cut_off)
    assert cut_off_of(pay_on) == cut_off


def test_every_pay_day_of_ten_years_is_a_working_day_after_its_cut_off():
    day = date(2024, 1, 1)
    while day < date(2034, 1, 1):
        found = pay_day_of_week(day)
        assert is_working_day(found.pay_on)
        assert found.cut_off.date() < found.pay_on
        day += timedelta(days=7)


def test_the_first_pay_day_for_a_later_date_is_not_before_it():
    assert first_pay_day_on_or_after(date(2026, 11, 27), datetime(2026, 11, 21, tzinfo=UTC)).pay_on == date(2026, 12, 3)


@pytest.mark.feature("76")
def test_a_hold_lasts_ten_working_days_over_christmas():
    assert hold_until(date(2026, 12, 21)) == london_moment(date(2027, 1, 7), time(0))


@pytest.mark.parametrize(
    ("pence", "history", "words"),
    [
        (100, PayeeHistory(1, False, []), ["First payment"]),
        (200, PayeeHistory(1, True, [100]), []),
        (201, PayeeHistory(1, True, [100]), ["More than twice the usual"]),
        (100, PayeeHistory(2, False, [100]), ["Changed account"]),
        (100, PayeeHistory(2, True, [100]), []),
    ],
)
def test_what_is_unusual_is_said(pence, history, words):
    assert unusual(pence, history) == words
