"""Walks every chain of events from its first link to its head, one link in memory at a time."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, chain_place, raw
from grants.chain import detail_digest
from grants.crypto import KeyRing
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.models import ChainHead, Event, EventDetail

AT_ONCE = 2_000


class Watcher(Protocol):
    """Sees each event as the walk passes it, then the end of each chain."""

    def event(self, place: str, event_id: int, kind: str, body: dict[str, Any]) -> Iterator[Break]: ...
    def chain_end(self) -> Iterator[Break]: ...


@dataclass
class Counted:
    """How much the walk has seen."""

    chains: int = 0
    events: int = 0
    details: int = 0
    removed_details: int = 0
    checkpoints: int = 0
    files: int = 0


def walk(
    session: Session,
    keys: KeyRing,
    *,
    only: Sequence[tuple[str, int]] | None = None,
    watchers: Sequence[Watcher] = (),
    counted: Counted,
) -> Iterator[Break]:
    """Every broken link, seal, head or detail. A chain is reported at its first broken link."""
    rows = session.execute(_links(only).execution_options(yield_per=AT_ONCE))
    for _, chain in groupby(rows, key=lambda row: row.chain_id):
        counted.chains += 1
        yield from _Chain(keys, counted, watchers).check(chain)
    yield from _headless(session)


def _links(only: Sequence[tuple[str, int]] | None) -> Any:
    links = (
        select(
            ChainHead.id.label("chain_id"),
            ChainHead.kind.label("chain_kind"),
            ChainHead.subject_id,
            ChainHead.count.label("head_count"),
            ChainHead.hash.label("head_hash"),
            ChainHead.seal.label("head_seal"),
            Event.id,
            Event.sequence,
            Event.at,
            Event.kind,
            Event.person_id,
            Event.role,
            Event.request_id,
            raw(Event.body).label("body"),
            Event.detail_digest,
            Event.previous_hash,
            Event.hash,
            Event.seal,
            EventDetail.salt,
            EventDetail.content,
        )
        .outerjoin(Event, Event.chain_id == ChainHead.id)
        .outerjoin(EventDetail, EventDetail.event_id == Event.id)
        .order_by(ChainHead.id, Event.sequence)
    )
    return links if only is None else links.where(tuple_(ChainHead.kind, ChainHead.subject_id).in_(list(only)))


def _headless(session: Session) -> Iterator[Break]:
    lost = select(Event.chain_id, func.min(Event.sequence)).where(
        Event.chain_id.not_in(select(ChainHead.id)),
    )
    for chain_id, sequence in session.execute(lost.group_by(Event.chain_id).order_by(Event.chain_id)):
        yield Break(f"chain row {chain_id}, event {sequence}", "its chain has no head: the head row was removed")


class _Chain:
    """One chain on its way: what the last good link was, and whether a broken one was met."""

    def __init__(self, keys: KeyRing, counted: Counted, watchers: Sequence[Watcher]) -> None:
        self.keys, self.counted, self.watchers = keys, counted, watchers
        self.sequence, self.hash, self.broken = 0, "", False

    def check(self, rows: Iterator[Row[Any]]) -> Iterator[Break]:
        row = None
        for row in rows:
            if row.id is not None:
                yield from self._link(row)
        if row is not None and not self.broken:
            yield from self._head(row)
        for watcher in self.watchers:
            yield from watcher.chain_end()

    def _link(self, row: Row[Any]) -> Iterator[Break]:
        self.counted.events += 1
        place = chain_place(row.chain_kind, row.subject_id, row.sequence)
        wrong = "" if self.broken else self._wrong(row)
        if wrong:
            self.broken = True
            yield Break(self._missing_place(row) if row.sequence > self.sequence + 1 else place, wrong)
        self.sequence, self.hash = row.sequence, row.hash
        yield from self._detail(row, place)
        body = json.loads(row.body)
        for watcher in self.watchers:
            yield from watcher.event(place, row.id, row.kind, body)

    def _missing_place(self, row: Row[Any]) -> str:
        return chain_place(row.chain_kind, row.subject_id, self.sequence + 1)

    def _wrong(self, row: Row[Any]) -> str:
        """What is wrong with this link, in words; empty when nothing is."""
        if row.sequence != self.sequence + 1:
            return "it is missing: the numbers of the events jump here"
        if row.sequence > row.head_count:
            return "it stands after the end that the chain’s head knows: it was added, or the head was put back"
        if row.previous_hash != self.hash:
            return "it does not follow the event before it: events were put in, taken out or put in another order"
        if row.hash != sha256_hex(_hashed_bytes(row)):
            return "what it says is not what was written then: it was changed"
        if not self.keys.stamp_holds(row.hash.encode(), row.seal):
            return "its seal is not right: it was written without the council’s key"
        return ""

    def _head(self, row: Row[Any]) -> Iterator[Break]:
        place = chain_place(row.chain_kind, row.subject_id)
        if row.head_count != self.sequence:
            missing = chain_place(row.chain_kind, row.subject_id, self.sequence + 1)
            yield Break(missing, f"it is missing: the chain’s head counts {row.head_count} events")
        elif row.head_hash != self.hash:
            yield Break(f"{place}, head", "it does not name the last event")
        elif not self.keys.stamp_holds(_head_bytes(row), row.head_seal):
            yield Break(f"{place}, head", "its seal is not right: it was written without the council’s key")

    def _detail(self, row: Row[Any], place: str) -> Iterator[Break]:
        if row.salt is None:
            self.counted.removed_details += row.detail_digest is not None
            return
        self.counted.details += 1
        if row.detail_digest != detail_digest(self.keys, row.salt, row.content):
            yield Break(place, "what was typed then has been changed")


def _hashed_bytes(row: Row[Any]) -> bytes:
    """The same bytes as grants.chain hashed, from the stored text as it stands."""
    return canonical_bytes(
        {
            "chain": [row.chain_kind, row.subject_id],
            "sequence": row.sequence,
            "previous": row.previous_hash,
            "at": row.at.isoformat(),
            "kind": row.kind,
            "person": row.person_id,
            "role": row.role,
            "request": row.request_id,
            "body": row.body,
            "detail": row.detail_digest,
        }
    )


def _head_bytes(row: Row[Any]) -> bytes:
    return canonical_bytes({"chain": [row.chain_kind, row.subject_id], "count": row.head_count, "hash": row.head_hash})
