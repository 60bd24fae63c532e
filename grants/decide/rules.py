"""Ranking, the budget line, who must approve and which money bears it: rules on plain sums and tuples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from grants.domain.money import pounds

Points = Mapping[str, Fraction]


@dataclass(frozen=True)
class Step:
    """A row of the delegation: these roles, each a different person, approve up to this sum; none means any."""

    up_to: int | None
    roles: tuple[str, ...]
    consult: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Limits:
    """What one award may be. The most that was asked for or invited; either end may be open."""

    asked: int
    least: int | None
    most: int | None
    viable: int | None = None
    exception: int | None = None

    @property
    def needs_exception(self) -> bool:
        return self.most is not None and self.exception is not None and self.exception > self.most


def rank_key(rank_score: int, points: Points, tie_break: Sequence[str], id_: int) -> tuple[Fraction | int, ...]:
    """Sorts the best first: the score, then the tie-break criteria in their order, then who came first."""
    return (-rank_score, *(-points.get(key, Fraction(0)) for key in tie_break), id_)


def cut_line(amounts: Sequence[int], budget: int) -> int:
    """How many of the ranked sums, from the top and without leaving one out, the budget bears."""
    total = 0
    for place, amount in enumerate(amounts):
        total += amount
        if total > budget:
            return place
    return len(amounts)


def split_over_allocations(amount: int, available: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Which allocation bears how much: each in its order as far as it goes, the last takes the remainder.

    `available` is (allocation id, pence). An empty result means that together they hold too little.
    """
    parts = []
    for allocation_id, pence in available:
        part = min(amount, pence)
        if part > 0:
            parts.append((allocation_id, part))
            amount -= part
    return tuple(parts) if amount == 0 else ()


def governing_step(steps: Sequence[Step], amount: int, given_before: int) -> Step | None:
    """The first row whose limit bears this sum with all the body already has, so that splitting gains nothing."""
    total = amount + given_before
    return next((step for step in steps if step.up_to is None or total <= step.up_to), None)


def approval_steps(step: Step | None, *, exception_role: str = "") -> tuple[str, ...]:
    """The roles that approve, in order. A sum above the round's maximum needs its named approver, and two people."""
    roles = step.roles if step else ()
    if exception_role and exception_role not in roles:
        roles = (*roles, exception_role)
    if exception_role and len(roles) < 2:
        roles = (*roles, exception_role)
    return roles


def amount_problems(amount: int, limits: Limits) -> list[tuple[str, str]]:
    """Why this sum can't be recommended. Nothing is always possible: it is a no."""
    if amount == 0:
        return []
    if amount < 0:
        return [("amount", "The amount must be £0 or more")]
    if amount > limits.asked:
        return [("amount", f"The amount must be {pounds(limits.asked)} or less, the sum that was asked for")]
    return _too_little(amount, limits) or _too_much(amount, limits)


def _too_little(amount: int, limits: Limits) -> list[tuple[str, str]]:
    if limits.least is not None and amount < limits.least:
        return [("amount", f"The amount must be {pounds(limits.least)} or more, the smallest award of this round")]
    if limits.viable is not None and amount < limits.viable:
        return [("amount", f"They told us they need {pounds(limits.viable)} or more to do the work at all")]
    return []


def _too_much(amount: int, limits: Limits) -> list[tuple[str, str]]:
    most = limits.most if limits.exception is None else max(limits.exception, limits.most or 0)
    if most is None or amount <= most:
        return []
    return [("amount", f"The amount must be {pounds(most)} or less, the largest award of this round")]


def feedback_problems(criteria: Sequence[tuple[str, str]], feedback: Mapping[str, str]) -> list[tuple[str, str]]:
    """A no tells the applicant something about every criterion (key, title)."""
    return [
        (f"feedback-{key}", f"Enter feedback on {title.lower()}")
        for key, title in criteria
        if not feedback.get(key, "").strip()
    ]


def part_of(remainder: int, limits: Limits) -> int:
    """What the first below the line could be offered out of what is left; 0 where that would be too little to use."""
    part = min(remainder, limits.asked)
    return part if part > 0 and not amount_problems(part, limits) else 0


def panel_problems(
    *, met_on: date, today: date, present: int, quorum: int, chair: str, minute: str
) -> list[tuple[str, str]]:
    """What keeps a panel's minute from standing: too few members, no chair, no words, a meeting yet to come."""
    problems = [] if met_on <= today else [("met_on", "The date of the meeting must be today or in the past")]
    if present < quorum:
        problems.append(("present", f"The quorum is {quorum}: with fewer members the panel can’t decide this item"))
    problems += [] if chair.strip() else [("chair", "Enter who chaired this item")]
    problems += [] if minute.strip() else [("minute", "Enter what the panel said and why")]
    return problems
