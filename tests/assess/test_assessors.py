"""Who scores what."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from grants.models import Account, Assignment, Event, Fund, Message, RoleGrant
from tests.client import forms, words
from tests.factories.scoring import declare, fields, give, score

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def application(world):
    return world.an_application("assessing")


def asked(world, application) -> list[int]:
    rows = world.read(
        select(Assignment).where(Assignment.application_id == application.id, Assignment.ended_at.is_(None))
    )
    return sorted(row.person_id for row in rows)


@pytest.mark.feature("49")
def test_an_officer_asks_two_assessors_and_sees_what_waits_for_each(world, visitor, application):
    busy = world.an_application("assessing")
    give(world, busy, world.assessor2)
    officer, path = visitor.as_(world.officer), f"/casework/{application.reference}/assessors"
    page = words(officer.get(path))
    assert "Assessor1: 0 waiting, 0 done" in page
    assert "Assessor2: 1 waiting, 0 done" in page
    assert "2 still to choose" in page
    officer.submit(path, people=[str(world.assessor1.id), str(world.assessor2.id)])
    assert asked(world, application) == [world.assessor1.id, world.assessor2.id]
    events = [e for e in world.read(select(Event)) if e.kind == "assessor_chosen"]
    assert [(e.role, e.body["assessor"]) for e in events] == [
        ("officer", world.assessor1.id), ("officer", world.assessor2.id),
    ]  # fmt: skip


def test_an_assessor_is_written_to_once_a_day_however_much_they_are_given(world, visitor, application):
    again = world.an_application("assessing")
    for each in (application, again):
        visitor.as_(world.officer).submit(
            f"/casework/{each.reference}/assessors", people=[str(world.assessor1.id), str(world.assessor2.id)]
        )
    written = [each.to_email for each in world.read(select(Message)) if each.template == "asked_to_score"]
    assert sorted(each.split(".")[0] for each in written) == ["assessor1", "assessor2"]


@pytest.mark.feature("49")
def test_who_no_longer_holds_the_role_is_not_offered(world, visitor, application):
    with world.house.database.writing() as session:
        session.execute(
            update(RoleGrant)
            .where(RoleGrant.person_id == world.assessor2.id)
            .values(ended_at=NOW, ended_by=world.manager.id)
        )
        session.commit()
    page = words(visitor.as_(world.officer).get(f"/casework/{application.reference}/assessors"))
    assert "Assessor1" in page
    assert "Assessor2" not in page


@pytest.mark.feature("49")
def test_a_fair_share_goes_to_those_with_the_least_to_do_without_conflicts(world, visitor, application):
    third = world.a_staff_member("Third", "assessor")
    declare(world, world.assessor1, world.organisation)
    give(world, world.an_application("assessing"), third)
    fourth = world.a_staff_member("Fourth", "assessor")
    visitor.as_(world.officer).submit(f"/casework/{application.reference}/assessors", form=1)
    assert asked(world, application) == sorted([world.assessor2.id, fourth.id])


@pytest.mark.feature("49")
@pytest.mark.parametrize(
    "who", ["conflicted", "officer", "elsewhere", "gone", "applicant", "chosen", "nobody", "three"]
)
def test_nobody_is_asked_who_may_not_score_it(world, visitor, application, who):
    declare(world, world.assessor1, world.organisation)
    elsewhere = world.a_staff_member("Elsewhere", "officer")
    gone = world.a_staff_member("Gone", "assessor")
    with world.house.database.writing() as session:
        session.query(Account).filter_by(person_id=gone.id).one().disabled_at = application.created_at
        session.commit()
    give(world, application, world.assessor2)
    chosen = {
        "conflicted": [world.assessor1], "officer": [world.officer], "elsewhere": [elsewhere], "gone": [gone],
        "applicant": [world.lead], "chosen": [world.assessor2], "nobody": [],
        "three": [world.assessor1, world.assessor2],
    }[who]  # fmt: skip
    officer = visitor.as_(world.officer)
    path = f"/casework/{application.reference}/assessors"
    officer.post(path, {"people": [str(each.id) for each in chosen], "key": "k"}, expect=422)
    assert asked(world, application) == [world.assessor2.id]


def test_an_application_with_all_its_assessors_takes_no_more(world, visitor, application):
    give(world, application, world.assessor1, world.assessor2)
    third = world.a_staff_member("Third", "assessor")
    path = f"/casework/{application.reference}/assessors"
    visitor.as_(world.officer).post(path, {"people": [str(third.id)], "key": "k"}, expect=409)


def test_pressing_twice_asks_once(world, visitor, application):
    officer, path = visitor.as_(world.officer), f"/casework/{application.reference}/assessors"
    form = forms(officer.get(path))[0]
    for _ in range(2):
        officer.post(path, {**form["fields"], "people": [str(world.assessor1.id)]})
    assert asked(world, application) == [world.assessor1.id]


def test_an_application_is_taken_back_from_somebody_who_has_not_scored_it(world, visitor, application):
    (first, _) = give(world, application, world.assessor1, world.assessor2)
    officer, path = visitor.as_(world.officer), f"/casework/{application.reference}/assessors"
    assert "Enter why" in words(officer.submit(f"{path}/{first.id}/release", expect=422, reason=""))
    officer.submit(f"{path}/{first.id}/release", reason="Off sick.")
    assert asked(world, application) == [world.assessor2.id]
    visitor.as_(world.assessor1).get(f"/scoring/{application.reference}", expect=404)
    assert "Assessor1" in words(officer.get(path))


def test_scores_that_are_in_are_never_taken_back(world, visitor, application):
    (first,) = give(world, application, world.assessor1)
    score(world, application, world.assessor1, (4, 3, 5), total=7800)
    path = f"/casework/{application.reference}/assessors/{first.id}/release"
    visitor.as_(world.officer).post(path, {"reason": "No", "key": "k"}, expect=409)


@pytest.mark.feature("49")
def test_a_whole_round_is_shared_out_evenly(world, visitor):
    third = world.a_staff_member("Third", "assessor")
    made = [world.an_application("assessing") for _ in range(3)]
    path = f"/scoring/rounds/{world.round.id}/allocation"
    officer = visitor.as_(world.officer)
    assert "3 applications still need assessors" in words(officer.get(path))
    officer.submit(path)
    everyone = [person for each in made for person in asked(world, each)]
    assert sorted(everyone) == sorted([world.assessor1.id, world.assessor2.id, third.id] * 2)
    page = words(officer.get(path))
    assert "Every application that is being scored has its assessors" in page
    assert "0 of 6 asked for" in page


@pytest.mark.parametrize(("who", "code"), [("auditor", 403), ("assessor1", 403), ("finance1", 403), ("manager", 200)])
def test_only_officers_and_managers_choose(world, visitor, application, who, code):
    person = visitor.as_(getattr(world, who))
    person.get(f"/casework/{application.reference}/assessors", expect=code)
    person.get(f"/scoring/rounds/{world.round.id}/allocation", expect=code)


@pytest.mark.feature("45")
def test_somebody_who_scores_a_case_learns_nothing_where_assessors_are_chosen(world, visitor, application):
    both = world.a_staff_member("Both", "officer")
    world.a_role(both, "assessor")
    give(world, application, both, world.assessor2)
    browser = visitor.as_(both)
    for path in ("assessors", "scores"):
        code = 403 if path == "assessors" else 200
        assert "Assessor2" not in words(browser.get(f"/casework/{application.reference}/{path}", expect=code))
    browser.post(f"/casework/{application.reference}/assessors/fair-share", {"key": "k"}, expect=403)
    browser.submit(f"/scoring/{application.reference}", **fields())
    assert "Assessor2" not in words(browser.get(f"/scoring/{application.reference}"))


def test_a_round_of_another_fund_is_not_shared_out_nor_known_of(world, visitor):
    facts = {each.name: getattr(world.fund, each.name) for each in Fund.__table__.columns if each.name != "id"}
    other = Fund(**{**facts, "key": "elsewhere", "prefix": "EL"})
    world.write(other)
    stranger = world.a_staff_member("Stranger", "officer", other.id)
    path = f"/scoring/rounds/{world.round.id}/allocation"
    visitor.as_(stranger).post(path, expect=404)
    both = world.a_staff_member("Elsewhere", "officer", other.id)
    world.a_role(both, "assessor", world.fund.id)
    visitor.as_(both).post(path, expect=403)
