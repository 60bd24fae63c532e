"""Writes that several commands of monitoring share."""

from typing import Any

from sqlalchemy import select

from grants.domain.errors import WrongState
from grants.models import Answer, Award, MonitoringReturn
from grants.monitor.writing import return_in_scope
from grants.pay.steps import tell
from grants.work import Work

OPEN = ("due", "queried")


def open_return(work: Work, award_reference: str, number: int, version: int | None = None) -> MonitoringReturn:
    """A return, locked, while it may still be changed by the grantee."""
    owed = work.load(MonitoringReturn, return_in_scope(work.session, work.actor, award_reference, number).id, version)
    if owed.status not in OPEN:
        raise WrongState("This return was sent, so it can’t be changed. We will write to you if we need more.")
    return owed


def tell_grantee(work: Work, template: str, owed: MonitoringReturn, *, key: str, **data: Any) -> None:
    """The same mail to everyone who leads or signs for the grantee, once each."""
    award: Award = owed.award
    tell(
        work,
        template,
        organisation_id=award.organisation_id,
        key=key,
        award_id=award.id,
        organisation=award.organisation.name,
        award=award.reference,
        title=owed.title,
        number=owed.number,
        **data,
    )


def held_files(work: Work, owed: MonitoringReturn, question: str) -> tuple[list[str], int]:
    """The ids of the files a question of a return has, and the version of that answer."""
    row = work.session.scalars(
        select(Answer).where(Answer.response_id == owed.response_id, Answer.question == question)
    ).one_or_none()
    return (list(row.value or []), row.version) if row is not None else ([], 0)
