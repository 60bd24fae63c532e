"""The home of an organisation says what it has to do next, and puts what is over out of the way."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from grants import clock
from grants.models import Award
from grants.web.outside import files
from tests.client import words
from tests.factories.record import an_offered_award


@pytest.fixture
def offered(world, app):
    with app.app_context():
        an_offered_award(world, files())
    return world.one(select(Award))


def home(world, visitor) -> str:
    return words(visitor.as_(world.lead).get(f"/organisations/{world.organisation.reference}"))


def test_what_is_due_first_stands_first(world, visitor, offered):
    draft = world.an_application("draft", round=world.a_round("later", closes_at=clock.now() + timedelta(days=200)))
    page = home(world, visitor)
    todo = page.partition("What to do next")[2].partition("Awards")[0]
    assert re.search(rf"Read the offer and accept it.*{offered.reference}.*Finish and send.*{draft.reference}", todo)


def test_a_draft_that_can_not_be_sent_any_more_is_nothing_to_do(world, visitor):
    world.an_application("draft")
    assert "Finish and send your application" in home(world, visitor)
    with clock.at(world.round.closes_at + timedelta(seconds=1)):
        assert "Nothing waits for you" in home(world, visitor)


def test_an_award_stands_for_its_application_and_goes_to_the_earlier_ones_when_it_is_over(world, visitor, offered):
    assert "Earlier applications and awards" not in home(world, visitor)
    with world.house.database.writing() as session:
        session.execute(update(Award).values(status="lapsed"))
        session.commit()
    assert "Earlier applications and awards (1)" in home(world, visitor)
