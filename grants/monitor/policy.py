"""May this person fill in, send, review or accept a return, or bring an award to its end, now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import object_session

from grants.actor import APPROVERS, Actor
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Award, MonitoringReturn, Notice, Recovery
from grants.models.base import Base
from grants.monitor import states

REVIEWERS = ("officer", "manager")
WRITERS = ("lead", "contributor")
AUTHORISED = ("lead", "signatory")
LIVE = ("accepted", "active", "suspended")
# While an award is in one of these, a return it still asks for can be written, reminded of and accepted.
REPORTING = (*LIVE, "ended")


def can_edit(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """Leads and contributors of the grantee, while the return is due or asked about."""
    if owed.award.organisation_id not in actor.organisations(*WRITERS):
        return Refused("Only a lead or contributor of the organisation can fill in this return.")
    if owed.award.status not in REPORTING:
        return Refused("This award is closed or not yet accepted, so its returns can’t be changed.")
    return Allowed("applicant")


def can_submit(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """A lead of the grantee sends it in."""
    if owed.award.organisation_id not in actor.organisations("lead"):
        return Refused("Only a lead of the organisation can send this return.")
    return can_edit(actor, owed, now)


def can_declare(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """A lead or signatory of the grantee, and never the person who sent it."""
    if owed.award.organisation_id not in actor.organisations(*AUTHORISED):
        return Refused("Only a lead or a signatory of the organisation can confirm this return.")
    if owed.submitted_by == actor.person_id:
        return Refused("You sent this return, so somebody else who leads or signs must confirm it.")
    return Allowed("applicant")


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


def can_suspend(actor: Actor, award: Award, now: datetime) -> Verdict:
    """A manager of the fund suspends an award, and lets it go on."""
    role = actor.holds("manager", fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only a manager of this fund can suspend an award or let it go on.")


def can_give_notice(actor: Actor, award: Award, now: datetime) -> Verdict:
    """A manager of the fund tells the grantee that its award ends early."""
    role = actor.holds("manager", fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only a manager of this fund can give notice.")


def can_withdraw_notice(actor: Actor, award: Award, now: datetime) -> Verdict:
    """Who may give notice, and who may end the award, may each let it go on instead."""
    role = actor.holds("manager", *APPROVERS, fund_id=award.fund_id)
    return Allowed(role) if role else Refused("Only a manager or an approver of this fund can withdraw a notice.")


def can_end(actor: Actor, award: Award, now: datetime) -> Verdict:
    """An approver of the fund, and never the person who gave notice. Any will do: ending promises no money."""
    role = actor.holds(*APPROVERS, fund_id=award.fund_id)
    if not role:
        return Refused("Only an approver of this fund can end an award.")
    notice = standing_notice(award)
    if notice is not None and notice.given_by == actor.person_id:
        return Refused("You gave this notice, so somebody else must end the award.")
    return Allowed(role)


def can_cancel_return(actor: Actor, owed: MonitoringReturn, now: datetime) -> Verdict:
    """Who may end an award cancels the returns that it no longer asks for; an offer's end is the system's."""
    if actor.is_system and owed.award.status == "lapsed":
        return Allowed("system")
    role = actor.holds(*APPROVERS, fund_id=owed.award.fund_id)
    return Allowed(role) if role else Refused("Only an approver of this fund can cancel a return.")


def standing_notice(award: Award) -> Notice | None:
    """The notice that was given and not withdrawn."""
    session = object_session(award)
    if session is None:
        return None
    wanted = select(Notice).where(Notice.award_id == award.id, Notice.withdrawn_at.is_(None))
    return session.scalars(wanted).one_or_none()


def can_write_off(actor: Actor, recovery: Recovery, now: datetime) -> Verdict:
    """An approver of the fund, since it gives public money up, and never the person who agreed the sum."""
    if recovery.agreed_by == actor.person_id:
        return Refused("You agreed this sum, so somebody else must write it off.")
    role = actor.holds(*APPROVERS, fund_id=recovery.award.fund_id)
    return Allowed(role) if role else Refused("Only an approver of this fund can write money off.")


TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = (
    (MonitoringReturn, states.RETURN),
    (Recovery, states.RECOVERY),
    (Award, states.AWARD),
)
