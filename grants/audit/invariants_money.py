"""Invariants 1 and 4: what was promised is borne by the budget, and nothing is paid twice."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, row_place
from grants.models import (
    Allocation,
    Award,
    AwardLine,
    AwardVersion,
    Decision,
    Instalment,
    Movement,
    Payment,
    Recommendation,
)

LIVE = ("offered", "accepted", "active", "suspended")
LEFT_US = ("released", "paid")


def budget(session: Session) -> Iterator[Break]:
    """1: for each allocation, what awards are promised of it = committed + paid + recovered."""
    promised = _promised(session)
    recovered = {row[0]: int(row[1]) for row in session.execute(_moved(("paid",), ("available", "returned")))}
    for row in session.execute(select(Allocation.id, Allocation.committed, Allocation.paid).order_by(Allocation.id)):
        borne = row.committed + row.paid + recovered.get(row.id, 0)
        if borne != promised[row.id]:
            words = f"awards are promised {promised[row.id]}p of it, but committed, paid and recovered are {borne}p"
            yield Break(row_place("allocation", row.id), words)


def _promised(session: Session) -> Counter[int]:
    """Lines of live awards, decisions not yet released, and what awards that have ended were paid."""
    promised: Counter[int] = Counter()
    for allocation_id, pence in session.execute(_live_lines()):
        promised[allocation_id] += int(pence)
    for (split,) in session.execute(_unreleased()):
        for part in split if isinstance(split, list) else ():
            promised[part["allocation_id"]] += part["pence"]
    for allocation_id, pence in session.execute(_paid_to_ended()):
        promised[allocation_id] += int(pence)
    return promised


def _live_lines() -> Select[int, Any]:
    newest = (
        select(func.max(AwardLine.award_version)).where(AwardLine.award_id == Award.id).correlate(Award)
    ).scalar_subquery()
    return (
        select(AwardLine.allocation_id, func.sum(AwardLine.pence))
        .join(Award, Award.id == AwardLine.award_id)
        .where(Award.status.in_(LIVE), AwardLine.award_version == newest)
        .group_by(AwardLine.allocation_id)
    )


def _unreleased() -> Select[Any]:
    awarded = exists().where(Award.application_id == Decision.application_id)
    return (
        select(Recommendation.split)
        .join(Decision, Decision.recommendation_id == Recommendation.id)
        .where(Decision.outcome == "award", Decision.superseded_at.is_(None), ~awarded)
    )


def _paid_to_ended() -> Select[int, Any]:
    paid = and_(Movement.from_bucket == "committed", Movement.to_bucket == "paid")
    bounced = and_(Movement.from_bucket == "paid", Movement.to_bucket == "committed")
    return (
        select(Movement.allocation_id, func.sum(case((paid, Movement.pence), (bounced, -Movement.pence), else_=0)))
        .join(Award, Award.id == Movement.award_id)
        .where(Award.status.not_in(LIVE))
        .group_by(Movement.allocation_id)
    )


def _moved(sources: tuple[str, ...], targets: tuple[str, ...]) -> Select[int, Any]:
    return (
        select(Movement.allocation_id, func.sum(Movement.pence))
        .where(Movement.from_bucket.in_(sources), Movement.to_bucket.in_(targets))
        .group_by(Movement.allocation_id)
    )


def paid_once(session: Session) -> Iterator[Break]:
    """4: one live payment an instalment at most, of its sum; together no more than was awarded; the ledger agrees."""
    live = Payment.status.not_in(("bounced", "cancelled"))
    twice = select(Payment.instalment_id).where(live).group_by(Payment.instalment_id).having(func.count() > 1)
    for (instalment_id,) in session.execute(twice.order_by(Payment.instalment_id)):
        yield Break(row_place("instalment", instalment_id), "it has more than one live payment")
    other = select(Payment.id).join(Instalment, Instalment.id == Payment.instalment_id)
    for (payment_id,) in session.execute(other.where(Payment.pence != Instalment.pence).order_by(Payment.id)):
        yield Break(row_place("payment", payment_id), "its sum is not that of its instalment")
    yield from _overpaid(session)


def _overpaid(session: Session) -> Iterator[Break]:
    most = (
        select(func.max(AwardVersion.amount)).where(AwardVersion.award_id == Award.id).correlate(Award)
    ).scalar_subquery()
    paid = (
        select(Payment.award_id, func.sum(Payment.pence).label("pence"))
        .where(Payment.status.in_(LEFT_US))
        .group_by(Payment.award_id)
        .subquery()
    )
    moved = (
        select(
            Movement.award_id,
            func.sum(
                case((Movement.to_bucket == "paid", Movement.pence), else_=0)
                - case(
                    (and_(Movement.from_bucket == "paid", Movement.to_bucket == "committed"), Movement.pence), else_=0
                )
            ).label("pence"),
        )
        .where(Movement.award_id.is_not(None))
        .group_by(Movement.award_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Award.id,
            func.coalesce(most, Award.amount).label("most"),
            func.coalesce(paid.c.pence, 0).label("paid"),
            func.coalesce(moved.c.pence, 0).label("moved"),
        )
        .outerjoin(paid, paid.c.award_id == Award.id)
        .outerjoin(moved, moved.c.award_id == Award.id)
        .order_by(Award.id)
    )
    for row in rows:
        if row.paid > row.most:
            yield Break(row_place("award", row.id), f"it was paid {row.paid}p, more than the {row.most}p awarded")
        if row.paid != row.moved:
            yield Break(row_place("award", row.id), f"payments are {row.paid}p, but the ledger moved {row.moved}p")
