"""An officer proposes to stop an application under a published rule."""

from grants.check.policy import can_propose_to_stop
from grants.check.queries import open_proposal
from grants.check.rules import stop_problems
from grants.check.steps import rules_of
from grants.domain.errors import RulesBroken, WrongState
from grants.models import Application, Ineligibility
from grants.work import Work


def propose_to_stop(work: Work, reference: str, version: int, *, rule: str, reason: str) -> Ineligibility:
    """Who: an officer or manager of the fund. When: the application is being checked and no proposal waits.

    Adds a proposal that names the rule, for a manager to answer; the state stays. Records `stop_proposed`.
    """
    application = work.load(Application, reference, version)
    role = work.may(can_propose_to_stop(work.actor, application, work.now))
    if application.status != "checking":
        raise WrongState("Only an application that is being checked can be stopped as ineligible.")
    if open_proposal(work.session, application.id) is not None:
        raise WrongState("There is a proposal to stop this application already. A manager answers it first.")
    known = dict(rules_of(application))
    if problems := stop_problems(rule, reason, tuple(known)):
        raise RulesBroken(problems)
    proposal = work.add(
        Ineligibility(
            application_id=application.id,
            rule=known[rule],
            reason=reason.strip(),
            proposed_by=work.actor.person_id,
            proposed_at=work.now,
        )
    )
    work.record(
        "stop_proposed", proposal, role=role, detail={"rule": proposal.rule, "reason": proposal.reason}, rule=rule
    )
    return proposal
