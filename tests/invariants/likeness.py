"""What must be the same in two counties where the same was tried: states, money, ranking, jobs, and the record.

Row ids need not be: PostgreSQL leaves out those of rows that were undone.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.actor import Actor
from grants.decide.ranking_queries import ranking
from grants.models import (
    Allocation,
    Application,
    Award,
    BankAccount,
    ChainHead,
    Event,
    Instalment,
    Job,
    Message,
    MonitoringReturn,
    Movement,
    Payment,
    PaymentRun,
)

COLUMNS: dict[Any, tuple[str, ...]] = {
    Application: ("reference", "status", "shown_status", "version", "requested", "score", "rank_score", "status_at"),
    Award: ("reference", "status", "version", "amount", "accept_by"),
    Instalment: ("number", "pence", "due_on", "ended_at"),
    MonitoringReturn: ("number", "status", "due_on"),
    BankAccount: ("organisation_id", "number", "status", "hold_until"),
    PaymentRun: ("reference", "status", "version", "total", "pay_on"),
    Payment: ("reference", "status", "pence", "released_by"),
    Allocation: ("available", "held_back", "reserved", "committed", "spent_direct", "paid", "returned"),
    Movement: ("allocation_id", "from_bucket", "to_bucket", "pence", "what_for", "at"),
    Job: ("kind", "state", "attempts", "run_at"),
    Message: ("template", "to_email", "status", "attempts"),
}
# What an event says, but for the ids of rows.
FACTS = ("from", "to", "amount", "requested", "total", "payments", "outcome", "check", "state")


def likeness(session: Session, manager: Actor, round_id: int) -> dict[str, Any]:
    """Everything two counties must agree on, by name."""
    found = {model.__tablename__: _rows(session, model, names) for model, names in COLUMNS.items()}
    found["ranking"] = [
        (row.place, row.reference, row.score, row.sum, row.running_total, row.above_line, row.below_pass_mark)
        for group in ranking(session, manager, round_id, {}, {}).groups
        for row in group.rows
    ]
    found["record"] = _record(session)
    return found


def _rows(session: Session, model: Any, names: tuple[str, ...]) -> list[Any]:
    return [tuple(row) for row in session.execute(select(*(getattr(model, n) for n in names)).order_by(model.id))]


def _record(session: Session) -> list[Any]:
    """Every event in order: of which chain, its place there, what, when, who, and its facts."""
    rows = session.execute(
        select(ChainHead.kind, Event.sequence, Event.kind, Event.at, Event.person_id, Event.body)
        .join(Event, Event.chain_id == ChainHead.id)
        .order_by(Event.id)
    )
    return [(*row[:-1], [row[-1].get(name) for name in FACTS]) for row in rows]
