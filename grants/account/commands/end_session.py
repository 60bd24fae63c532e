"""End one session of one's own."""

from sqlalchemy import select

from grants.domain.errors import NotFound
from grants.models import Person, WebSession
from grants.work import Work


def end_session(work: Work, session_id: int) -> None:
    """The person whose session it is: it is refused from its next request on. Records sessions_ended.

    Somebody else's looks like none at all; one that has ended already stays as it is.
    """
    row = work.session.scalars(
        select(WebSession)
        .where(WebSession.id == session_id, WebSession.account_id == work.actor.account_id)
        .with_for_update(of=WebSession)
    ).one_or_none()
    if row is None:
        raise NotFound
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_why = work.now, "ended_by_person"
    person = work.session.get_one(Person, work.actor.person_id)
    work.record("sessions_ended", person, account=work.actor.account_id, sessions=[session_id])
