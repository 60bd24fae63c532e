"""One step of the approval chain; the last one makes the decision and commits the money."""

from grants.decide.standing import WITH_ROUND, standing
from grants.decide.steps import move_split, refuse_unfit, write_approval, write_decision
from grants.domain.errors import RulesBroken
from grants.models import Application, Decision
from grants.work import Work

CONFIRM = "Confirm that you have read the case, that the council has the power, and that you consulted whom it names"


def approve_award(work: Work, reference: str, version: int | None, *, note: str, confirmed: bool) -> Decision | None:
    """The person whose turn it is by the delegation approves what was recommended, a sum or a no.

    The last step writes the decision and moves the reserved money to committed; the applicant is told at release.
    Refused and recorded: whoever recommended, assessed, wrote, approved before or has an interest, or lacks the role.
    """
    application = work.load(Application, reference, version, options=WITH_ROUND)
    at = standing(work.session, application)
    event = work.move(application, "approve" if at.is_last else "approve_step", reason=note, step=len(at.approvals) + 1)
    if not confirmed:
        raise RulesBroken([("confirmed", CONFIRM)])
    recommendation = write_approval(work, application, at, outcome="approve", note=note, event=event)
    if recommendation.amount:
        refuse_unfit(work, application, amount=recommendation.amount, before="approve")
    if not at.is_last:
        return None
    move_split(work, recommendation, "reserved", "committed", event=event, what_for="decided")
    return write_decision(work, recommendation, outcome=recommendation.outcome, amount=recommendation.amount)
