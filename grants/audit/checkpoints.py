"""A checkpoint: where every chain stood on one day, signed, so that no later hand can shorten or rewrite a chain.

Each names only the chains that grew since the one before, and the one before itself; together they cover all.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, chain_place, raw
from grants.audit.chains import Counted
from grants.chain import head_bytes
from grants.crypto import KeyRing
from grants.domain.canonical import canonical_bytes, canonical_text
from grants.models import AccessLog, ChainHead, Checkpoint, Event

AT_ONCE = 400
# Rows of the access log younger than this may still be on their way in; they belong to the next checkpoint.
SETTLED = timedelta(hours=1)
Heads = dict[tuple[str, int], tuple[int, str]]


def content_of(session: Session, keys: KeyRing, *, at: datetime) -> tuple[dict[str, Any], list[Break]]:
    """What a checkpoint made now would say, and any head it must not sign."""
    before, last = covered_heads(session)
    heads, broken, chains, events = [], [], 0, 0
    for head in session.scalars(select(ChainHead).order_by(ChainHead.id).execution_options(yield_per=AT_ONCE)):
        chains, events = chains + 1, events + head.count
        if not keys.stamp_holds(head_bytes(head), head.seal):
            broken.append(Break(f"{chain_place(head.kind, head.subject_id)}, head", "its seal is not right"))
        if before.get((head.kind, head.subject_id)) != (head.count, head.hash):
            heads.append([head.kind, head.subject_id, head.count, head.hash])
    seen_until = json.loads(last.content)["access"]["until"] if last else ""
    content = {
        "at": at.isoformat(),
        "number": json.loads(last.content)["number"] + 1 if last else 1,
        "previous": last.digest if last else "",
        "chains": chains,
        "events": events,
        "heads": heads,
        "access": access_summary(session, seen_until, (at - SETTLED).isoformat()),
    }
    return content, broken


def covered_heads(session: Session) -> tuple[Heads, Any]:
    """Where the checkpoints so far say each chain stood, and the last of them."""
    heads: Heads = {}
    last = None
    for last in session.execute(_checkpoints()):
        heads.update(_heads(json.loads(last.content)))
    return heads, last


def access_summary(session: Session, since: str, until: str) -> dict[str, Any]:
    """Count and hash of the access log between two moments."""
    seen, rows = sha256(), 0
    wanted = select(AccessLog).where(AccessLog.at < datetime.fromisoformat(until))
    if since:
        wanted = wanted.where(AccessLog.at >= datetime.fromisoformat(since))
    for row in session.scalars(wanted.order_by(AccessLog.at, AccessLog.id).execution_options(yield_per=AT_ONCE)):
        facts = [row.id, row.at.isoformat(), row.person_id, row.action, row.kind, row.subject_id]
        seen.update(canonical_bytes([*facts, row.reference, row.rows, row.request_id]))
        rows += 1
    return {"since": since, "until": until, "rows": rows, "hash": seen.hexdigest()}


def check_checkpoints(session: Session, keys: KeyRing, counted: Counted) -> Iterator[Break]:
    """Signatures, the order of the checkpoints, and that what each names is still where it was."""
    previous, number = "", 0
    for row in session.execute(_checkpoints()):
        counted.checkpoints += 1
        content, place = json.loads(row.content), f"checkpoint {row.id}"
        if not keys.signature_holds(row.content.encode(), row.signature):
            yield Break(place, "its signature is not right")
        elif row.digest != sha256(row.content.encode()).hexdigest():
            yield Break(place, "its hash is not right")
        elif (row.previous_digest, content["previous"], content["number"]) != (previous, previous, number + 1):
            yield Break(place, f"it does not follow checkpoint number {number}: one was taken out")
        else:
            yield from _still_there(session, place, content)
        previous, number = row.digest, content["number"]


def _still_there(session: Session, place: str, content: dict[str, Any]) -> Iterator[Break]:
    heads = iter(_heads(content).items())
    while some := dict(islice(heads, AT_ONCE)):
        now = _hashes(session, {chain: count for chain, (count, _) in some.items()})
        for chain, (count, hash_) in some.items():
            if now.get(chain) != hash_:
                words = "it is not what it was" if chain in now else "it is gone, and so is what followed; it was there"
                yield Break(chain_place(*chain, count), f"{words} at {place} of {content['at'][:10]}")
    access = content["access"]
    if access_summary(session, access["since"], access["until"]) != access:
        yield Break(f"access log until {access['until'][:16]}", f"rows are other than they were at {place}")


def _hashes(session: Session, counts: dict[tuple[str, int], int]) -> dict[tuple[str, int], str]:
    heads = select(ChainHead.id, ChainHead.kind, ChainHead.subject_id)
    named = session.execute(heads.where(tuple_(ChainHead.kind, ChainHead.subject_id).in_(list(counts))))
    chains = {row.id: (row.kind, row.subject_id) for row in named}
    places = [(chain_id, counts[chain]) for chain_id, chain in chains.items()]
    wanted = select(Event.chain_id, Event.hash).where(tuple_(Event.chain_id, Event.sequence).in_(places))
    return {chains[row.chain_id]: row.hash for row in session.execute(wanted)} if places else {}


def _heads(content: dict[str, Any]) -> Heads:
    return {(kind, subject_id): (count, hash_) for kind, subject_id, count, hash_ in content["heads"]}


def _checkpoints() -> Any:
    columns = (Checkpoint.id, raw(Checkpoint.content).label("content"), Checkpoint.digest)
    return (
        select(*columns, Checkpoint.previous_digest, Checkpoint.signature)
        .order_by(Checkpoint.id)
        .execution_options(yield_per=1)
    )


def kept_name(checkpoint_id: int, content: dict[str, Any]) -> str:
    """The key of the copy in the file store."""
    return f"checkpoints/{content['at'][:10]}-{checkpoint_id}.json"


def kept_copy(row: Any) -> bytes:
    """The copy that goes to the file store: the signed text itself, its hash and its signature."""
    text = row.content if isinstance(row.content, str) else canonical_text(row.content)
    return canonical_bytes(
        {
            "id": row.id,
            "content": text,
            "digest": row.digest,
            "previous_digest": row.previous_digest,
            "signature": row.signature,
        }
    )


def check_copies(session: Session, copies: dict[str, bytes]) -> Iterator[Break]:
    """Every copy in the file store has its row, and every row its copy, to the byte."""
    left = dict(copies)
    for row in session.execute(_checkpoints()):
        name = kept_name(row.id, json.loads(row.content))
        copy = left.pop(name, None)
        if copy is None:
            yield Break(f"checkpoint {row.id}", f"its copy {name} is not in the file store")
        elif copy != kept_copy(row):
            yield Break(f"checkpoint {row.id}", f"it is not the same as its copy {name}")
    for name in sorted(left):
        yield Break(name, "this checkpoint was taken out of the database, or the database was put back to before it")


def checkpoint_count(session: Session) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(Checkpoint)) or 0
