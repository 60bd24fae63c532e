"""The chain of events: how one is written, hashed and sealed, so that no later change can go unseen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from grants.crypto import KeyRing, new_key_name
from grants.domain.canonical import canonical_bytes, canonical_text, sha256_hex
from grants.models import ChainHead, Event, EventDetail, EventSubject
from grants.models.base import table_of

_EVENT, _HEAD = table_of(Event), table_of(ChainHead)
_WRITTEN = tuple(column.name for column in _EVENT.columns if column.name != "id")
_LOCKED = (
    select(_HEAD)
    .where(_HEAD.c.kind == bindparam("kind"), _HEAD.c.subject_id == bindparam("subject_id"))
    .with_for_update()
)


@dataclass
class PendingEvent:
    """An event on its way: written at the end of the work, chain by chain in one order, so no two writers deadlock."""

    chain: tuple[str, int]
    kind: str
    role: str
    body: dict[str, Any]
    detail: dict[str, Any] | None = None
    subjects: Sequence[tuple[str, int]] = ()
    event_id: int = field(default=0, init=False)
    salt: str = field(default_factory=new_key_name, init=False)


def event_digest(*, chain: tuple[str, int], sequence: int, event: dict[str, Any], previous_hash: str) -> str:
    """SHA-256 over the canonical bytes of an event, its place and the hash before it."""
    return sha256_hex(canonical_bytes({"chain": list(chain), "sequence": sequence, "previous": previous_hash, **event}))


def event_facts(event: Event) -> dict[str, Any]:
    """The hashed part of a stored event. Its body is spelled canonically, so any change of it shows."""
    return {
        "at": event.at.isoformat(),
        "kind": event.kind,
        "person": event.person_id,
        "role": event.role,
        "request": event.request_id,
        "body": canonical_text(event.body),
        "detail": event.detail_digest,
    }


def head_bytes(head: ChainHead) -> bytes:
    """What a head's seal covers."""
    return canonical_bytes({"chain": [head.kind, head.subject_id], "count": head.count, "hash": head.hash})


def detail_digest(keys: KeyRing, salt: str, content: Any) -> str:
    """The keyed digest by which an event holds on to what was typed, without holding it."""
    return keys.digest(canonical_text([salt, content]), purpose="event detail")


def write_events(
    session: Session,
    pending: Sequence[PendingEvent],
    *,
    keys: KeyRing,
    person_id: int,
    request_id: str,
    at: datetime,
) -> None:
    """Append the events to their chains, in the order of the chains, and set each `event_id`."""
    for chain in sorted({each.chain for each in pending}):
        head = _locked_head(session, chain)
        here = [each for each in pending if each.chain == chain]
        events = [_appended(head, each, keys=keys, person_id=person_id, request_id=request_id, at=at) for each in here]
        written = session.execute(
            insert(_EVENT).returning(_EVENT.c.id, _EVENT.c.sequence),
            [{name: getattr(event, name) for name in _WRITTEN} for event in events],
        )
        ids = {sequence: id_ for id_, sequence in written}
        for each, event in zip(here, events, strict=True):
            each.event_id = ids[event.sequence]
        session.execute(
            update(_HEAD)
            .where(_HEAD.c.id == head.id)
            .values(count=head.count, hash=head.hash, seal=keys.stamp(head_bytes(head)))
        )
    _write_around(session, pending)


def _appended(
    head: ChainHead, pending: PendingEvent, *, keys: KeyRing, person_id: int, request_id: str, at: datetime
) -> Event:
    """The next event of a chain, and the head moved on to it."""
    detail = pending.detail
    event = Event(
        chain_id=head.id,
        sequence=head.count + 1,
        at=at,
        kind=pending.kind,
        person_id=person_id,
        role=pending.role,
        request_id=request_id,
        body=json.loads(canonical_text(pending.body)),
        detail_digest=detail_digest(keys, pending.salt, detail) if detail is not None else None,
        previous_hash=head.hash,
    )
    event.hash = event_digest(
        chain=(head.kind, head.subject_id),
        sequence=event.sequence,
        event=event_facts(event),
        previous_hash=head.hash,
    )
    event.seal = keys.stamp(event.hash.encode())
    head.count, head.hash = event.sequence, event.hash
    return event


def _write_around(session: Session, pending: Sequence[PendingEvent]) -> None:
    """What was typed, and the other things the events are about."""
    details = [
        {"event_id": each.event_id, "salt": each.salt, "content": each.detail}
        for each in pending
        if each.detail is not None
    ]
    subjects = [
        {"event_id": each.event_id, "kind": kind, "subject_id": id_} for each in pending for kind, id_ in each.subjects
    ]
    for model, rows in ((EventDetail, details), (EventSubject, subjects)):
        if rows:
            session.execute(insert(table_of(model)), rows)


def _locked_head(session: Session, chain: tuple[str, int]) -> ChainHead:
    """The head as it is now, locked: a copy to reckon with, which the session does not follow."""
    kind, subject_id = chain
    named = {"kind": kind, "subject_id": subject_id}
    row = session.execute(_LOCKED, named).one_or_none()
    if row is None:
        begin = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.execute(
            begin(_HEAD)
            .values(**named, count=0, hash="", seal="")
            .on_conflict_do_nothing(index_elements=["kind", "subject_id"])
        )
        row = session.execute(_LOCKED, named).one()
    return ChainHead(**row._mapping)
