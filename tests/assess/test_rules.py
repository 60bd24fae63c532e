"""The arithmetic of scoring."""

import pytest

from grants.assess.rules import (
    Load,
    Margins,
    Weight,
    average,
    bands_differ,
    fair_share,
    need_moderation,
    problems_of,
    totals_differ,
    weighted_total,
)

MARGINS = Margins(points=15, bands=2)


@pytest.mark.feature("43")
@pytest.mark.parametrize(
    ("weights", "points", "total"),
    [
        ((30, 30, 30, 10), (4, 3, 5, 2), 7600),
        ((50, 30, 20), (0, 0, 0), 0),
        ((50, 30, 20), (5, 5, 5), 10_000),
        ((1, 1, 1), (1, 0, 0), 667),
        ((1, 1, 1), (2, 0, 0), 1333),
        ((33, 33, 34), (5, 0, 0), 3300),
    ],
)
def test_the_weighted_percentage_is_exact_and_halves_go_up(weights, points, total):
    given = [Weight(criterion_id=n, weight=weight) for n, weight in enumerate(weights)]
    assert weighted_total(given, dict(enumerate(points))) == total


@pytest.mark.feature("43")
def test_the_average_of_two_totals_rounds_a_half_up():
    assert average([7600, 7601]) == 7601
    assert average([7600]) == 7600
    assert average([1, 1, 2]) == 1


@pytest.mark.feature("51")
@pytest.mark.parametrize(("totals", "differ"), [((7600, 6101), False), ((7600, 6100), True), ((7600,), False)])
def test_totals_differ_from_the_margin_on(totals, differ):
    assert totals_differ(totals, MARGINS) is differ


@pytest.mark.feature("51")
@pytest.mark.parametrize(("points", "differ"), [((3, 4), False), ((3, 5), True), ((3, 4, 5), True), ((5,), False)])
def test_bands_differ_from_two_on(points, differ):
    assert bands_differ(points, MARGINS) is differ


@pytest.mark.feature("51")
def test_one_criterion_far_apart_is_enough_for_moderation():
    assert need_moderation([7000, 7100], [(3, 3), (2, 4)], MARGINS)
    assert not need_moderation([7000, 7100], [(3, 3), (3, 4)], MARGINS)


@pytest.mark.feature("50")
@pytest.mark.parametrize(
    ("points", "reason", "fields"),
    [
        (None, "", ["points-need", "reason-need"]),
        (6, "Good", ["points-need"]),
        (3, "   ", ["reason-need"]),
        (3, "word " * 11, ["reason-need"]),
        (0, "word " * 10, []),
    ],
)
def test_every_score_needs_points_and_a_reason_within_the_limit(points, reason, fields):
    assert [field for field, _ in problems_of(points, reason, field="need", title="Need", words=10)] == fields


@pytest.mark.feature("49")
def test_a_fair_share_goes_to_those_with_the_least_to_do():
    loads = [Load(person_id=1, waiting=4), Load(person_id=2, waiting=0), Load(person_id=3, waiting=2)]
    assert fair_share(loads, 2) == (2, 3)
    assert fair_share(loads[:1], 2) == (1,)
