"""A manager agrees to stop an application as ineligible, or sends it on."""

from sqlalchemy import select

from grants.check.policy import can_agree_to_stop
from grants.check.steps import ANSWERED_ALREADY, tell_leads
from grants.domain.errors import NotPermitted, WrongState
from grants.models import Application, Ineligibility
from grants.work import Work

OWN = "You proposed this, so another manager answers it."


def answer_stop(work: Work, reference: str, version: int, *, agree: bool) -> Application:
    """Who: a manager of the fund who did not propose it. When: a proposal waits and the application is being checked.

    Agreeing moves the application to ineligible, tells the applicant the rule and the reason, and records
    `stop_as_ineligible`; not agreeing leaves it where it is and records `stop_refused`.
    """
    application = work.load(Application, reference, version)
    role = work.may(can_agree_to_stop(work.actor, application, work.now))
    proposal = work.session.scalars(
        select(Ineligibility)
        .where(Ineligibility.application_id == application.id, Ineligibility.answered_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if proposal is None:
        raise WrongState(ANSWERED_ALREADY)
    if proposal.proposed_by == work.actor.person_id:
        raise NotPermitted(OWN)
    proposal.outcome = "agreed" if agree else "refused"
    proposal.answered_by, proposal.answered_at = work.actor.person_id, work.now
    if not agree:
        work.record("stop_refused", proposal, role=role)
        return application
    work.move(application, "stop_as_ineligible", reason=proposal.reason, proposal=proposal.id)
    tell_leads(work, application, "application_ineligible", {"rule": proposal.rule, "reason": proposal.reason})
    return application
