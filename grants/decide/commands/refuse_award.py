"""An approver says no to a recommended award: the decision is a no and the money is free again."""

from grants.decide.standing import standing
from grants.decide.steps import release_reserve, write_approval, write_decision
from grants.models import Application, Decision
from grants.work import Work


def refuse_award(work: Work, reference: str, version: int | None, *, note: str) -> Decision:
    """Whoever may approve may refuse, with a note that the applicant will read. The reserve is released."""
    application = work.load(Application, reference, version)
    at = standing(work.session, application)
    event = work.move(application, "refuse", reason=note, step=len(at.approvals) + 1)
    recommendation = write_approval(work, application, at, outcome="refuse", note=note, event=event)
    release_reserve(work, recommendation, event=event)
    return write_decision(work, recommendation, outcome="decline", amount=0)
