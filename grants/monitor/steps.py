"""Writes that several commands of monitoring share."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from grants.chain import PendingEvent
from grants.domain.errors import WrongState
from grants.models import Answer, Award, AwardVersion, Instalment, MonitoringReturn, Payment
from grants.monitor.closing import Closing
from grants.monitor.rules import uncommitted
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
    """The same mail about a return to everyone who leads or signs for the grantee, once each."""
    tell_of_award(work, template, owed.award, key=key, title=owed.title, number=owed.number, **data)


def tell_of_award(work: Work, template: str, award: Award, *, key: str, **data: Any) -> None:
    """The same mail about an award to everyone who leads or signs for the grantee, once each."""
    tell(
        work,
        template,
        organisation_id=award.organisation_id,
        key=key,
        award_id=award.id,
        organisation=award.organisation.name,
        award=award.reference,
        **data,
    )


def held_files(work: Work, owed: MonitoringReturn, question: str) -> tuple[list[str], int]:
    """The ids of the files a question of a return has, and the version of that answer."""
    row = work.session.scalars(
        select(Answer).where(Answer.response_id == owed.response_id, Answer.question == question)
    ).one_or_none()
    return (list(row.value or []), row.version) if row is not None else ([], 0)


def wind_up(work: Work, closing: Closing, event: PendingEvent, *, word: str, ends_on: date) -> None:
    """An award comes to its end: what was never paid is available again, and no instalment of it will be paid.

    Adds the last version, with the sum that was paid and kept. `word` is how it came to its end.
    """
    award = closing.award
    for allocation_id, pence in sorted(uncommitted(closing.lines).items()):
        work.transfer(
            allocation_id,
            "committed",
            "available",
            pence,
            operation_key=f"{word}:{award.id}",
            what_for=f"award {word}",
            event=event,
            award_id=award.id,
        )
    number = work.session.scalar(select(func.max(AwardVersion.number)).where(AwardVersion.award_id == award.id))
    work.add(
        AwardVersion(
            award_id=award.id,
            number=(number or 0) + 1,
            amount=closing.kept,
            starts_on=award.starts_on,
            ends_on=ends_on,
            reason=word,
            made_by=work.actor.person_id,
            made_at=work.now,
        )
    )
    paid = select(Payment.instalment_id).where(Payment.award_id == award.id, Payment.status == "paid")
    for each in work.session.scalars(
        select(Instalment).where(
            Instalment.award_id == award.id, Instalment.ended_at.is_(None), Instalment.id.not_in(paid)
        )
    ):
        each.ended_at = work.now
