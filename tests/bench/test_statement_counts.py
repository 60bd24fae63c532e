"""How many statements each main piece of work sends. The numbers may fall; a rise is a mistake or a decision."""

import pytest

from bench.decisions import approve, ranking, submit_scores
from bench.long_lists import exporting, far_into_the_list
from bench.peer import submit
from bench.pieces import Bench, Maker
from bench.works import autosave, case_page, timeline, worklist_by_date, worklist_by_score
from grants.blueprints.casework.list_file import AT_ONCE

# What the work sends with one allocation and six criteria, at or under what docs/performance.md aims at.
MOST: tuple[tuple[Maker, int], ...] = (
    (worklist_by_date, 4),
    (worklist_by_score, 4),
    (far_into_the_list, 4),
    (case_page, 6),
    (timeline, 4),
    (autosave, 4),
    (submit_scores, 12),
    (approve, 17),
    (ranking, 9),
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


def test_an_export_sends_one_statement_and_one_question_who_asks_for_each_part(bench: Bench) -> None:
    ((sent_in,),) = bench.raw.rows("SELECT count(*) FROM application WHERE submitted_at IS NOT NULL")
    parts = int(sent_in) // AT_ONCE + 1
    before = 4  # who asks, the rounds, how many, the access log's row
    assert len(bench.statements(exporting(bench))) <= before + 2 * parts
