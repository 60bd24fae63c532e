"""Who may not touch the payments of an award, and who is free to release."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.actor import role_stands
from grants.models import Account, Application, Approval, Award, Interest, Membership, Person, RoleGrant, RuleValue

APPROVED = "approved one of these awards"
INTEREST = "declared an interest in one of these organisations"
PREPARING = "would be preparing this run"
THIRD_PERSON_LIMIT = "payment_third_person_limit"


@dataclass(frozen=True)
class Releaser:
    """A member of finance, and why not, where the answer is no."""

    person_id: int
    name: str
    reason: str

    @property
    def free(self) -> bool:
        return not self.reason


def barred(session: Session, award_ids: Collection[int]) -> dict[int, str]:
    """By person: why they may neither prepare nor release a payment of any of these awards."""
    found: dict[int, str] = {}
    interested = select(Interest.person_id).join(
        Application,
        (Application.round_id == Interest.round_id) & (Application.organisation_id == Interest.organisation_id),
    )
    for person_id in session.scalars(
        interested.join(Award, Award.application_id == Application.id).where(Award.id.in_(award_ids))
    ):
        found[person_id] = INTEREST
    steps = (
        select(Approval.approved_by)
        .join(Award, Award.application_id == Approval.application_id)
        .where(Award.id.in_(award_ids), Approval.outcome == "approve")
    )
    for person_id in (
        *session.scalars(select(Award.approved_by).where(Award.id.in_(award_ids))),
        *session.scalars(steps),
    ):
        found[person_id] = APPROVED
    return found


def releasers(session: Session, award_ids: Collection[int], *, preparing: int, today: date) -> list[Releaser]:
    """Everyone in finance today, those who are free first."""
    reasons = barred(session, award_ids) | {preparing: PREPARING}
    rows = session.execute(
        select(Person.id, Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == "finance",
            role_stands(today),
            Person.id.in_(select(Account.person_id).where(Account.is_staff, Account.disabled_at.is_(None))),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    found = [Releaser(person_id, name, reasons.get(person_id, "")) for person_id, name in rows]
    return sorted(found, key=lambda each: not each.free)


def addresses(session: Session, organisation_id: int) -> list[str]:
    """The e-mail addresses of those who lead or sign for an organisation."""
    return list(
        session.scalars(
            select(Account.email)
            .join(Membership, Membership.person_id == Account.person_id)
            .where(
                Membership.organisation_id == organisation_id,
                Membership.role.in_(("lead", "signatory")),
                Membership.joined_at.is_not(None),
                Membership.ended_at.is_(None),
                Account.disabled_at.is_(None),
                Account.confirmed_at.is_not(None),
            )
            .distinct()
            .order_by(Account.email)
        )
    )


def names(session: Session, person_ids: Collection[int | None]) -> dict[int, str]:
    """The name of each person."""
    wanted = {each for each in person_ids if each is not None}
    found: dict[int, str] = defaultdict(lambda: "someone who has left")
    found.update(
        (row[0], row[1]) for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    )
    return found


def third_person_limit(session: Session, day: date) -> int | None:
    """Above this total, in pence, a run needs a third person; None where the council has set no limit."""
    found: int | None = session.scalar(
        select(RuleValue.value)
        .where(
            RuleValue.name == THIRD_PERSON_LIMIT,
            RuleValue.starts_on <= day,
            (RuleValue.ends_on.is_(None)) | (RuleValue.ends_on >= day),
        )
        .order_by(RuleValue.starts_on.desc())
        .limit(1)
    )
    return found
