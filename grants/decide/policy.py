"""May this person recommend, approve, return or refuse this application now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, object_session

from grants.actor import Actor
from grants.decide import states
from grants.decide.standing import Standing, standing
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Application, Assessment, Interest
from grants.models.base import Base

TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = ((Application, states.APPLICATION),)
ROLE_WORDS = {
    "manager": "the grants manager",
    "head_of_service": "the head of service",
    "director": "the director",
    "cabinet_member": "the cabinet member",
}


def can_record_panel(actor: Actor, application: Application, now: datetime) -> Verdict:
    """An officer or manager of the fund, with no interest in the organisation, keeps the minute."""
    role = actor.holds("officer", "manager", fund_id=application.fund_id)
    if not role:
        return Refused("Only an officer or manager of this fund can record what the panel said.")
    if has_interest(_session(application), actor, application):
        return Refused("You declared an interest in this organisation, so somebody else must record this.")
    return Allowed(role)


def can_recommend(actor: Actor, application: Application, now: datetime) -> Verdict:
    """A manager of the fund, with no interest in the organisation."""
    role = actor.holds("manager", fund_id=application.fund_id)
    if not role:
        return Refused("Only a manager of this fund can recommend.")
    if has_interest(_session(application), actor, application):
        return Refused("You declared an interest in this organisation, so somebody else must recommend.")
    return Allowed(role)


def can_approve(actor: Actor, application: Application, now: datetime) -> Verdict:
    """The person whose turn it is by the delegation, and who had no other part in it."""
    return may_approve(actor, application, standing(_session(application), application))


def may_approve(actor: Actor, application: Application, at: Standing) -> Verdict:
    """The same, for a page that knows already where the application stands."""
    if at.recommendation is None:
        return Refused("There is no recommendation to approve.")
    if at.step is None:
        return Refused("No row of the scheme of delegation covers this sum. Ask the manager to look at the round.")
    if actor.person_id == at.recommendation.recommended_by:
        return Refused("You recommended this, so somebody else must approve it.")
    if any(each.approved_by == actor.person_id for each in at.approvals):
        return Refused("You have already approved this. The next step is somebody else’s.")
    if not actor.holds(at.next_role, fund_id=application.fund_id):
        return Refused(f"This waits for {ROLE_WORDS.get(at.next_role, at.next_role)}: {at.step.source}.")
    too_near = _apart(_session(application), actor, application)
    return too_near if too_near is not None else Allowed(at.next_role)


def can_refuse(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Whoever may approve may refuse, but a no is returned, not refused."""
    at = standing(_session(application), application)
    verdict = may_approve(actor, application, at)
    if verdict and at.recommendation is not None and at.recommendation.outcome == "decline":
        return Refused("A recommended no can’t be refused. Return it to the manager and say why.")
    return verdict


def _apart(session: Session, actor: Actor, application: Application) -> Refused | None:
    """Why this person stands too near the application to decide on it; None when they don't."""
    if actor.person_id in (application.created_by, application.submitted_by):
        return Refused("You filled in this application for them, so somebody else must approve it.")
    assessed = exists().where(
        Assessment.application_id == application.id,
        Assessment.person_id == actor.person_id,
        Assessment.status != "withdrawn",
    )
    has_assessed, has_declared = session.execute(select(assessed, _declared(actor, application))).one()
    if has_assessed:
        return Refused("You assessed this application, so somebody else must approve it.")
    if has_declared:
        return Refused("You declared an interest in this organisation, so somebody else must approve it.")
    return None


def has_interest(session: Session, actor: Actor, application: Application) -> bool:
    """Whether this person declared an interest in the organisation for this round."""
    return session.scalar(select(_declared(actor, application))) or False


def _declared(actor: Actor, application: Application) -> ColumnElement[bool]:
    return exists().where(
        Interest.person_id == actor.person_id,
        Interest.round_id == application.round_id,
        Interest.organisation_id == application.organisation_id,
    )


def _session(application: Application) -> Session:
    session = object_session(application)
    if session is None:
        raise LookupError("a policy needs an application that was read in this work")
    return session
