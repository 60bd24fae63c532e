"""Writing a scheme's sources and allocations. Money that has moved is never changed by a file."""

from typing import Any

from sqlalchemy import select

from grants.chain import PendingEvent
from grants.domain.errors import RulesBroken
from grants.models import Allocation, Fund, Lot, Movement, Source
from grants.setup.plain import spelled_out
from grants.setup.scheme import Scheme
from grants.setup.scheme_allocation import Allocation as PlannedAllocation
from grants.setup.scheme_source import Source as PlannedSource
from grants.work import Work

SOURCE_TERMS = ("reference", "ring_fences", "taper", "ending", "host", "risk_share", "shares", "claims", "derived_from")


def write_money(work: Work, fund: Fund, scheme: Scheme, *, lots: dict[str, Lot], event: PendingEvent) -> None:
    """Sources first, then what each gives the fund in each year."""
    sources = {planned.key: _source(work, fund, planned) for planned in scheme.sources}
    for planned in scheme.allocations:
        lot = lots.get(planned.lot)
        _allocation(work, fund, planned, source=sources[planned.source], lot_id=lot.id if lot else None, event=event)


def _source(work: Work, fund: Fund, planned: PlannedSource) -> Source:
    key = f"{fund.key}:{planned.key}"
    found = work.session.scalars(
        select(Source).where(Source.authority_id == fund.authority_id, Source.key == key)
    ).one_or_none()
    source = found or Source(authority_id=fund.authority_id, key=key)
    source.title, source.kind, source.funder = planned.title, planned.kind, planned.funder
    source.agreement = planned.agreement or None
    source.spend_from, source.spend_until = planned.spend_from, planned.spend_until
    source.recovered_may_be_reused = planned.recovered_may_be_reused
    source.match_state, source.match_amount = planned.match_state or None, planned.match_amount
    source.terms = {name: spelled_out(getattr(planned, name)) for name in SOURCE_TERMS}
    return work.add(source)


def _allocation(
    work: Work, fund: Fund, planned: PlannedAllocation, *, source: Source, lot_id: int | None, event: PendingEvent
) -> None:
    same = (
        Allocation.fund_id == fund.id,
        Allocation.source_id == source.id,
        Allocation.financial_year == planned.year,
        Allocation.lot_id == lot_id if lot_id else Allocation.lot_id.is_(None),
    )
    found = work.session.scalars(select(Allocation).where(*same).with_for_update()).one_or_none()
    if found is not None and found.amount == planned.amount:
        return
    if found is not None:
        raise RulesBroken([("allocation", _has_moved(work, found, planned))])
    facts: dict[str, Any] = {"note": planned.note.en if planned.note else None, "assumed": planned.assumed}
    made = work.add(
        Allocation(
            source_id=source.id,
            fund_id=fund.id,
            lot_id=lot_id,
            financial_year=planned.year,
            cost_code=planned.cost_code,
            amount=planned.amount,
            available=planned.amount,
            **facts,
        )
    )
    if planned.held_back:
        work.transfer(
            made.id,
            "available",
            "held_back",
            planned.held_back,
            operation_key=f"hold_back:{made.id}",
            what_for="Held back when the budget was set",
            event=event,
        )


def _has_moved(work: Work, found: Allocation, planned: PlannedAllocation) -> str:
    moved = work.session.scalar(select(Movement.id).where(Movement.allocation_id == found.id).limit(1))
    why = "money has already moved in it" if moved else "the record already holds it"
    return f"{planned.source} {planned.year}: the sum can’t be changed by a file, since {why}."
