"""An officer takes a case on, or hands it back."""

from grants.check.policy import can_own
from grants.domain.errors import WrongState
from grants.models import Application
from grants.models.application import ENDED_STATES
from grants.work import Work


def take_case(work: Work, reference: str, *, give_back: bool = False) -> Application:
    """Who: an officer or manager of the fund. When: the case has not ended.

    Sets or clears the owner and records `case_taken` or `case_given_back`. The case itself does not change, so
    its version stays. Taking one's own case again, or giving back another's, is refused (WrongState).
    """
    application = work.load(Application, reference)
    role = work.may(can_own(work.actor, application, work.now))
    if application.status in ENDED_STATES:
        raise WrongState("This case has ended, so nobody needs to own it.")
    mine = application.owner_id == work.actor.person_id
    if give_back != mine:
        raise WrongState("Somebody changed who owns this case. Look at it as it is now.")
    before = application.owner_id
    application.owner_id = None if give_back else work.actor.person_id
    event = "case_given_back" if give_back else "case_taken"
    work.record(event, application, role=role, owner_before=before, owner=application.owner_id)
    return application
