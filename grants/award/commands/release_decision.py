"""The council tells an applicant what was decided: an award with its letter, or a no with its reasons."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from grants.award.letter_steps import award_letter_data, decline_letter_data, write_letter
from grants.award.letter_words import Office
from grants.award.steps import make_award
from grants.crypto import new_code
from grants.decide.steps import refuse_stopped
from grants.models import Application, Award, Decision, Letter, Recommendation
from grants.work import Work


def release_decision(work: Work, reference: str, version: int | None, *, office: Office) -> Letter:
    """A manager or officer releases one decision; from now on the applicant sees it.

    A yes makes the award whole with its letter and the day the offer ends; a no makes its letter with feedback.
    Refused: a letter that misses an item of the checklist, an organisation under stop, instalments that don't fit.
    """
    application = work.load(Application, reference, version)
    decision = work.session.scalars(
        select(Decision)
        .where(Decision.application_id == application.id, Decision.superseded_at.is_(None))
        .with_for_update()
    ).one_or_none()
    event = "release_award" if decision is not None and decision.outcome == "award" else "release_decline"
    pending = work.move(application, event)
    if decision is None:
        raise LookupError("a decided application has a decision")
    decision.released_at, decision.released_by = work.now, work.actor.person_id
    pending.body |= {"decision_id": decision.id, "amount": decision.amount}
    if decision.outcome == "decline":
        data = decline_letter_data(work, application, decision, office)
        return write_letter(work, application, data, kind="decline", check_code=new_code())
    refuse_stopped(work, application.organisation_id)
    recommendation = work.session.get_one(Recommendation, decision.recommendation_id)
    made = make_award(work, application, decision, recommendation)
    subjects = [("application", application.id), ("organisation", application.organisation_id)]
    work.record("award_offered", made.award, subjects=subjects, amount=made.award.amount, decision_id=decision.id)
    work.send("lapse_offer", f"lapse:{made.award.id}", run_at=_after(made.award), award_id=made.award.id)
    data = award_letter_data(work, application, decision, made, office)
    code = made.award.check_code
    return write_letter(work, application, data, kind="award", check_code=code, award_id=made.award.id)


def _after(award: Award) -> datetime:
    """The first moment after the last day of the offer."""
    return datetime.combine(award.accept_by + timedelta(days=1), time(2), tzinfo=UTC)
