"""The pieces of work that weigh applications: scoring, approving, and the line where the money ends."""

from itertools import count

from bench.council import CRITERION_KEYS
from bench.floor_ranking import cut_line
from bench.floor_writes import FloorWrites
from bench.pieces import Bench, Piece
from bench.rows import PROSE
from bench.timing import ROUNDS, Call, Measure

BUDGET = 1_000_000_000
CONSUMING = 1  # these works use a case up, so they are taken one call a round
SPARE = 5


def needed(rounds: int = ROUNDS) -> int:
    """How many cases a run consumes: one a round, one to begin with, a few to count statements and server time."""
    return rounds + SPARE


def floor_writes(bench: Bench) -> FloorWrites:
    """A case still being scored that no measurement of ours consumes: the last of them."""
    *_, (application_id, _reference) = bench.cases.to_score(1)
    person = bench.store.council.officer_id
    return FloorWrites(
        bench.raw,
        application_id=application_id,
        person_id=person,
        criterion_ids=[criterion_id for criterion_id, _key in bench.cases.criteria()],
    )


def submit_scores(bench: Bench) -> Piece:
    """Work 4: six scores with reasons, submitted for good. The case has been opened to be read before."""
    if not bench.has("/scoring/X", "POST"):
        return Piece("4", "Submit six scores", why_not="no door yet")
    waiting = bench.cases.to_score(needed())
    browser = bench.browser(bench.store.council.assessor_ids[2])
    number = count()

    def ours() -> Call:
        _id, reference = next(waiting)
        browser.get(f"/scoring/{reference}")()
        start = next(number)
        fields = {"version": "0", "comment": "A fair case."}
        fields |= {f"points-{key}": str((start + at) % 3 + 2) for at, key in enumerate(CRITERION_KEYS)}
        fields |= {f"reason-{key}": PROSE[start + at : start + at + 120] for at, key in enumerate(CRITERION_KEYS)}
        return browser.post(f"/scoring/{reference}", fields)

    floor = floor_writes(bench)
    return Piece(
        "4",
        "Submit six scores",
        Measure("scores", ours, CONSUMING),
        Measure("scores, floor", lambda: floor.score),
        4,
    )


def approve(bench: Bench) -> Piece:
    """Work 5: the last approval of a sum, which commits its money."""
    if not bench.has("/approvals/X", "POST"):
        return Piece("5", "Approve an award", why_not="no door yet")
    waiting = bench.cases.to_approve(needed())
    browser = bench.browser(bench.store.council.approver_id)

    def ours() -> Call:
        _id, reference = next(waiting)
        fields = {"version": "1", "outcome": "approve", "confirmed": "y", "note": "Agreed."}
        return browser.post(f"/approvals/{reference}", fields)

    floor = floor_writes(bench)
    allocation = bench.store.council.allocation_id
    return Piece(
        "5",
        "Approve an award",
        Measure("approve", ours, CONSUMING),
        Measure("approve, floor", lambda: lambda: floor.approve(allocation)),
    )


def ranking(bench: Bench) -> Piece:
    """Work 8: the ranked list of round 1 with the line where the money ends."""
    path = f"/rounds/{bench.cases.round_id}/ranking"
    if not bench.has(path):
        return Piece("8", "Ranking with its cut line", why_not="no door yet")
    return Piece(
        "8",
        "Ranking with its cut line",
        Measure("ranking", lambda: bench.browser(bench.store.council.manager_id).get(path), 1),
        Measure("ranking, floor", lambda: lambda: cut_line(bench.raw, bench.cases.round_id, BUDGET), 1),
        3,
    )


DECISIONS = (submit_scores, approve, ranking)
