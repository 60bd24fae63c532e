"""From recommendation to decision: three sums, a different person at each step, and money that is there."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from grants.apply.commands.withdraw_application import withdraw_application
from grants.decide.commands.recommend_award import Terms, recommend_award
from grants.decide.commands.refuse_award import refuse_award
from grants.decide.commands.return_recommendation import return_recommendation
from grants.domain.errors import DomainError, NotFound, NotPermitted, RulesBroken, Stale, WrongState
from grants.models import Application, Approval, Assessment, Decision, Event, Interest, Recommendation, Stop, Submission
from grants.models.assessing import DueDiligenceCheck
from grants.work import work_for
from tests.factories.decide import approve, decided, money, recommend, recommended


def state(world, application):
    return world.one(select(Application).where(Application.id == application.id)).status


def live(world, application):
    return world.one(
        select(Recommendation).where(
            Recommendation.application_id == application.id, Recommendation.superseded_at.is_(None)
        )
    )


@pytest.mark.feature("57")
def test_recommending_reserves_the_money_and_keeps_all_three_sums(world, house):
    application = recommended(world, house, 800_000)
    assert state(world, application) == "approving"
    assert (money(world).reserved, money(world).available) == (800_000, 9_200_000)
    approve(world, house, application, world.approver)
    decision = world.one(select(Decision))
    stored = world.one(select(Application).where(Application.id == application.id))
    assert (stored.requested, live(world, application).amount, decision.amount) == (1_000_000, 800_000, 800_000)
    assert (money(world).reserved, money(world).committed) == (0, 800_000)
    assert stored.shown_status == "received", "the applicant learns nothing before release"


def test_money_that_left_the_reserve_by_other_means_stops_the_approval(world, house):
    application = recommended(world, house, 1_000_000)
    with house.database.writing() as session:
        session.execute(text("UPDATE allocation SET reserved = reserved - 1, available = available + 1"))
        session.commit()
    with pytest.raises(DomainError, match="not enough money"):
        approve(world, house, application, world.approver)
    assert money(world).committed == 0
    assert world.read(select(Decision)) == []


def test_a_new_recommendation_takes_the_place_of_the_earlier_and_of_its_reserve(world, house):
    application = recommended(world, house, 900_000)
    recommend(world, house, application, 500_000)
    assert money(world).reserved == 500_000
    assert live(world, application).amount == 500_000
    assert len(world.read(select(Recommendation))) == 2


def test_a_recommendation_can_use_again_what_the_earlier_held(world, house):
    application = recommended(world, house, 4_000_000, requested=5_000_000)
    recommended(world, house, 5_000_000, requested=5_000_000)
    recommend(world, house, application, 5_000_000)
    assert money(world).available == 0


@pytest.mark.parametrize(
    ("amount", "facts"),
    [
        (1_000_001, {}),
        (299_999, {}),
        (5_000_001, {"requested": 6_000_000}),
        (400_000, {"viable_minimum": 400_001}),
    ],
)
@pytest.mark.feature("57")
def test_a_sum_outside_the_limits_changes_nothing(world, house, amount, facts):
    application = world.an_application("recommending", **facts)
    with pytest.raises(RulesBroken):
        recommend(world, house, application, amount)
    assert state(world, application) == "recommending"
    assert money(world).available == 10_000_000


@pytest.mark.feature("63")
def test_a_no_needs_feedback_on_every_criterion(world, house):
    application = world.an_application("recommending")
    with pytest.raises(RulesBroken) as broken:
        recommend(world, house, application, 0, terms=Terms(feedback={"need": "Say more."}))
    assert [field for field, _ in broken.value.problems] == ["feedback-outcomes", "feedback-value"]
    recommend(world, house, application, 0)
    assert live(world, application).outcome == "decline"
    assert money(world).reserved == 0


def test_there_is_no_recommending_money_that_is_not_there(world, house):
    recommended(world, house, 5_000_000, requested=5_000_000)
    recommended(world, house, 4_500_000, requested=5_000_000)
    application = world.an_application("recommending", requested=1_000_000)
    with pytest.raises(RulesBroken, match="not enough money"):
        recommend(world, house, application, 500_001)
    recommend(world, house, application, 500_000)


def test_only_a_manager_recommends(world, house):
    application = world.an_application("recommending")
    for person in (world.officer, world.approver, world.finance1):
        with pytest.raises((NotPermitted, NotFound)):
            recommend(world, house, application, 500_000, by=person)
    refusals = world.read(select(Event).where(Event.kind == "recommend_refused"))
    assert len(refusals) == 2, "a refusal is itself on record"


def test_a_page_that_was_overtaken_is_refused(world, house):
    application = recommended(world, house)
    with pytest.raises(Stale), work_for(house, world.actor(world.manager)) as work:
        recommend_award(work, application.reference, 1, amount=400_000, reason="Late")


def test_an_organisation_under_stop_gets_nothing(world, house):
    application = world.an_application("recommending")
    stop = Stop(organisation_id=world.organisation.id, reason="Fraud", raised_by=world.officer.id)
    stop.raised_at = application.created_at
    stop.confirmed_by = world.manager.id
    world.write(stop)
    with pytest.raises(RulesBroken, match="under stop"):
        recommend(world, house, application, 500_000)


@pytest.mark.feature("35")
def test_a_mandatory_check_stands_before_the_recommendation(world, house):
    plan = {**world.round.plan}
    plan["checks"] = [{**plan["checks"][1], "mandatory": True}]
    round_ = world.a_round("checked", plan=plan)
    application = world.an_application("recommending", round=round_)
    with pytest.raises(RulesBroken, match="Accounts"):
        recommend(world, house, application, 500_000)
    submission = world.one(select(Submission).where(Submission.application_id == application.id))
    world.write(
        DueDiligenceCheck(
            application_id=application.id,
            organisation_id=world.organisation.id,
            submission_id=submission.id,
            kind="accounts",
            outcome="pass",
            evidence="Seen",
            checked_by=world.officer.id,
            checked_at=application.created_at,
        )
    )
    recommend(world, house, application, 500_000)


@pytest.mark.feature("59")
def test_the_sum_and_what_the_body_already_has_choose_the_approver(world, house):
    small = recommended(world, house, 700_000)
    second = recommended(world, house, 600_000)
    with pytest.raises(NotPermitted, match="the director"):
        approve(world, house, second, world.approver)
    approve(world, house, second, world.approver2)
    with pytest.raises(NotPermitted, match="the director"):
        approve(world, house, small, world.approver)


@pytest.mark.feature("59")
def test_another_body_has_its_own_running_total(world, house):
    decided(world, house, 700_000)
    other = world.an_organisation("Upton Players")
    application = recommended(world, house, 600_000, organisation=other)
    approve(world, house, application, world.approver)
    assert state(world, application) == "decided"


@pytest.mark.feature("58")
def test_two_steps_need_two_people_in_their_order(world, house):
    round_ = world.a_round("large", max_award=None)
    world_money = world.allocation.id
    with house.database.writing() as session:
        session.execute(
            text("UPDATE allocation SET amount = 90000000, available = 90000000 WHERE id = :id"), {"id": world_money}
        )
        session.commit()
    application = recommended(world, house, 20_000_000, round=round_, requested=20_000_000)
    with pytest.raises(NotPermitted):
        approve(world, house, application, world.member)
    approve(world, house, application, world.approver2)
    assert state(world, application) == "approving"
    with pytest.raises(NotPermitted):
        approve(world, house, application, world.approver2)
    approve(world, house, application, world.member)
    assert state(world, application) == "decided"
    assert [each.step for each in world.read(select(Approval).order_by(Approval.id))] == [1, 2]


@pytest.mark.feature("58")
def test_nobody_approves_what_they_recommended_whatever_they_hold(world, house):
    application = recommended(world, house)
    world.a_role(world.manager, "head_of_service")
    with pytest.raises(NotPermitted, match="You recommended"):
        approve(world, house, application, world.manager)
    assert world.read(select(Event).where(Event.kind == "approve_refused"))


@pytest.mark.feature("58")
def test_the_database_refuses_ones_own_approval_too(world, house):
    application = recommended(world, house)
    row = live(world, application)
    statement = text(
        "INSERT INTO approval (recommendation_id, recommended_by, application_id, step, role, outcome, note, "
        "approved_by, approved_at) VALUES (:r, :by, :a, 1, 'director', 'approve', '', :by, '2026-11-21T10:00:00.0Z')"
    )
    with house.database.writing() as session, pytest.raises(DatabaseError, match="not_own_recommendation"):
        session.execute(statement, {"r": row.id, "by": row.recommended_by, "a": application.id})
    lie = {"r": row.id, "by": world.finance1.id, "a": application.id}
    with house.database.writing() as session, pytest.raises(DatabaseError, match=r"(?i)foreign key"):
        session.execute(text(str(statement).replace(":by, '2026", f"{world.manager.id}, '2026")), lie)
        session.commit()


def test_whoever_assessed_or_has_an_interest_does_not_approve(world, house):
    application = recommended(world, house)
    submission = world.one(select(Submission).where(Submission.application_id == application.id))
    world.write(
        Assessment(
            application_id=application.id,
            person_id=world.approver.id,
            submission_id=submission.id,
            started_at=application.created_at,
        )
    )
    with pytest.raises(NotPermitted, match="You assessed"):
        approve(world, house, application, world.approver)
    other = recommended(world, house, 900_000, organisation=world.an_organisation("Powick Choir"))
    world.write(
        Interest(
            person_id=world.approver.id,
            round_id=other.round_id,
            organisation_id=other.organisation_id,
            kind="interest",
            detail="My brother sings in it",
            declared_at=other.created_at,
        )
    )
    with pytest.raises(NotFound):
        approve(world, house, other, world.approver)


def test_a_returned_recommendation_keeps_its_reserve_and_is_made_anew(world, house):
    application = recommended(world, house, 900_000)
    with work_for(house, world.actor(world.approver)) as work:
        return_recommendation(work, application.reference, None, note="Look at the heating costs again.")
    assert (state(world, application), money(world).reserved) == ("recommending", 900_000)
    recommend(world, house, application, 700_000)
    approve(world, house, application, world.approver)
    assert (money(world).reserved, money(world).committed) == (0, 700_000)


def test_returning_needs_a_note(world, house):
    application = recommended(world, house)
    with pytest.raises(RulesBroken, match="reason"), work_for(house, world.actor(world.approver)) as work:
        return_recommendation(work, application.reference, None, note=" ")


def test_a_refused_award_is_a_no_and_its_money_is_free(world, house):
    application = recommended(world, house)
    with work_for(house, world.actor(world.approver)) as work:
        refuse_award(work, application.reference, None, note="The hall has no lease.")
    assert world.one(select(Decision)).outcome == "decline"
    assert (money(world).available, money(world).reserved) == (10_000_000, 0)


def test_what_is_decided_is_decided(world, house):
    application = decided(world, house)
    with pytest.raises(WrongState):
        recommend(world, house, application, 400_000)
    with pytest.raises(WrongState):
        approve(world, house, application, world.approver)
    with house.database.writing() as session, pytest.raises(DatabaseError, match="frozen"):
        session.execute(text("UPDATE decision SET amount = 1"))


@pytest.mark.parametrize("returned", [False, True])
def test_money_kept_for_an_application_is_free_when_it_is_withdrawn(world, house, returned):
    application = recommended(world, house, 900_000)
    if returned:
        with work_for(house, world.actor(world.approver)) as work:
            return_recommendation(work, application.reference, None, note="Look again.")
    version = world.one(select(Application).where(Application.id == application.id)).version
    with work_for(house, world.actor(world.lead)) as work:
        withdraw_application(work, application.reference, version, reason="We found other money.")
    assert (money(world).reserved, money(world).available) == (0, 10_000_000)
