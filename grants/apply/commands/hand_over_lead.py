"""A colleague becomes the lead."""

from sqlalchemy import select

from grants.apply.organisation_steps import live_member
from grants.apply.policy import can_manage
from grants.domain.errors import RulesBroken
from grants.models import Membership, Organisation
from grants.work import Work


def hand_over_lead(work: Work, reference: str, membership_id: int) -> Membership:
    """The lead, to a colleague who has joined. The two change parts: the old lead stays as a contributor.

    Records `hand_over_lead`. Refuses somebody who has not joined yet, and the lead themselves.
    """
    organisation = work.load(Organisation, reference)
    work.freshen()
    role = work.may(can_manage(work.actor, organisation, work.now))
    following = live_member(work, organisation.id, membership_id)
    if following.joined_at is None or following.role == "lead":
        raise RulesBroken([("membership", "Select a colleague who has joined")])
    before = work.session.scalars(
        select(Membership).where(
            Membership.organisation_id == organisation.id,
            Membership.person_id == work.actor.person_id,
            Membership.ended_at.is_(None),
        )
    ).one()
    before.role, following.role = "contributor", "lead"
    work.record("hand_over_lead", organisation, role=role, membership=following.id, earlier=before.id)
    return following
