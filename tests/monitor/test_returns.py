"""A grantee writes and sends a return, an officer asks about it and accepts it, through the doors."""

import io
import re
from datetime import date

import pytest
from sqlalchemy import select

from grants.models import Answer, AwardLine, Event, IndicatorValue, Message, ReturnQuery, ReturnSpend, Submission
from tests.client import words
from tests.factories.monitoring import a_return, accepted, filled, sent, stored
from tests.factories.paying import a_bank_account, an_award, an_instalment


@pytest.fixture
def award(world):
    return an_award(world, status="active", amount=1_000_000, lines=(600_000, 400_000))


def address(award, number=1, rest=""):
    return f"/awards/{award.reference}/returns/{number}{rest}"


def lines_of(world, award):
    return world.read(select(AwardLine).where(AwardLine.award_id == award.id).order_by(AwardLine.position))


@pytest.mark.feature("82")
@pytest.mark.feature("83")
def test_a_return_is_written_part_by_part_and_sent(world, visitor, award):
    owed = a_return(world, award)
    lead = visitor.as_(world.lead)
    page = words(lead.get(address(award)))
    assert "Progress" in page and "Your targets" in page and "What you spent" in page
    lead.submit(address(award, rest="/sections/progress"), story="We opened four days a week.", people="60")
    targets = lead.get(address(award, rest="/targets"))
    assert "100 people" in words(targets)
    fields = {"target-people": "60", "target-people-E07000235": "35", "target-people-E07000237": "25"}
    lead.submit(address(award, rest="/targets"), **fields)
    one, two = lines_of(world, award)
    lead.submit(
        address(award, rest="/spending"),
        **{
            f"line-{one.id}-spent": "2,975.34",
            f"line-{two.id}-spent": "1000",
            f"line-{two.id}-note": "Rent free till May",
        },
    )
    check = words(lead.get(address(award, rest="/check")))
    assert "£2,975.34" in check
    assert "Worcester: 25" in check
    lead.submit(address(award, rest="/check"))
    assert owed.reference in words(lead.get(address(award, rest="/sent")))
    submission = world.one(select(Submission).where(Submission.response_id == owed.response_id))
    assert submission.content["answers"] == {"story": "We opened four days a week.", "people": 60}
    counts = world.read(select(IndicatorValue).order_by(IndicatorValue.id))
    assert [(each.area_code, each.target, each.actual) for each in counts] == [
        (None, 100, 60), ("E07000235", None, 35), ("E07000237", None, 25),
    ]  # fmt: skip
    assert [(s.pence, s.note) for s in world.read(select(ReturnSpend).order_by(ReturnSpend.id))] == [
        (297_534, None), (100_000, "Rent free till May"),
    ]  # fmt: skip
    assert stored(world, owed).status == "submitted"
    assert len(world.read(select(Message).where(Message.template == "return_received"))) == 2
    lead.get(address(award, rest="/targets"), expect=409)


@pytest.mark.feature("82")
def test_districts_that_do_not_add_up_are_refused_and_nothing_typed_is_lost(world, visitor, award):
    a_return(world, award)
    page = visitor.as_(world.lead).submit(
        address(award, rest="/targets"),
        expect=422,
        **{"target-people": "60", "target-people-E07000235": "35", "target-people-E07000237": "24"},
    )
    assert "the districts must add up to 60, and they add up to 59" in words(page)
    assert re.search(r'id="target-people-E07000237"[^>]*value="24"', page.get_data(as_text=True))
    assert world.read(select(Answer).where(Answer.question == "_targets")) == []


@pytest.mark.feature("82")
def test_words_in_place_of_a_number_are_told_beside_the_box(world, visitor, award):
    a_return(world, award)
    page = visitor.as_(world.lead).submit(
        address(award, rest="/targets"), expect=422, **{"target-people": "about sixty"}
    )
    assert "must be a whole number" in words(page)
    assert 'value="about sixty"' in page.get_data(as_text=True)


@pytest.mark.feature("83")
def test_spending_beyond_the_award_is_refused(world, visitor, award):
    a_return(world, award)
    one, two = lines_of(world, award)
    page = visitor.as_(world.lead).submit(
        address(award, rest="/spending"),
        expect=422,
        **{f"line-{one.id}-spent": "6000.01", f"line-{two.id}-spent": "0", f"line-{one.id}-note": "x"},
    )
    assert "enter £6,000 or less, all that is left of this line" in words(page)
    assert world.read(select(ReturnSpend)) == []


@pytest.mark.feature("83")
def test_spending_counts_what_earlier_returns_said(world, visitor, award):
    first = a_return(world, award)
    filled(world, first, 500_000, 300_000)
    accepted(world, award, first)
    a_return(world, award, number=2, is_final=True, covers_from=date(2027, 5, 1), covers_until=date(2027, 10, 31))
    one, two = lines_of(world, award)
    lead = visitor.as_(world.lead)
    assert "£1,000" in words(lead.get(address(award, 2, "/spending")))
    page = lead.submit(
        address(award, 2, "/spending"),
        expect=422,
        **{f"line-{one.id}-spent": "1000.01", f"line-{two.id}-spent": "1000"},
    )
    assert "enter £1,000 or less" in words(page)
    lead.submit(address(award, 2, "/spending"), **{f"line-{one.id}-spent": "1000", f"line-{two.id}-spent": "1000"})


