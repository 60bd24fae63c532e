"""The council's rules for checks."""

from datetime import date

import pytest

from grants.check.rules import counts_on, due_checks, expiry, holding_back, published_rules, tier_of, waits_for

TIERS = [
    {"key": "light", "over": 0, "up_to": 1_000_000},
    {"key": "standard", "over": 1_000_000, "up_to": 5_000_000},
    {"key": "enhanced", "over": 5_000_000, "up_to": None},
]


def a_check(key, *, mandatory=True, tiers=(), before="assess"):
    return {"key": key, "title": key, "guidance": "", "mandatory": mandatory, "tiers": list(tiers), "before": before,
            "expires_months": 12}  # fmt: skip


@pytest.mark.parametrize(
    ("pence", "tier"),
    [(1, "light"), (1_000_000, "light"), (1_000_001, "standard"), (5_000_000, "standard"), (5_000_001, "enhanced")],
)
def test_a_sum_on_the_edge_falls_in_the_lower_tier(pence, tier):
    assert tier_of(TIERS, pence) == tier


def test_only_the_checks_of_the_tier_are_due():
    plan = {"tiers": TIERS, "checks": [a_check("all"), a_check("deep", tiers=["enhanced"])]}
    assert [c.key for c in due_checks(plan, 100)] == ["all"]
    assert [c.key for c in due_checks(plan, 9_000_000)] == ["all", "deep"]


@pytest.mark.parametrize(
    ("outcome", "held"), [(None, True), ("fail", True), ("pass", False), ("concern", False), ("not_applicable", False)]
)
def test_a_mandatory_check_holds_the_case_back_until_it_is_done_and_has_not_failed(outcome, held):
    due = due_checks({"tiers": [], "checks": [a_check("one")]}, 1)
    assert bool(holding_back(due, {"one": outcome} if outcome else {}, "assess")) is held


def test_an_optional_check_and_one_for_later_hold_nothing_back():
    plan = {"tiers": [], "checks": [a_check("optional", mandatory=False), a_check("later", before="approve")]}
    due = due_checks(plan, 1)
    assert holding_back(due, {}, "recommend") == ()
    assert [c.key for c in holding_back(due, {}, "approve")] == ["later"]


def test_a_round_without_scoring_waits_for_what_a_recommendation_needs():
    assert waits_for("assessing") == "assess"
    assert waits_for("recommending") == "recommend"
    assert waits_for("approving") == "approve"


def test_a_pass_counts_to_the_end_of_its_last_day():
    until = expiry("pass", 12, date(2026, 2, 28))
    assert until == date(2027, 2, 28)
    assert counts_on("pass", until, date(2027, 2, 28))
    assert not counts_on("pass", until, date(2027, 3, 1))
    assert expiry("concern", 12, date(2026, 2, 28)) is None
    assert not counts_on("pass", None, date(2026, 2, 28))


def test_the_rules_are_those_an_applicant_could_read():
    rules = published_rules(
        kinds=["charity"], least="£3,000", most=None, closing="5pm", questions=[("voluntary-1", "No.")],
        checks=[("accounts", "Accounts")],
    )  # fmt: skip
    assert [key for key, _ in rules] == ["kind", "amount", "late", "question:voluntary-1", "check:accounts", "complete"]
    assert dict(rules)["amount"] == "The amount asked for must be no less than £3,000."
