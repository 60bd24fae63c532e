"""Checks the ledger: buckets are the fold of the movements, and every movement stands in its event."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, row_place
from grants.models import Allocation, Event, Movement
from grants.models.funding import BUCKETS

AT_ONCE = 500


class Ledger:
    """Holds each event's own list of sums against the movements that name the event."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.waiting: dict[int, tuple[str, Counter[tuple[Any, ...]]]] = {}
        self.matched = 0

    def event(self, place: str, event_id: int, kind: str, body: dict[str, Any]) -> Iterator[Break]:
        """One event, which may have moved money."""
        if body.get("money"):
            self.waiting[event_id] = (place, Counter(tuple(each) for each in body["money"]))
        if len(self.waiting) >= AT_ONCE:
            yield from self._compare()

    def chain_end(self) -> Iterator[Break]:
        """Nothing waits for the end of a chain."""
        return iter(())

    def finish(self, *, whole: bool) -> Iterator[Break]:
        """The last comparisons; for the whole record also the movements without an event, and the buckets."""
        yield from self._compare()
        if whole:
            yield from self._unspoken()
            yield from folded_buckets(self.session)

    def _compare(self) -> Iterator[Break]:
        stored: dict[int, Counter[tuple[Any, ...]]] = {event_id: Counter() for event_id in self.waiting}
        for row in self.session.execute(_movements().where(Movement.event_id.in_(sorted(self.waiting)))):
            stored[row.event_id][tuple(row)[2:]] += 1
            self.matched += 1
        for event_id, (place, said) in sorted(self.waiting.items()):
            if said != stored[event_id]:
                yield Break(place, _difference(said, stored[event_id]))
        self.waiting = {}

    def _unspoken(self) -> Iterator[Break]:
        if self.session.scalar(select(func.count()).select_from(Movement)) == self.matched:
            return
        events = select(Movement.id, Event.id.label("event_id"), Event.body).outerjoin(
            Event, Event.id == Movement.event_id
        )
        for row in self.session.execute(events.order_by(Movement.id).execution_options(yield_per=AT_ONCE)):
            if row.event_id is None or not row.body.get("money"):
                yield Break(row_place("movement", row.id), "no event speaks of it")


def _movements() -> Any:
    return select(
        Movement.event_id,
        Movement.id,
        Movement.allocation_id,
        Movement.from_bucket,
        Movement.to_bucket,
        Movement.pence,
        Movement.operation_key,
    )


def _difference(said: Counter[tuple[Any, ...]], stored: Counter[tuple[Any, ...]]) -> str:
    gone, extra = list((said - stored).elements()), list((stored - said).elements())
    if gone and extra:
        return f"it moved {_sum(gone[0])}, but the movement says {_sum(extra[0])}"
    return f"it moved {_sum(gone[0])}, but no movement says so" if gone else f"it did not move {_sum(extra[0])}"


def _sum(movement: tuple[Any, ...]) -> str:
    allocation_id, from_bucket, to_bucket, pence, _ = movement
    return f"{pence}p of allocation {allocation_id} from {from_bucket} to {to_bucket}"


def folded_buckets(session: Session) -> Iterator[Break]:
    """Each bucket of each allocation against the sum of what came in less what went out."""
    moved = union_all(
        select(Movement.allocation_id, Movement.to_bucket.label("bucket"), Movement.pence.label("pence")),
        select(Movement.allocation_id, Movement.from_bucket, -Movement.pence),
    ).subquery()
    sums = session.execute(
        select(moved.c.allocation_id, moved.c.bucket, func.sum(moved.c.pence)).group_by(
            moved.c.allocation_id, moved.c.bucket
        )
    )
    fold = {(row[0], row[1]): int(row[2]) for row in sums}
    columns = [getattr(Allocation, bucket) for bucket in BUCKETS]
    for row in session.execute(select(Allocation.id, Allocation.amount, *columns).order_by(Allocation.id)):
        for bucket in BUCKETS:
            expected = fold.get((row.id, bucket), 0) + (row.amount if bucket == "available" else 0)
            if getattr(row, bucket) != expected:
                words = f"its {bucket} is {getattr(row, bucket)}p, but its movements add up to {expected}p"
                yield Break(row_place("allocation", row.id), words)