@pytest.mark.feature("83")
def test_more_than_ten_per_cent_from_the_plan_needs_a_reason(world, visitor, award):
    a_return(world, award)
    one, two = lines_of(world, award)
    lead = visitor.as_(world.lead)
    fields = {f"line-{one.id}-spent": "2975.34", f"line-{two.id}-spent": "10"}
    page = lead.submit(address(award, rest="/spending"), expect=422, **fields)
    assert "say why spending is more than 10% away from the plan" in words(page)
    lead.submit(address(award, rest="/spending"), **fields, **{f"line-{two.id}-note": "The hall was free"})


def test_what_is_unfinished_is_kept_for_later_but_never_sent(world, visitor, award):
    owed = a_return(world, award)
    lead = visitor.as_(world.lead)
    lead.submit(address(award, rest="/targets"), **{"target-people": "60", "later": "1"})
    page = words(lead.get(address(award, rest="/check")))
    assert "the districts must add up to 60, and they add up to 0" in page
    assert "Send this return" not in page
    lead.post(address(award, rest="/send"), {"version": "1", "key": "k"}, expect=422)
    assert stored(world, owed).status == "due"
    assert world.read(select(Submission).where(Submission.response_id == owed.response_id)) == []


@pytest.mark.feature("81")
def test_an_officer_asks_about_one_part_and_sees_what_changed(world, visitor, award):
    owed = a_return(world, award)
    filled(world, owed, 297_534, 198_000)
    sent(world, award, owed)
    officer = visitor.as_(world.officer)
    assert "To review 1" in words(officer.get("/returns?view=review"))
    officer.post(
        f"/returns/{owed.reference}/query",
        {"version": "2", "part": "progress", "question": "What did you do on Fridays?"},
    )
    assert stored(world, owed).status == "queried"
    lead = visitor.as_(world.lead)
    asked = words(lead.get(address(award)))
    assert "What did you do on Fridays?" in asked
    assert "We asked about this" in asked
    assert "What did you do on Fridays?" in words(lead.get(address(award, rest="/sections/progress")))
    lead.submit(address(award, rest="/sections/progress"), story="We opened five days a week.", people="60")
    lead.submit(address(award, rest="/check"))
    assert "We asked about this" not in words(lead.get(address(award)))
    page = words(officer.get(f"/returns/{owed.reference}"))
    assert "What has changed since it was last sent" in page
    assert "We opened four days a week. We opened five days a week." in page
    numbers = [s.number for s in world.read(select(Submission).where(Submission.response_id == owed.response_id))]
    assert sorted(numbers) == [1, 2]
    assert world.one(select(ReturnQuery)).answered_at is not None
    mail = world.read(select(Message).where(Message.template == "return_queried"))
    assert len(mail) == 2


@pytest.mark.feature("71")
def test_accepting_says_which_instalment_it_opens_and_then_it_is_ready(world, visitor, award):
    a_bank_account(world)
    an_instalment(world, award, pence=1, gates=["signed", "bank", "return:1"])
    owed = a_return(world, award)
    filled(world, owed, 297_534, 198_000)
    sent(world, award, owed)
    assert "return 1 to be accepted (it is being looked at)" in words(visitor.as_(world.finance1).get("/payments"))
    officer = visitor.as_(world.officer)
    page = words(officer.get(f"/returns/{owed.reference}"))
    assert "Instalment 2 can go in the run of 26 November 2026." in page
    officer.submit(f"/returns/{owed.reference}")
    assert stored(world, owed).status == "accepted"
    assert stored(world, owed).rag in ("green", "amber", "red")
    assert "return 1 to be accepted" not in words(visitor.as_(world.finance1).get("/payments"))
    assert {e.kind for e in world.read(select(Event))} >= {"submit_return", "accept_return"}


def test_only_the_grantee_writes_and_only_officers_review(world, visitor, award):
    owed = a_return(world, award)
    stranger = world.a_member(world.an_organisation("Another group"), "lead")
    visitor.as_(stranger).get(address(award), expect=404)
    visitor.as_(world.officer).get(address(award), expect=403)
    visitor.as_(world.lead).get(f"/returns/{owed.reference}", expect=403)
    visitor.as_(world.signatory).get(address(award, rest="/targets"), expect=403)
    viewer = visitor.as_(world.finance1)
    viewer.get(f"/returns/{owed.reference}")
    viewer.post(f"/returns/{owed.reference}/accept", {"version": "1"}, expect=403)


def test_nothing_unsent_is_shown_to_officers(world, visitor, award):
    owed = a_return(world, award)
    filled(world, owed, 1, 1)
    page = words(visitor.as_(world.officer).get(f"/returns/{owed.reference}"))
    assert "Not sent yet" in page
    assert "four days" not in page


def test_evidence_is_added_seen_and_removed(world, visitor, award):
    owed = a_return(world, award)
    lead = visitor.as_(world.lead)
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    page = address(award, rest="/evidence")
    lead.submit(page, form=0, file=(io.BytesIO(pdf), "invoice.pdf"))
    shown = lead.get(page)
    assert "invoice.pdf" in words(shown)
    filled(world, owed, 297_534, 198_000)
    sent(world, award, owed)
    officer = visitor.as_(world.officer)
    review = officer.get(f"/returns/{owed.reference}")
    assert "invoice.pdf" in words(review)


def test_the_calendar_counts_and_pages_returns_by_date(world, visitor, award):
    a_return(world, award, due_on=date(2026, 11, 20))
    a_return(world, award, number=2, due_on=date(2026, 12, 20))
    page = words(visitor.as_(world.officer).get("/returns"))
    assert "Late 1" in page
    assert "Not due yet 1" in page
    assert f"{award.reference}-R1" in page
    assert f"{award.reference}-R2" not in page
