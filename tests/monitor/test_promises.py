"""What the applicant promised stands in their return with its own number, beside what the round counts."""

from copy import deepcopy

import pytest
from sqlalchemy import select

from grants.models import IndicatorValue
from tests.client import words
from tests.factories import forms
from tests.factories.monitoring import COUNTS, TARGETS, a_return, filled, sent
from tests.factories.paying import an_award

pytestmark = pytest.mark.feature("82")
PROMISED = [{"outcome": "People feel less alone", "indicator": "A short survey", "target": 80, "unit": "people"}]


@pytest.fixture
def award(world):
    definition = deepcopy(forms.APPLICATION)
    definition["sections"][0]["questions"].append(
        {"key": "changes", "type": "outcomes", "label": forms.text("What will change?")}
    )
    round_ = world.a_round("promising", application_form_id=world.a_form("application", definition, number=2).id)
    made = world.an_application("awarded", round=round_, shown_status="awarded", answers={"changes": PROMISED})
    return an_award(world, application=made, status="active", amount=1_000_000)


def test_a_return_asks_for_each_promise_with_its_number(world, visitor, award):
    a_return(world, award)
    page = words(visitor.as_(world.lead).get(f"/awards/{award.reference}/returns/1/targets"))
    assert "People feel less alone" in page
    assert "80 people" in page


def test_what_was_reached_of_a_promise_is_counted_and_reviewed(world, visitor, award):
    owed = a_return(world, award)
    filled(world, owed, 1_000_000, **{TARGETS: {**COUNTS, "promise-1": {"all": 31}}})
    sent(world, award, owed)
    (kept,) = world.read(select(IndicatorValue).where(IndicatorValue.indicator == "promise-1"))
    assert (kept.target, kept.actual, kept.area_code) == (80, 31, None)
    review = words(visitor.as_(world.officer).get(f"/returns/{owed.reference}"))
    assert "People feel less alone people 80 31" in review


def test_a_promise_is_not_left_out(world, visitor, award):
    a_return(world, award)
    numbers = {"target-people": "60", "target-people-E07000235": "35", "target-people-E07000237": "25"}
    path = f"/awards/{award.reference}/returns/1/targets"
    page = visitor.as_(world.lead).submit(path, expect=422, **numbers)
    assert "Enter the number for people feel less alone, or 0" in words(page)
