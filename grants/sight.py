"""Which facts of a case this person may see now. Queries fill the rest with HIDDEN at the source."""

from dataclasses import dataclass
from typing import Final

from grants.actor import CASEWORK, Actor
from grants.models import Application


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
