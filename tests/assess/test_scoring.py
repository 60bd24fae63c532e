"""Assessors score, blind, until everybody is done."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from grants import clock
from grants.assess.commands.submit_scores import submit_scores
from grants.models import AccessLog, Application, Assessment, Event, Round, Score
from grants.work import work_for
from tests.client import forms, words
from tests.conftest import NOW
from tests.factories.scoring import declare, fields, give, score


@pytest.fixture
def scoring(world, visitor):
    """An application given to two assessors who have declared, and the first one's browser."""

    class Scoring:
        application = world.an_application("assessing")
        path = f"/scoring/{application.reference}"

        def __init__(self):
            give(world, self.application, world.assessor1, world.assessor2)
            self.one, self.two = visitor.as_(world.assessor1), visitor.as_(world.assessor2)

        def row(self) -> Application:
            return world.one(select(Application).where(Application.id == self.application.id))

        def kinds(self) -> list[str]:
            return [event.kind for event in world.read(select(Event).order_by(Event.id))]

    return Scoring()


@pytest.mark.feature("44")
def test_answers_stand_beside_criteria_with_guidance_and_every_band(scoring):
    page = words(scoring.one.get(scoring.path))
    assert "Many people here cannot heat their homes." in page
    assert "Look for need." in page
    for points, band in enumerate(("No evidence", "Poor", "Partial", "Satisfactory", "Good", "Strong")):
        assert f"{points}: {band}" in page
    assert "1 of 1 in this round, 0 scored" in page


@pytest.mark.feature("50")
def test_scores_without_points_or_reason_are_told_beside_each_and_nothing_is_submitted(scoring, world):
    given = fields(need="", reason="")
    page = scoring.one.submit(scoring.path, expect=422, **given)
    for title in ("Need", "Outcomes", "Value for money"):
        assert words(page).count(f"Enter the reason for the score of “{title}”") == 2
    assert words(page).count("Select a score for “Need”, 0 to 5") == 2
    assert world.read(select(Assessment)) == []
    assert 'value="3" checked' in page.get_data(as_text=True)


def test_a_second_window_is_told_that_the_scores_are_in(scoring):
    older = {**forms(scoring.one.get(scoring.path))[0]["fields"], **fields()}
    scoring.one.submit(scoring.path, **fields())
    refused = scoring.one.post(scoring.path, {**older, "key": "another", "reason-need": ""}, expect=409)
    assert "There is a problem" not in words(refused)
    assert f'href="{scoring.path}">See how things stand now' in refused.get_data(as_text=True)


@pytest.mark.feature("50")
def test_a_reason_longer_than_the_limit_is_refused_and_kept_on_the_page(scoring, world):
    page = scoring.one.submit(scoring.path, expect=422, **fields(reason="word " * 151))
    assert "150 words or fewer" in words(page)
    assert "word word" in page.get_data(as_text=True)
    assert world.read(select(Assessment)) == []


@pytest.mark.feature("43")
def test_submitting_freezes_the_scores_with_their_weighted_total(scoring, world):
    scoring.one.submit(scoring.path, **fields())
    (assessment,) = world.read(select(Assessment))
    assert (assessment.status, assessment.total, assessment.submitted_at) == ("submitted", 7800, NOW)
    assert all(row.frozen_at == NOW for row in world.read(select(Score)))
    assert "Your scores: 78.00%" in words(scoring.one.get(scoring.path))
    assert scoring.row().status == "assessing"
    with pytest.raises(DatabaseError, match="frozen"), world.house.database.writing() as session:
        session.execute(update(Score).values(points=0))
    with pytest.raises(DatabaseError, match="frozen"), world.house.database.writing() as session:
        session.execute(update(Assessment).values(total=0))


def test_a_submitted_score_can_neither_be_saved_nor_submitted_again(scoring):
    form = forms(scoring.one.get(scoring.path))[0]
    scoring.one.submit(scoring.path, **fields())
    again = {**form["fields"], **fields(), "key": "other", "version": "2"}
    scoring.one.post(scoring.path, again, expect=409)
    scoring.one.post(scoring.path, {"autosave": "1", "version": "2", "points-need": "0"}, expect=409)


@pytest.mark.feature("51")
def test_scores_that_agree_move_the_application_past_moderation_with_their_average(scoring):
    scoring.one.submit(scoring.path, **fields(need="4"))
    scoring.two.submit(scoring.path, **fields(need="3"))
    row = scoring.row()
    assert (row.status, row.score, row.rank_score) == ("recommending", 7300, 7300)
    assert scoring.kinds() == ["submit_scores", "submit_scores", "scores_agree"]


@pytest.mark.feature("51")
@pytest.mark.parametrize("second", [{"outcomes": "1"}, {"need": "2"}, {"need": "3", "outcomes": "2", "value": "4"}])
def test_scores_too_far_apart_wait_for_a_manager_without_a_score(scoring, second):
    scoring.one.submit(scoring.path, **fields())
    scoring.two.submit(scoring.path, **fields(**second))
    row = scoring.row()
    assert (row.status, row.score, row.rank_score) == ("moderating", None, -1)
    assert scoring.kinds()[-1] == "scores_differ"


