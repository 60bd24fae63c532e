"""Officers check an application through the door."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from grants import clock
from grants.models import Application, BankAccount, DueDiligenceCheck, Event, EventDetail, Message
from tests.client import forms, words


@pytest.fixture
def checked(world, visitor):
    """An application being checked, with an officer's browser and a way to record a check."""

    class Checked:
        application = world.an_application("checking")
        officer = visitor.as_(world.officer)
        path = f"/casework/{application.reference}/checks"

        def record(self, kind="constitution", outcome="pass", evidence="Signed in May 2026.", expect=303):
            return self.officer.submit(f"{self.path}/{kind}", expect=expect, outcome=outcome, evidence=evidence)

        def state(self):
            return world.one(select(Application).where(Application.id == self.application.id)).status

    return Checked()


@pytest.mark.feature("35")
def test_a_mandatory_check_holds_the_case_back_until_it_is_recorded(checked):
    page = words(checked.officer.get(checked.path))
    assert "Light" in page
    assert "These must be done, and must not have failed, before the application can go on: Governing document" in page
    refused = checked.officer.post(f"{checked.path}/complete", {"version": "1", "key": "k1"}, expect=422)
    assert "Governing document must be done and must not have failed" in words(refused)
    assert checked.state() == "checking"
    checked.record(outcome="fail")
    checked.officer.post(f"{checked.path}/complete", {"version": "1", "key": "k2"}, expect=422)
    checked.record(outcome="pass")
    checked.officer.submit(checked.path)
    assert checked.state() == "assessing"


@pytest.mark.feature("35")
def test_a_check_keeps_outcome_evidence_person_and_date(checked, world):
    checked.record(outcome="concern", evidence="Only two trustees are named.")
    (row,) = world.read(select(DueDiligenceCheck))
    assert (row.outcome, row.evidence, row.checked_by) == ("concern", "Only two trustees are named.", world.officer.id)
    assert row.checked_at == clock.now()
    (event,) = world.read(select(Event))
    assert (event.kind, event.role, event.body["outcome"]) == ("check_recorded", "officer", "concern")
    assert world.one(select(EventDetail)).content == {"evidence": "Only two trustees are named."}
    assert "Concern at check" in words(checked.officer.get(checked.path))


def test_the_latest_record_counts_and_earlier_ones_stay(checked, world):
    checked.record(outcome="fail", evidence="Unsigned.")
    checked.record(outcome="pass", evidence="A signed copy came.")
    page = words(checked.officer.get(checked.path))
    assert page.index("A signed copy came.") < page.index("Unsigned.")
    assert "Concern at check" not in page
    row = world.read(select(DueDiligenceCheck))[0]
    with pytest.raises(DatabaseError, match="frozen"), world.house.database.writing() as session:
        session.merge(row).outcome = "pass"
        session.flush()


def test_a_record_made_meanwhile_is_read_before_it_is_overruled(checked, world, visitor):
    path = f"{checked.path}/constitution"
    old = forms(checked.officer.get(path))[0]["fields"]
    visitor.as_(world.manager).submit(path, outcome="fail", evidence="It is not signed.")
    mine = {"outcome": "pass", "evidence": "All is well."}
    refused = checked.officer.post(path, {**old, **mine}, expect=422)
    assert "A colleague recorded this check while your page was open" in words(refused)
    assert "It is not signed." in words(refused)
    again = forms(refused)[0]["fields"]
    assert again["evidence"] == "All is well."
    checked.officer.post(path, {**again, **mine}, expect=303)
    outcomes = world.read(select(DueDiligenceCheck.outcome).order_by(DueDiligenceCheck.id))
    assert outcomes == ["fail", "pass"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outcome": "", "evidence": ""}, ("Select what the check showed", "Enter what you looked at")),
        ({"outcome": "maybe"}, ("Select what the check showed",)),
        ({"evidence": "word " * 301}, ("300 words or fewer",)),
    ],
)
def test_a_bad_record_is_told_beside_its_field_and_keeps_what_was_typed(checked, world, given, said):
    page = checked.record(**given, expect=422)
    for message in said:
        assert message in words(page)
    assert world.read(select(DueDiligenceCheck)) == []
    if given.get("evidence"):
        assert "word word" in page.get_data(as_text=True)


def test_a_check_the_round_does_not_ask_for_is_not_there(checked):
    checked.officer.get(f"{checked.path}/astrology", expect=404)
    checked.officer.post(f"{checked.path}/astrology", {"outcome": "pass", "evidence": "x", "key": "k"}, expect=404)


@pytest.mark.feature("36")
def test_a_pass_for_one_application_serves_another_until_it_expires(checked, world):
    checked.record()
    other = world.an_application("checking")
    path = f"/casework/{other.reference}/checks"
    assert f"passed this check for {checked.application.reference}" in words(checked.officer.get(path))
    checked.officer.submit(path, form=0)
    adopted = world.read(select(DueDiligenceCheck).where(DueDiligenceCheck.application_id == other.id))
    first = world.read(select(DueDiligenceCheck))[0]
    assert [(a.outcome, a.expires_on) for a in adopted] == [("pass", first.expires_on)]
    assert checked.application.reference in adopted[0].evidence
    third = world.an_application("checking")
    with clock.at(datetime(2027, 11, 22, 10, tzinfo=UTC)):
        later = type(checked.officer)(checked.officer.app, world.officer)
        assert "Use that pass" not in words(later.get(f"/casework/{third.reference}/checks"))
        path = f"/casework/{third.reference}/checks/constitution/reuse"
        later.post(path, {"check_id": str(first.id), "key": "k"}, expect=409)


