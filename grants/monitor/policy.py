"""May this person fill in, send, review or accept a return, or bring an award to its end, now."""

from collections.abc import Sequence
from datetime import datetime

from grants.actor import Actor
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Award, MonitoringReturn, Recovery
from grants.models.base import Base
from grants.monitor import states

REVIEWERS = ("officer", "manager")
WRITERS = ("lead", "contributor")
LIVE = ("accepted", "active")


def can_edit(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """Leads and contributors of the grantee, while the return is due or asked about."""
    if owed.award.organisation_id not in actor.organisations(*WRITERS):
        return Refused("Only a lead or contributor of the organisation can fill in this return.")
    if owed.award.status not in LIVE:
        return Refused("This award has ended or waits, so its returns can’t be changed.")
    return Allowed("applicant")


def can_submit(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """A lead of the grantee sends it in."""
    if owed.award.organisation_id not in actor.organisations("lead"):
        return Refused("Only a lead of the organisation can send this return.")
    return can_edit(actor, owed, now)


def can_review(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    role = actor.holds(*REVIEWERS, fund_id=owed.award.fund_id)
    return Allowed(role) if role else Refused("Only an officer or manager of this fund reviews its returns.")


def can_accept(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """A reviewer who did not send it in."""
    if owed.submitted_by == actor.person_id:
        return Refused("You sent this return, so somebody else must accept it.")
    return can_review(actor, owed, now)


def can_agree(actor: Actor, award: Award) -> Verdict:
    """Agree what is unspent and comes back."""
    role = actor.holds(*REVIEWERS, fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only an officer or manager of this fund can do this.")


def can_invoice(actor: Actor, recovery: Recovery, now: datetime) -> Verdict:
    role = actor.holds("finance", fund_id=recovery.award.fund_id)
    return Allowed(role) if role else Refused("Only finance can do this.")


def can_receive(actor: Actor, recovery: Recovery, now: datetime) -> Verdict:
    """Finance, and never the person who agreed the sum."""
    if recovery.agreed_by == actor.person_id:
        return Refused("You agreed this sum, so somebody else must record that it came in.")
    return can_invoice(actor, recovery, now)


def can_close(actor: Actor, award: Award, now: datetime) -> Verdict:
    role = actor.holds("manager", "officer", fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only an officer or manager of this fund can close an award.")


TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = (
    (MonitoringReturn, states.RETURN),
    (Recovery, states.RECOVERY),
    (Award, states.AWARD),
)
