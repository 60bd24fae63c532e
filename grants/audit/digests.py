"""Checks what was kept whole: submissions, forms, letters and files against their hashes."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, Part, raw, row_place
from grants.audit.chains import Counted
from grants.models import FormVersion, Letter, LetterTemplate, PaymentRun, StoredFile, Submission

AT_ONCE = 200
ReadFile = Callable[[str], bytes | None]
# What holds the text, and the column with its hash.
TEXTS: tuple[tuple[Any, Any, Any], ...] = (
    (Submission, Submission.content, Submission.digest),
    (Letter, Letter.data, Letter.data_digest),
    (FormVersion, FormVersion.definition, FormVersion.digest),
    (LetterTemplate, LetterTemplate.definition, LetterTemplate.digest),
)


# Rows whose hash an event names.
NAMED: dict[str, tuple[Any, Any]] = {
    "submission": (Submission.id, Submission.digest),
    "letter": (Letter.id, Letter.sha256),
    "payment_run": (PaymentRun.id, PaymentRun.file_sha256),
}


class Hashes:
    """Holds the hashes that events name against those of the rows: what was sent in, issued or handed to finance."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.waiting: dict[tuple[str, int], tuple[str, str]] = {}

    def event(self, place: str, event_id: int, kind: str, body: dict[str, Any]) -> Iterator[Break]:
        """One event, which may name a hash."""
        if "submission" in body and "digest" in body:
            self.waiting["submission", body["submission"]] = (place, body["digest"])
        if body.get("thing") in ("letter", "payment_run") and "sha256" in body:
            self.waiting[body["thing"], body["id"]] = (place, body["sha256"])
        if len(self.waiting) >= AT_ONCE:
            yield from self.finish()

    def chain_end(self) -> Iterator[Break]:
        """Nothing waits for the end of a chain."""
        return iter(())

    def finish(self) -> Iterator[Break]:
        """Compare what is waiting."""
        for table, (row_ids, digests) in NAMED.items():
            said = {row_id: each for (of, row_id), each in self.waiting.items() if of == table}
            rows = self.session.execute(select(row_ids, digests).where(row_ids.in_(sorted(said))))
            stored = {row[0]: row[1] for row in rows}
            for row_id, (place, digest) in said.items():
                if stored.get(row_id) != digest:
                    yield Break(place, f"it names another hash than {row_place(table, row_id)} has now")
        self.waiting = {}


def check_texts(session: Session, part: Part | None) -> Iterator[Break]:
    """Each stored text is the one whose hash was taken."""
    for model, text, digest in TEXTS:
        if part is not None and not hasattr(model, "application_id"):
            continue
        wanted = select(model.id, raw(text).label("text"), digest.label("digest")).order_by(model.id)
        if part is not None:
            wanted = wanted.where(model.application_id == part.application_id)
        for row in session.execute(wanted.execution_options(yield_per=AT_ONCE)):
            if sha256(row.text.encode()).hexdigest() != row.digest:
                yield Break(row_place(model.__tablename__, row.id), "its content is not what its hash was taken of")


def check_issued(session: Session) -> Iterator[Break]:
    """A letter or payment file names the same hash as the file that holds its bytes."""
    for model, own in ((Letter, Letter.sha256), (PaymentRun, PaymentRun.file_sha256)):
        pairs = (
            select(model.id, own.label("own"), StoredFile.sha256)
            .join(StoredFile, StoredFile.id == model.file_id)
            .where(own.is_not(None), own != StoredFile.sha256)
        )
        for row in session.execute(pairs.order_by(model.id)):
            yield Break(row_place(model.__tablename__, row.id), "it names other bytes than its file holds")


def check_files(session: Session, read: ReadFile, counted: Counted) -> Iterator[Break]:
    """Every stored file is in the store, with the bytes that came in. Infected ones may have been removed."""
    wanted = select(StoredFile.id, StoredFile.object_key, StoredFile.sha256, StoredFile.size, StoredFile.state)
    for row in session.execute(wanted.order_by(StoredFile.id).execution_options(yield_per=AT_ONCE)):
        data = read(row.object_key)
        counted.files += 1
        place = f"file {row.id} ({row.object_key})"
        if data is None and row.state != "infected":
            yield Break(place, "the store does not have it")
        elif data is not None and (len(data) != row.size or sha256(data).hexdigest() != row.sha256):
            yield Break(place, "its bytes are not those that were kept")
