"""What anyone can read and check before they have an account."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.models import Allocation, Application, Fund, Round
from tests.client import Visitor, words
from tests.factories import forms


def change(world, model, row_id, **values):
    with world.house.database.writing() as session:
        row = session.get_one(model, row_id)
        for name, value in values.items():
            setattr(row, name, value)
        session.commit()


@pytest.mark.feature("11")
def test_anyone_sees_the_funds_that_are_open_opening_soon_and_closed(world, visitor):
    page = words(visitor.get("/funds"))
    assert (
        "Open now Test fund Open Helps groups keep people warm. £3,000 to £50,000 Closes 30 November 2026 at 5pm"
        in page
    )
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        assert "Opening soon Test fund" in words(visitor.get("/funds"))
        assert "No fund is open today." in words(visitor.get("/funds"))
    with clock.at(datetime(2026, 12, 1, tzinfo=UTC)):
        assert "Closed Test fund Closed" in words(visitor.get("/"))


def test_a_list_without_funds_says_what_will_appear(world, visitor):
    change(world, Fund, world.fund.id, listed=False)
    assert "No funds to show yet" in words(visitor.get("/funds"))
    assert "Test fund" in words(visitor.get("/funds/test-fund")), "an unlisted fund is still found by its address"


@pytest.mark.feature("11")
def test_a_fund_says_for_whom_how_much_by_when_and_how_it_is_judged(world, visitor):
    page = words(visitor.get("/funds/test-fund"))
    for said in (
        "Warm rooms and good company.", "Charitable incorporated organisation (CIO)", "£3,000 to £50,000", "£100,000",
        "Opens 1 October 2026 at 9am", "Closes 30 November 2026 at 5pm", "Decision expected by 18 December 2026",
        "Need Look for need. 50%", "Outcomes Look for outcomes. 30%", "Value for money Look for value for money. 20%",
    ):  # fmt: skip
        assert said in page
    assert "Assumed" not in page


def test_what_could_move_the_decision_is_said(world, visitor):
    plan = {**forms.plan(world.return_form), "could_move": {"en": "More than 200 applications"}}
    world.a_round("2027", title={"en": "Spring"}, plan=plan)
    assert "More than 200 applications" in words(visitor.get("/funds/test-fund"))


def test_money_that_no_document_gives_is_shown_as_assumed(world, visitor):
    change(world, Allocation, world.allocation.id, assumed=True)
    page = words(visitor.get("/funds/test-fund"))
    assert "£100,000 Assumed The council has not published this sum. It may change." in page


def test_a_draft_round_and_a_round_by_invitation_are_nobodys_business(world, visitor):
    world.a_round("draft", title={"en": "Secret plans"}, status="draft", published_at=None)
    world.a_round("asked", title={"en": "By invitation"}, route="invitation")
    page = words(visitor.get("/funds/test-fund"))
    assert "Secret plans" not in page
    assert "By invitation" not in page
    visitor.get("/funds/test-fund/questions?round=draft", expect=404)
    visitor.get("/funds/test-fund/questions?round=asked", expect=404)
    visitor.get("/funds/no-such-fund", expect=404)


@pytest.mark.feature("14")
def test_every_question_is_on_the_web_and_in_a_pdf_before_an_account(world, visitor):
    page = words(visitor.get("/funds/test-fund/questions"))
    for said in (
        "1.1 Project name", "1.2 Why is it needed? Up to 50 words.", "1.3 Do you work with children? Yes or no.",
        "Asked only if your answer to “Do you work with children?” is yes.", "2.2 What will it be spent on?",
        "Type of cost", "Amount you ask us for",
    ):  # fmt: skip
        assert said in page
    paper = visitor.client.get("/funds/test-fund/questions.pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert "attachment" in paper.headers["Content-Disposition"]


STOPPING = {
    **forms.ELIGIBILITY,
    "sections": [
        {
            "key": "who",
            "title": "Who",
            "questions": [
                {
                    "key": "voluntary",
                    "type": "yes_no",
                    "label": "Are you a voluntary group?",
                    "stops": [{"answers": ["no"], "reason": "We fund voluntary groups only."}],
                }
            ],
        }
    ],
}


@pytest.fixture
def stopping_round(world):
    return world.a_round(
        "2027", title={"en": "Spring"}, eligibility_form_id=world.a_form("eligibility", STOPPING, number=2).id
    )


CHECK = "/funds/test-fund/eligibility?round=2027"


@pytest.mark.feature("13")
def test_an_answer_that_rules_a_group_out_says_why_and_what_else_fits(world, visitor, stopping_round):
    page = visitor.submit(CHECK, expect=200, voluntary="no")
    assert "We fund voluntary groups only." in words(page)
    assert "What else might fit No other fund is open today." in words(page)
    assert visitor.client.get_cookie("eligible") is None


def test_an_unanswered_check_asks_again_beside_the_question(world, visitor, stopping_round):
    page = visitor.submit(CHECK, expect=422)
    assert "There is a problem" in words(page)
    assert 'href="#voluntary"' in page.get_data(as_text=True)


@pytest.mark.feature("13")
def test_a_passed_check_is_remembered_and_kept_with_the_application(world, visitor, stopping_round):
    passed = visitor.submit(CHECK, voluntary="yes")
    assert "You can apply" in words(visitor.get(passed.location))
    lead = visitor.as_(world.lead)
    refused = lead.client.get("/funds/test-fund/2027/apply")
    assert refused.location.endswith("/eligibility?round=2027"), "without the check there is no application"
    lead.client.set_cookie("eligible", visitor.client.get_cookie("eligible").value)
    lead.submit("/funds/test-fund/2027/apply")
    kept = world.one(select(Application)).eligibility
    assert kept["answers"] == {"voluntary": "yes"}
    assert kept["passed_at"] == "2026-11-21T10:00:00+00:00"


def test_a_check_that_was_altered_or_of_other_questions_does_not_count(world, visitor, stopping_round):
    visitor.submit(CHECK, voluntary="yes")
    good = visitor.client.get_cookie("eligible").value
    lead = visitor.as_(world.lead)
    for bad in (good[:-2] + "xx", "", "no.thing"):
        lead.client.set_cookie("eligible", bad)
        assert "eligibility" in lead.client.get("/funds/test-fund/2027/apply").location
    lead.client.set_cookie("eligible", good)
    assert "eligibility" in lead.client.get("/funds/test-fund/2026/apply").location, "a pass is for one round"


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/cookies", "/contact"])
def test_the_pages_at_the_foot_are_there_for_everyone(visitor, world, path):
    page = visitor.get(path)
    assert f'href="{path}"' in page.get_data(as_text=True)


def test_people_who_are_signed_in_land_on_their_own_page(world, visitor):
    assert visitor.as_(world.lead).client.get("/").location == "/organisations"


def test_reading_changes_nothing(world, visitor: Visitor):
    before = world.read(select(Round))
    for path in ("/", "/funds", "/funds/test-fund", "/funds/test-fund/questions", "/funds/test-fund/eligibility"):
        visitor.get(path)
    assert [(r.id, r.version, r.last_number) for r in world.read(select(Round))] == [
        (r.id, r.version, r.last_number) for r in before
    ]
    assert world.read(select(Application)) == []


def test_a_round_closes_for_the_reader_at_its_second(world, visitor):
    closes = world.round.closes_at
    with clock.at(closes):
        assert "Open now Test fund" in words(visitor.get("/funds"))
    with clock.at(closes + timedelta(seconds=1)):
        assert "Closed Test fund" in words(visitor.get("/funds"))
