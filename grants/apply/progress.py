"""Where an application is, as its applicant may know: nothing of a decision before it is released."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.apply.funds import words
from grants.apply.home import expected_on
from grants.domain.calendar import long_date
from grants.models import Application, Award, ChainHead, Decision, Event, Ineligibility, Letter

RELEASED = ("awarded", "declined")


@dataclass(frozen=True)
class Step:
    """One step of the way; `at` is when it was done, or the date it is expected by."""

    title: str
    at: datetime | date | None
    body: str = ""
    later: bool = False
    who: str = ""
    tag: None = None
    href: str = ""


@dataclass(frozen=True)
class Outcome:
    """The decision the applicant has been told: the award or, for a no, the letter with the reasons."""

    award: str | None
    letter: str | None


def outcome_of(session: Session, application: Application) -> Outcome | None:
    """What the decision led to; None until it is released."""
    if application.shown_status not in RELEASED:
        return None
    letter = session.scalar(
        select(Letter.reference)
        .where(Letter.application_id == application.id, Letter.issued_at.is_not(None))
        .order_by(Letter.number.desc())
        .limit(1)
    )
    award = select(Award.reference).where(Award.application_id == application.id)
    return Outcome(award=session.scalar(award), letter=letter)


def steps_of(session: Session, application: Application, *, today: date, language: str = "en") -> list[Step]:
    """Received, checked, assessed, decided; or withdrawn, or not eligible."""
    if application.submitted_at is None:
        return []
    steps = [Step("Received", application.submitted_at, body="We sent a receipt by email.")]
    checked = _at(session, application, "pass_checks")
    if "check" in application.round.stages:
        steps.append(
            Step("Checked", checked, body="Your organisation and your application passed our checks.")
            if checked
            else Step("Checked", None, body="We check that you can receive a grant.", later=True)
        )
    if application.shown_status in ("withdrawn", "ineligible"):
        return [*(step for step in steps if not step.later), _stopped(session, application)]
    released = _released_at(session, application)
    if "assess" in application.round.stages:
        told = "Scored against the published criteria."
        steps.append(Step("Assessed", released, body=told, later=released is None))
    return [*steps, _decided(application, released, today=today, language=language)]


def _stopped(session: Session, application: Application) -> Step:
    """Withdrawn; or not eligible, under which rule and why, as the applicant was told by email."""
    if application.shown_status == "withdrawn":
        return Step("Withdrawn by you", application.status_at)
    why = session.scalars(
        select(Ineligibility)
        .where(Ineligibility.application_id == application.id, Ineligibility.outcome == "agreed")
        .order_by(Ineligibility.id.desc())
        .limit(1)
    ).one_or_none()
    return Step("Not eligible", application.status_at, body=f"{why.rule}\n{why.reason}" if why else "")


def _decided(application: Application, released: datetime | None, *, today: date, language: str) -> Step:
    if released is not None:
        told = "We offered you a grant." if application.shown_status == "awarded" else "We did not offer a grant."
        return Step("Decided", released, body=told)
    expected = expected_on(application)
    if expected is None:
        return Step("Decided", None, body="We have not set a date yet. Call us if you need to know.", later=True)
    if today > expected:
        moved = words(application.round.plan.get("could_move"), language)
        sorry = f"We expected to decide by {long_date(expected)}. We are late and we are sorry. Call us to ask when."
        return Step("Decided", None, body="\n".join(part for part in (sorry, moved) if part), later=True)
    return Step("Decided", expected, body="This is the date we expect to tell you by.", later=True)


def _at(session: Session, application: Application, kind: str) -> datetime | None:
    return session.scalar(
        select(Event.at)
        .join(ChainHead, ChainHead.id == Event.chain_id)
        .where(ChainHead.kind == "application", ChainHead.subject_id == application.id, Event.kind == kind)
        .order_by(Event.sequence.desc())
        .limit(1)
    )


def _released_at(session: Session, application: Application) -> datetime | None:
    if application.shown_status not in RELEASED:
        return None
    return session.scalar(
        select(Decision.released_at).where(Decision.application_id == application.id, Decision.superseded_at.is_(None))
    )
