"""Who has declared that a return is true, and whether a second person is still needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.award.rules import of_tier, tier_of
from grants.models import (
    Application,
    Award,
    AwardVersion,
    MonitoringReturn,
    Person,
    ReturnDeclaration,
    Round,
    Submission,
)

NEEDS_SECOND = "A second person who leads or signs for the organisation must confirm this return before it is accepted."


@dataclass(frozen=True)
class Declarer:
    name: str
    at: datetime


@dataclass(frozen=True)
class Declared:
    """The declarations over what was last sent: the sender's, then another's where the return needs two."""

    needs_two: bool
    by: tuple[Declarer, ...]
    waits: bool  # it was sent, and the second person has not declared it yet


def declared_of(session: Session, owed: MonitoringReturn) -> Declared:
    """Who declared the return as it was last sent; nobody while the grantee still writes it."""
    needed = needs_two(session, owed)
    sent = _last_sent(session, owed) if owed.status in ("submitted", "accepted") else None
    if not needed or sent is None:
        return Declared(needed, (), waits=False)
    second = session.execute(
        select(Person.name, ReturnDeclaration.declared_at)
        .join(Person, Person.id == ReturnDeclaration.declared_by)
        .where(ReturnDeclaration.submission_id == sent.id, ReturnDeclaration.position == 2)
    ).one_or_none()
    by = (Declarer(sent.name, sent.submitted_at), *([Declarer(*second)] if second else []))
    return Declared(needed, by, waits=owed.status == "submitted" and second is None)


def _last_sent(session: Session, owed: MonitoringReturn) -> Any:
    return session.execute(
        select(Submission.id, Person.name, Submission.submitted_at)
        .join(Person, Person.id == Submission.submitted_by)
        .where(Submission.response_id == owed.response_id)
        .order_by(Submission.number.desc())
        .limit(1)
    ).first()


def needs_two(session: Session, owed: MonitoringReturn) -> bool:
    """Whether the round's plan wants this return declared by two people, at the sum that was first awarded."""
    plan, amount = session.execute(
        select(Round.plan, AwardVersion.amount)
        .select_from(Award)
        .join(Application, Application.id == Award.application_id)
        .join(Round, Round.id == Application.round_id)
        .join(AwardVersion, (AwardVersion.award_id == Award.id) & (AwardVersion.number == 1))
        .where(Award.id == owed.award_id)
    ).one()
    planned = of_tier(plan.get("returns") or (), tier_of(amount, plan.get("tiers") or ()))
    return any(each.get("declared_by_two") for each in planned if each["number"] == owed.number)
