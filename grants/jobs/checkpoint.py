"""Once a day: signs where every chain stands, and puts a copy where the database's owner does not reach."""

from contextlib import suppress
from datetime import date, time, timedelta

from sqlalchemy import select

from grants.audit.checkpoints import kept_copy, kept_name
from grants.audit.commands.make_checkpoint import make_checkpoint
from grants.domain.calendar import london_moment, to_london
from grants.integrations.files import AlreadyKept
from grants.jobs.desk import system_working
from grants.models import Checkpoint
from grants.web.outside import files
from grants.work import Work

AFTER = timedelta(minutes=10)  # verifying reads the copy, so it waits until that is surely kept
AT = time(4, 30)  # after the day's work, and an hour at which no clock change falls


def daily_checkpoint(day: str) -> None:
    """The checkpoint of one day, and the job for the next. Done twice, it makes one checkpoint and its one copy."""
    with system_working() as work:
        ask_for_checkpoint(work, date.fromisoformat(day) + timedelta(days=1))
        work.send("verify_record", f"verify:{day}", run_at=work.now + AFTER)
    with system_working() as work:  # on its own: a head that can't be signed must not keep the rest from happening
        made = todays_checkpoint(work) or make_checkpoint(work)
    keep_copy(made)


def ask_for_checkpoint(work: Work, day: date) -> None:
    """Write the job for a day's checkpoint."""
    work.send("daily_checkpoint", f"checkpoint:{day}", run_at=london_moment(day, AT), day=day.isoformat())


def todays_checkpoint(work: Work) -> Checkpoint | None:
    """The last checkpoint, if it was made on this day in London."""
    last = work.session.scalars(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1)).one_or_none()
    return last if last is not None and to_london(last.made_at).date() == work.today else None


def keep_copy(checkpoint: Checkpoint) -> str:
    """Put the copy into the file store; there already is as good. Returns its name."""
    name = kept_name(checkpoint.id, checkpoint.content)
    with suppress(AlreadyKept):
        files().put(name, kept_copy(checkpoint))
    return name


HANDLERS = {"daily_checkpoint": daily_checkpoint}
