"""May this person set up, publish or invite, now."""

from datetime import datetime

from grants.actor import APPROVERS, Actor
from grants.domain.workflow import Allowed, Refused, Verdict
from grants.models import Invitation, Round
from grants.setup import states

TABLES = ((Round, states.ROUND),)


def can_publish(actor: Actor, round_: Round, now: datetime) -> Verdict:
    """A manager of the fund opens its rounds; the system does when the demonstration is made."""
    if actor.is_system:
        return Allowed("system")
    role = actor.holds("manager", fund_id=round_.fund_id)
    return Allowed(role) if role else Refused("Only a manager of this fund can publish a round.")


def can_invite(actor: Actor, round_: Round) -> Verdict:
    """Officers and managers of the fund invite organisations to a round that goes by invitation."""
    role = actor.holds("officer", "manager", fund_id=round_.fund_id)
    return Allowed(role) if role else Refused("Only an officer or manager of this fund can invite.")


def can_approve_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    """A direct award needs an approver who did not invite."""
    role = actor.holds(*APPROVERS, fund_id=invitation.round.fund_id)
    if not role:
        return Refused("Only an approver for this fund can agree to an invitation.")
    if invitation.invited_by == actor.person_id:
        return Refused("Somebody other than the person who invited must agree.")
    return Allowed(role)
