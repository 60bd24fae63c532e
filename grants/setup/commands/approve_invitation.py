"""Agree to an invitation for a direct award."""

from sqlalchemy import select

from grants.domain.errors import NotFound, WrongState
from grants.models import Invitation, Membership, Round
from grants.models.people import Account
from grants.scope import in_scope
from grants.setup.policy import can_approve_invitation
from grants.work import Work


def approve_invitation(work: Work, round_id: int, invitation_id: int) -> Invitation:
    """An approver who did not invite. The organisation may apply from now on, and its members are told.

    Records `invitation_approved` on the fund.
    """
    found = work.session.scalars(
        select(Invitation)
        .join(Round)
        .where(Invitation.id == invitation_id, Round.id == round_id, in_scope(work.actor, Round))
        .with_for_update(of=Invitation)
    ).one_or_none()
    if found is None:
        raise NotFound("invitation")
    if found.approved_at is not None:
        raise WrongState("This invitation has already been agreed.")
    role = work.may(can_approve_invitation(work.freshen(), found))
    found.approved_by, found.approved_at = work.actor.person_id, work.now
    subjects = [("organisation", found.organisation_id)]
    work.record("invitation_approved", found.round, role=role, subjects=subjects, organisation=found.organisation_id)
    for email in _addresses(work, found.organisation_id):
        data = {"organisation": found.organisation.name, "fund": found.round.fund.title["en"]}
        work.mail("invited", to=email, data={**data, "organisation_reference": found.organisation.reference})
    return found


def _addresses(work: Work, organisation_id: int) -> list[str]:
    return list(
        work.session.scalars(
            select(Account.email)
            .join(Membership, Membership.person_id == Account.person_id)
            .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
            .order_by(Account.id)
        )
    )
