"""The council's rules for checks before assessment: which are due, for how long they count, what holds a case back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.domain.calendar import add_months
from grants.domain.text import word_count

EVIDENCE_WORDS = 300
# A concern is for the people who decide to weigh; only a fail, or nothing at all, holds the case back.
GOOD_ENOUGH = ("pass", "concern", "not_applicable")
WAITS_IN_ORDER = ("assess", "recommend", "approve", "payment")
STATE_NEEDS = {"assessing": "assess", "moderating": "assess", "panel": "assess", "recommending": "recommend"}


@dataclass(frozen=True)
class DueCheck:
    """A check that this application needs, as its round was published."""

    key: str
    title: Any
    guidance: Any
    mandatory: bool
    before: str
    expires_months: int | None


def tier_of(tiers: Iterable[Mapping[str, Any]], pence: int) -> str:
    """The key of the tier an amount falls in: over `over`, up to and including `up_to`; empty when there is none."""
    for tier in tiers:
        if pence > tier["over"] and (tier["up_to"] is None or pence <= tier["up_to"]):
            return str(tier["key"])
    return ""


def due_checks(plan: Mapping[str, Any], pence: int) -> tuple[DueCheck, ...]:
    """The checks of a plan that apply to an amount."""
    tier = tier_of(plan["tiers"], pence)
    return tuple(
        DueCheck(
            key=check["key"],
            title=check["title"],
            guidance=check["guidance"],
            mandatory=check["mandatory"],
            before=check["before"],
            expires_months=check["expires_months"],
        )
        for check in plan["checks"]
        if not check["tiers"] or tier in check["tiers"]
    )


def holding_back(checks: Iterable[DueCheck], outcomes: Mapping[str, str], before: str) -> tuple[DueCheck, ...]:
    """Mandatory checks without a good enough outcome that the step `before`, or an earlier one, waits for."""
    reached = WAITS_IN_ORDER[: WAITS_IN_ORDER.index(before) + 1]
    return tuple(
        each
        for each in checks
        if each.mandatory and each.before in reached and outcomes.get(each.key) not in GOOD_ENOUGH
    )


def waits_for(next_state: str) -> str:
    """The step whose checks must be done before a case moves to `next_state`."""
    return STATE_NEEDS.get(next_state, "approve")


def expiry(outcome: str, months: int | None, today: date) -> date | None:
    """Until when a pass counts; other outcomes are never used again."""
    return add_months(today, months) if outcome == "pass" and months else None


def counts_on(outcome: str, expires_on: date | None, today: date) -> bool:
    """Whether a check made for one application may serve another: a pass with an end date that has not come."""
    return outcome == "pass" and expires_on is not None and expires_on >= today


def evidence_problems(outcome: str, evidence: str) -> list[tuple[str, str]]:
    """What is wrong with the record of a check."""
    problems = []
    if outcome not in (*GOOD_ENOUGH, "fail"):
        problems.append(("outcome", "Select what the check showed"))
    if not evidence.strip():
        problems.append(("evidence", "Enter what you looked at and what it showed"))
    elif word_count(evidence) > EVIDENCE_WORDS:
        problems.append(("evidence", f"Evidence must be {EVIDENCE_WORDS} words or fewer"))
    return problems


def stop_problems(rule: str, reason: str, known: Sequence[str]) -> list[tuple[str, str]]:
    """What is wrong with a proposal to stop an application."""
    problems = []
    if rule not in known:
        problems.append(("rule", "Select the published rule that is not met"))
    if not reason.strip():
        problems.append(("reason", "Enter why the rule is not met, in words the applicant can understand"))
    elif word_count(reason) > EVIDENCE_WORDS:
        problems.append(("reason", f"The reason must be {EVIDENCE_WORDS} words or fewer"))
    return problems


def published_rules(
    *,
    kinds: Sequence[str],
    least: str | None,
    most: str | None,
    closing: str | None,
    questions: Iterable[tuple[str, str]],
    checks: Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    """The rules an applicant could read before applying, as (key, words)."""
    rules = []
    if kinds:
        rules.append(("kind", "Only these may apply: " + "; ".join(kinds) + "."))
    if least or most:
        between = " and ".join(
            part for part in (least and f"no less than {least}", most and f"no more than {most}") if part
        )
        rules.append(("amount", f"The amount asked for must be {between}."))
    if closing:
        rules.append(("late", f"Applications had to arrive by {closing}."))
    rules += [(f"question:{key}", words) for key, words in questions]
    rules += [(f"check:{key}", words) for key, words in checks]
    rules.append(("complete", "An application must answer every question that is asked."))
    return tuple(rules)
