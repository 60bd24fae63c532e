"""Which facts of a case this person may see now. Queries fill the rest with HIDDEN at the source."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from grants.actor import CASEWORK, Actor
from grants.models import Application, Assessment, Assignment, Round
from grants.scope import in_funds
from grants.standin import Who


class _Hidden:
    """Stands where a fact may not be seen. It prints as nothing and is never equal to a real value."""

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN: Final = _Hidden()
SCORED = ("moderating", "panel", "recommending", "approving", "decided", "awarded", "declined")


@dataclass(frozen=True)
class Sight:
    """Yes or no for each kind of fact about one case."""

    identity: bool
    scores: bool
    recommendation: bool
    decision: bool


def sight(actor: Actor, application: Application, *, own_assessment_open: bool) -> Sight:
    """What this person may see of the case.

    An assessor whose own scores are not in sees nobody's, whatever other roles they hold; others in casework see
    scores once they all are in. In an anonymous round only those who don't score see who applied, until scoring ends.
    """
    if not actor.is_staff:
        shown = application.shown_status in ("awarded", "declined")
        return Sight(identity=True, scores=False, recommendation=False, decision=shown)
    casework = bool(actor.holds(*CASEWORK, fund_id=application.fund_id))
    done = application.status in SCORED
    scores = casework and not own_assessment_open and (done or bool(actor.holds("auditor")))
    return Sight(
        identity=not application.round.anonymous or done or (casework and not own_assessment_open),
        scores=scores and not own_assessment_open,
        recommendation=casework and not own_assessment_open,
        decision=casework and not own_assessment_open,
    )


def scoring_open(actor: Who) -> ColumnElement[bool]:
    """An application that this person was asked to score and has not submitted scores for, as a condition in SQL."""
    asked = exists().where(
        Assignment.application_id == Application.id,
        Assignment.person_id == actor.person_id,
        Assignment.ended_at.is_(None),
    )
    done = exists().where(
        Assessment.application_id == Application.id,
        Assessment.person_id == actor.person_id,
        Assessment.status == "submitted",
    )
    return and_(asked.correlate(Application), ~done.correlate(Application))


def identity_shown(actor: Who) -> ColumnElement[bool]:
    """The identity of `sight`, as a condition in SQL for lists of Application joined to Round."""
    casework = in_funds(Application.fund_id, actor, *CASEWORK)
    return or_(~Round.anonymous, Application.status.in_(SCORED), and_(casework, ~scoring_open(actor)))


def scores_shown(actor: Who) -> ColumnElement[bool]:
    """The scores of `sight`, as a condition in SQL for lists of Application."""
    casework = in_funds(Application.fund_id, actor, *CASEWORK)
    done = or_(Application.status.in_(SCORED), true() if actor.holds("auditor") else false())
    return and_(casework, done, ~scoring_open(actor))
