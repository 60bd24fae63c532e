"""Reads the numbers of an award: what is counted, what was spent on each line, and what earlier returns said."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.award.letter_facts import rows_of
from grants.award.steps import sealed_answers
from grants.models import (
    Application,
    Area,
    Award,
    AwardLine,
    IndicatorValue,
    InstalmentLine,
    MonitoringReturn,
    Payment,
    ReturnSpend,
    Submission,
)
from grants.monitor.rules import District, LineMoney, SpendLine, Target, planned_by
from grants.questions.text import text_from

SENT = ("submitted", "queried", "accepted")


@dataclass(frozen=True)
class Figures:
    """What a return asks beside its form, and what the returns before it said."""

    targets: tuple[Target, ...]
    districts: tuple[District, ...]
    lines: tuple[SpendLine, ...]
    counted_before: Mapping[str, int]
    last_counted: Mapping[str, int]
    last_spent: Mapping[int, int]


def figures_of(session: Session, owed: MonitoringReturn, *, language: str = "en") -> Figures:
    """The targets, districts and lines of a return, with the sums of the returns before it."""
    award = owed.award
    earlier = _latest_submissions(session, owed)
    counted, last_counted = _counted(session, earlier)
    spent, last_spent = _spent(session, earlier)
    return Figures(
        targets=targets_of(session, award, language),
        districts=_districts(session, award, owed),
        lines=tuple(_line(line, award, owed, spent) for line in _lines(session, award)),
        counted_before=counted,
        last_counted=last_counted,
        last_spent=last_spent,
    )


def targets_of(session: Session, award: Award, language: str = "en") -> tuple[Target, ...]:
    """What the round counts, then what the applicant promised and the letter says.

    An estimate is worked out from a count, and so is not asked.
    """
    application = session.get_one(Application, award.application_id)
    planned = [each for each in application.round.plan.get("indicators") or () if each["kind"] != "estimate"]
    promised = rows_of(application, sealed_answers(session, application), "outcomes")
    return (
        *(_target(each, language) for each in planned),
        *(_promise(number, each) for number, each in enumerate(promised, start=1)),
    )


def _promise(number: int, row: Mapping[str, Any]) -> Target:
    """What the applicant said will change, with their own number to reach."""
    return Target(
        key=f"promise-{number}", title=row["outcome"], unit=row["unit"], target=row["target"], by_district=False
    )


def _target(plan: Mapping[str, Any], language: str) -> Target:
    title = text_from(plan["title"])
    return Target(
        key=plan["key"],
        title=title.in_language(language) if title else plan["key"],
        unit=plan["unit"],
        target=plan["target"],
        by_district=bool(plan["by_district"]),
    )


def _districts(session: Session, award: Award, owed: MonitoringReturn) -> tuple[District, ...]:
    rows = session.execute(
        select(Area.code, Area.name)
        .where(Area.authority_id == award.authority_id, Area.kind == "district", Area.starts_on <= owed.covers_until)
        .where((Area.ends_on.is_(None)) | (Area.ends_on >= owed.covers_from))
        .distinct()
        .order_by(Area.name)
    )
    return tuple(District(code, name) for code, name in rows)


def current_lines(session: Session, award_id: int) -> list[AwardLine]:
    """The lines of the newest version of an award."""
    newest = select(func.max(AwardLine.award_version)).where(AwardLine.award_id == award_id).scalar_subquery()
    return list(
        session.scalars(
            select(AwardLine)
            .where(AwardLine.award_id == award_id, AwardLine.award_version == newest)
            .order_by(AwardLine.position)
        )
    )


def _lines(session: Session, award: Award) -> list[AwardLine]:
    return current_lines(session, award.id)


def _line(line: AwardLine, award: Award, owed: MonitoringReturn, spent: Mapping[int, int]) -> SpendLine:
    until = award.ends_on if owed.is_final else owed.covers_until
    return SpendLine(
        id=line.id,
        label=line.purpose
        if line.purpose == line.category
        else f"{line.category.replace('_', ' ').capitalize()}: {line.purpose}",
        pence=line.pence,
        before=spent.get(line.id, 0),
        planned=planned_by(line.pence, starts_on=award.starts_on, ends_on=award.ends_on, until=until),
    )


def _latest_submissions(session: Session, owed: MonitoringReturn) -> list[tuple[int, int]]:
    """(number, submission id) of each earlier return that was sent, as it was last sent."""
    rows = session.execute(
        select(MonitoringReturn.number, func.max(Submission.id))
        .join(Submission, Submission.response_id == MonitoringReturn.response_id)
        .where(
            MonitoringReturn.award_id == owed.award_id,
            MonitoringReturn.number < owed.number,
            MonitoringReturn.status.in_(SENT),
        )
        .group_by(MonitoringReturn.number)
        .order_by(MonitoringReturn.number)
    )
    return [(number, submission) for number, submission in rows]


def _counted(session: Session, earlier: list[tuple[int, int]]) -> tuple[dict[str, int], dict[str, int]]:
    totals: dict[str, int] = defaultdict(int)
    last: dict[str, int] = {}
    ids = [submission for _, submission in earlier]
    rows = session.execute(
        select(IndicatorValue.submission_id, IndicatorValue.indicator, IndicatorValue.actual).where(
            IndicatorValue.submission_id.in_(ids), IndicatorValue.area_code.is_(None)
        )
    )
    for submission, indicator, actual in rows:
        totals[indicator] += actual
        if submission == ids[-1]:
            last[indicator] = actual
    return dict(totals), last


def _spent(session: Session, earlier: list[tuple[int, int]]) -> tuple[dict[int, int], dict[int, int]]:
    totals: dict[int, int] = defaultdict(int)
    last: dict[int, int] = {}
    ids = [submission for _, submission in earlier]
    rows = session.execute(
        select(ReturnSpend.submission_id, ReturnSpend.award_line_id, ReturnSpend.pence).where(
            ReturnSpend.submission_id.in_(ids)
        )
    )
    for submission, line_id, pence in rows:
        totals[line_id] += pence
        if submission == ids[-1]:
            last[line_id] = pence
    return dict(totals), last


def award_money(session: Session, award_id: int) -> list[LineMoney]:
    """Each line of an award: awarded, paid in payments that stand, and spent by its accepted returns."""
    paid = _sums(
        session,
        select(InstalmentLine.award_line_id, InstalmentLine.pence)
        .join(Payment, Payment.instalment_id == InstalmentLine.instalment_id)
        .where(Payment.award_id == award_id, Payment.status.in_(("released", "paid"))),
    )
    latest = (
        select(func.max(Submission.id))
        .join(MonitoringReturn, MonitoringReturn.response_id == Submission.response_id)
        .where(MonitoringReturn.award_id == award_id, MonitoringReturn.status == "accepted")
        .group_by(MonitoringReturn.id)
    )
    spent = _sums(
        session, select(ReturnSpend.award_line_id, ReturnSpend.pence).where(ReturnSpend.submission_id.in_(latest))
    )
    return [
        LineMoney(
            line_id=line.id,
            allocation_id=line.allocation_id,
            awarded=line.pence,
            paid=paid.get(line.id, 0),
            spent=spent.get(line.id, 0),
        )
        for line in current_lines(session, award_id)
    ]


def _sums(session: Session, statement: Any) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for key, pence in session.execute(statement):
        found[key] += pence
    return dict(found)
