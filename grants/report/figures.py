"""The money of every fund, read from the ledger: what was there, where it stands, what came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.models import Allocation, Application, Fund, Lot, Movement, Source

# Held back to remaining add up to the budget. Recovered is beside them: it is money that was paid and came back.
PARTS = ("held_back", "reserved", "committed", "spent_direct", "paid", "returned", "remaining")


@dataclass(frozen=True)
class Sums:
    """Pence in each bucket; `remaining` is what is still available."""

    budget: int = 0
    held_back: int = 0
    reserved: int = 0
    committed: int = 0
    spent_direct: int = 0
    paid: int = 0
    returned: int = 0
    remaining: int = 0
    recovered: int = 0

    def __add__(self, other: Self) -> "Sums":
        return Sums(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @classmethod
    def of(cls, lines: Iterable["Line"]) -> "Sums":
        return sum((line.sums for line in lines), start=Sums())

    @property
    def awarded(self) -> int:
        """What has been promised: committed and paid."""
        return self.committed + self.paid


@dataclass(frozen=True)
class Line:
    """One allocation: a source, a financial year and perhaps a lot of one fund."""

    fund_id: int
    source: str
    source_title: str
    source_kind: str
    lot: str
    lot_title: Any
    financial_year: str
    cost_code: str
    assumed: bool
    sums: Sums


@dataclass(frozen=True)
class Match:
    """What others put beside the grant. It never moves in our ledger."""

    source: str
    title: str
    state: str
    pence: int


@dataclass(frozen=True)
class FundFigures:
    """One fund with its lines, and its applications counted by state."""

    id: int
    key: str
    title: Any
    department: str
    lines: tuple[Line, ...]
    match: tuple[Match, ...]
    applications: dict[str, int]

    @property
    def total(self) -> Sums:
        return Sums.of(self.lines)

    @property
    def assumed(self) -> bool:
        """Whether any of its sums was assumed, since the documents give none."""
        return any(line.assumed for line in self.lines)

    def by_source(self) -> list[tuple[Line, Sums, bool]]:
        """Each source once: a line of it, its sums over all years and lots, and whether any of them is assumed."""
        return [(some[0], Sums.of(some), any(each.assumed for each in some)) for some in _grouped(self.lines, "source")]

    def by_year(self) -> list[tuple[Line, Sums, bool]]:
        """Each financial year once."""
        years = _grouped(sorted(self.lines, key=lambda line: line.financial_year), "financial_year")
        return [(some[0], Sums.of(some), any(each.assumed for each in some)) for some in years]

    def by_lot(self) -> list[tuple[Line, Sums, bool]]:
        """Each lot once, if the fund has money by lot."""
        if not any(line.lot for line in self.lines):
            return []
        return [(some[0], Sums.of(some), any(each.assumed for each in some)) for some in _grouped(self.lines, "lot")]


def _grouped(lines: Iterable[Line], name: str) -> list[list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(getattr(line, name), []).append(line)
    return list(groups.values())


def fund_figures(session: Session, fund_ids: Sequence[int] | None = None) -> list[FundFigures]:
    """Every fund (or these) with its figures, seen at one moment, in the order of their keys."""
    wanted = select(Fund).order_by(Fund.key)
    funds = session.scalars(wanted if fund_ids is None else wanted.where(Fund.id.in_(fund_ids))).all()
    ids = [fund.id for fund in funds]
    lines, match, counts = _lines(session, ids), _match(session, funds), _counts(session, ids)
    return [
        FundFigures(
            id=fund.id,
            key=fund.key,
            title=fund.title,
            department=fund.department,
            lines=tuple(line for line in lines if line.fund_id == fund.id),
            match=tuple(each for key, each in match if key == fund.key),
            applications=counts.get(fund.id, {}),
        )
        for fund in funds
    ]


def _lines(session: Session, fund_ids: Sequence[int]) -> list[Line]:
    recovered = _recovered(session)
    rows = session.execute(
        select(Allocation, Source.key, Source.title, Source.kind, Lot.key, Lot.title)
        .join(Source, Source.id == Allocation.source_id)
        .outerjoin(Lot, Lot.id == Allocation.lot_id)
        .where(Allocation.fund_id.in_(fund_ids))
        .order_by(Source.key, Allocation.financial_year, Lot.position, Allocation.id)
    )
    return [
        Line(
            fund_id=found.fund_id,
            source=source,
            source_title=title,
            source_kind=kind,
            lot=lot or "",
            lot_title=lot_title,
            financial_year=found.financial_year,
            cost_code=found.cost_code,
            assumed=found.assumed,
            sums=_sums(found, recovered.get(found.id, 0)),
        )
        for found, source, title, kind, lot, lot_title in rows
    ]


def _sums(found: Allocation, recovered: int) -> Sums:
    return Sums(
        budget=found.amount,
        held_back=found.held_back,
        reserved=found.reserved,
        committed=found.committed,
        spent_direct=found.spent_direct,
        paid=found.paid,
        returned=found.returned,
        remaining=found.available,
        recovered=recovered,
    )


def _recovered(session: Session) -> dict[int, int]:
    """What moved from paid to available or returned. A bounced payment goes back to committed and is not recovered."""
    rows = session.execute(
        select(Movement.allocation_id, func.sum(Movement.pence))
        .where(Movement.from_bucket == "paid", Movement.to_bucket.in_(("available", "returned")))
        .group_by(Movement.allocation_id)
    )
    return {allocation_id: int(pence) for allocation_id, pence in rows}


def _match(session: Session, funds: Sequence[Fund]) -> list[tuple[str, Match]]:
    keys = {fund.key for fund in funds}
    rows = session.scalars(select(Source).where(Source.kind == "match").order_by(Source.key))
    return [
        (fund_key, Match(row.key, row.title, row.match_state or "", row.match_amount or 0))
        for row in rows
        if (fund_key := row.key.partition(":")[0]) in keys
    ]


def _counts(session: Session, fund_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Application.fund_id, Application.status, func.count())
        .where(Application.fund_id.in_(fund_ids))
        .group_by(Application.fund_id, Application.status)
        .order_by(Application.fund_id, Application.status)
    )
    counts: dict[int, dict[str, int]] = {}
    for fund_id, status, count in rows:
        counts.setdefault(fund_id, {})[status] = count
    return counts
