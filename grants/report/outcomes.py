"""What came of the money: outcomes against their targets, places reached, and where the awards are."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.models import Application, Area, Award, IndicatorValue, Lot, MonitoringReturn, Round
from grants.questions.text import text_from


@dataclass(frozen=True)
class Outcome:
    """One thing that is counted. `kind` is target, capacity (room, not to be filled) or measure (no target)."""

    key: str
    title: str
    unit: str
    kind: str
    target: int | None
    assumed: bool
    actual: int
    awaiting: int
    districts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LotTarget:
    """How far one lot is towards its own target."""

    title: str
    unit: str
    target: int
    reached: int
    assumed: bool


@dataclass(frozen=True)
class District:
    """What one district was awarded."""

    name: str
    awards: int
    pence: int


@dataclass(frozen=True)
class Outcomes:
    """Everything a fund's page says beside its money."""

    outcomes: tuple[Outcome, ...]
    lots: tuple[LotTarget, ...]
    districts: tuple[District, ...]


def outcomes_of(session: Session, fund_id: int) -> Outcomes:
    """From accepted returns; what was sent and not yet accepted stands apart."""
    lots = session.scalars(select(Lot).where(Lot.fund_id == fund_id).order_by(Lot.position)).all()
    names = _area_names(session)
    counts = _counts(session, fund_id)
    outcomes = tuple(_outcome(plan, counts, lots, names) for plan in _plans(session, fund_id))
    return Outcomes(
        outcomes, tuple(_lot(lot, outcomes, names) for lot in lots if lot.target), _districts(session, fund_id, names)
    )


@dataclass
class _Counts:
    accepted: Counter[str] = field(default_factory=Counter)
    awaiting: Counter[str] = field(default_factory=Counter)
    by_area: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def _counts(session: Session, fund_id: int) -> _Counts:
    """The numbers of each return as it was last sent."""
    last = select(func.max(IndicatorValue.submission_id)).group_by(IndicatorValue.return_id)
    rows = session.execute(
        select(IndicatorValue.indicator, IndicatorValue.area_code, IndicatorValue.actual, MonitoringReturn.status)
        .join(MonitoringReturn, MonitoringReturn.id == IndicatorValue.return_id)
        .join(Award, Award.id == MonitoringReturn.award_id)
        .where(Award.fund_id == fund_id, IndicatorValue.submission_id.in_(last))
    )
    counts = _Counts()
    for indicator, area, actual, status in rows:
        if area is None:
            (counts.accepted if status == "accepted" else counts.awaiting)[indicator] += actual
        elif status == "accepted":
            counts.by_area[indicator][area] += actual
    return counts


def _plans(session: Session, fund_id: int) -> list[dict[str, Any]]:
    """What the fund's rounds count, each once, as the newest round has it."""
    plans = session.scalars(select(Round.plan).where(Round.fund_id == fund_id).order_by(Round.id)).all()
    newest = {each["key"]: each for plan in plans for each in plan.get("indicators") or ()}
    return [each for each in newest.values() if each["kind"] != "estimate"]


def _outcome(plan: Mapping[str, Any], counts: _Counts, lots: Sequence[Lot], names: Mapping[str, str]) -> Outcome:
    before = {lot.area_code or "": lot.reached_before for lot in lots if lot.target_unit == plan["unit"]}
    starting = sum(before.values()) if plan["kind"] == "target" else 0
    areas = Counter(counts.by_area[plan["key"]])
    if starting:
        areas.update({area: reached for area, reached in before.items() if reached})
    return Outcome(
        key=plan["key"],
        title=_english(plan["title"]),
        unit=plan["unit"],
        kind=plan["kind"],
        target=plan["target"],
        assumed=bool(plan.get("assumed")),
        actual=counts.accepted[plan["key"]] + starting,
        awaiting=counts.awaiting[plan["key"]],
        districts={names.get(area, area): reached for area, reached in sorted(areas.items()) if reached},
    )


def _lot(lot: Lot, outcomes: Sequence[Outcome], names: Mapping[str, str]) -> LotTarget:
    """Reached before the system began, and since by the fund's own count of the same unit in the same place."""
    place = names.get(lot.area_code or "", "")
    counted = next((each for each in outcomes if each.unit == lot.target_unit and each.kind == "target"), None)
    reached = counted.districts.get(place, 0) if counted and place else lot.reached_before
    return LotTarget(_english(lot.title), lot.target_unit or "", lot.target or 0, reached, lot.assumed)


def _districts(session: Session, fund_id: int, names: Mapping[str, str]) -> tuple[District, ...]:
    """Awards by the one district an application named. Several, or none, is a line of its own."""
    rows = session.execute(
        select(Application.area_code, func.count(), func.sum(Award.amount))
        .join(Application, Application.id == Award.application_id)
        .where(Award.fund_id == fund_id, Award.status != "lapsed")
        .group_by(Application.area_code)
    )
    named: list[District] = []
    rest: list[District] = []
    for area, awards, pence in rows:
        name = names.get(area or "", "")
        (named if name else rest).append(District(name, awards, int(pence)))
    together = [District("", sum(each.awards for each in rest), sum(each.pence for each in rest))] if rest else []
    return (*sorted(named, key=lambda each: each.name), *together)


def _area_names(session: Session) -> dict[str, str]:
    rows = session.execute(select(Area.code, Area.name).where(Area.kind == "district").order_by(Area.starts_on))
    return {row.code: row.name for row in rows}


def _english(value: object) -> str:
    found = text_from(value)
    return found.en if found else ""
