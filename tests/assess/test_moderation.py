"""A manager agrees scores that are too far apart."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from grants.models import Application, Assessment, Event, ModeratedScore, Moderation, Score
from tests.client import forms, words
from tests.factories.scoring import declare, give, score

AGREED = {
    "points-need": "3", "points-outcomes": "3", "points-value": "5", "reason-need": "The letters show some need.",
    "reason": "We met on 20 November and read the letters again.",
}  # fmt: skip


@pytest.fixture
def moderating(world):
    """Two assessors two bands apart on need, and a manager who has declared."""
    application = world.an_application("moderating")
    give(world, application, world.assessor1, world.assessor2)
    score(world, application, world.assessor1, (4, 3, 5), total=7800, words="Letters from users.")
    score(world, application, world.assessor2, (2, 3, 5), total=5800, words="No figures.")
    declare(world, world.manager)
    return application


def path_of(application):
    return f"/casework/{application.reference}/scores"


@pytest.mark.feature("51")
def test_scores_stand_side_by_side_with_the_differences_marked(world, visitor, moderating):
    page = visitor.as_(world.manager).get(path_of(moderating)).get_data(as_text=True)
    assert page.count(">Differs<") == 1
    assert "Totals differ" in page
    text = words(visitor.as_(world.auditor).get(path_of(moderating)))
    assert "Assessor1" in text
    assert "58.00%" in text
    assert "No figures." in text
    assert "Agree these scores" not in text


@pytest.mark.feature("52")
def test_the_agreed_score_has_its_own_row_and_reason_and_raw_scores_never_change(world, visitor, moderating):
    before = [(s.points, s.reason) for s in world.read(select(Score).order_by(Score.id))]
    visitor.as_(world.manager).submit(path_of(moderating), **AGREED)
    application = world.one(select(Application))
    assert (application.status, application.score, application.rank_score) == ("recommending", 6800, 6800)
    (moderation,) = world.read(select(Moderation))
    assert (moderation.total, moderation.moderated_by) == (6800, world.manager.id)
    reasons = [(m.points, m.reason) for m in world.read(select(ModeratedScore).order_by(ModeratedScore.id))]
    assert reasons == [
        (3, "The letters show some need."), (3, "As every assessor scored it."), (5, "As every assessor scored it."),
    ]  # fmt: skip
    assert [(s.points, s.reason) for s in world.read(select(Score).order_by(Score.id))] == before
    assert [a.total for a in world.read(select(Assessment).order_by(Assessment.id))] == [7800, 5800]
    assert [e.kind for e in world.read(select(Event))] == ["agree_scores"]
    page = words(visitor.as_(world.officer).get(path_of(moderating)))
    assert "68.00%" in page
    assert "We met on 20 November" in page
    with pytest.raises(DatabaseError, match="frozen"), world.house.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE moderation SET total = 1")


@pytest.mark.feature("52")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason-need": ""}, "Enter the reason for the score of “Need”"),
        ({"points-need": ""}, "Select a score for “Need”, 0 to 5"),
        ({"points-value": "4"}, "Enter the reason for the score of “Value for money”"),
        ({"reason": ""}, "Enter how the scores were agreed"),
        ({"reason-need": "word " * 151}, "150 words or fewer"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_agreed(world, visitor, moderating, wrong, said):
    page = visitor.as_(world.manager).submit(path_of(moderating), expect=422, **{**AGREED, **wrong})
    assert said in words(page)
    assert world.read(select(Moderation)) == []
    assert world.one(select(Application)).status == "moderating"


@pytest.mark.feature("52")
def test_a_manager_who_scored_it_never_agrees_it(world, visitor, moderating):
    both = world.a_staff_member("Both", "manager")
    world.a_role(both, "assessor")
    declare(world, both)
    give(world, moderating, both)
    score(world, moderating, both, (4, 3, 5), total=7800)
    browser = visitor.as_(both)
    assert "another manager agrees" in words(browser.get(path_of(moderating)))
    browser.post(path_of(moderating), {**AGREED, "version": "1", "key": "k"}, expect=403)
    assert world.read(select(Moderation)) == []


def test_a_manager_declares_interests_first(world, visitor, moderating):
    other = world.a_staff_member("Other", "manager")
    browser = visitor.as_(other)
    answer = browser.get(path_of(moderating), expect=303)
    assert "/interests" in answer.location
    assert browser.submit(answer.location, nothing="y").location == path_of(moderating)
    browser.submit(path_of(moderating), **AGREED)


@pytest.mark.parametrize("who", ["officer", "approver", "auditor"])
def test_nobody_but_a_manager_agrees(world, visitor, moderating, who):
    browser = visitor.as_(getattr(world, who))
    assert "A manager of this fund agrees the scores" in words(browser.get(path_of(moderating)))
    browser.post(path_of(moderating), {**AGREED, "version": "1", "key": "k"}, expect=403)


def test_agreeing_twice_or_from_an_old_page_agrees_once(world, visitor, moderating):
    manager = visitor.as_(world.manager)
    form = {**forms(manager.get(path_of(moderating)))[0]["fields"], **AGREED}
    for _ in range(2):
        manager.post(path_of(moderating), form)
    manager.post(path_of(moderating), {**form, "key": "another"}, expect=409)
    assert len(world.read(select(Moderation))) == 1
