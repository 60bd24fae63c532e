"""What must hold inside one round before anyone may apply to it."""

from collections.abc import Iterable

from grants.questions.record import Faults
from grants.setup.scheme import Scheme
from grants.setup.scheme_allocation import is_year
from grants.setup.scheme_award import Instalment
from grants.setup.scheme_round import Round
from grants.setup.scheme_words import STAGES


def check_round(this: Round, scheme: Scheme, path: str, faults: Faults) -> None:
    _stages(this, path, faults)
    _dates(this, path, faults)
    _route(this, scheme, path, faults)
    _amounts(this, scheme, path, faults)
    _criteria(this, path, faults)
    _application(this, path, faults)
    _delegation(this, path, faults)
    _tier_names(this, scheme, path, faults)
    _returns(this, path, faults)
    for tier in [each.key for each in scheme.tiers] or [""]:
        _instalments(this, tier, path, faults)


def _stages(this: Round, path: str, faults: Faults) -> None:
    unknown = [stage for stage in this.stages if stage not in STAGES]
    for stage in unknown:
        faults.add(f"{path}.stages", f"“{stage}” is not one of {', '.join(STAGES)}")
    places = [STAGES.index(stage) for stage in this.stages if stage not in unknown]
    if places != sorted(set(places)):
        faults.add(f"{path}.stages", f"must be in this order, each once: {', '.join(STAGES)}")
    for stage in ("check", "recommend", "approve", "release", "accept"):
        if stage not in this.stages:
            faults.add(f"{path}.stages", f"“{stage}” is missing: no money is given without it")
    if "moderate" in this.stages and "assess" not in this.stages:
        faults.add(f"{path}.stages", "there is nothing to moderate without assess")
    if ("panel" in this.stages) != (this.panel is not None):
        faults.add(f"{path}.panel", "the stage and its members go together")


def _dates(this: Round, path: str, faults: Faults) -> None:
    if not is_year(this.financial_year):
        faults.add(f"{path}.financial_year", "must be a financial year, such as 2026/27")
    if this.opens_at and this.closes_at and this.closes_at <= this.opens_at:
        faults.add(f"{path}.closes", "must be after opens")
    if this.award_starts_on and this.award_ends_on and this.award_ends_on <= this.award_starts_on:
        faults.add(f"{path}.award_ends_on", "must be after award_starts_on")
    if this.closes_at and this.decision_expected_on and this.decision_expected_on < this.closes_at.date():
        faults.add(f"{path}.decision_expected_on", "is before closes")
    before = this.opens_at
    for place, window in enumerate(this.windows, start=1):
        if window.number != place:
            faults.add(f"{path}.window[{place}].number", f"must be {place}: windows are numbered in order")
        if window.closes_at and before and window.closes_at <= before:
            faults.add(f"{path}.window[{place}].closes", "must be after the one before")
        before = window.closes_at or before


def _route(this: Round, scheme: Scheme, path: str, faults: Faults) -> None:
    if (this.route == "rolling") != bool(this.windows):
        faults.add(f"{path}.window", "a rolling round, and only a rolling round, has windows")
    if this.route == "competitive" and this.closes_at is None:
        faults.add(f"{path}.closes", "is missing: a competition closes")
    if this.route == "competitive" and "assess" not in this.stages:
        faults.add(f"{path}.stages", "“assess” is missing: a competition is judged")
    if this.route in ("invitation", "direct") and not this.invitations:
        faults.add(f"{path}.invitation", "is missing: say who is invited and why")
    if this.route in ("invitation", "direct") and not (this.direct_reason and this.direct_approver):
        faults.add(f"{path}.direct_reason", "not competing needs direct_reason and direct_approver")
    invited = sum(each.amount or 0 for each in this.invitations)
    if invited > scheme.offered():
        faults.add(f"{path}.invitation", "the sums come to more than is offered")


def _amounts(this: Round, scheme: Scheme, path: str, faults: Faults) -> None:
    if this.minimum is not None and this.maximum is not None and this.minimum > this.maximum:
        faults.add(f"{path}.minimum", "is more than the maximum")
    for place, exception in enumerate(this.above_maximum, start=1):
        if this.maximum is None or exception.amount <= this.maximum:
            faults.add(f"{path}.above_maximum[{place}].amount", "is not above the maximum")
    for place, budget in enumerate(this.lot_budgets, start=1):
        if scheme.lot(budget.lot) is None:
            faults.add(f"{path}.lot_budget[{place}].lot", f"there is no lot “{budget.lot}”")
    if sum(budget.amount for budget in this.lot_budgets) > scheme.offered():
        faults.add(f"{path}.lot_budget", "the lots come to more than is offered")


