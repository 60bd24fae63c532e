"""Each reminder goes once, whether the job runs twice or misses days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.jobs.mail import write
from grants.jobs.reminders import find_reminders
from grants.jobs.worker import run_due_jobs
from grants.models import Job, Message
from tests.factories.monitoring import a_return, filled, sent
from tests.factories.paying import an_award

DUE = date(2026, 12, 15)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def remind(app, day: date) -> None:
    """The worker on one morning: the daily search, then everything it ordered."""
    with clock.at(on(day)):
        with app.app_context():
            find_reminders()
        run_due_jobs(app)


def mails(world) -> list[str]:
    return [m.key.rsplit(":", 1)[0] for m in world.read(select(Message).order_by(Message.id)) if "reminder" in m.key]


@pytest.mark.feature("80")
def test_every_reminder_goes_once_on_its_day_to_each_who_leads_or_signs(world, app):
    owed = a_return(world, an_award(world, status="active"), due_on=DUE)
    for days in range(-20, 25):
        remind(app, DUE + timedelta(days=days))
        remind(app, DUE + timedelta(days=days))
    keys = [f"return-reminder:{owed.id}:{offset}" for offset in (-14, -7, 0, 7, 14) for _ in range(2)]
    assert mails(world) == keys


@pytest.mark.feature("80")
def test_after_an_outage_only_the_newest_goes(world, app):
    owed = a_return(world, an_award(world, status="active"), due_on=DUE)
    remind(app, DUE - timedelta(days=14))
    remind(app, DUE + timedelta(days=9))
    assert sorted(set(mails(world))) == [f"return-reminder:{owed.id}:-14", f"return-reminder:{owed.id}:7"]


@pytest.mark.feature("80")
def test_a_return_that_is_in_is_not_chased(world, app):
    award = an_award(world, status="active")
    owed = a_return(world, award, due_on=DUE)
    filled(world, owed, 1_000_000)
    sent(world, award, owed)
    remind(app, DUE + timedelta(days=7))
    assert mails(world) == []


def test_the_search_orders_itself_for_tomorrow_morning(world, app):
    remind(app, DUE)
    job = world.one(select(Job).where(Job.kind == "find_reminders", Job.state == "queued"))
    assert job.run_at == datetime(2026, 12, 16, 8, tzinfo=UTC)


def test_the_words_name_the_return_and_the_day(world, app):
    a_return(world, an_award(world, status="active"), due_on=DUE)
    remind(app, DUE - timedelta(days=14))
    with app.test_request_context():
        written = write(world.read(select(Message))[0])
    assert "due on 15 December 2026" in written.subject
    assert "in 14 days" in written.text
