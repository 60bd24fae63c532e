"""An officer says the checks are complete, and the case goes to its next stage."""

from grants.check.queries import outstanding
from grants.check.rules import waits_for
from grants.check.steps import english
from grants.domain.errors import RulesBroken
from grants.models import Application
from grants.work import Work


def pass_checks(work: Work, reference: str, version: int) -> Application:
    """Who: an officer or manager of the fund who did not fill the application in. When: it is being checked.

    Moves the case to the next stage of its round and records `pass_checks`. Refuses while a mandatory check that the
    next stage waits for is missing or failed, naming each (RulesBroken).
    """
    application = work.load(Application, reference, version)
    missing = outstanding(work.session, application, before=waits_for(application.state_after("check")))
    if application.status == "checking" and missing:
        raise RulesBroken(
            [("checks", f"{english(each.title)} must be done and must not have failed") for each in missing]
        )
    work.move(application, "pass_checks")
    return application
