"""End sessions of one's own."""

from typing import Any

from sqlalchemy import update

from grants.account.steps import end_sessions as end_them
from grants.models import Person, WebSession
from grants.work import Work


def end_session(work: Work, session_id: int) -> None:
    """The person whose session it is: it is refused from its next request on. Records sessions_ended."""
    ended = work.session.execute(
        update(WebSession)
        .where(
            WebSession.id == session_id,
            WebSession.account_id == work.actor.account_id,
            WebSession.ended_at.is_(None),
        )
        .values(ended_at=work.now, ended_why="ended_by_person")
        .returning(WebSession.id)
    ).all()
    if ended:
        _record(work, sessions=[session_id])


def end_other_sessions(work: Work, this_one: int) -> None:
    """The person: every session but the one they are using ends. Records sessions_ended."""
    end_them(work, work.actor.account_id or 0, why="ended_by_person", but=this_one)
    _record(work, sessions="others")


def _record(work: Work, **facts: Any) -> None:
    person = work.session.get_one(Person, work.actor.person_id)
    work.record("sessions_ended", person, account=work.actor.account_id, **facts)