def test_a_round_without_moderation_keeps_the_average_even_where_scores_differ(world, visitor):
    stages = ["check", "assess", "recommend", "approve", "release", "accept"]
    application = world.an_application("assessing", round=world.a_round("quick", stages=stages))
    for person, need in ((world.assessor1, "5"), (world.assessor2, "0")):
        give(world, application, person, declared=False)
        declare(world, person, round_=world.one(select(Round).where(Round.key == "quick")))
        visitor.as_(person).submit(f"/scoring/{application.reference}", **fields(need=need))
    row = world.one(select(Application))
    assert (row.status, row.score) == ("recommending", 6300)
    assert world.read(select(Event).order_by(Event.id))[-1].body["differ"] is True


def test_autosave_keeps_what_changed_and_says_so(scoring, world):
    sent = {"autosave": "1", "version": "0", "points-need": "4", "key": "same"}
    kept = scoring.one.post(scoring.path, sent, expect=200).json
    assert kept == {"saved_at": "10am", "hidden": {"version": "1"}}
    sent = {"autosave": "1", "version": "1", "reason-need": "Letters", "key": "same"}
    assert scoring.one.post(scoring.path, sent, expect=200).json["hidden"] == {"version": "2"}
    (row,) = world.read(select(Score))
    assert (row.points, row.reason, row.frozen_at) == (4, "Letters", None)
    assert scoring.kinds() == []
    assert "Letters" in scoring.one.get(scoring.path).get_data(as_text=True)


def test_an_older_page_can_neither_autosave_nor_submit_over_newer_scores(scoring, world):
    scoring.one.post(scoring.path, {"autosave": "1", "version": "0", "points-need": "4"}, expect=200)
    stale = scoring.one.post(scoring.path, {"autosave": "1", "version": "0", "points-need": "1"}, expect=409)
    assert "Somebody changed this" in stale.json["message"]
    scoring.one.post(scoring.path, {**fields(), "version": "0", "key": "k"}, expect=409)
    (row,) = world.read(select(Score))
    assert row.points == 4


@pytest.mark.parametrize("given", [{"points-need": "9"}, {"reason-need": "word " * 151}])
def test_autosave_refuses_what_could_never_stand(scoring, world, given):
    answer = scoring.one.post(scoring.path, {"autosave": "1", "version": "0", **given}, expect=422)
    assert answer.json["message"]
    assert world.read(select(Assessment)) == []


def test_saving_for_later_works_without_scripts(scoring, world):
    scoring.one.submit(scoring.path, later="1", **fields(need="", reason=""))
    (assessment,) = world.read(select(Assessment))
    assert assessment.status == "open"
    assert "Started" in words(scoring.one.get("/scoring"))
    scoring.one.submit(scoring.path, **fields())
    assert "Submitted" in words(scoring.one.get("/scoring"))


def test_pressing_submit_twice_submits_once(scoring):
    form = {**forms(scoring.one.get(scoring.path))[0]["fields"], **fields()}
    for _ in range(2):
        scoring.one.post(scoring.path, form)
    assert scoring.kinds() == ["submit_scores"]


def test_two_assessors_submitting_at_once_move_the_application_once(scoring, world):
    points = {"need": 4, "outcomes": 3, "value": 5}
    reasons = dict.fromkeys(points, "Shown.")

    def submit(person):
        with clock.at(NOW), work_for(world.house, world.actor(person)) as work:
            submit_scores(work, scoring.application.reference, 0, points=points, reasons=reasons)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(submit, (world.assessor1, world.assessor2)))
    row = scoring.row()
    assert (row.status, row.score) == ("recommending", 7800)
    assert sorted(scoring.kinds()) == ["scores_agree", "submit_scores", "submit_scores"]


def test_only_those_asked_may_score(world, scoring, visitor):
    third = world.a_staff_member("Third", "assessor")
    declare(world, third)
    visitor.as_(third).get(scoring.path, expect=404)
    visitor.as_(third).post(scoring.path, {**fields(), "version": "0", "key": "k"}, expect=404)
    visitor.as_(world.officer).get(scoring.path, expect=403)


def test_the_pile_shows_own_work_with_the_way_to_the_next(world, visitor):
    made = [world.an_application("assessing") for _ in range(3)]
    for each in made:
        give(world, each, world.assessor1)
    one = visitor.as_(world.assessor1)
    assert "Scored 0 of 3" in words(one.get("/scoring"))
    middle = one.get(f"/scoring/{made[1].reference}").get_data(as_text=True)
    assert f'/scoring/{made[0].reference}" data-previous' in middle
    assert f'/scoring/{made[2].reference}" data-next' in middle
    assert "Nothing to score" in words(visitor.as_(world.assessor2).get("/scoring"))


def test_opening_an_application_to_score_is_written_down(scoring, world):
    scoring.one.get(scoring.path)
    scoring.one.get(scoring.path)
    assert [row.person_id for row in world.read(select(AccessLog))] == [world.assessor1.id]


def test_a_half_score_of_another_person_is_never_taken_for_ones_own(scoring, world):
    score(world, scoring.application, world.assessor2, (0, 0, 0), total=0, words="Canary words")
    page = scoring.one.get(scoring.path).get_data(as_text=True)
    assert "Canary words" not in page
    assert "checked" not in page