def _criteria(this: Round, path: str, faults: Faults) -> None:
    if "assess" not in this.stages:
        return
    total = sum(criterion.weight for criterion in this.criteria)
    if total != 100:
        faults.add(f"{path}.criteria", f"the weights must add up to 100: they add up to {total}")
    keys = [criterion.key for criterion in this.criteria]
    for place, key in enumerate(keys, start=1):
        if keys.index(key) != place - 1:
            faults.add(f"{path}.criteria[{place}].key", "is used twice")
    for name in this.scoring.tie_break:
        if name not in keys:
            faults.add(f"{path}.scoring.tie_break", f"there is no criterion “{name}”")


def _application(this: Round, path: str, faults: Faults) -> None:
    if this.application is None:
        return
    bound = {question.binds for question in this.application.questions}
    for name in ("title", "amount_requested"):
        if name not in bound:
            faults.add(f"{path}.application", f"no question is bound to {name}")
    known = {criterion.key for criterion in this.criteria}
    named = {question.criterion for question in this.application.questions if question.criterion}
    for name in sorted(named - known if known else ()):
        faults.add(f"{path}.application", f"a question is for criterion “{name}”, which is not there")
    for name in sorted(known - named if "assess" in this.stages else ()):
        faults.add(f"{path}.criteria", f"no question asks about “{name}”")


def _delegation(this: Round, path: str, faults: Faults) -> None:
    if not this.delegation:
        faults.add(f"{path}.delegation", "is missing: say who approves up to which sum")
        return
    limits = [step.up_to for step in this.delegation]
    if limits[-1] is not None:
        faults.add(f"{path}.delegation[{len(limits)}].up_to", "the last step has no limit")
    ordered = [limit for limit in limits[:-1] if limit is not None]
    if len(ordered) != len(limits) - 1 or ordered != sorted(set(ordered)):
        faults.add(f"{path}.delegation", "each step must go higher than the one before")


def _tier_names(this: Round, scheme: Scheme, path: str, faults: Faults) -> None:
    known = {tier.key for tier in scheme.tiers}
    named: dict[str, Iterable[tuple[str, ...]]] = {
        "check": (each.tiers for each in this.checks),
        "instalment": (each.tiers for each in this.instalments),
        "return": (each.tiers for each in this.returns),
    }
    for name, lists in named.items():
        for place, tiers in enumerate(lists, start=1):
            for tier in set(tiers) - known:
                faults.add(f"{path}.{name}[{place}].tiers", f"there is no tier “{tier}”")


def _returns(this: Round, path: str, faults: Faults) -> None:
    forms = {form.key for form in this.return_forms}
    for place, owed in enumerate(this.returns, start=1):
        if owed.form not in forms:
            faults.add(f"{path}.return[{place}].form", f"there is no return_form “{owed.form}”")


def _instalments(this: Round, tier: str, path: str, faults: Faults) -> None:
    """For one tier, or for all where the scheme has none: parts make the whole and wait for returns that exist."""
    parts = [each for each in this.instalments if not each.tiers or tier in each.tiers]
    due = {each.number for each in this.returns if not each.tiers or tier in each.tiers}
    named = f" for tier {tier}" if tier else ""
    percents = [each.percent for each in parts if each.percent is not None]
    if not parts:
        faults.add(f"{path}.instalment", f"is missing{named}: say when the money is paid")
    elif sum(percents) != 100 and (percents or not _is_whole(parts, this)):
        faults.add(f"{path}.instalment", f"the parts must add up to the whole{named}")
    if [each.number for each in parts] != list(range(1, len(parts) + 1)):
        faults.add(f"{path}.instalment", f"must be numbered 1, 2, 3 …{named}")
    for part in parts:
        for number in set(part.waits_for_returns) - due:
            place = this.instalments.index(part) + 1
            faults.add(f"{path}.instalment[{place}].gates", f"there is no return {number}{named}")


def _is_whole(parts: list[Instalment], this: Round) -> bool:
    """Parts in pounds are only for a round where every award is the same sum."""
    return this.minimum == this.maximum == sum(part.amount or 0 for part in parts)
