"""How many statements each main piece of work sends. The numbers may fall; a rise is a mistake or a decision."""

import pytest

from bench.decisions import approve, ranking, submit_scores
from bench.peer import submit
from bench.pieces import Bench, Maker
from bench.works import autosave, case_page, timeline, worklist_by_date, worklist_by_score

# What the work sends with one allocation and six criteria, at or under what docs/performance.md aims at.
MOST: tuple[tuple[Maker, int], ...] = (
    (worklist_by_date, 4),
    (worklist_by_score, 4),
    (case_page, 6),
    (timeline, 4),
    (autosave, 4),
    (submit_scores, 12),
    (approve, 17),
    (ranking, 10),
    (submit, 21),
)


@pytest.mark.parametrize(("make", "most"), MOST, ids=[make.__name__ for make, _ in MOST])
def test_the_work_sends_no_more_statements_than_agreed(bench: Bench, make: Maker, most: int) -> None:
    piece = make(bench)
    assert piece.ours is not None, piece.why_not
    piece.ours.ready()()  # what is remembered for good, such as a form's questions, is read by the first call
    sent = bench.statements(piece.ours.ready())
    assert 0 < len(sent) <= most, "\n".join(" ".join(each.split())[:300] for each in sent)


def test_the_number_does_not_grow_with_the_lines_of_a_list(bench: Bench) -> None:
    one, all_ = bench.officer.get("/casework?q=ORG-2025-00001"), bench.officer.get("/casework")
    one(), all_()
    assert len(bench.statements(one)) == len(bench.statements(all_))
