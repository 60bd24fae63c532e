"""The ledger: every movement of money between the buckets of an allocation, applied last and in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.orm import Session

from grants.chain import PendingEvent
from grants.domain.errors import RulesBroken, WrongState
from grants.models import Allocation, Movement, Period
from grants.models.base import table_of

SHORT_OF_MONEY = "There is not enough money left for this. Look at the fund’s budget, then try a smaller sum."


@dataclass(frozen=True)
class PendingMovement:
    """Money to move when the work is written: `pence` from one bucket to another, because of `event`."""

    allocation_id: int
    from_bucket: str
    to_bucket: str
    pence: int
    operation_key: str
    what_for: str
    event: PendingEvent
    award_id: int | None = None


def apply_movements(session: Session, pending: Sequence[PendingMovement], *, at: datetime) -> None:
    """Write the movements and change the buckets, in order of allocation so that no two writers deadlock.

    The UPDATE itself asks whether the bucket holds enough: two people spending the last pound can't both succeed.
    """
    if not pending:
        return
    moves = sorted(pending, key=lambda each: each.allocation_id)
    session.execute(
        insert(table_of(Movement)),
        [
            {
                "allocation_id": move.allocation_id,
                "from_bucket": move.from_bucket,
                "to_bucket": move.to_bucket,
                "pence": move.pence,
                "operation_key": move.operation_key,
                "what_for": move.what_for,
                "award_id": move.award_id,
                "event_id": move.event.event_id,
                "at": at,
            }
            for move in moves
        ],
    )
    for move in moves:
        _change_buckets(session, move)


def _change_buckets(session: Session, move: PendingMovement) -> None:
    source, target = Allocation.__table__.c[move.from_bucket], Allocation.__table__.c[move.to_bucket]
    changed = session.execute(
        update(Allocation)
        .where(Allocation.id == move.allocation_id, source >= move.pence, ~_in_a_closed_year())
        .values({move.from_bucket: source - move.pence, move.to_bucket: target + move.pence})
        .returning(Allocation.id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        _refuse_closed_year(session, move.allocation_id)
        raise RulesBroken([("amount", SHORT_OF_MONEY)])


def _in_a_closed_year() -> ColumnElement[bool]:
    return exists().where(Period.financial_year == Allocation.financial_year, Period.status == "closed")


def _refuse_closed_year(session: Session, allocation_id: int) -> None:
    year = select(Allocation.financial_year).where(Allocation.id == allocation_id, _in_a_closed_year())
    closed = session.scalar(year)
    if closed:
        raise WrongState(f"Finance has closed {closed}. Record this in the open year, with a reason.")
