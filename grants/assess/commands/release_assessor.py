"""An officer takes an application back from an assessor who has not scored it."""

from sqlalchemy import select

from grants.assess.policy import can_allocate
from grants.assess.queries import chosen_assessors
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, WrongState
from grants.models import Application, Assignment
from grants.work import Work


def release_assessor(work: Work, reference: str, *, assignment_id: int, reason: str) -> Assignment:
    """Who: an officer or manager of the fund who does not score it. When: that assessor is not done.

    Ends the assignment, so that somebody else can be asked; records `assessor_released` with the reason.
    """
    application = work.load(Application, reference)
    role = work.may(can_allocate(work.actor, application, work.now))
    chosen = {each.assignment_id: each for each in chosen_assessors(work.session, application.id)}
    found = chosen.get(assignment_id)
    if found is None:
        raise NotFound
    if any(each.person_id == work.actor.person_id for each in chosen.values()):
        raise NotPermitted("You score this application yourself, so somebody else changes its assessors.")
    if found.submitted or application.status != "assessing":
        raise WrongState("These scores are in, so the assessor stays.")
    if not reason.strip():
        raise RulesBroken([("reason", "Enter why this assessor will not score it")])
    assignment = work.session.scalars(select(Assignment).where(Assignment.id == assignment_id)).one()
    assignment.ended_at, assignment.ended_why = work.now, "released"
    work.session.flush()
    work.record("assessor_released", assignment, role=role, detail={"reason": reason.strip()}, assessor=found.person_id)
    return assignment
