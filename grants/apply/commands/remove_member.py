"""Somebody leaves, or an invitation is taken back."""

from sqlalchemy import update

from grants.apply.organisation_steps import live_member
from grants.apply.policy import can_manage
from grants.domain.errors import WrongState
from grants.models import EmailLink, Membership, Organisation
from grants.work import Work


def remove_member(work: Work, reference: str, membership_id: int) -> Membership:
    """The lead, at any time. Ends the membership, or the invitation and its link; what they did stays.

    Records `remove_member`. Refuses to remove the lead: the part is handed over first.
    """
    organisation = work.load(Organisation, reference)
    work.freshen()
    role = work.may(can_manage(work.actor, organisation, work.now))
    membership = live_member(work, organisation.id, membership_id)
    if membership.role == "lead":
        raise WrongState("The lead can’t be removed. Hand the part over to a colleague first.")
    membership.ended_at = work.now
    work.session.execute(
        update(EmailLink)
        .where(EmailLink.membership_id == membership.id, EmailLink.used_at.is_(None))
        .values(used_at=work.now)
    )
    work.record("remove_member", organisation, role=role, membership=membership.id, part=membership.role)
    return membership
