"""Finds cases by what an auditor holds in the hand: a reference, a name, a date, a sum."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.domain.calendar import london_moment
from grants.domain.references import parse_reference
from grants.domain.text import sort_key
from grants.models import (
    Application,
    Award,
    Fund,
    Letter,
    MonitoringReturn,
    Organisation,
    Payment,
    PaymentRun,
    Recommendation,
)
from grants.scope import in_scope

PAGE = 50
LAST_DAY = date(2999, 12, 30)


@dataclass(frozen=True)
class Wanted:
    """What was asked; every part may be left out."""

    reference: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    pence: int | None = None

    @property
    def anything(self) -> bool:
        return bool(self.reference or self.organisation or self.since or self.until or self.pence is not None)


@dataclass(frozen=True)
class FoundCase:
    """One case as the list shows it."""

    application_id: int
    reference: str
    organisation: str
    fund: Any
    requested: int | None
    awarded: int | None
    status: str
    award_status: str | None
    submitted_at: datetime


def find_cases(session: Session, actor: Actor, wanted: Wanted, *, before: int | None = None) -> list[FoundCase]:
    """The newest cases in this person's scope that fit all of what was asked; one more than a page."""
    rows = session.execute(
        select(
            Application.id,
            Application.reference,
            Organisation.name,
            Fund.title,
            Application.requested,
            Award.amount,
            Application.status,
            Award.status,
            Application.submitted_at,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(Fund, Fund.id == Application.fund_id)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(in_scope(actor, Application), *_conditions(wanted))
        .where(Application.id < before if before else Application.id > 0)
        .order_by(Application.id.desc())
        .limit(PAGE + 1)
    )
    return [FoundCase(*row) for row in rows]


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.reference:
        found.append(_named(wanted.reference))
    if wanted.organisation:
        words = sort_key(wanted.organisation)
        found.append(Organisation.sort_name.contains(words, autoescape=True))
    if wanted.since or wanted.until:
        found.append(_dated(wanted.since, wanted.until))
    if wanted.pence is not None:
        found.append(_of_sum(wanted.pence))
    return found


def _named(typed: str) -> ColumnElement[bool]:
    """The reference of the case, or of a letter, payment, return or run that belongs to it."""
    name = spelled(typed)
    run = select(Payment.award_id).join(PaymentRun, PaymentRun.id == Payment.run_id).where(PaymentRun.reference == name)
    return or_(
        Application.reference == name,
        Award.reference == name,
        Application.id.in_(select(Letter.application_id).where(Letter.reference == name)),
        Award.id.in_(select(Payment.award_id).where(Payment.reference == name)),
        Award.id.in_(select(MonitoringReturn.award_id).where(MonitoringReturn.reference == name)),
        Award.id.in_(run),
    )


def spelled(typed: str) -> str:
    """The reference as we write it, however it was typed."""
    try:
        return str(parse_reference(typed))
    except ValueError:
        return typed.strip().upper()


def _dated(since: date | None, until: date | None) -> ColumnElement[bool]:
    """Received, offered or paid on a day between these, as London counts days."""
    first = london_moment(since or date(2000, 1, 1), time(0))
    last = london_moment(min(until or LAST_DAY, LAST_DAY) + timedelta(days=1), time(0))

    def within(column: Any) -> ColumnElement[bool]:
        inside: ColumnElement[bool] = (column >= first) & (column < last)
        return inside

    paid = select(Payment.award_id).where(within(Payment.released_at))
    return or_(within(Application.submitted_at), within(Award.offered_at), Award.id.in_(paid))


def _of_sum(pence: int) -> ColumnElement[bool]:
    """Asked for, recommended, awarded or paid in exactly this sum."""
    recommended = select(Recommendation.application_id).where(Recommendation.amount == pence)
    return or_(
        Application.requested == pence,
        Award.amount == pence,
        Application.id.in_(recommended),
        Award.id.in_(select(Payment.award_id).where(Payment.pence == pence)),
    )
