"""Reads about staff: who there is, what each may do, and what somebody should look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from grants.actor import Actor
from grants.admin.policy import can_confirm, can_read
from grants.admin.rules import ROLE_WORDS, UNUSED_DAYS
from grants.models import Account, Fund, Person, RoleGrant, WebSession
from grants.models.people import CONFIRMED_ROLES


@dataclass(frozen=True)
class GrantLine:
    """One role of one person, as a list shows it."""

    id: int
    person_id: int
    role: str
    fund: str
    starts_on: date
    ends_on: date | None
    granted_by: str
    confirmed_by: str
    state: str
    colour: str
    is_open: bool
    can_be_confirmed: bool


@dataclass(frozen=True)
class StaffLine:
    """One member of staff with their roles."""

    account_id: int
    person_id: int
    name: str
    email: str
    disabled_at: datetime | None
    has_second_factor: bool
    last_seen_at: datetime | None
    grants: Sequence[GrantLine]

    @property
    def held(self) -> list[GrantLine]:
        return [each for each in self.grants if each.is_open]


def staff(session: Session, actor: Actor, *, today: date, account_id: int | None = None) -> list[StaffLine]:
    """Every member of staff by name, or one of them."""
    if not can_read(actor):
        return []
    seen = select(func.max(WebSession.last_seen_at)).where(WebSession.account_id == Account.id).scalar_subquery()
    rows = select(Account, Person, seen).join(Account.person).where(Account.is_staff.is_(True))
    if account_id is not None:
        rows = rows.where(Account.id == account_id)
    found = session.execute(rows.order_by(Person.name, Person.id)).all()
    grants = _grants(session, actor, [person.id for _, person, _ in found], today=today)
    return [
        StaffLine(
            account_id=account.id,
            person_id=person.id,
            name=person.name,
            email=account.email,
            disabled_at=account.disabled_at,
            has_second_factor=account.totp_sealed is not None,
            last_seen_at=last_seen,
            grants=[line for line in grants if line.person_id == person.id],
        )
        for account, person, last_seen in found
    ]


def _grants(session: Session, actor: Actor, people: Sequence[int], *, today: date) -> list[GrantLine]:
    giver, confirmer = aliased(Person), aliased(Person)
    rows = session.execute(
        select(RoleGrant, Fund.title, giver.name, confirmer.name)
        .outerjoin(Fund, Fund.id == RoleGrant.fund_id)
        .outerjoin(giver, giver.id == RoleGrant.granted_by)
        .outerjoin(confirmer, confirmer.id == RoleGrant.confirmed_by)
        .where(RoleGrant.person_id.in_(people))
        .order_by(RoleGrant.person_id, RoleGrant.starts_on.desc(), RoleGrant.id.desc())
    )
    return [_line(actor, *row, today=today) for row in rows]


def _line(
    actor: Actor,
    grant: RoleGrant,
    fund: dict[str, str] | None,
    giver: str | None,
    confirmer: str | None,
    *,
    today: date,
) -> GrantLine:
    state, colour, is_open = _state(grant, today)
    waiting = state == WAITING
    return GrantLine(
        id=grant.id,
        person_id=grant.person_id,
        role=ROLE_WORDS[grant.role],
        fund=fund["en"] if fund else "All funds",
        starts_on=grant.starts_on,
        ends_on=grant.ends_on,
        granted_by=giver or "When the system was set up",
        confirmed_by=confirmer or "",
        state=state,
        colour=colour,
        is_open=is_open,
        can_be_confirmed=waiting and bool(can_confirm(actor, grant)),
    )


WAITING = "Waiting for a second administrator"


def _state(grant: RoleGrant, today: date) -> tuple[str, str, bool]:
    if grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < today):
        return "Ended", "grey", False
    if grant.role in CONFIRMED_ROLES and grant.confirmed_at is None:
        return WAITING, "yellow", True
    return ("Not yet begun", "blue", True) if grant.starts_on > today else ("Held", "green", True)


def open_grant_of(who: StaffLine, grant_id: int) -> GrantLine | None:
    """One of the person's open roles."""
    return next((grant for grant in who.held if grant.id == grant_id), None)


@dataclass(frozen=True)
class ReviewLine:
    """One open role in the access review, with what a reviewer should ask about."""

    who: StaffLine
    grant: GrantLine
    remarks: Sequence[str]


def access_review(session: Session, actor: Actor, *, now: datetime, today: date) -> list[ReviewLine]:
    """Every open role, those with something to ask about first."""
    lines = [
        ReviewLine(who, grant, _remarks(who, grant, now=now))
        for who in staff(session, actor, today=today)
        for grant in who.held
    ]
    return sorted(lines, key=lambda line: (not line.remarks, line.who.name, line.grant.role))


def _remarks(who: StaffLine, grant: GrantLine, *, now: datetime) -> list[str]:
    unused = who.last_seen_at is None or who.last_seen_at < now - timedelta(days=UNUSED_DAYS)
    asked = (
        (who.disabled_at is not None, "The account is disabled"),
        (unused, f"Not signed in for {UNUSED_DAYS} days"),
        (not who.has_second_factor, "No second factor yet"),
        (grant.state == WAITING, "Not confirmed yet"),
        (grant.ends_on is None, "No end date"),
    )
    return [words for is_so, words in asked if is_so]


def funds(session: Session) -> list[tuple[int, str]]:
    """Every fund, for the list to choose from."""
    return [(id_, title["en"]) for id_, title in session.execute(select(Fund.id, Fund.title).order_by(Fund.key))]
