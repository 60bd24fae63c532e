"""An officer has seen that a condition is met, and says by what evidence."""

from sqlalchemy import select

from grants.award.policy import can_meet_condition
from grants.domain.errors import NotFound, RulesBroken, WrongState
from grants.models import Award, Condition
from grants.work import Work


def meet_condition(work: Work, reference: str, position: int, *, evidence: str) -> Condition:
    """An officer or manager of the fund marks a condition as met, once, with what they saw."""
    award = work.load(Award, reference)
    condition = work.session.scalars(
        select(Condition).where(Condition.award_id == award.id, Condition.position == position).with_for_update()
    ).one_or_none()
    if condition is None:
        raise NotFound("condition")
    role = work.may(can_meet_condition(work.actor, award, work.now))
    if condition.met_at is not None:
        raise WrongState("This condition is already met.")
    if not evidence.strip():
        raise RulesBroken([("evidence", "Enter what you saw that shows it is met")])
    condition.met_at, condition.met_by, condition.evidence = work.now, work.actor.person_id, evidence.strip()
    work.record("meet_condition", award, role=role, condition_id=condition.id, position=position)
    return condition
