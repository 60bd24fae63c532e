"""The council's calendar: London time, financial years and working days in England."""

import calendar as _months
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
_ONE_DAY = timedelta(days=1)


def to_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment must carry its time zone")
    return moment.astimezone(LONDON)


def london_moment(day: date, clock: time) -> datetime:
    """The moment London's clocks show this; refused where they never do, or do twice."""
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=LONDON)
    moment = local.astimezone(UTC)
    shown = f"{clock:%H:%M} on {long_date(day)}"
    if moment.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{shown} does not exist because the clocks go forward. Choose another time")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(f"{shown} happens twice because the clocks go back. Choose another time")
    return moment


def financial_year(day: date) -> str:
    """1 April to 31 March, labelled 2026/27."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def year_start(label: str) -> date:
    return date(_first_year(label), 4, 1)


def year_end(label: str) -> date:
    return date(_first_year(label) + 1, 3, 31)


def _first_year(label: str) -> int:
    match = re.fullmatch(r"([1-9][0-9]{3})/([0-9]{2})", label)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError("Enter a financial year like 2026/27")
    return int(match[1])


@lru_cache(maxsize=128)
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """This day if it is a working day, or the first one after it."""
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def previous_working_day(day: date) -> date:
    """This day if it is a working day, or the last one before it."""
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day that many after this one, or before it when the count is negative."""
    step = _ONE_DAY if count >= 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day if count else next_working_day(day)


def clear_working_days_after(day: date, count: int) -> date:
    """The first day by which this many whole working days have passed, counting neither end."""
    if count < 1:
        raise ValueError("At least one clear working day must pass")
    return add_working_days(day, count) + _ONE_DAY


def add_months(day: date, count: int) -> date:
    """The same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = _months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def long_date(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def long_moment(moment: datetime) -> str:
    """'21 November 2026 at 5:30pm', on London's clocks."""
    local = to_london(moment)
    return f"{long_date(local.date())} at {clock_time(local.time())}"


def clock_time(clock: time) -> str:
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock.minute:02d}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def in_words_until(now: datetime, then: datetime) -> str:
    """How long is left, in the largest whole unit: '3 days', '5 hours', '20 minutes'."""
    left = int((then - now).total_seconds())
    if left <= 0:
        return "no time"
    for seconds, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = left // seconds
        if count:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"
