"""Whom to write to at an organisation."""

from sqlalchemy import select

from grants.models import Account, Membership
from grants.work import Work


def emails_of(work: Work, organisation_id: int, *parts: str) -> list[str]:
    """The addresses of an organisation's people in one of the parts; of all its people where none is named."""
    wanted = (
        select(Account.email)
        .join(Membership, Membership.person_id == Account.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
            Membership.joined_at.is_not(None),
            Account.disabled_at.is_(None),
            Account.is_staff.is_(False),
        )
    )
    if parts:
        wanted = wanted.where(Membership.role.in_(parts))
    return sorted(set(work.session.scalars(wanted)))
