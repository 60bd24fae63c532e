"""Clears away, once a day, what was kept for a while only."""

from datetime import date, time, timedelta

from grants import clock
from grants.account.commands.forget_old_traces import forget_old_traces
from grants.domain.calendar import london_moment, to_london
from grants.jobs.desk import system_working
from grants.work import Work

AT = time(3)


def forget_traces() -> None:
    """Today's clearing, and the order for tomorrow's. Safe to run any number of times."""
    tomorrow = to_london(clock.now()).date() + timedelta(days=1)
    with system_working() as work:
        forget_old_traces(work)
        ask_for_forgetting(work, tomorrow)


def ask_for_forgetting(work: Work, day: date) -> None:
    """Order a day's clearing, once."""
    work.send("forget_traces", f"forget_traces:{day}", run_at=london_moment(day, AT))


HANDLERS = {"forget_traces": forget_traces}
