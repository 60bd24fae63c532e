"""Beginning an application: numbers without gaps, one live application, invitations, copied answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from grants import clock
from grants.apply.commands.start_application import start_application
from grants.domain.errors import DomainError, NotFound, NotPermitted, WrongState
from grants.models import Application, Event, Extension, Invitation, Round
from grants.work import work_for
from tests.client import words
from tests.conftest import NOW
from tests.factories.apply import another_organisation, draft_for

PASSED = {"answers": {"voluntary": "yes"}}


def start(world, person=None, organisation=None, round_=None, **more) -> str:
    with work_for(world.house, world.actor(person or world.lead)) as work:
        reference = (organisation or world.organisation).reference
        return start_application(
            work, (round_ or world.round).id, reference, **{"eligibility": PASSED, **more}
        ).reference


def test_an_application_begins_as_a_draft_with_its_own_reference(world):
    first = start(world)
    _, stranger = another_organisation(world)
    assert first == "TF-2026-00001-S"
    made = world.one(select(Application))
    assert (made.status, made.shown_status, made.requested) == ("draft", "draft", None)
    assert made.eligibility == PASSED
    assert world.read(select(Event).where(Event.kind == "start_application")) == [], "drafts record nothing"
    with pytest.raises(NotFound):
        start(world, person=stranger)


def test_a_second_live_application_in_the_round_is_refused_with_the_first_ones_reference(world):
    first = start(world)
    with pytest.raises(WrongState, match=f"already has an application in this round: {first}"):
        start(world)
    spring = world.a_round("2027", title={"en": "Spring"})
    assert start(world, round_=spring) == "TF-2026-00002-Y", "another round, the fund's next number"


def test_a_round_may_allow_several_live_applications(world):
    many = world.a_round("many", one_live_application=False)
    assert start(world, round_=many) != start(world, round_=many)


def test_fifty_starts_at_once_leave_one_live_application_and_no_gap_in_the_numbers(world):
    """Invariant 12, and references unique and without gaps under concurrency."""
    others = [another_organisation(world, f"Group {letter}") for letter in "ABCDEFGH"]
    wanted = [(world.lead, world.organisation)] * 42 + [(lead, organisation) for organisation, lead in others]

    def attempt(pair) -> str | None:
        with clock.at(NOW):
            try:
                return start(world, person=pair[0], organisation=pair[1])
            except DomainError:
                return None

    with ThreadPoolExecutor(8) as threads:
        made = [each for each in threads.map(attempt, wanted) if each]
    numbers = sorted(int(each.split("-")[2]) for each in made)
    assert numbers == list(range(1, 10)), "one for the organisation, one for each of the others, none skipped"
    live = select(func.count()).select_from(Application).where(Application.organisation_id == world.organisation.id)
    assert world.one(live) == 1
    assert world.one(select(func.max(Round.last_number))) == 9


@pytest.mark.feature("16")
def test_a_round_by_invitation_is_only_for_the_invited(world, visitor):
    asked = world.a_round("asked", title={"en": "By invitation"}, route="invitation", eligibility_form_id=None)
    with pytest.raises(NotFound):
        start(world, round_=asked)
    visitor.as_(world.lead).get("/funds/test-fund/asked/apply", expect=404)
    world.write(
        Invitation(
            round_id=asked.id,
            organisation_id=world.organisation.id,
            reason="Runs the only night shelter",
            invited_by=world.manager.id,
            invited_at=clock.now(),
        )
    )
    assert "You are invited to apply: Test fund, By invitation" in words(visitor.as_(world.lead).get("/organisations"))
    _, stranger = another_organisation(world)
    visitor.as_(stranger).get("/funds/test-fund/asked/apply", expect=404)
    visitor.as_(world.lead).submit("/funds/test-fund/asked/apply")
    made = world.one(select(Application))
    assert made.invitation_id is not None


@pytest.mark.feature("16")
def test_a_direct_award_waits_for_the_second_person_and_has_its_sum(world):
    direct = world.a_round("direct", route="direct", direct_reason="Only provider", eligibility_form_id=None)
    invitation = Invitation(
        round_id=direct.id,
        organisation_id=world.organisation.id,
        reason="Only provider",
        amount=900_000,
        invited_by=world.manager.id,
        invited_at=clock.now(),
    )
    world.write(invitation)
    with pytest.raises(NotFound):
        start(world, round_=direct)
    with world.house.database.writing() as session:
        row = session.get_one(Invitation, invitation.id)
        row.approved_by, row.approved_at = world.approver.id, clock.now()
        session.commit()
    reference = start(world, round_=direct)
    assert draft_for(world, world.lead, reference).invited == 900_000


def test_a_withdrawn_invitation_lets_nobody_in(world):
    asked = world.a_round("asked", route="invitation", eligibility_form_id=None)
    world.write(
        Invitation(
            round_id=asked.id,
            organisation_id=world.organisation.id,
            reason="Asked",
            invited_by=world.manager.id,
            invited_at=clock.now(),
            withdrawn_at=clock.now(),
        )
    )
    with pytest.raises(NotFound):
        start(world, round_=asked)


@pytest.mark.feature("12")
@pytest.mark.parametrize(("seconds", "open_"), [(-1, False), (0, True), (1, True)])
def test_a_round_opens_at_its_second(world, seconds, open_):
    with clock.at(world.round.opens_at + timedelta(seconds=seconds)):
        if open_:
            assert start(world)
        else:
            with pytest.raises(WrongState, match="has not opened yet"):
                start(world)


@pytest.mark.feature("17")
def test_an_extension_lets_its_organisation_begin_after_closing(world):
    world.write(
        Extension(
            round_id=world.round.id,
            organisation_id=world.organisation.id,
            until=datetime(2026, 12, 2, 17, tzinfo=UTC),
            reason="Flood",
            given_by=world.manager.id,
            given_at=clock.now(),
        )
    )
    organisation, stranger = another_organisation(world)
    with clock.at(datetime(2026, 12, 1, tzinfo=UTC)):
        assert start(world)
        with pytest.raises(WrongState, match="has closed"):
            start(world, person=stranger, organisation=organisation)


@pytest.mark.parametrize("role", ["signatory", "viewer"])
def test_only_leads_and_contributors_begin(world, role):
    person = world.a_member(world.organisation, role, f"Only {role}")
    with pytest.raises(NotPermitted):
        start(world, person=person)


def test_a_signatory_is_told_who_can_begin_and_is_not_asked_for_an_organisation(world, visitor):
    world.a_round("2028", title={"en": "Spring"}, eligibility_form_id=None)
    page = words(visitor.as_(world.signatory).get("/funds/test-fund/2028/apply"))
    assert "Only the lead or a contributor of your organisation can start an application." in page
    assert "Add your organisation" not in page


def test_the_page_that_begins_leads_to_the_application_that_is_there_already(world, visitor):
    spring = world.a_round("2028", title={"en": "Spring"}, eligibility_form_id=None)
    draft = world.an_application("draft", round=spring)
    page = visitor.as_(world.lead).get("/funds/test-fund/2028/apply").get_data(as_text=True)
    assert f'href="/applications/{draft.reference}">go on with {draft.reference}' in page


@pytest.mark.feature("23")
def test_answers_to_the_same_questions_are_copied_from_an_earlier_application(world, visitor):
    earlier = world.an_application("declined", answers={"title": "Last year's rooms"})
    lead = visitor.as_(world.lead)
    spring = world.a_round("2027", title={"en": "Spring"}, eligibility_form_id=None)
    page = lead.get("/funds/test-fund/2027/apply")
    assert f"Warm rooms ({earlier.reference}, Malvern Friends)" in words(page)
    lead.submit("/funds/test-fund/2027/apply", copy_from=earlier.reference)
    made = world.one(select(Application.reference).where(Application.round_id == spring.id))
    copied = draft_for(world, world.lead, made).answers
    assert copied["title"] == "Last year's rooms"
    assert copied["budget"][0]["amount"] == 600_000


def test_nobody_copies_from_somebody_elses_application(world):
    theirs, _ = another_organisation(world)
    application = world.an_application("declined", organisation=theirs)
    with pytest.raises(NotFound):
        start(world, copy_from=application.reference)
    assert world.read(select(Application).where(Application.status == "draft")) == []