def test_a_pass_of_another_organisation_is_never_used_again(checked, world):
    checked.record()
    other = world.an_application("checking", organisation=world.an_organisation("Others"))
    path = f"/casework/{other.reference}/checks"
    assert "Use that pass" not in words(checked.officer.get(path))
    (row,) = world.read(select(DueDiligenceCheck))
    checked.officer.post(f"{path}/constitution/reuse", {"check_id": str(row.id), "key": "k"}, expect=409)


@pytest.mark.feature("40")
def test_other_live_funding_is_told_at_check(checked, world):
    assert "No other live application or award" in words(checked.officer.get(checked.path))
    same = world.an_application("assessing", requested=700_000)
    neighbour = world.an_organisation("Next Door")
    theirs = world.an_application("checking", organisation=neighbour)
    ended = world.an_application("declined")
    for number, organisation in enumerate((world.organisation, neighbour)):
        world.write(
            BankAccount(
                random_key=f"k{number}", organisation_id=organisation.id, number=1, status="proposed", sealed="x",
                digest="same", last_two="21", modulus="valid", proposed_by=world.lead.id, proposed_at=clock.now(),
            )
        )  # fmt: skip
    page = words(checked.officer.get(checked.path))
    assert "Other funding" in page
    assert same.reference in page
    assert "7,000.00" in page
    assert theirs.reference in page
    assert "Same bank account" in page
    assert ended.reference not in page
    assert "Scoring" not in page.split("Other live funding")[1]


def test_two_people_stop_an_application_and_the_applicant_is_told(checked, world, visitor):
    checked.officer.submit(f"{checked.path}/stop", rule="amount", reason="You asked for less than we give.")
    assert checked.state() == "checking"
    checked.officer.post(f"{checked.path}/stop/agree", {"version": "1", "key": "k"}, expect=403)
    manager = visitor.as_(world.manager)
    assert "You asked for less than we give." in words(manager.get(checked.path))
    manager.submit(checked.path, form=0)
    application = world.one(select(Application))
    assert (application.status, application.shown_status) == ("ineligible", "ineligible")
    assert [m.template for m in world.read(select(Message))] == ["application_ineligible"]
    assert [e.kind for e in world.read(select(Event))] == ["stop_proposed", "stop_as_ineligible"]
    told = words(visitor.as_(world.lead).get(f"/applications/{application.reference}"))
    assert "The amount asked for must be" in told
    assert "You asked for less than we give." in told


def test_whoever_proposes_to_stop_never_agrees(checked, world, visitor):
    manager = visitor.as_(world.manager)
    manager.submit(f"{checked.path}/stop", rule="late", reason="It came on 2 December.")
    manager.post(f"{checked.path}/stop/agree", {"version": "1", "key": "k"}, expect=403)
    assert checked.state() == "checking"


def test_a_proposal_that_is_not_agreed_lets_checking_go_on(checked, world, visitor):
    checked.officer.submit(f"{checked.path}/stop", rule="late", reason="It came on 2 December.")
    assert "Checks complete" not in words(checked.officer.get(checked.path))
    visitor.as_(world.manager).submit(checked.path, form=1)
    checked.record()
    checked.officer.submit(checked.path)
    assert checked.state() == "assessing"


def test_a_proposal_names_a_published_rule_and_a_reason(checked):
    page = words(checked.officer.submit(f"{checked.path}/stop", expect=422, rule="because", reason=""))
    assert "Select the published rule that is not met" in page
    assert "Enter why the rule is not met" in page


def test_a_case_that_changed_meanwhile_is_not_moved(checked, world, visitor):
    checked.record()
    form = forms(checked.officer.get(checked.path))[-1]
    visitor.as_(world.manager).submit(checked.path)
    checked.officer.post(form["action"], form["fields"], expect=409)


def test_pressing_checks_complete_twice_moves_the_case_once(checked, world):
    checked.record()
    form = forms(checked.officer.get(checked.path))[-1]
    for _ in range(2):
        checked.officer.post(form["action"], form["fields"])
    assert [e.kind for e in world.read(select(Event))] == ["check_recorded", "pass_checks"]


@pytest.mark.parametrize(("who", "code"), [("auditor", 200), ("approver", 200), ("assessor1", 403), ("finance1", 403)])
def test_only_officers_and_managers_record(checked, world, visitor, who, code):
    person = visitor.as_(getattr(world, who))
    person.get(checked.path, expect=code)
    person.get(f"{checked.path}/constitution", expect=403)
    person.post(f"{checked.path}/complete", {"version": "1"}, expect=403)


def test_somebody_who_filled_the_application_in_never_checks_it(world, visitor):
    application = world.an_application("checking", submitted_by=world.officer.id)
    officer = visitor.as_(world.officer)
    officer.get(f"/casework/{application.reference}/checks/constitution", expect=403)
    given = {"outcome": "pass", "evidence": "Fine", "key": "k"}
    officer.post(f"/casework/{application.reference}/checks/constitution", given, expect=403)
