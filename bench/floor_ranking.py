"""The least a cut line could cost: the scored rows of a round in order, and a running sum."""

from bench.raw import Raw

RANKED = (
    "SELECT id, requested, rank_score FROM application WHERE round_id = ? AND status = ?"
    " ORDER BY rank_score DESC, id DESC"
)
SCORED = ("recommending", "approving", "decided", "declined")


def cut_line(raw: Raw, round_id: int, budget: int) -> tuple[int, int]:
    """How many applications the money reaches, best first, and what they come to."""
    spent = reached = 0
    rows = sorted(
        (row for state in SCORED for row in raw.rows(RANKED, (round_id, state))), key=lambda r: (-r[2], -r[0])
    )
    for _id, requested, _score in rows:
        if spent + requested > budget:
            break
        spent, reached = spent + requested, reached + 1
    return reached, spent
