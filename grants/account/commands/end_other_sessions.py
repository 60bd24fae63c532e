"""End every other session of one's own."""

from grants.account.steps import end_sessions
from grants.models import Person
from grants.work import Work


def end_other_sessions(work: Work, this_one: int) -> None:
    """The person: every session but the one they are using ends. Records sessions_ended."""
    end_sessions(work, work.actor.account_id or 0, why="ended_by_person", but=this_one)
    person = work.session.get_one(Person, work.actor.person_id)
    work.record("sessions_ended", person, account=work.actor.account_id, sessions="others")
