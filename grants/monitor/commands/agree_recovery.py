"""What the grantee was paid and did not spend is agreed, and comes back."""

from sqlalchemy import select

from grants.domain.errors import RulesBroken, WrongState
from grants.domain.money import pounds
from grants.models import Award, Recovery
from grants.monitor.closing import closing_of
from grants.monitor.policy import can_agree
from grants.pay.steps import tell
from grants.work import Work


def agree_recovery(work: Work, award_reference: str, *, reason: str) -> Recovery:
    """Agree the unspent sum of an award whose final return is accepted, to the penny. The grantee is told.

    Refused before every return is accepted, when nothing is unspent, and when it was agreed before.
    """
    award = work.load(Award, award_reference)
    work.freshen()
    role = work.may(can_agree(work.actor, award))
    if not reason.strip():
        raise RulesBroken([("reason", "Enter how this was agreed")])
    closing = closing_of(work.session, award)
    if not closing.returns_done or not closing.payments_settled:
        raise WrongState("Every return must be accepted and every payment settled before this can be agreed.")
    if work.session.scalar(select(Recovery.id).where(Recovery.award_id == award.id, Recovery.kind == "unspent")):
        raise WrongState("What is unspent was agreed before.")
    if not closing.unspent:
        raise WrongState("Nothing is unspent.")
    recovery = work.add(
        Recovery(
            award_id=award.id,
            kind="unspent",
            pence=closing.unspent,
            reason=reason,
            agreed_by=work.actor.person_id,
            agreed_at=work.now,
            status_at=work.now,
            status_by=work.actor.person_id,
        )
    )
    work.record("recovery_agreed", recovery, role=role, amount=recovery.pence, detail={"reason": reason})
    tell(
        work,
        "recovery_agreed",
        organisation_id=award.organisation_id,
        key=f"recovery:{recovery.id}",
        award_id=award.id,
        organisation=award.organisation.name,
        award=award.reference,
        amount=pounds(recovery.pence),
    )
    return recovery
