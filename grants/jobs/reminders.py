"""Reminds grantees of returns: one job a day finds what is due, and one job a return and offset writes, once."""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants import clock
from grants.domain.calendar import london_moment, to_london
from grants.jobs.desk import system_working
from grants.models import Award, MonitoringReturn
from grants.monitor.commands.remind_grantee import remind_grantee
from grants.monitor.policy import REPORTING
from grants.monitor.rules import REMINDERS, newest_reminder
from grants.web.request import db

AT = time(8)


def find_reminders() -> None:
    """Order every reminder that should have gone by today, and tomorrow's search. Safe to run any number of times."""
    today = to_london(clock.now()).date()
    wanted = due_reminders(db(), today)
    with system_working() as work:
        for return_id, offset in wanted:
            work.send("remind_return", f"return:{return_id}:{offset}", return_id=return_id, offset=offset)
        tomorrow = today + timedelta(days=1)
        work.send("find_reminders", f"find_reminders:{tomorrow}", run_at=london_moment(tomorrow, AT))


def due_reminders(session: Session, today: date) -> list[tuple[int, int]]:
    """(return, offset) of the newest reminder of each return that is not in."""
    rows = session.execute(
        select(MonitoringReturn.id, MonitoringReturn.due_on)
        .join(Award, Award.id == MonitoringReturn.award_id)
        .where(
            MonitoringReturn.status == "due",
            MonitoringReturn.due_on <= today - timedelta(days=REMINDERS[0]),
            Award.status.in_(REPORTING),
        )
        .order_by(MonitoringReturn.id)
    )
    found = [(return_id, newest_reminder(due_on, today)) for return_id, due_on in rows]
    return [(return_id, offset) for return_id, offset in found if offset is not None]


def remind_return(return_id: int, offset: int) -> None:
    """Write to the grantee about one return."""
    with system_working() as work:
        remind_grantee(work, return_id, offset=offset)


HANDLERS = {"find_reminders": find_reminders, "remind_return": remind_return}
