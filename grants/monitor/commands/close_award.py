"""An award comes to its end: what was never paid goes back to the fund, and nothing changes after."""

from sqlalchemy import func, select

from grants.domain.errors import RulesBroken
from grants.models import Award, AwardVersion, Instalment, Payment
from grants.monitor.closing import Closing, closing_of
from grants.monitor.rules import uncommitted
from grants.work import Work


def close_award(work: Work, award_reference: str, version: int | None) -> Award:
    """Close an award whose checklist is done. Money committed and never paid is available again.

    Adds the last version with the sum that was paid and kept, and ends instalments that will never be paid.
    """
    award = work.load(Award, award_reference, version)
    with work.session.no_autoflush:
        closing = closing_of(work.session, award)
        event = work.move(award, "close_award", paid=closing.paid, kept=closing.kept, freed=closing.never_paid)
        if not closing.ready:
            raise RulesBroken([("form", f"Not done yet: {words}") for words, done in closing.checklist if not done])
        award.closed_at = work.now
    for allocation_id, pence in sorted(uncommitted(closing.lines).items()):
        work.transfer(
            allocation_id,
            "committed",
            "available",
            pence,
            operation_key=f"close:{award.id}",
            what_for="award closed",
            event=event,
            award_id=award.id,
        )
    _last_version(work, award, closing)
    _end_instalments(work, award)
    return award


def _last_version(work: Work, award: Award, closing: Closing) -> None:
    number = work.session.scalar(select(func.max(AwardVersion.number)).where(AwardVersion.award_id == award.id))
    work.add(
        AwardVersion(
            award_id=award.id,
            number=(number or 0) + 1,
            amount=closing.kept,
            starts_on=award.starts_on,
            ends_on=award.ends_on,
            reason="closed",
            made_by=work.actor.person_id,
            made_at=work.now,
        )
    )


def _end_instalments(work: Work, award: Award) -> None:
    paid = select(Payment.instalment_id).where(Payment.award_id == award.id, Payment.status == "paid")
    for each in work.session.scalars(
        select(Instalment).where(
            Instalment.award_id == award.id, Instalment.ended_at.is_(None), Instalment.id.not_in(paid)
        )
    ):
        each.ended_at = work.now
