"""What a peer system does, by the same definitions, beside what that system was measured at."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from bench.council import SHORT_FORM_QUESTIONS
from bench.decisions import needed, submit_scores
from bench.door import house_of
from bench.long_lists import exporting
from bench.pieces import Bench, Piece
from bench.rows import Load, write_short_drafts
from bench.timing import Call, Measure
from grants.models import Application

DIGEST = re.compile(r'name="digest"[^>]*value="([0-9a-f]+)"')


@dataclass(frozen=True)
class Peer:
    """Hypha 6.7.0 on PostgreSQL, on the same kind of machine: CPU ms in the application and in the database."""

    letter: str
    name: str
    application_ms: float
    database_ms: float
    statements: str
    piece: Callable[[Bench], Piece]


def staff_list(bench: Bench) -> Piece:
    """(a) Our page has 50 lines where theirs has 60; it opens on every open case of every round."""
    return Piece("a", "Staff list with filters and counts", Measure("a", lambda: bench.officer.get("/casework")))


def one_case(bench: Bench) -> Piece:
    """(b) The answers, and on the next page the scores: both pages are counted."""
    references = bench.cases.to_read()
    for reference in {next(references) for _ in range(40)}:
        bench.officer.get(f"/casework/{reference}")()

    def both() -> Call:
        reference = next(references)
        calls = [bench.officer.get(f"/casework/{reference}"), bench.officer.get(f"/casework/{reference}/scores")]
        return lambda: [call() for call in calls]

    return Piece("b", "One application with answers and reviews", Measure("b", both))


def save_review(bench: Bench) -> Piece:
    """(c) Theirs has two scores, ours six."""
    piece = submit_scores(bench)
    return Piece("c", "Save a review", piece.ours, why_not=piece.why_not)


def submit(bench: Bench) -> Piece:
    """(d) A draft with ten answers is sent in; the receipt by e-mail is a job and not in it."""
    drafts = _drafts(bench)

    def ours() -> Call:
        reference, lead_id = next(drafts)
        browser = bench.browser(lead_id)
        page = browser.get(f"/applications/{reference}/check")().body.decode()
        found = DIGEST.search(page)
        assert found is not None, "the page to check answers carries the digest of what is sent"
        fields = {"version": "1", "digest": found[1], "agreed": "y"}
        return browser.post(f"/applications/{reference}/submit", fields)

    return Piece("d", f"Submit a {SHORT_FORM_QUESTIONS}-question application", Measure("d", ours, 1))


def _drafts(bench: Bench) -> Iterator[tuple[str, int]]:
    """Fresh drafts every time: they are used up."""
    store = bench.store
    with house_of(bench.app).database.writing() as session:
        first = (session.scalar(select(Application.id).order_by(Application.id.desc()).limit(1)) or 0) + 1
        write_short_drafts(Load(session.connection(), store.dialect, store.size, store.council), first, needed())
        session.commit()
    rows = bench.raw.rows("SELECT reference, created_by FROM application WHERE id >= ? ORDER BY id", (first,))
    return iter([(row[0], row[1]) for row in rows])


def export(bench: Bench) -> Piece:
    """(e) Every application that was sent in: nine of ten, the rest are drafts."""
    return Piece("e", "CSV of 10,000 applications", Measure("e", lambda: exporting(bench), 1))


PEERS = (
    Peer("a", "Staff list with filters and counts", 455, 104, "223", staff_list),
    Peer("b", "One application with answers and reviews", 156, 16, "43-49", one_case),
    Peer("c", "Save a review", 36, 9, "33-35", save_review),
    Peer("d", "Submit a ten-question application", 59, 19, "48-52", submit),
    Peer("e", "CSV of 10,000 applications", 86_000, 0, "about 40,000", export),
)
