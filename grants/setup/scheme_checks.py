"""What must hold between the parts of a scheme: sums, weights, names that point at one another, dates in order."""

from collections import Counter
from collections.abc import Iterable, Iterator

from grants.domain.calendar import year_end, year_start
from grants.questions.record import Faults
from grants.setup.round_checks import check_round
from grants.setup.scheme import Scheme
from grants.setup.scheme_allocation import Allocation, is_year


def check_scheme(scheme: Scheme, faults: Faults) -> None:
    if not scheme.who_can_apply:
        faults.add("who_can_apply", "is missing: name at least one legal form")
    if not scheme.prefix.isalpha() or not 2 <= len(scheme.prefix) <= 3 or not scheme.prefix.isupper():
        faults.add("prefix", "must be 2 or 3 capital letters, the beginning of every reference")
    if not scheme.rounds:
        faults.add("round", "is missing: a scheme has at least one round")
    _keys_once(scheme, faults)
    _money(scheme, faults)
    _beside_grants(scheme, faults)
    _tiers(scheme, faults)
    _indicators(scheme, faults)
    for number, each in enumerate(scheme.rounds, start=1):
        check_round(each, scheme, f"round[{number}]", faults)


def _keys_once(scheme: Scheme, faults: Faults) -> None:
    named: dict[str, Iterable[str]] = {
        "source": (each.key for each in scheme.sources),
        "lot": (each.key for each in scheme.lots),
        "tier": (each.key for each in scheme.tiers),
        "indicator": (each.key for each in scheme.indicators),
        "direct": (each.key for each in scheme.direct),
        "round": (each.key for each in scheme.rounds),
    }
    for name, keys in named.items():
        for place in repeats(keys):
            faults.add(f"{name}[{place}].key", "is used twice")


def repeats(keys: Iterable[object]) -> Iterator[int]:
    """Places, from 1, of what was there before."""
    seen: Counter[object] = Counter()
    for place, key in enumerate(keys, start=1):
        seen[key] += 1
        if seen[key] > 1:
            yield place


def _money(scheme: Scheme, faults: Faults) -> None:
    if not scheme.allocations:
        faults.add("allocation", "is missing: say how much money there is, assumed if no document says")
    for place in repeats((each.source, each.year, each.lot) for each in scheme.allocations):
        faults.add(f"allocation[{place}]", "the same source, year and lot are there twice")
    for place, allocation in enumerate(scheme.allocations, start=1):
        _allocation(allocation, scheme, f"allocation[{place}]", faults)


def _beside_grants(scheme: Scheme, faults: Faults) -> None:
    for place, plan in enumerate(scheme.direct, start=1):
        if scheme.source(plan.source) is None:
            faults.add(f"direct[{place}].source", f"there is no source “{plan.source}”")
        if plan.lot and scheme.lot(plan.lot) is None:
            faults.add(f"direct[{place}].lot", f"there is no lot “{plan.lot}”")
    for place, goods in enumerate(scheme.goods, start=1):
        if scheme.source(goods.paid_from) is None:
            faults.add(f"goods[{place}].paid_from", f"there is no source “{goods.paid_from}”")


def _allocation(allocation: Allocation, scheme: Scheme, path: str, faults: Faults) -> None:
    source = scheme.source(allocation.source)
    if allocation.amount <= 0:
        faults.add(f"{path}.amount", "must be more than £0")
    if allocation.lot and scheme.lot(allocation.lot) is None:
        faults.add(f"{path}.lot", f"there is no lot “{allocation.lot}”")
    if source is None:
        faults.add(f"{path}.source", f"there is no source “{allocation.source}”")
        return
    if source.kind == "match":
        faults.add(f"{path}.source", "match stands beside the grant and is never in our ledger")
    if not is_year(allocation.year):
        return
    early = source.spend_until is not None and source.spend_until < year_start(allocation.year)
    late = source.spend_from is not None and source.spend_from > year_end(allocation.year)
    if early or late:
        faults.add(f"{path}.year", f"“{source.key}” can’t be spent in {allocation.year}")


def _tiers(scheme: Scheme, faults: Faults) -> None:
    reached = 0
    for place, tier in enumerate(scheme.tiers, start=1):
        if tier.over != reached:
            faults.add(f"tier[{place}].over", "must begin where the tier before ends")
        if tier.up_to is None and place != len(scheme.tiers):
            faults.add(f"tier[{place}].up_to", "is missing: only the last tier has no end")
        reached = tier.up_to or 0


def _indicators(scheme: Scheme, faults: Faults) -> None:
    counted = {each.key for each in scheme.indicators if each.kind != "estimate"}
    for place, indicator in enumerate(scheme.indicators, start=1):
        if indicator.kind == "estimate" and indicator.counts not in counted:
            faults.add(f"indicator[{place}].counts", f"there is no indicator “{indicator.counts}” to multiply")
