"""The rules of who may hold which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ROLE_WORDS = {
    "officer": "Grants officer",
    "assessor": "Assessor",
    "manager": "Grants manager",
    "head_of_service": "Head of service",
    "director": "Director",
    "cabinet_member": "Cabinet member",
    "finance": "Finance",
    "auditor": "Auditor",
    "admin": "Administrator",
}
# Segregation of duties (CIPFA): who gives roles does no casework that moves money, and who audits does no casework.
ALONE = ("admin", "auditor")
UNUSED_DAYS = 90


@dataclass(frozen=True)
class Held:
    """A role somebody holds or will hold, for one fund or (none) for all."""

    role: str
    fund_id: int | None
    starts_on: date
    ends_on: date | None


def grant_problems(new: Held, *, held: Sequence[Held], today: date) -> list[tuple[str, str]]:
    """What speaks against giving this role, by field."""
    problems: list[tuple[str, str]] = []
    if new.starts_on < today:
        problems.append(("starts_on", "Start date must be today or in the future"))
    if new.ends_on is not None and new.ends_on < new.starts_on:
        problems.append(("ends_on", "End date must be on or after the start date"))
    if new.role == "admin" and new.fund_id is not None:
        problems.append(("fund_id", "An administrator is one for all funds"))
    others = {each.role for each in held if each.role != new.role}
    if others and (new.role in ALONE or others & set(ALONE)):
        problems.append(("role", "Administrators and auditors hold no other role. End the other role first"))
    if any(_overlap(new, each) for each in held):
        problems.append(("role", "This person already has this role in that time"))
    return problems


def _overlap(new: Held, old: Held) -> bool:
    same = old.role == new.role and (old.fund_id is None or old.fund_id == new.fund_id)
    starts_in_time = old.ends_on is None or new.starts_on <= old.ends_on
    return same and starts_in_time and (new.ends_on is None or old.starts_on <= new.ends_on)
