"""The pieces of work of the performance targets, by their numbers there."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import count, cycle
from typing import Any

from bench.cases import Draft
from bench.council import question_key
from bench.floor_calls import floor_get, floor_post
from bench.letters import our_letter, plain_letter
from bench.pieces import Bench, Piece
from bench.rows import PROSE
from bench.timing import Call, Measure
from grants.check.worklist import EPOCH, TICK

TOKEN = secrets.token_hex(16)


def worklist_by_date(bench: Bench) -> Piece:
    """Work 1: a page of one round and state, after a place in the list."""
    places, again = bench.cases.places("assessing", "submitted_at"), bench.cases.places("assessing", "submitted_at")
    round_id = bench.cases.round_id

    def ours() -> Call:
        at, row_id = next(places)
        place = f"{(_moment(at) - EPOCH) // TICK}.{row_id}"
        return bench.officer.get(f"/casework?round={round_id}&status=assessing&after={place}")

    def floor() -> Call:
        at, row_id = next(again)
        query = {"round": round_id, "status": "assessing", "key": "submitted_at", "after": at, "id": row_id}
        return floor_get(bench.floor, "/list", query, TOKEN)

    return Piece("1", "Worklist page, by date", Measure("list by date", ours), Measure("list by date, floor", floor), 7)


def _moment(at: Any) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at


def worklist_by_score(bench: Bench) -> Piece:
    """Work 1 the other way round: best first."""
    places, again = bench.cases.places("declined", "rank_score"), bench.cases.places("declined", "rank_score")
    round_id = bench.cases.round_id

    def ours() -> Call:
        score, row_id = next(places)
        return bench.officer.get(f"/casework?round={round_id}&status=declined&sort=score&after={score}.{row_id}")

    def floor() -> Call:
        score, row_id = next(again)
        query = {"round": round_id, "status": "declined", "key": "rank_score", "after": score, "id": row_id}
        return floor_get(bench.floor, "/list", query, TOKEN)

    return Piece(
        "1", "Worklist page, by score", Measure("list by score", ours), Measure("list by score, floor", floor), 7
    )


def worklist_of_fat_round(bench: Bench) -> Piece:
    """Work 1 where a round holds half of everything: the first page of its scored cases, with the counts."""
    rounds = bench.store.council.round_ids
    if len(rounds) == 1:
        return Piece("1f", "Worklist page of a fat round", why_not="this size has none")
    path = f"/casework?round={rounds[1]}&status=declined&sort=score"
    return Piece("1f", "Worklist page of a fat round", Measure("fat list", lambda: bench.officer.get(path)))


def case_page(bench: Bench) -> Piece:
    """Work 2: one application as it was sent. It has been opened before, as all but one of its readings are."""
    references, again = bench.cases.to_read(), bench.cases.to_read()
    for reference in {next(references) for _ in range(40)}:
        bench.officer.get(f"/casework/{reference}")()
    return Piece(
        "2",
        "Case page",
        Measure("case", lambda: bench.officer.get(f"/casework/{next(references)}")),
        Measure("case, floor", lambda: floor_get(bench.floor, f"/case/{next(again)}", {}, TOKEN)),
        7,
    )


def timeline(bench: Bench) -> Piece:
    """The rest of work 2: our case page leaves what happened to a page of its own."""
    references = bench.cases.to_read()
    ours = Measure("timeline", lambda: bench.officer.get(f"/casework/{next(references)}/timeline"))
    return Piece("2b", "Timeline of a case, 40 events", ours)


def autosave(bench: Bench) -> Piece:
    """Work 3: one answer of a draft, durable."""
    drafts = bench.cases.drafts(10)
    if not bench.has(f"/applications/{drafts[0].reference}/autosave/part1", "POST"):
        return Piece("3", "Autosave", why_not="no door yet")
    ours, floor = _Saves(bench, drafts, question_key(3)), _Saves(bench, drafts, question_key(4))

    def save() -> Call:
        draft, fields = ours.next()
        path = f"/applications/{draft.reference}/autosave/part1"
        return bench.browser(draft.lead_id).post(path, {**fields, "autosave": "1"}, expect=200)

    def raw_save() -> Call:
        draft, fields = floor.next()
        question = floor.question
        sent = {"question": question, "seen": fields[f"seen-{question}"], "value": fields[question]}
        return floor_post(bench.floor, f"/autosave/{draft.reference}", sent, TOKEN)

    return Piece("3", "Autosave", Measure("autosave", save), Measure("autosave, floor", raw_save), 5)


class _Saves:
    """Answers to send, each draft in turn, each with the version the one before it left."""

    def __init__(self, bench: Bench, drafts: list[Draft], question: str) -> None:
        self.question = question
        self.turn: Iterator[Draft] = cycle(drafts)
        self.number = count()
        self.versions = {draft.reference: self._version(bench, draft.reference) for draft in drafts}

    def _version(self, bench: Bench, reference: str) -> int:
        found = bench.raw.rows(
            "SELECT w.version FROM answer w JOIN application a ON a.response_id = w.response_id"
            " WHERE a.reference = ? AND w.question = ?",
            (reference, self.question),
        )
        return int(found[0][0])

    def next(self) -> tuple[Draft, dict[str, Any]]:
        draft = next(self.turn)
        seen = self.versions[draft.reference]
        self.versions[draft.reference] = seen + 1
        start = next(self.number) % 700
        return draft, {self.question: f"{seen}: {PROSE[start : start + 280]}", f"seen-{self.question}": str(seen)}


def letter(_bench: Bench) -> Piece:
    """Work 7: two pages, without the database."""
    ours, floor = Measure("letter", lambda: our_letter, 1), Measure("letter, floor", lambda: plain_letter, 1)
    return Piece("7", "Letter of two pages", ours, floor, 2)


WORKS = (worklist_by_date, worklist_by_score, worklist_of_fat_round, case_page, timeline, autosave, letter)
