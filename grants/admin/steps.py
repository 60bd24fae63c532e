"""What several commands of this room share."""

from sqlalchemy import func, select

from grants.actor import role_stands
from grants.admin.policy import can_manage, can_manage_person
from grants.domain.errors import NotFound, RulesBroken
from grants.models import Account, RoleGrant
from grants.work import Work

LAST_ADMIN = "This is the last administrator. Give the role to somebody else first."


def staff_account(work: Work, account_id: int) -> Account:
    """A member of staff's account, locked, disabled or not, for an administrator who is somebody else."""
    work.freshen()
    work.may(can_manage(work.actor))
    account = work.session.scalars(
        select(Account)
        .where(Account.id == account_id, Account.is_staff.is_(True))
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if account is None:
        raise NotFound
    work.may(can_manage_person(work.actor, account.person_id))
    return account


def open_grant(work: Work, grant_id: int, *, account_id: int) -> RoleGrant:
    """A role of the account's person that has not been ended, locked."""
    grant = work.session.scalars(
        select(RoleGrant)
        .join(Account, Account.person_id == RoleGrant.person_id)
        .where(RoleGrant.id == grant_id, Account.id == account_id, RoleGrant.ended_at.is_(None))
        .with_for_update(of=RoleGrant)
    ).one_or_none()
    if grant is None:
        raise NotFound
    return grant


def keep_an_administrator(work: Work, *, but: int) -> None:
    """Refuse to leave the council without an administrator who can sign in. `but` is the person who is about to go."""
    left = work.session.scalar(
        select(func.count(func.distinct(RoleGrant.person_id)))
        .join(Account, Account.person_id == RoleGrant.person_id)
        .where(
            RoleGrant.role == "admin",
            RoleGrant.person_id != but,
            role_stands(work.today),
            Account.disabled_at.is_(None),
        )
    )
    if not left:
        raise RulesBroken([("reason", LAST_ADMIN)])
