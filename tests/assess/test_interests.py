"""Interests are declared before a case opens, and close it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from grants import clock
from grants.assess.commands.declare_interests import declare_interests
from grants.assess.commands.submit_scores import submit_scores
from grants.domain.errors import NotFound
from grants.models import Application, Assessment, Assignment, Event, Interest
from grants.work import work_for
from tests.client import words
from tests.conftest import NOW
from tests.factories.scoring import declare, fields, give, score


@pytest.fixture
def application(world):
    made = world.an_application("assessing")
    give(world, made, world.assessor1, declared=False)
    return made


def page_of(world):
    return f"/scoring/rounds/{world.round.id}/interests"


@pytest.mark.feature("47")
def test_no_application_opens_before_interests_are_declared(world, visitor, application):
    one = visitor.as_(world.assessor1)
    answer = one.get(f"/scoring/{application.reference}", expect=303)
    assert answer.location.startswith(page_of(world))
    assert "Malvern Friends" not in words(one.get("/scoring"))
    one.post(f"/scoring/{application.reference}", {"autosave": "1", "version": "0", "points-need": "3"}, expect=409)
    back = one.submit(answer.location, nothing="y")
    assert back.location == f"/scoring/{application.reference}"
    one.get(f"/scoring/{application.reference}")
    assert [(e.kind, e.body["round"]) for e in world.read(select(Event))] == [("no_interest_declared", world.round.id)]


@pytest.mark.feature("47")
def test_an_application_that_came_in_later_asks_again(world, visitor, application):
    declare(world, world.assessor1)
    with clock.at(NOW + timedelta(minutes=5)):
        later = world.an_application("assessing", submitted_at=NOW + timedelta(minutes=1))
        give(world, later, world.assessor1, declared=False)
        one = visitor.as_(world.assessor1)
        one.get(f"/scoring/{later.reference}", expect=303)
        one.get(f"/scoring/{application.reference}")


@pytest.mark.feature("47")
def test_an_interest_closes_the_case_to_that_person_everywhere(world, visitor, application):
    one = visitor.as_(world.assessor1)
    one.submit(page_of(world), organisations=[str(world.organisation.id)], detail="My sister is the treasurer.")
    one.get(f"/scoring/{application.reference}", expect=404)
    one.post(f"/scoring/{application.reference}", {**fields(), "version": "0", "key": "k"}, expect=404)
    assert application.reference not in words(one.get("/scoring"))
    (assignment,) = world.read(select(Assignment))
    assert (assignment.ended_at, assignment.ended_why) == (NOW, "interest")
    for path in ("assessors", "scores", "checks", "timeline"):
        one.get(f"/casework/{application.reference}/{path}", expect=403)


@pytest.mark.feature("47")
def test_an_interest_of_an_officer_or_manager_closes_every_page_of_the_case(world, visitor, application):
    for person in (world.officer, world.manager):
        browser = visitor.as_(person)
        browser.submit(page_of(world), organisations=[str(world.organisation.id)], detail="I am a trustee.")
        for path in ("", "/assessors", "/scores", "/checks", "/timeline"):
            browser.get(f"/casework/{application.reference}{path}", expect=404)
    visitor.as_(world.approver).get(f"/casework/{application.reference}")


@pytest.mark.feature("47")
def test_a_late_declaration_withdraws_open_and_submitted_scores(world, visitor, application):
    other = world.an_application("assessing")
    give(world, other, world.assessor1)
    one = visitor.as_(world.assessor1)
    one.submit(f"/scoring/{application.reference}", **fields())
    one.submit(f"/scoring/{other.reference}", later="1", **fields())
    one.submit(page_of(world), organisations=[str(world.organisation.id)], detail="I have joined its board.")
    assert [a.status for a in world.read(select(Assessment))] == ["withdrawn", "withdrawn"]
    assert [a.total for a in world.read(select(Assessment).order_by(Assessment.id))] == [7800, None]
    kinds = {event.kind for event in world.read(select(Event))}
    assert {"interest_declared", "withdraw_scores", "assessor_released"} <= kinds


@pytest.mark.feature("47")
@pytest.mark.parametrize("state", ["moderating", "recommending"])
def test_a_late_declaration_sends_a_scored_case_back_to_be_scored(world, visitor, application, state):
    made = world.an_application(state, score=7000, rank_score=7000)
    give(world, made, world.assessor1, world.assessor2)
    score(world, made, world.assessor1, (4, 3, 5), total=7800)
    score(world, made, world.assessor2, (1, 3, 5), total=4800)
    one = visitor.as_(world.assessor1)
    one.submit(page_of(world), organisations=[str(world.organisation.id)], detail="I have joined its board.")
    row = world.one(select(Application).where(Application.id == made.id))
    assert (row.status, row.score, row.rank_score) == ("assessing", None, -1)
    left = world.read(select(Assessment).where(Assessment.application_id == made.id, Assessment.status == "submitted"))
    assert [each.person_id for each in left] == [world.assessor2.id]


def test_after_a_recommendation_the_scores_stay_and_the_case_says_so(world, visitor, application):
    made = world.an_application("approving", score=7000, rank_score=7000)
    give(world, made, world.assessor1)
    score(world, made, world.assessor1, (4, 3, 5), total=7800)
    one = visitor.as_(world.assessor1)
    one.submit(page_of(world), organisations=[str(world.organisation.id)], detail="I have joined its board.")
    assert world.one(select(Application).where(Application.id == made.id)).status == "approving"
    assert "interest_after_scoring" in [event.kind for event in world.read(select(Event))]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Select the organisations you have an interest in, or say that you have none"),
        ({"nothing": "y", "organisations": "own"}, "not both"),
        ({"organisations": "own"}, "Enter what your interest is"),
        ({"organisations": "999", "detail": "x"}, "Select from the organisations shown"),
    ],
)
def test_a_declaration_that_says_nothing_clear_changes_nothing(world, visitor, application, given, said):
    sent = {name: [str(world.organisation.id)] if value == "own" else value for name, value in given.items()}
    page = visitor.as_(world.assessor1).submit(page_of(world), expect=422, **sent)
    assert said in words(page)
    assert world.read(select(Interest)) == []


def test_a_declaration_is_never_changed_or_taken_back(world, application):
    declare(world, world.assessor1, world.organisation)
    for statement in ("UPDATE interest SET kind = 'none'", "DELETE FROM interest"):
        with pytest.raises(DatabaseError, match="frozen"), world.house.database.writing() as session:
            session.connection().exec_driver_sql(statement)


def test_people_without_a_role_in_the_fund_have_nothing_to_declare(world, visitor, application):
    visitor.as_(world.finance1).get(page_of(world), expect=403)
    visitor.as_(world.lead).get(page_of(world), expect=403)
    visitor.as_(world.officer).get("/scoring/rounds/999/interests", expect=404)


def test_declaring_and_scoring_at_once_never_leaves_a_score_beside_an_interest(world, application):
    declare(world, world.assessor1)
    points = {"need": 4, "outcomes": 3, "value": 5}

    def submit():
        with clock.at(NOW), work_for(world.house, world.actor(world.assessor1)) as work:
            submit_scores(work, application.reference, 0, points=points, reasons=dict.fromkeys(points, "Shown."))

    def step_back():
        with clock.at(NOW), work_for(world.house, world.actor(world.assessor1)) as work:
            declare_interests(
                work, world.round.id, nothing=False, organisations=[world.organisation.id], detail="Trustee"
            )

    with ThreadPoolExecutor(2) as pool:
        scored, declared = pool.submit(submit), pool.submit(step_back)
    declared.result()
    assert scored.exception() is None or isinstance(scored.exception(), NotFound)
    assert world.read(select(Assessment).where(Assessment.status != "withdrawn")) == []
