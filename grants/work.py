"""Work: the unit of work. The one place that commits, moves a state, records an event, moves money and sends."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from grants import clock
from grants.actor import Actor, reload_actor
from grants.chain import PendingEvent, write_events
from grants.crypto import KeyRing, new_key_name
from grants.database import Database
from grants.domain.calendar import to_london
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import DomainError, NotFound, NotPermitted, RulesBroken, Stale
from grants.domain.workflow import Allowed, Refused
from grants.ledger import PendingMovement, apply_movements
from grants.models import Idempotency, Job, Message
from grants.models.base import Base, table_of
from grants.scope import scoped
from grants.workflow import target_state, transition_for

Thing = TypeVar("Thing", bound=Base)
STALE = "Somebody changed this after you opened it. Look at it as it is now, then do it again if you still want to."


class Repeated(DomainError):
    """The same form was sent before: here is what came of it then."""

    def __init__(self, outcome: Any) -> None:
        super().__init__("This was already done.")
        self.outcome = outcome


class KeyReused(DomainError):
    """The same form key came with other answers (422): nothing was done."""


@dataclass(frozen=True)
class House:
    """What every piece of work stands on: the database and the keys."""

    database: Database
    keys: KeyRing


class Work:
    """One change to the record, by one person, all or nothing. Commands are given it and never commit themselves."""

    def __init__(self, house: House, session: Session, actor: Actor, outcome: Any = None) -> None:
        self.house = house
        self.session = session
        self.actor = actor
        self.outcome = outcome
        self._events: list[PendingEvent] = []
        self._movements: list[PendingMovement] = []
        self._actor_is_fresh = False
        self.refusal: PendingEvent | None = None

    @cached_property
    def now(self) -> datetime:
        """The moment of this work: read once, after the first row was locked, and the same from then on."""
        return clock.now()

    @property
    def today(self) -> date:
        """The date in London."""
        return to_london(self.now).date()

    def load(
        self, model: type[Thing], reference: str | int, version: int | None = None, *, options: Sequence[Any] = ()
    ) -> Thing:
        """The row, locked, if it is in this person's scope (NotFound) and still as they saw it (Stale).

        `options` name what comes along with it, so that it is not asked for one by one later.
        """
        named = model.reference == reference if isinstance(reference, str) else model.id == reference  # type: ignore[attr-defined]
        row: Thing | None = (
            self.session.scalars(
                scoped(self.actor, model)
                .where(named)
                .with_for_update(of=model)
                .options(*options)
                .execution_options(populate_existing=True)
            )
            .unique()
            .one_or_none()
        )
        if row is None:
            raise NotFound
        if version is not None and row.version != version:  # type: ignore[attr-defined]
            raise Stale(STALE, stored=row)
        return row

    def add(self, row: Thing) -> Thing:
        """Write a new row now, so that it has its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def may(self, verdict: Allowed | Refused) -> str:
        """The role a policy allows acting in; NotPermitted with its reason otherwise."""
        if isinstance(verdict, Refused):
            raise NotPermitted(verdict.reason)
        return verdict.role

    def freshen(self) -> Actor:
        """Roles and memberships as they stand in this transaction, for money and decisions."""
        if not self._actor_is_fresh:
            self.actor = reload_actor(self.session, self.actor, today=self.today)
            self._actor_is_fresh = True
        return self.actor

    def move(self, thing: Any, event: str, *, reason: str = "", **facts: Any) -> PendingEvent:
        """Take a thing to its next state: the only way a status changes. Raises any DomainError."""
        transition, policy = transition_for(thing, event)
        if transition.sensitive:
            self.freshen()
        verdict = policy(self.actor, thing, self.now)
        before = thing.status
        if isinstance(verdict, Refused):
            if transition.sensitive:
                self.refusal = self._pending(f"{event}_refused", thing, role="", facts={"state": before})
            raise NotPermitted(verdict.reason)
        if transition.needs_reason and not reason.strip():
            raise RulesBroken([("reason", "Enter a reason")])
        thing.status = target_state(thing, transition)
        if transition.shown:
            thing.shown_status = transition.shown
        thing.version += 1
        thing.status_at, thing.status_by = self.now, self.actor.person_id
        detail = {"reason": reason} if reason else None
        return self.record(
            event, thing, role=verdict.role, detail=detail, **{"from": before, "to": thing.status, **facts}
        )

    def record(
        self,
        kind: str,
        thing: Any,
        *,
        role: str = "",
        detail: Mapping[str, Any] | None = None,
        subjects: Sequence[tuple[str, int]] = (),
        **facts: Any,
    ) -> PendingEvent:
        """Say what happened to a thing. Facts are ids, amounts and states only; what was typed goes in `detail`."""
        pending = self._pending(kind, thing, role=role, facts=facts)
        pending.detail, pending.subjects = dict(detail) if detail is not None else None, subjects
        self._events.append(pending)
        return pending

    def _pending(self, kind: str, thing: Any, *, role: str, facts: Mapping[str, Any]) -> PendingEvent:
        if thing.id is None:
            self.session.flush()
        body = {"thing": thing.__tablename__, "id": thing.id, **facts}
        return PendingEvent(chain=thing.chain, kind=kind, role=role or self._plain_role(), body=body)

    def _plain_role(self) -> str:
        if self.actor.is_system:
            return "system"
        return "staff" if self.actor.is_staff else "applicant"

    def transfer(
        self,
        allocation_id: int,
        from_bucket: str,
        to_bucket: str,
        pence: int,
        *,
        operation_key: str,
        what_for: str,
        event: PendingEvent,
        award_id: int | None = None,
    ) -> None:
        """Move money between two buckets when the work is written. RulesBroken if the first holds too little.

        The event carries each sum it moved, so that the chain covers the ledger too.
        """
        event.body.setdefault("money", []).append([allocation_id, from_bucket, to_bucket, pence, operation_key])
        self._movements.append(
            PendingMovement(
                allocation_id=allocation_id,
                from_bucket=from_bucket,
                to_bucket=to_bucket,
                pence=pence,
                operation_key=operation_key,
                what_for=what_for,
                event=event,
                award_id=award_id,
            )
        )

    def send(self, kind: str, key: str, *, run_at: datetime | None = None, **argument: Any) -> None:
        """Write a job for the worker. The same key twice is one job."""
        self.session.execute(
            self.insert(Job)
            .values(
                kind=kind,
                key=key,
                argument=argument,
                run_at=run_at or self.now,
                state="queued",
                attempts=0,
                created_at=self.now,
            )
            .on_conflict_do_nothing(index_elements=["key"])
        )

    def insert(self, model: type[Base]) -> Any:
        """An INSERT that can be told what to do where the row is there already."""
        return (sqlite.insert if self.house.database.is_sqlite else postgresql.insert)(table_of(model))

    def mail(
        self,
        template: str,
        *,
        to: str,
        data: Mapping[str, Any],
        key: str = "",
        application_id: int | None = None,
        award_id: int | None = None,
    ) -> None:
        """Write a message to one address and the job that delivers it; `data` fills templates/emails/<template>.txt."""
        key = key or new_key_name()
        written = self.session.scalar(
            self.insert(Message)
            .values(
                key=key,
                template=template,
                to_email=to,
                data_sealed=self.house.keys.seal(canonical_bytes(dict(data)), binding=f"message {key}"),
                message_id=f"<{new_key_name()}@grants>",
                application_id=application_id,
                award_id=award_id,
                status="queued",
                attempts=0,
                created_at=self.now,
            )
            .on_conflict_do_nothing(index_elements=["key"])
            .returning(Message.id)
        )
        if written is not None:
            self.send("deliver_message", f"message:{key}", message_id=written)

    def finish(self) -> None:
        """Write events and then money, last and in one order; called by work_for just before the commit."""
        self.session.flush()
        write_events(
            self.session,
            self._events,
            keys=self.house.keys,
            person_id=self.actor.person_id,
            request_id=self.actor.request_id,
            at=self.now,
        )
        apply_movements(self.session, self._movements, at=self.now)


