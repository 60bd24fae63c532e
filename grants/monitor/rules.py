"""The council's rules of returns: sums that agree, spending, colours, reminders and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grants.domain.calendar import add_months, long_date
from grants.domain.money import pounds

Problems = list[tuple[str, str]]
# Days before and after the due date on which the grantee is written to.
REMINDERS = (-14, -7, 0, 7, 14)
# Questions that the built-in parts of every return ask already, for each target and each line of the award.
ASKED_ALREADY = ("spending", "outcomes_so_far", "evidence_of_spending")
MOST_COUNTED = 10_000_000
NOTICE_MONTHS = 3  # what a grantee is told in writing before its award is ended early; source: the Compact


@dataclass(frozen=True)
class Target:
    """Something that is counted, with the number to reach over the whole award where there is one."""

    key: str
    title: str
    unit: str
    target: int | None
    by_district: bool


@dataclass(frozen=True)
class District:
    code: str
    name: str


@dataclass(frozen=True)
class SpendLine:
    """A line of the award, what was spent on it in earlier returns, and what was planned by the end of this one."""

    id: int
    label: str
    pence: int
    before: int
    planned: int

    @property
    def left(self) -> int:
        return self.pence - self.before


def target_field(key: str, district: str = "") -> str:
    """The name of the box for one figure."""
    return f"target-{key}-{district}" if district else f"target-{key}"


def target_problems(
    targets: Sequence[Target], districts: Sequence[District], values: Mapping[str, Mapping[str, int]]
) -> Problems:
    """Every target has a number, and numbers by district add up to it."""
    found: Problems = []
    for target in targets:
        given = values.get(target.key) or {}
        actual = given.get("all")
        if actual is None:
            found.append((target_field(target.key), f"Enter the number for {target.title.lower()}, or 0"))
            continue
        if target.by_district and districts:
            total = sum(given.get(each.code, 0) for each in districts)
            if total != actual:
                message = f"{target.title}: the districts must add up to {actual:,}, and they add up to {total:,}"
                found.append((target_field(target.key, districts[0].code), message))
    return found


def spend_field(line_id: int, part: str = "spent") -> str:
    return f"line-{line_id}-{part}"


def spend_problems(lines: Sequence[SpendLine], values: Mapping[str, Mapping[str, object]]) -> Problems:
    """Every line has a sum, no line is spent beyond the award, and a large difference from the plan has a reason."""
    found: Problems = []
    for line in lines:
        given = values.get(str(line.id)) or {}
        spent = given.get("pence")
        if not isinstance(spent, int):
            found.append((spend_field(line.id), f"Enter what you spent on {line.label}, or 0"))
        elif spent > line.left:
            message = f"{line.label}: enter {pounds(line.left)} or less, all that is left of this line"
            found.append((spend_field(line.id), message))
        elif varies(line.before + spent, line.planned) and not given.get("note"):
            message = f"{line.label}: say why spending is more than 10% away from the plan of {pounds(line.planned)}"
            found.append((spend_field(line.id, "note"), message))
    return found


def planned_by(whole: int, *, starts_on: date, ends_on: date, until: date) -> int:
    """The share of a whole that a steady pace would have used by a day; rounded down, all of it at the end."""
    days = (ends_on - starts_on).days + 1
    passed = max(0, min((until - starts_on).days + 1, days))
    return whole * passed // days


def varies(actual: int, planned: int, *, percent: int = 10) -> bool:
    """More than so many per cent above or below the plan."""
    return abs(actual - planned) * 100 > planned * percent


@dataclass(frozen=True)
class Standing:
    """What the colour of a return is worked out from: so far, against what was planned so far."""

    spent: int
    planned_spend: int
    counted: Sequence[tuple[int, int]]  # actual so far, planned so far
    days_late: int


def rag(standing: Standing) -> str:
    """The worst of money, delivery and lateness. Source: the monitoring guide, section 9.

    Green: spending within 10% and every target at 90% or more. Amber: within 25%, and 70% or more. Red: beyond
    that, or more than 14 days late.
    """
    colours = [_money(standing), *(_delivery(actual, planned) for actual, planned in standing.counted)]
    colours.append("red" if standing.days_late > 14 else "green")
    return max(colours, key=("green", "amber", "red").index)


def _money(standing: Standing) -> str:
    if not varies(standing.spent, standing.planned_spend):
        return "green"
    return "red" if varies(standing.spent, standing.planned_spend, percent=25) else "amber"


def _delivery(actual: int, planned: int) -> str:
    if actual * 100 >= planned * 90:
        return "green"
    return "amber" if actual * 100 >= planned * 70 else "red"


def newest_reminder(due_on: date, today: date) -> int | None:
    """The reminder that should have gone by today, and only the newest: after an outage the older ones stay unsent."""
    passed = [offset for offset in REMINDERS if (today - due_on).days >= offset]
    return passed[-1] if passed else None


@dataclass(frozen=True)
class LineMoney:
    """One line of an award as it stands at the end: its allocation, and what was awarded, paid and spent."""

    line_id: int
    allocation_id: int
    awarded: int
    paid: int
    spent: int


def unspent(lines: Sequence[LineMoney]) -> int:
    """What was paid and not spent, over the whole award; never below nothing."""
    return max(0, sum(line.paid for line in lines) - sum(line.spent for line in lines))


def shared_unspent(lines: Sequence[LineMoney]) -> dict[int, int]:
    """By allocation: what comes back. Lines that spent less than they were paid bear it, in order, exactly."""
    left = unspent(lines)
    found: dict[int, int] = {}
    for line in lines:
        share = min(left, max(0, line.paid - line.spent))
        if share:
            found[line.allocation_id] = found.get(line.allocation_id, 0) + share
            left -= share
    return found


def uncommitted(lines: Sequence[LineMoney]) -> dict[int, int]:
    """By allocation: what was awarded and will never be paid."""
    found: dict[int, int] = {}
    for line in lines:
        if line.awarded > line.paid:
            found[line.allocation_id] = found.get(line.allocation_id, 0) + line.awarded - line.paid
    return found


def usual_notice(today: date) -> date:
    """The first last day that leaves a grantee the council's usual notice."""
    return add_months(today, NOTICE_MONTHS)


def notice_problems(*, today: date, last_on: date, ends_on: date, reason: str, short_why: str) -> Problems:
    """A day still to come and before the planned end, a reason, and another one where the notice is short."""
    found: Problems = [] if reason.strip() else [("reason", "Enter why this award ends early")]
    if last_on < today:
        found.append(("last_on", "The last day must be today or later"))
    elif last_on >= ends_on:
        found.append(("last_on", f"The last day must be before {long_date(ends_on)}, when this award ends anyway"))
    elif last_on < usual_notice(today) and not short_why.strip():
        usual = long_date(usual_notice(today))
        found.append(("short_why", f"Enter why the notice is shorter than three months, or give a day from {usual} on"))
    return found
