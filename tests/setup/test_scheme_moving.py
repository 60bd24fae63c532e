"""A living scheme is brought to the day of the demo; a scheme of its own time stays there."""

from datetime import UTC, date, datetime

import pytest

from grants.setup.scheme_file import SCHEMES, read_scheme

OPEN = SCHEMES / "s02_voluntary_sector_support.toml"
WINTER = SCHEMES / "s01_winter_grant.toml"


def test_a_living_scheme_moves_with_its_local_times_of_day() -> None:
    still, moved = (read_scheme(OPEN, moved_by_days=days).rounds[0] for days in (0, 210))
    assert still.opens_at == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert moved.opens_at == datetime(2027, 5, 31, 8, tzinfo=UTC)  # still 9 in the morning, now in summer time
    assert still.award_starts_on == date(2027, 2, 22)
    assert moved.award_starts_on == date(2027, 9, 20)


@pytest.mark.parametrize(("days", "year"), [(0, "2026/27"), (30, "2026/27"), (210, "2027/28"), (-300, "2025/26")])
def test_its_money_moves_to_the_financial_year_it_then_opens_in(days: int, year: str) -> None:
    this = read_scheme(OPEN, moved_by_days=days)
    assert {allocation.year for allocation in this.allocations} == {year}
    assert this.rounds[0].financial_year == year


def test_dates_inside_its_questions_move_too() -> None:
    application = read_scheme(OPEN, moved_by_days=10).rounds[0].application
    assert application
    start = application.question("start_date")
    assert start
    assert start.earliest == "2027-03-04"


def test_a_scheme_of_its_own_time_stays_there() -> None:
    assert read_scheme(WINTER, moved_by_days=400).digest() == read_scheme(WINTER).digest()


def test_windows_of_a_rolling_round_move_together() -> None:
    rolling = SCHEMES / "s06_dementia_meeting_centres.toml"
    still, moved = (read_scheme(rolling, moved_by_days=days).rounds[0] for days in (0, 7))
    for before, after in zip(still.windows, moved.windows, strict=True):
        assert before.closes_at
        assert after.closes_at
        assert (after.closes_at - before.closes_at).days == 7
