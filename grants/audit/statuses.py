"""Checks that every state is where its events led, step by step, along steps that the rooms allow."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, Part, row_place
from grants.domain.workflow import NEXT_STAGE
from grants.models import Application, Assessment, Award, BankAccount, MonitoringReturn, Payment, PaymentRun, Recovery
from grants.models.application import STATE_OF_STAGE
from grants.models.base import Base
from grants.workflow import all_transitions

MODELS: tuple[type[Base], ...] = (
    Application,
    Award,
    Payment,
    PaymentRun,
    MonitoringReturn,
    Recovery,
    Assessment,
    BankAccount,
)
BY_TABLE: dict[str, Any] = {model.__tablename__: model for model in MODELS}
AT_ONCE = 500


def first_state(table: str) -> str:
    """The state a row of this table is made in."""
    made_in = BY_TABLE[table].__table__.c.status.default
    return str(made_in.arg) if made_in is not None else "proposed"  # only bank accounts name theirs each time


class States:
    """Follows each thing through its events; compares with the stored state at the end of the chain."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.steps = _allowed_steps()
        self.now: dict[tuple[str, int], str] = {}
        self.waiting: dict[tuple[str, int], str] = {}
        self.seen = {table: _Seen() for table in BY_TABLE}

    def event(self, place: str, event_id: int, kind: str, body: dict[str, Any]) -> Iterator[Break]:
        """One event that may have moved a thing."""
        table, to = body.get("thing"), body.get("to")
        if table not in BY_TABLE or not isinstance(to, str):
            return
        thing = (table, int(body["id"]))
        before, said = self.now.get(thing, first_state(table)), body.get("from")
        if said is not None and said != before:
            yield Break(place, f"it moves {row_place(*thing)} from {said}, but that was {before}")
        elif said is not None and not self._allowed(table, before, kind, to):
            yield Break(place, f"no step named {kind} leads {row_place(*thing)} from {before} to {to}")
        self.now[thing] = to

    def chain_end(self) -> Iterator[Break]:
        """Everything of a thing is in one chain, so what the chain says last is how it stands."""
        self.waiting.update(self.now)
        self.now = {}
        if len(self.waiting) >= AT_ONCE:
            yield from self._compare()

    def finish(self, part: Part | None) -> Iterator[Break]:
        """The last comparisons, then the rows that no event speaks of."""
        yield from self._compare()
        for model in MODELS:
            yield from self._silent(model, part)

    def _allowed(self, table: str, before: str, event: str, to: str) -> bool:
        known = self.steps.get((table, before, event))
        if known is None:
            return not any(each[0] == table for each in self.steps)
        return to in known

    def _compare(self) -> Iterator[Break]:
        for table, model in BY_TABLE.items():
            expected = {thing[1]: state for thing, state in self.waiting.items() if thing[0] == table}
            if not expected:
                continue
            rows = self.session.execute(select(model.id, model.status).where(model.id.in_(sorted(expected)))).all()
            stored = {row.id: row.status for row in rows}
            for row_id, state in sorted(expected.items()):
                self.seen[table].add(row_id)
                yield from _compared(row_place(table, row_id), state, stored.get(row_id))
        self.waiting = {}

    def _silent(self, model: Any, part: Part | None) -> Iterator[Break]:
        table = model.__tablename__
        moved = select(model.id, model.status).where(model.status != first_state(table), _of(model, part))
        for row in self.session.execute(moved.order_by(model.id).execution_options(yield_per=AT_ONCE)):
            if row.id not in self.seen[table]:
                yield Break(row_place(table, row.id), f"it is {row.status}, but no event says how it came to be")


def _compared(place: str, expected: str, stored: str | None) -> Iterator[Break]:
    if stored is None:
        yield Break(place, f"its last event left it {expected}, but the row is gone")
    elif stored != expected:
        yield Break(place, f"it is {stored}, but its last event left it {expected}")


def _of(model: Any, part: Part | None) -> ColumnElement[bool]:
    if part is None:
        return true()
    if model is Application:
        return Application.id == part.application_id
    if model is Assessment:
        return Assessment.application_id == part.application_id
    if model is PaymentRun:
        return PaymentRun.id.in_(part.run_ids)
    if model is BankAccount:
        return BankAccount.organisation_id == part.organisation_id
    return (Award.id if model is Award else model.award_id) == (part.award_id or 0)


def _allowed_steps() -> dict[tuple[str, str, str], frozenset[str]]:
    stages = frozenset(STATE_OF_STAGE.values())
    return {
        (model.__tablename__, state, step.event): stages if step.to == NEXT_STAGE else frozenset({step.to})
        for model, state, step in all_transitions()
        if model in MODELS
    }


class _Seen:
    """Which ids were met, one bit each: a million rows fit in an eighth of a megabyte."""

    def __init__(self) -> None:
        self.bits = bytearray()

    def add(self, row_id: int) -> None:
        place, bit = divmod(row_id, 8)
        if place >= len(self.bits):
            self.bits.extend(bytes(place + 1 - len(self.bits)))
        self.bits[place] |= 1 << bit

    def __contains__(self, row_id: int) -> bool:
        place, bit = divmod(row_id, 8)
        return place < len(self.bits) and bool(self.bits[place] >> bit & 1)
