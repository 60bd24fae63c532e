"""Writes the whole record to one file that anyone with the public key can check without this system."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.audit import offline
from grants.audit.breaks import raw
from grants.audit.chains import AT_ONCE
from grants.audit.checkpoints import covered_heads
from grants.domain.canonical import canonical_text
from grants.models import ChainHead, Checkpoint, Event

READ_ME = """The record of the council’s grants, as it stood at the last checkpoint in checkpoints.jsonl.

events.jsonl        one event a line: who (by number), when, what; ids, sums and states only. Nothing a person typed
                    is in it, only the digest of it, so this file holds no personal data beyond numbers.
checkpoints.jsonl   where every chain stood on a day, signed (Ed25519). The last one covers every event here.
public-key.pem      the key that signed them. Compare it with the one the council publishes before you trust it.
check.py            checks all of it: python check.py THIS-FILE.zip PUBLISHED-KEY.pem

An event’s hash is SHA-256 over its line without "hash", as JSON with sorted keys and no spaces. "previous" is the
hash of the event before it in the same chain, and the checkpoints sign where each chain ended.
"""


def write_export(session: Session, file: Path, *, public_pem: bytes) -> int:
    """The number of events written. Only what a checkpoint covers is in it."""
    count = 0
    partial = file.with_name(f"{file.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME)
        archive.writestr("public-key.pem", public_pem)
        archive.write(offline.__file__, "check.py")
        with archive.open("checkpoints.jsonl", "w", force_zip64=True) as out:
            for row in session.execute(select(raw(Checkpoint.content), Checkpoint.signature).order_by(Checkpoint.id)):
                _line(out, canonical_text({"content": row[0], "signature": row[1]}))
        with archive.open("events.jsonl", "w", force_zip64=True) as out:
            for line in _events(session):
                _line(out, line)
                count += 1
    partial.rename(file)
    return count


def _line(out: IO[bytes], text: str) -> None:
    out.write(text.encode() + b"\n")


def _events(session: Session) -> Iterator[str]:
    heads, _ = covered_heads(session)
    columns = (Event.at, Event.kind, Event.person_id, Event.role, Event.request_id, Event.detail_digest)
    rows = session.execute(
        select(ChainHead.kind.label("chain"), ChainHead.subject_id, Event.sequence, raw(Event.body).label("text"))
        .add_columns(*columns, Event.previous_hash, Event.hash)
        .join(Event, Event.chain_id == ChainHead.id)
        .order_by(ChainHead.id, Event.sequence)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in rows:
        if row.sequence <= heads.get((row.chain, row.subject_id), (0, ""))[0]:
            facts = {"at": row.at.isoformat(), "kind": row.kind, "person": row.person_id, "role": row.role}
            link = {"chain": [row.chain, row.subject_id], "sequence": row.sequence, "previous": row.previous_hash}
            rest = {"request": row.request_id, "body": row.text, "detail": row.detail_digest, "hash": row.hash}
            yield json.dumps(link | facts | rest, ensure_ascii=False, sort_keys=True)
