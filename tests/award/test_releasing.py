"""Release: the applicant learns, the award is whole, and its letter is kept for ever."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from grants import clock
from grants.award.commands.meet_condition import meet_condition
from grants.decide.commands.recommend_award import Terms
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, WrongState
from grants.jobs.letters import make_letter
from grants.jobs.worker import run_due_jobs
from grants.models import (
    AccessLog,
    Application,
    Award,
    AwardLine,
    Condition,
    Event,
    Instalment,
    InstalmentLine,
    Letter,
    Message,
    MonitoringReturn,
    StoredFile,
)
from grants.work import work_for
from tests.documents.reading import words
from tests.factories.award import accept, awarded, release, the_award, whole_round
from tests.factories.decide import approve, decided, money, recommend


def shown(world, application):
    return world.one(select(Application).where(Application.id == application.id)).shown_status


def issued(app, world, award) -> Letter:
    run_due_jobs(app)
    return world.one(select(Letter).where(Letter.award_id == award.id))


@pytest.mark.feature("61")
def test_nothing_shows_before_release_and_everything_after(world, house):
    application = decided(world, house, 1_000_000, round=whole_round(world))
    assert shown(world, application) == "received"
    assert world.read(select(Award)) == []
    release(world, house, application)
    assert shown(world, application) == "awarded"
    assert the_award(world, application).status == "offered"


@pytest.mark.feature("70")
def test_an_award_is_whole_to_the_penny(world, house):
    plan = {**world.round.plan}
    first, second = plan["instalments"]
    plan["instalments"] = [
        {**first, "percent": 33},
        {**second, "percent": 33},
        {**second, "number": 3, "percent": 34, "days_after_start": 300},
    ]
    award = awarded(world, house, 1_000_000, round=whole_round(world, plan=plan))
    parts = world.read(select(Instalment).order_by(Instalment.number))
    assert [part.pence for part in parts] == [330_000, 330_000, 340_000]
    assert parts[1].gates == ["signed", "bank", "return:1"]
    lines = world.read(select(AwardLine).order_by(AwardLine.position))
    assert [(line.category, line.pence, line.cost_code) for line in lines] == [
        ("Staff", 600_000, "CC100"),
        ("Premises", 400_000, "CC100"),
    ]
    borne = world.read(select(InstalmentLine))
    assert [sum(b.pence for b in borne if b.instalment_id == part.id) for part in parts] == [330_000, 330_000, 340_000]
    assert [sum(b.pence for b in borne if b.award_line_id == line.id) for line in lines] == [600_000, 400_000]
    assert [each.due_on for each in world.read(select(MonitoringReturn).order_by(MonitoringReturn.number))] == [
        date(2027, 8, 2),
        date(2028, 1, 28),
    ]
    assert award.accept_by == date(2026, 12, 21)


def test_money_stays_committed_through_release(world, house):
    awarded(world, house, 1_000_000)
    assert (money(world).committed, money(world).available) == (1_000_000, 9_000_000)


@pytest.mark.feature("66")
def test_a_letter_that_misses_an_item_is_not_issued(world, house):
    application = decided(world, house)
    with pytest.raises(RulesBroken) as broken:
        release(world, house, application)
    assert any("VAT" in message for _, message in broken.value.problems)
    assert shown(world, application) == "received"
    assert world.read(select(Award)) == []


@pytest.mark.feature("66")
@pytest.mark.feature("67")
def test_the_letter_says_what_was_decided_and_its_bytes_are_kept(app, world, house):
    award = awarded(world, house, 1_000_000)
    letter = issued(app, world, award)
    with app.app_context():
        file = world.one(select(StoredFile).where(StoredFile.id == letter.file_id))
        kept = app.extensions["grants_files"].get(file.object_key)
    assert sha256(kept).hexdigest() == letter.sha256 == file.sha256
    heard = " ".join(words(kept))
    for said in ("Malvern Friends", "£10,000", "Ten thousand pounds", "21 December 2026", "Localism Act", "5,000.00"):
        assert said in heard
    event = world.one(select(Event).where(Event.kind == "letter_issued"))
    assert event.body["sha256"] == letter.sha256


@pytest.mark.feature("67")
def test_an_issued_letter_cannot_be_changed_by_anyone(app, world, house):
    letter = issued(app, world, awarded(world, house))
    for change in ("sha256 = 'x'", "data = '{}'", "issued_at = NULL", "file_id = NULL"):
        with house.database.writing() as session, pytest.raises(DatabaseError, match="frozen"):
            session.execute(text(f"UPDATE letter SET {change} WHERE id = {letter.id}"))
    with house.database.writing() as session, pytest.raises(DatabaseError, match="frozen"):
        session.execute(text("DELETE FROM letter"))


def test_the_job_run_twice_makes_one_letter(app, world, house):
    award = awarded(world, house)
    letter = issued(app, world, award)
    with app.app_context():
        make_letter(letter.id)
    again = world.one(select(Letter).where(Letter.id == letter.id))
    assert again.sha256 == letter.sha256
    assert world.one(select(func.count()).select_from(StoredFile)) == 1
    assert world.one(select(func.count()).select_from(Message).where(Message.template == "award_letter")) == 2


def test_a_worker_killed_before_the_row_leaves_an_orphan_and_one_letter(app, world, house, monkeypatch):
    award = awarded(world, house)
    letter = world.one(select(Letter).where(Letter.award_id == award.id))
    with monkeypatch.context() as patch:
        patch.setattr("grants.jobs.letters._issue", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with app.app_context(), pytest.raises(KeyboardInterrupt):
            make_letter(letter.id)
    assert world.one(select(Letter).where(Letter.id == letter.id)).issued_at is None
    letter = issued(app, world, award)
    store = app.extensions["grants_files"]
    assert len(list(store.keys("letters"))) == 2
    assert world.one(select(func.count()).select_from(StoredFile)) == 1
    assert letter.issued_at is not None


@pytest.mark.feature("63")
def test_a_no_comes_with_feedback_and_a_day_to_appeal_by(app, world, house):
    application = world.an_application("recommending", round=whole_round(world))
    recommend(world, house, application, 0)
    approve(world, house, application, world.approver)
    assert shown(world, application) == "received"
    letter = release(world, house, application)
    assert shown(world, application) == "declined"
    run_due_jobs(app)
    kept = app.extensions["grants_files"].get(world.one(select(StoredFile)).object_key)
    heard = " ".join(words(kept))
    for said in ("We could not see enough about need", "We could not see enough about value", "4 December 2026"):
        assert said in heard
    assert world.one(select(Letter).where(Letter.id == letter.id)).kind == "decline"


def test_only_those_who_may_release_do_and_only_once(world, house):
    application = decided(world, house, round=whole_round(world))
    for person in (world.approver, world.auditor):
        with pytest.raises(NotPermitted):
            release(world, house, application, by=person)
    with pytest.raises(NotFound):
        release(world, house, application, by=world.finance1)
    release(world, house, application, by=world.officer)
    with pytest.raises(WrongState):
        release(world, house, application)


@pytest.mark.feature("68")
def test_two_people_accept_and_one_person_never_counts_twice(app, world, house):
    award = awarded(world, house)
    with pytest.raises(NotPermitted, match="still being made"):
        accept(world, house, award, world.lead)
    issued(app, world, award)
    accept(world, house, award, world.lead)
    assert world.one(select(Award)).status == "offered"
    with pytest.raises(NotPermitted, match="already accepted"):
        accept(world, house, award, world.lead)
    viewer = world.a_member(world.organisation, "viewer")
    with pytest.raises(NotPermitted, match="lead or a signatory"):
        accept(world, house, award, viewer)
    accept(world, house, award, world.signatory)
    stored = world.one(select(Award))
    assert (stored.status, stored.accepted_at) == ("accepted", clock.now())


@pytest.mark.feature("68")
def test_the_database_refuses_a_second_acceptance_by_the_same_person(app, world, house):
    award = awarded(world, house)
    issued(app, world, award)
    accept(world, house, award, world.lead)
    copy = text(
        "INSERT INTO acceptance (award_id, letter_id, position, accepted_by, accepted_as, declaration, accepted_at) "
        "SELECT award_id, letter_id, 2, accepted_by, accepted_as, declaration, accepted_at FROM acceptance"
    )
    with house.database.writing() as session, pytest.raises(DatabaseError, match=r"(?i)unique|frozen"):
        session.execute(copy)


@pytest.mark.feature("68")
def test_an_offer_ends_after_its_last_day_and_the_money_is_free(app, world, house):
    award = awarded(world, house)
    issued(app, world, award)
    accept(world, house, award, world.lead)
    with clock.at(datetime(2026, 12, 21, 23, 30, tzinfo=UTC)):
        run_due_jobs(app)
        assert world.one(select(Award)).status == "offered"
    with clock.at(datetime(2026, 12, 22, 3, 0, tzinfo=UTC)):
        with pytest.raises(NotPermitted, match="offer has ended"):
            accept(world, house, award, world.signatory)
        run_due_jobs(app)
    assert world.one(select(Award)).status == "lapsed"
    assert (money(world).committed, money(world).available) == (0, 10_000_000)
    assert set(world.read(select(MonitoringReturn.status))) == {"cancelled"}
    assert all(world.read(select(Instalment.ended_at)))


@pytest.mark.feature("69")
def test_conditions_come_from_the_recommendation_and_are_met_on_evidence(world, house):
    application = world.an_application("recommending", round=whole_round(world))
    recommend(world, house, application, 1_000_000, terms=Terms(conditions=["Show us the lease."]))
    approve(world, house, application, world.approver)
    release(world, house, application)
    award = the_award(world, application)
    assert world.read(select(Instalment).order_by(Instalment.number))[0].gates == ["signed", "bank", "condition:1"]
    with pytest.raises(RulesBroken), work_for(house, world.actor(world.officer)) as work:
        meet_condition(work, award.reference, 1, evidence=" ")
    with work_for(house, world.actor(world.officer)) as work:
        meet_condition(work, award.reference, 1, evidence="Lease of 3 May, seen")
    assert world.one(select(Condition)).met_by == world.officer.id
    assert world.read(select(AccessLog)) == []
