"""How an award is laid out in lines, instalments and returns: pure sums and dates, exact to the penny."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from grants.domain.calendar import add_months, next_working_day
from grants.domain.errors import RulesBroken

ONE_DAY = timedelta(days=1)
WHOLE = 100


@dataclass(frozen=True)
class Part:
    """An instalment as it will be made."""

    number: int
    title: Any
    due_on: date
    pence: int
    gates: tuple[str, ...]
    in_arrears: bool
    retention: bool


@dataclass(frozen=True)
class Owed:
    """A return as it will be owed."""

    number: int
    title: Any
    form: str
    covers_from: date
    covers_until: date
    due_on: date
    is_final: bool


def tier_of(amount: int, tiers: Sequence[Mapping[str, Any]]) -> str:
    """The key of the tier a sum falls in: over one limit, up to and including the next."""
    for tier in tiers:
        if tier["over"] < amount and (tier["up_to"] is None or amount <= tier["up_to"]):
            return str(tier["key"])
    return ""


def of_tier(plans: Sequence[Mapping[str, Any]], tier: str) -> list[Mapping[str, Any]]:
    """The planned instalments or returns that hold for a tier; one that names none holds for all."""
    return sorted((p for p in plans if not p["tiers"] or tier in p["tiers"]), key=lambda p: int(p["number"]))


def instalments(amount: int, plans: Sequence[Mapping[str, Any]], *, starts_on: date) -> tuple[Part, ...]:
    """The parts of an award in order. They add up exactly: the last takes the remainder."""
    sums = instalment_sums(amount, plans)
    return tuple(
        Part(
            number=place,
            title=plan["title"],
            due_on=_due_on(plan, starts_on),
            pence=pence,
            gates=tuple(plan["gates"]),
            in_arrears=bool(plan["in_arrears"]),
            retention=bool(plan["retention"]),
        )
        for place, (plan, pence) in enumerate(zip(plans, sums, strict=True), start=1)
    )


def instalment_sums(amount: int, plans: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """Fixed sums as planned, shares rounded down, the rest with the last; RulesBroken where that can't be."""
    percents = [plan["percent"] for plan in plans if plan["percent"] is not None]
    sums = [amount * p["percent"] // WHOLE if p["percent"] is not None else int(p["amount"]) for p in plans]
    if len(percents) == len(plans) and sum(percents) != WHOLE:
        raise RulesBroken([("form", "The round’s instalments do not add up to 100%. Nothing can be released.")])
    if sums:
        sums[-1] = amount - sum(sums[:-1])
    if not sums or min(sums) <= 0:
        raise RulesBroken([("form", "The round’s instalments do not fit this sum. Nothing can be released.")])
    return tuple(sums)


def _due_on(plan: Mapping[str, Any], starts_on: date) -> date:
    if plan["due_on"] is not None:
        return next_working_day(date.fromisoformat(plan["due_on"]))
    return next_working_day(starts_on + timedelta(days=plan["days_after_start"]))


def returns_owed(plans: Sequence[Mapping[str, Any]], *, starts_on: date, ends_on: date) -> tuple[Owed, ...]:
    """The reports a grantee owes. None covers a day after the award's end; the final one reaches it."""
    owed = []
    for plan in plans:
        until = ends_on if plan["final"] else min(add_months(starts_on, plan["to_month"]) - ONE_DAY, ends_on)
        covers_from = min(add_months(starts_on, plan["from_month"]), until)
        due_on = next_working_day(until + timedelta(days=plan["due_days_after"]))
        owed.append(Owed(plan["number"], plan["title"], plan["form"], covers_from, until, due_on, bool(plan["final"])))
    return tuple(owed)


def shared_out(rows: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """How the sums of `rows` bear those of `columns`, in order: (row, column, pence), all positive, both exact.

    Both must have the same total. The first row bears the first column as far as it goes, and so on.
    """
    if sum(rows) != sum(columns):
        raise ValueError("what is shared out must be the same sum on both sides")
    cells = []
    left, wanted = list(rows), list(columns)
    row = column = 0
    while row < len(left) and column < len(wanted):
        pence = min(left[row], wanted[column])
        if pence:
            cells.append((row, column, pence))
        left[row] -= pence
        wanted[column] -= pence
        row, column = row + (not left[row]), column + (not wanted[column])
    return tuple(cells)


def budget_shares(amount: int, asked: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The award over the budget's kinds of cost, in proportion to what was asked; the last takes the remainder."""
    together: dict[str, int] = {}
    for category, pence in asked:
        if pence > 0:
            together[category] = together.get(category, 0) + pence
    total = sum(together.values())
    if not total:
        return (("grant", amount),)
    shares = [(category, amount * pence // total) for category, pence in together.items()]
    shares[-1] = (shares[-1][0], amount - sum(pence for _, pence in shares[:-1]))
    return tuple((category, pence) for category, pence in shares if pence)


# Gates that a person must see to be met: each becomes a condition of the award, with evidence.
GATE_WORDS = {
    "plan_accepted": "We have accepted your plan.",
    "subsidy_given": "You have confirmed in writing that the grant keeps you within the limit for small subsidies.",
    "match_secured": "You have shown us that the money from elsewhere is secured.",
    "evidence": "You have shown us invoices and the work done, for payment {number}.",
}


def conditions_of(typed: Sequence[str], parts: Sequence[Part]) -> tuple[str, ...]:
    """Everything that must be done before money leaves: what the manager asked, then what the instalments wait for."""
    waited = [GATE_WORDS[gate].format(number=p.number) for p in parts for gate in p.gates if gate in GATE_WORDS]
    return (*typed, *dict.fromkeys(waited))


def gates_of(part: Part, *, typed: int, conditions: Sequence[str]) -> list[str]:
    """What a part waits for, conditions by their number; those the manager typed stand before the first part."""
    gates = [gate for gate in part.gates if gate != "conditions" and gate not in GATE_WORDS]
    if part.number == 1 or "conditions" in part.gates:
        gates += [f"condition:{number}" for number in range(1, typed + 1)]
    own = [GATE_WORDS[gate].format(number=part.number) for gate in part.gates if gate in GATE_WORDS]
    return gates + [f"condition:{conditions.index(words) + 1}" for words in own]
