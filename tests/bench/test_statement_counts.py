"""How many statements each main piece of work sends. The numbers may fall; a rise is a mistake or a decision."""

import pytest

from bench.decisions import approve, ranking, submit_scores
from bench.peer import submit
from bench.pieces import Bench, Maker
from bench.works import autosave, case_page, timeline, worklist_by_date, worklist_by_score

# What the work sends with one allocation and six criteria. docs/performance.md tells these from what was aimed at.
MOST: tuple[tuple[Maker, int], ...] = (
    (worklist_by_date, 5),
    (worklist_by_score, 5),
    (case_page, 10),
    (timeline, 10),
    (autosave, 6),
    (submit_scores, 26),
    (approve, 28),
    (ranking, 11),
    (submit, 30),
)
# SQLite gives the ids of new rows one statement a row: here five more scores and one more event.
MORE_ON_SQLITE = {submit_scores: 6}


@pytest.mark.parametrize(("make", "most"), MOST, ids=[make.__name__ for make, _ in MOST])
def test_the_work_sends_no_more_statements_than_agreed(bench: Bench, make: Maker, most: int) -> None:
    piece = make(bench)
    assert piece.ours is not None, piece.why_not
    piece.ours.ready()()  # what is remembered for good, such as a form's questions, is read by the first call
    sent = bench.statements(piece.ours.ready())
    if bench.store.engine == "sqlite":
        most += MORE_ON_SQLITE.get(make, 0)
    assert 0 < len(sent) <= most, "\n".join(" ".join(each.split())[:300] for each in sent)


def test_the_number_does_not_grow_with_the_lines_of_a_list(bench: Bench) -> None:
    one, all_ = bench.officer.get("/casework?q=ORG-2025-00001"), bench.officer.get("/casework")
    one(), all_()
    assert len(bench.statements(one)) == len(bench.statements(all_))
