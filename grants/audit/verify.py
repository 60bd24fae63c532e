"""Verifies the record: every chain, state, sum and hash, seen at one moment, with constant memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from grants import clock
from grants.audit.breaks import Break, Part
from grants.audit.chains import Counted, walk
from grants.audit.checkpoints import check_checkpoints, check_copies
from grants.audit.digests import Hashes, check_files, check_issued, check_texts
from grants.audit.money import Ledger
from grants.audit.statuses import States
from grants.crypto import KeyRing


class Kept(Protocol):
    """The file store, as far as verifying needs it."""

    def read(self, key: str) -> bytes | None: ...
    def names(self, prefix: str) -> Iterable[str]: ...


@dataclass(frozen=True)
class Verified:
    """What was checked, when, and every break found, in the order of the record."""

    at: datetime
    seconds: float
    breaks: tuple[Break, ...]
    counted: Counted = field(default_factory=Counted)

    @property
    def holds(self) -> bool:
        return not self.breaks


def verify_record(
    session: Session, keys: KeyRing, *, part: Part | None = None, kept: Kept | None = None, most: int = 200
) -> Verified:
    """The whole record, or one part of it. `session` is a read session: all of it is seen at one moment.

    With `kept` the stored files and the copies of the checkpoints are read too. At most `most` breaks are listed.
    """
    started, counted, breaks = clock.monotonic(), Counted(), []
    for broken in _breaks(session, keys, part=part, kept=kept, counted=counted):
        breaks.append(broken)
        if len(breaks) >= most:
            break
    return Verified(clock.now(), round(clock.monotonic() - started, 2), tuple(breaks), counted)


def _breaks(
    session: Session, keys: KeyRing, *, part: Part | None, kept: Kept | None, counted: Counted
) -> Iterator[Break]:
    states, ledger, hashes = States(session), Ledger(session), Hashes(session)
    only = part.chains if part else None
    yield from walk(session, keys, only=only, watchers=(states, ledger, hashes), counted=counted)
    yield from states.finish(part)
    yield from ledger.finish(whole=part is None)
    yield from hashes.finish()
    yield from check_texts(session, part)
    if part is None:
        yield from check_issued(session)
        yield from check_checkpoints(session, keys, counted)
    if kept is not None:
        yield from check_files(session, kept.read, counted)
        copies = {name: kept.read(name) or b"" for name in kept.names("checkpoints")}
        yield from check_copies(session, copies)
