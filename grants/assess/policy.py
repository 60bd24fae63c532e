"""May this person score, share out, agree scores or step back, now."""

from collections.abc import Sequence
from datetime import datetime

from grants.actor import Actor
from grants.assess import states
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Application, Assessment
from grants.models.base import Base


def can_score(actor: Actor, application: Application, now: datetime) -> Verdict:
    """An assessor of the fund. That the case was given to them is held by the step that loads their assignment."""
    role = actor.holds("assessor", fund_id=application.fund_id)
    if not role:
        return Refused("Only assessors of this fund score its applications.")
    if actor.person_id in (application.created_by, application.submitted_by):
        return Refused("You filled this application in, so somebody else scores it.")
    return Allowed(role)


can_close_scoring = can_score


def can_submit_scores(actor: Actor, assessment: Assessment, now: datetime) -> Verdict:
    """Only the person whose scores they are."""
    if assessment.person_id != actor.person_id:
        return Refused("These are somebody else’s scores.")
    return can_score(actor, assessment.application, now)


def can_withdraw_scores(actor: Actor, assessment: Assessment, now: datetime) -> Verdict:
    """The person whose scores they are, when they declare an interest."""
    own = assessment.person_id == actor.person_id
    return Allowed("assessor") if own else Refused("These are somebody else’s scores.")


def can_lose_a_score(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Whoever declares an interest takes their own scores out, whatever role they hold by then."""
    return Allowed("assessor")


def can_allocate(actor: Actor, application: Application, now: datetime) -> Verdict:
    """Officers and managers of the fund choose who scores."""
    return can_share_out(actor, application.fund_id)


def can_share_out(actor: Actor, fund_id: int) -> Verdict:
    """The same for all the applications of a round."""
    role = actor.holds("officer", "manager", fund_id=fund_id)
    return Allowed(role) if role else Refused("Only officers and managers of this fund choose assessors.")


def can_moderate(actor: Actor, application: Application, now: datetime) -> Verdict:
    """A manager of the fund. That they did not score this application is held by the command."""
    role = actor.holds("manager", fund_id=application.fund_id)
    if not role:
        return Refused("A manager of this fund agrees the scores.")
    if actor.person_id in (application.created_by, application.submitted_by):
        return Refused("You filled this application in, so another manager agrees its scores.")
    return Allowed(role)


def can_declare(actor: Actor, fund_id: int) -> Verdict:
    """Everybody who may come near a case of the fund declares interests in its rounds."""
    role = actor.holds(
        "assessor", "officer", "manager", "head_of_service", "director", "cabinet_member", fund_id=fund_id
    )
    return Allowed(role) if role else Refused("You hold no role in this fund, so there is nothing to declare.")


TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = (
    (Application, states.APPLICATION),
    (Assessment, states.ASSESSMENT),
)
