"""Who is acting: one person with the roles and memberships they hold today."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from grants.models import Account, Membership, Person, RoleGrant
from grants.models.people import CONFIRMED_ROLES

APPROVERS = ("head_of_service", "director", "cabinet_member")
CASEWORK = ("officer", "manager", *APPROVERS, "auditor")
EVERY_FUND = None
TRUE: ColumnElement[bool] = true()


@dataclass(frozen=True)
class HeldRole:
    """A staff role for one fund; fund_id None means every fund."""

    role: str
    fund_id: int | None


@dataclass(frozen=True)
class HeldMembership:
    """A part in one organisation."""

    membership_id: int
    organisation_id: int
    role: str


@dataclass(frozen=True)
class Actor:
    """One person, now. Anonymous visitors have person_id 0; the system itself has is_system."""

    person_id: int
    name: str
    account_id: int | None = None
    email: str = ""
    is_staff: bool = False
    is_system: bool = False
    roles: tuple[HeldRole, ...] = ()
    memberships: tuple[HeldMembership, ...] = ()
    request_id: str = field(default="-", compare=False)

    @property
    def signed_in(self) -> bool:
        return self.person_id > 0

    def holds(self, *roles: str, fund_id: int | None = None) -> str:
        """The first of the roles this person holds (for that fund, where one is named), or an empty string."""
        for role in roles:
            if any(h.role == role and (fund_id is None or h.fund_id in (None, fund_id)) for h in self.roles):
                return role
        return ""

    def funds(self, *roles: str) -> frozenset[int] | None:
        """The ids of funds where one of the roles is held; None means every fund."""
        held = [h.fund_id for h in self.roles if h.role in roles]
        return EVERY_FUND if None in held else frozenset(f for f in held if f is not None)

    def organisations(self, *parts: str) -> frozenset[int]:
        """The ids of organisations where this person has one of the parts (any part when none is named)."""
        return frozenset(m.organisation_id for m in self.memberships if not parts or m.role in parts)


ANONYMOUS = Actor(person_id=0, name="")


def load_actor(session: Session, account: Account, *, today: date, request_id: str) -> Actor:
    """The actor behind an account, with what is granted today. One statement beside the account's own."""
    person = account.person
    return Actor(
        person_id=person.id,
        name=person.name,
        account_id=account.id,
        email=account.email,
        is_staff=account.is_staff,
        roles=_roles(session, person.id, today) if account.is_staff else (),
        memberships=() if account.is_staff else _memberships(session, person.id),
        request_id=request_id,
    )


def reload_actor(session: Session, actor: Actor, *, today: date) -> Actor:
    """The same person with roles and memberships read again, for steps where a stale role would matter."""
    if actor.is_system or not actor.signed_in:
        return actor
    enabled = (
        select(Account.id).where(Account.id == actor.account_id, Account.disabled_at.is_(None)).exists()
        if actor.account_id
        else TRUE
    )
    return replace(
        actor,
        roles=_roles(session, actor.person_id, today, enabled) if actor.is_staff else (),
        memberships=() if actor.is_staff else _memberships(session, actor.person_id, enabled),
    )


def system_actor(session: Session) -> Actor:
    """The system itself, for clocks and jobs. Its person row is made by the first migration."""
    person = session.scalars(select(Person).where(Person.kind == "system")).one()
    return Actor(person_id=person.id, name=person.name, is_system=True, request_id="system")


def _roles(session: Session, person_id: int, today: date, also: ColumnElement[bool] = TRUE) -> tuple[HeldRole, ...]:
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.fund_id).where(RoleGrant.person_id == person_id, role_stands(today), also)
    )
    return tuple(HeldRole(role=role, fund_id=fund_id) for role, fund_id in rows)


def _memberships(session: Session, person_id: int, also: ColumnElement[bool] = TRUE) -> tuple[HeldMembership, ...]:
    rows = session.execute(
        select(Membership.id, Membership.organisation_id, Membership.role)
        .where(Membership.person_id == person_id, membership_stands(), also)
        .order_by(Membership.id)
    )
    return tuple(HeldMembership(*row) for row in rows)


def role_stands(today: Any) -> ColumnElement[bool]:
    """A role grant that counts on a date (or a bound parameter for it): begun, not ended, confirmed where needed."""
    return and_(
        RoleGrant.ended_at.is_(None),
        RoleGrant.starts_on <= today,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
        or_(RoleGrant.role.not_in(CONFIRMED_ROLES), RoleGrant.confirmed_at.is_not(None)),
    )


def membership_stands() -> ColumnElement[bool]:
    """A part in an organisation that was taken up and not ended."""
    return and_(Membership.ended_at.is_(None), Membership.joined_at.is_not(None))