@contextmanager
def work_for(house: House, actor: Actor, *, key: str = "", body: Any = None, outcome: Any = None) -> Iterator[Work]:
    """A piece of work by `actor`. Leaving the block commits; raising undoes all.

    `key` was minted when the form was shown: the same key and body again raises Repeated with the first outcome
    (`outcome` where it is known before, else what the block sets), another body raises KeyReused.
    A refused money or decision step is recorded by itself.
    """
    with house.database.writing() as session:
        work = Work(house, session, actor, outcome)
        try:
            kept = _take_key(work, key, body, outcome) if key else None
            yield work
            work.finish()
            if kept is not None and work.outcome != outcome:
                session.execute(update(Idempotency).where(Idempotency.id == kept).values(outcome=work.outcome or {}))
            session.commit()
        except BaseException:
            session.rollback()
            if work.refusal is not None:
                _record_refusal(work, work.refusal)
            raise


def _record_refusal(work: Work, refusal: PendingEvent) -> None:
    """A refused money or decision step leaves its own event, after everything else was undone."""
    write_events(
        work.session,
        [refusal],
        keys=work.house.keys,
        person_id=work.actor.person_id,
        request_id=work.actor.request_id,
        at=work.now,
    )
    work.session.commit()


def _take_key(work: Work, key: str, body: Any, outcome: Any) -> int:
    """Claim the form key inside the transaction; a second sender waits here for the first, then repeats it."""
    digest = sha256_hex(canonical_bytes(body))
    claimed: int | None = work.session.scalar(
        work.insert(Idempotency)
        .values(key=key, person_id=work.actor.person_id, body_digest=digest, at=clock.now(), outcome=outcome)
        .on_conflict_do_nothing(index_elements=["person_id", "key"])
        .returning(Idempotency.id)
    )
    if claimed is not None:
        return claimed
    earlier = work.session.scalars(
        select(Idempotency).where(Idempotency.person_id == work.actor.person_id, Idempotency.key == key)
    ).one()
    if earlier.body_digest != digest:
        raise KeyReused("This form was already sent with other answers. Open the page again before you send it.")
    raise Repeated(earlier.outcome)
