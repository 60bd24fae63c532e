"""Ranking, the budget line, delegation and splits, on plain sums."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.decide.rules import (
    Limits,
    Step,
    amount_problems,
    approval_steps,
    cut_line,
    governing_step,
    part_of,
    rank_key,
    split_over_allocations,
)

pence = st.integers(min_value=0, max_value=10_000_000)
rows = st.lists(st.tuples(st.integers(-1, 10_000), st.fractions(0, 10), st.fractions(0, 10)), min_size=1, max_size=30)
STEPS = (
    Step(1_000_000, ("manager",), (), "row 1"),
    Step(5_000_000, ("head_of_service",), (), "row 2"),
    Step(None, ("director", "cabinet_member"), (), "row 3"),
)


@pytest.mark.feature("54")
@given(rows)
def test_the_ranking_is_one_order_whichever_way_the_rows_come(rows):
    ranked = [(score, {"need": need, "value": value}, id_) for id_, (score, need, value) in enumerate(rows, start=1)]

    def order(these):
        return [i for _, _, i in sorted(these, key=lambda row: rank_key(row[0], row[1], ("need", "value"), row[2]))]

    assert order(ranked) == order(list(reversed(ranked)))


@given(rows, st.integers(0, 9_999))
def test_a_worse_application_changes_nobody_above_it(rows, worse):
    keyed = [(rank_key(score, {"need": need}, ("need",), id_), id_) for id_, (score, need, _) in enumerate(rows, 1)]
    added = (rank_key(worse, {}, ("need",), 999), 999)
    above = [id_ for key, id_ in sorted(keyed) if key < added[0]]
    assert [id_ for _, id_ in sorted([*keyed, added])][: len(above)] == above


def test_equal_scores_go_by_the_tie_break_and_then_by_who_was_first():
    first = rank_key(7_000, {"need": Fraction(4)}, ("need",), 2)
    assert first < rank_key(7_000, {"need": Fraction(7, 2)}, ("need",), 1)
    assert first < rank_key(7_000, {"need": Fraction(4)}, ("need",), 3)


@pytest.mark.feature("54")
@given(st.lists(pence, max_size=30), pence)
def test_the_line_is_drawn_under_the_longest_run_the_budget_bears(amounts, budget):
    place = cut_line(amounts, budget)
    assert sum(amounts[:place]) <= budget
    assert place == len(amounts) or sum(amounts[: place + 1]) > budget


def test_a_sum_that_fits_exactly_is_above_the_line_and_a_penny_more_is_not():
    assert cut_line([300, 700], 1_000) == 2
    assert cut_line([300, 701], 1_000) == 1


@given(pence, st.lists(pence, max_size=6))
def test_a_split_adds_up_exactly_and_takes_no_more_than_there_is(amount, available):
    parts = split_over_allocations(amount, list(enumerate(available)))
    if amount and sum(available) >= amount:
        assert sum(part for _, part in parts) == amount
        assert all(0 < part <= available[place] for place, part in parts)
    else:
        assert parts == ()


def test_the_first_money_is_used_first_and_the_last_bears_the_remainder():
    assert split_over_allocations(50_000_000, [(1, 35_000_000), (2, 15_000_000), (3, 9)]) == (
        (1, 35_000_000),
        (2, 15_000_000),
    )


@pytest.mark.feature("59")
@pytest.mark.parametrize(
    ("amount", "before", "roles"),
    [
        (1_000_000, 0, ("manager",)),
        (1_000_001, 0, ("head_of_service",)),
        (600_000, 400_001, ("head_of_service",)),
        (5_000_001, 0, ("director", "cabinet_member")),
    ],
)
def test_the_first_row_that_bears_all_the_body_has_governs(amount, before, roles):
    step = governing_step(STEPS, amount, before)
    assert step is not None
    assert step.roles == roles


def test_no_row_governs_where_every_row_has_a_lower_limit():
    assert governing_step(STEPS[:2], 5_000_001, 0) is None


def test_a_sum_above_the_maximum_needs_its_named_approver_and_two_people():
    assert approval_steps(STEPS[1], exception_role="director") == ("head_of_service", "director")
    assert approval_steps(STEPS[1], exception_role="head_of_service") == ("head_of_service", "head_of_service")
    assert approval_steps(STEPS[2], exception_role="director") == ("director", "cabinet_member")


LIMITS = Limits(asked=1_000_000, least=300_000, most=900_000, viable=500_000)


@pytest.mark.parametrize("amount", [0, 500_000, 900_000])
def test_a_sum_inside_every_limit_is_right_and_so_is_nothing(amount):
    assert amount_problems(amount, LIMITS) == []


@pytest.mark.parametrize("amount", [-1, 1, 299_999, 300_000, 499_999, 900_001, 1_000_001])
def test_a_sum_outside_a_limit_says_which(amount):
    assert [field for field, _ in amount_problems(amount, LIMITS)] == ["amount"]


def test_a_named_exception_lifts_the_maximum_and_not_the_sum_asked_for():
    lifted = Limits(asked=2_000_000, least=None, most=900_000, exception=1_500_000)
    assert amount_problems(1_500_000, lifted) == []
    assert amount_problems(1_500_001, lifted)
    assert amount_problems(2_000_001, Limits(asked=2_000_000, least=None, most=900_000, exception=9_000_000))


def test_what_is_left_is_offered_in_part_only_where_it_is_enough_to_work_with():
    assert part_of(600_000, LIMITS) == 600_000
    assert part_of(499_999, LIMITS) == 0
