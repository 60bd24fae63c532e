"""Dates and times are the council's: London clocks, April years, working days in England."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain import calendar

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def test_five_in_the_afternoon_is_a_different_moment_in_summer() -> None:
    assert calendar.london_moment(date(2026, 11, 21), time(17)) == datetime(2026, 11, 21, 17, tzinfo=UTC)
    assert calendar.london_moment(date(2026, 7, 21), time(17)) == datetime(2026, 7, 21, 16, tzinfo=UTC)
    assert calendar.london_moment(date(2026, 7, 21), time(17)).tzinfo is UTC


@pytest.mark.parametrize("clock", [time(1), time(1, 30), time(1, 59, 59)])
def test_a_time_the_clocks_skip_or_show_twice_is_refused(clock: time) -> None:
    with pytest.raises(ValueError, match="does not exist because the clocks go forward"):
        calendar.london_moment(date(2026, 3, 29), clock)
    with pytest.raises(ValueError, match="happens twice because the clocks go back"):
        calendar.london_moment(date(2026, 10, 25), clock)


@pytest.mark.parametrize("clock", [time(0, 59, 59), time(2), time(17)])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_other_times_on_clock_change_days_read_back_as_typed(day: date, clock: time) -> None:
    local = calendar.to_london(calendar.london_moment(day, clock))
    assert (local.date(), local.time()) == (day, clock)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar.to_london(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.feature("4")
def test_the_financial_year_turns_on_the_first_of_april() -> None:
    assert calendar.financial_year(date(2027, 3, 31)) == "2026/27"
    assert calendar.financial_year(date(2027, 4, 1)) == "2027/28"
    assert calendar.financial_year(date(1999, 4, 1)) == "1999/00"


@given(DAYS)
def test_every_day_lies_within_its_financial_year(day: date) -> None:
    label = calendar.financial_year(day)
    assert calendar.year_start(label) <= day <= calendar.year_end(label)


@pytest.mark.parametrize("label", ["2026", "2026/28", "26/27", "2026-27", "2026/27\n", "0000/01", "٢٠٢٦/٢٧"])
def test_a_year_label_of_another_shape_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="like 2026/27"):
        calendar.year_start(label)


def test_bank_holidays_and_weekends_are_not_working_days() -> None:
    assert not calendar.is_working_day(date(2026, 12, 25))
    assert not calendar.is_working_day(date(2026, 12, 28))
    assert not calendar.is_working_day(date(2026, 11, 21))
    assert calendar.is_working_day(date(2026, 12, 29))
    assert calendar.next_working_day(date(2026, 12, 25)) == date(2026, 12, 29)
    assert calendar.next_working_day(date(2026, 12, 29)) == date(2026, 12, 29)
    assert calendar.previous_working_day(date(2026, 12, 28)) == date(2026, 12, 24)


def test_scottish_holidays_do_not_count_in_england() -> None:
    assert calendar.is_working_day(date(2026, 11, 30))
    assert calendar.is_working_day(date(2026, 1, 2))


@pytest.mark.parametrize(
    ("sent", "credited"),
    [
        (date(2019, 8, 23), date(2019, 8, 28)), (date(2016, 8, 25), date(2016, 8, 30)),
        (date(2016, 8, 26), date(2016, 8, 31)), (date(2026, 12, 23), date(2026, 12, 29)),
    ],
)  # fmt: skip
def test_a_bank_transfer_is_credited_on_its_third_working_day(sent: date, credited: date) -> None:
    assert calendar.add_working_days(sent, 2) == credited


def test_ten_working_days_before_a_return_is_counted_backwards() -> None:
    assert calendar.add_working_days(date(2026, 4, 13), -10) == date(2026, 3, 26)


def test_no_working_days_is_the_day_itself_or_the_next_working_day() -> None:
    assert calendar.add_working_days(date(2026, 11, 20), 0) == date(2026, 11, 20)
    assert calendar.add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)


@given(DAYS, st.integers(min_value=1, max_value=30))
def test_working_days_added_are_exactly_the_working_days_passed(day: date, count: int) -> None:
    end = calendar.add_working_days(day, count)
    passed = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working_day, passed)) == count
    assert calendar.is_working_day(end)


def test_five_clear_working_days_count_neither_end() -> None:
    assert calendar.clear_working_days_after(date(2026, 11, 16), 5) == date(2026, 11, 24)
    assert calendar.clear_working_days_after(date(2026, 12, 21), 5) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="At least one"):
        calendar.clear_working_days_after(date(2026, 11, 16), 0)


def test_months_end_where_the_other_month_ends() -> None:
    assert calendar.add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert calendar.add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert calendar.add_months(date(2026, 11, 21), -11) == date(2025, 12, 21)
    assert calendar.add_months(date(2026, 12, 31), 12) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (17, 0, "5pm"), (17, 30, "5:30pm"), (12, 0, "midday"), (0, 0, "midnight"), (12, 5, "12:05pm"),
        (0, 5, "12:05am"), (9, 0, "9am"), (23, 59, "11:59pm"),
    ],
)  # fmt: skip
def test_times_are_said_the_plain_english_way(hour: int, minute: int, said: str) -> None:
    moment = datetime(2026, 11, 21, hour, minute, tzinfo=UTC)
    assert calendar.long_moment(moment) == f"21 November 2026 at {said}"


def test_a_summer_moment_is_said_on_londons_clocks() -> None:
    assert calendar.long_moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026 at 12:30am"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(days=3, hours=5), "3 days"), (timedelta(days=1), "1 day"), (timedelta(hours=5), "5 hours"),
        (timedelta(minutes=61), "1 hour"), (timedelta(minutes=20), "20 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=59), "less than a minute"), (timedelta(0), "no time"),
        (timedelta(days=-1), "no time"),
    ],
)  # fmt: skip
def test_what_is_left_is_said_in_the_largest_whole_unit(left: timedelta, said: str) -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert calendar.in_words_until(now, now + left) == said
