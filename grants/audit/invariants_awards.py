"""Invariants 2, 3 and 9: awards within their bounds, instalments that add up, and gates met before money left."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, row_place
from grants.models import (
    Application,
    Approval,
    Award,
    AwardVersion,
    Condition,
    Decision,
    Instalment,
    Invitation,
    MonitoringReturn,
    Payment,
    Round,
)

SIGNED_STATES = ("accepted", "active", "suspended")


def bounds(session: Session) -> Iterator[Break]:
    """2: at issue no award is under the round's least, over its most, or over what was asked or invited.

    Over the most only where the round names an exception and two people approved.
    """
    approvers = (
        select(func.count())
        .select_from(Approval)
        .join(Decision, Decision.recommendation_id == Approval.recommendation_id)
        .where(Decision.application_id == Award.application_id, Decision.superseded_at.is_(None))
        .where(Approval.outcome == "approve")
        .correlate(Award)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Award.id,
            AwardVersion.amount,
            Round.min_award,
            Round.max_award,
            Round.plan,
            func.coalesce(Application.requested, 0).label("requested"),
            func.coalesce(Invitation.amount, 0).label("invited"),
            approvers.label("approvers"),
        )
        .join(AwardVersion, (AwardVersion.award_id == Award.id) & (AwardVersion.number == 1))
        .join(Application, Application.id == Award.application_id)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(Invitation, Invitation.id == Application.invitation_id)
        .order_by(Award.id)
    )
    for row in rows:
        for words in _out_of_bounds(row):
            yield Break(row_place("award", row.id), words)


def _out_of_bounds(row: Any) -> Iterator[str]:
    if row.amount > max(row.requested, row.invited):
        yield f"{row.amount}p is more than was asked or invited"
    if row.min_award is not None and row.amount < row.min_award:
        yield f"{row.amount}p is under the round’s least, {row.min_award}p"
    excepted = bool(row.plan.get("above_maximum")) and row.approvers >= 2
    if row.max_award is not None and row.amount > row.max_award and not excepted:
        yield f"{row.amount}p is over the round’s most, {row.max_award}p, without a named exception and two approvers"


def schedule(session: Session) -> Iterator[Break]:
    """3: the instalments of every live award add up to it."""
    planned = (
        select(Instalment.award_id, func.sum(Instalment.pence).label("pence"))
        .where(Instalment.ended_at.is_(None))
        .group_by(Instalment.award_id)
        .subquery()
    )
    rows = session.execute(
        select(Award.id, Award.amount, planned.c.pence)
        .outerjoin(planned, planned.c.award_id == Award.id)
        .where(or_(Award.status.in_(SIGNED_STATES), planned.c.pence.is_not(None) & (Award.status == "offered")))
        .where(func.coalesce(planned.c.pence, 0) != Award.amount)
        .order_by(Award.id)
    )
    for row in rows:
        yield Break(row_place("award", row.id), f"its instalments add up to {row.pence or 0}p, not {row.amount}p")


def gates(session: Session) -> Iterator[Break]:
    """9: whatever an instalment waits for had happened before its payment was released."""
    rows = session.execute(
        select(Payment.id, Payment.award_id, Payment.released_at, Instalment.gates, Award.accepted_at)
        .join(Instalment, Instalment.id == Payment.instalment_id)
        .join(Award, Award.id == Payment.award_id)
        .where(Payment.released_at.is_not(None))
        .order_by(Payment.id)
    )
    for row in rows.all():
        if "signed" in row.gates and (row.accepted_at is None or row.accepted_at > row.released_at):
            yield Break(row_place("payment", row.id), "it was released before the award was accepted")
        for gate in row.gates:
            if not _was_met(session, row, gate):
                yield Break(row_place("payment", row.id), f"it was released before its gate {gate} was met")


def _was_met(session: Session, row: Any, gate: str) -> bool:
    kind, _, number = gate.partition(":")
    if kind == "return":
        met = exists().where(
            MonitoringReturn.award_id == row.award_id,
            MonitoringReturn.number == int(number),
            MonitoringReturn.accepted_at <= row.released_at,
        )
    elif kind == "condition":
        met = exists().where(
            Condition.award_id == row.award_id,
            Condition.position == int(number),
            Condition.met_at <= row.released_at,
        )
    else:
        return True
    return bool(session.scalar(select(met)))
