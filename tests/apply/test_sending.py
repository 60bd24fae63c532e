"""Signing, submitting, the receipt and withdrawing: what counts, until when, and what is kept."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from grants import clock
from grants.apply.commands.save_answers import save_answers
from grants.apply.commands.submit_application import submit_application
from grants.apply.commands.withdraw_application import withdraw_application
from grants.domain.canonical import canonical_bytes, sha256_hex
from grants.domain.errors import DomainError, NotPermitted, RulesBroken, Stale, WrongState
from grants.jobs.worker import run_due_jobs
from grants.models import (
    Allocation,
    Application,
    Decision,
    Event,
    Extension,
    FormVersion,
    Message,
    Recommendation,
    SearchRow,
    Submission,
    Window,
)
from grants.work import work_for
from tests.apply.test_starting import start
from tests.client import forms as forms_of
from tests.client import words
from tests.conftest import NOW
from tests.factories import forms
from tests.factories.apply import a_signed_draft, another_organisation, draft_for, sign, stored, submit

LONDON_SPRING = datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)  # 1am GMT is 2am BST that night
LONDON_AUTUMN = datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)  # 2am BST is 1am GMT that night


def save(world, application, **values):
    with work_for(world.house, world.actor(world.lead)) as work:
        save_answers(work, application.reference, values, seen=dict.fromkeys(values, 1))


def one_line(pence: int) -> list[dict[str, object]]:
    return [{"category": "staff", "description": "All of it", "amount": pence}]


def submissions(world) -> list[Submission]:
    return world.read(select(Submission))


# Signing


@pytest.mark.feature("21")
def test_a_signatory_other_than_the_lead_signs_before_the_lead_submits(world, visitor):
    draft = world.an_application("draft")
    with pytest.raises(WrongState, match="A signatory must sign"):
        submit(world, draft)
    path = f"/applications/{draft.reference}"
    visitor.as_(world.lead).get(f"{path}/sign", expect=403)
    assert "You can submit once a signatory has signed" in words(visitor.as_(world.lead).get(f"{path}/check"))
    unticked = visitor.as_(world.signatory).submit(f"{path}/sign", expect=422)
    assert "Tick the box to sign the declaration" in words(unticked)
    visitor.as_(world.signatory).submit(f"{path}/sign", agreed="y")
    page = words(visitor.as_(world.lead).get(f"{path}/check"))
    assert "Signed by Signatory Person, 21 November 2026 at 10am." in page
    visitor.as_(world.lead).submit(f"{path}/check")
    assert stored(world, draft).status == "checking"
    assert world.one(select(Event).where(Event.kind == "sign")).person_id == world.signatory.id


@pytest.mark.feature("21")
def test_changing_an_answer_after_signing_voids_the_signature_visibly(world, visitor):
    draft = a_signed_draft(world)
    save(world, draft, title="Warmer rooms")
    path = f"/applications/{draft.reference}"
    assert "The signature of Signatory Person no longer counts" in words(visitor.as_(world.lead).get(f"{path}/check"))
    assert "Must be signed again" in words(visitor.as_(world.lead).get(path))
    with pytest.raises(WrongState, match="changed after they were signed"):
        submit(world, draft)
    assert submissions(world) == []
    sign(world, draft)
    submit(world, draft)
    assert len(submissions(world)) == 1


def test_incomplete_answers_cannot_be_signed_and_changed_ones_are_read_again(world, visitor):
    draft = world.an_application("draft", answers={"title": None})
    path = f"/applications/{draft.reference}/sign"
    assert "You can sign when they are complete" in words(visitor.as_(world.signatory).get(path))
    with pytest.raises(WrongState):
        sign(world, draft)
    whole = world.an_application("draft")
    signatory = visitor.as_(world.signatory)
    page = signatory.get(f"/applications/{whole.reference}/sign")
    save(world, whole, title="Meanwhile")
    fields = {**forms_of(page)[0]["fields"], "agreed": "y"}
    signatory.post(f"/applications/{whole.reference}/sign", fields, expect=409)
    assert stored(world, whole).signed_at is None


@pytest.mark.parametrize("role", ["lead", "contributor", "viewer"])
def test_nobody_but_a_signatory_signs(world, role):
    person = world.lead if role == "lead" else world.a_member(world.organisation, role, f"Only {role}")
    with pytest.raises(NotPermitted):
        sign(world, world.an_application("draft"), by=person)


def test_a_round_without_signatory_asks_the_lead_to_agree(world, visitor):
    alone = world.a_round("alone", signatory_required=False)
    draft = world.an_application("draft", round=alone)
    path = f"/applications/{draft.reference}/check"
    page = visitor.as_(world.lead).submit(path, expect=422)
    assert "Tick the box to agree to the declaration" in words(page)
    visitor.as_(world.lead).submit(path, agreed="y")
    assert stored(world, draft).status == "checking"


# The deadline


@pytest.mark.feature("12")
@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, True), (1, False)])
@pytest.mark.parametrize("closes", [None, LONDON_SPRING, LONDON_AUTUMN], ids=["plain", "spring", "autumn"])
def test_the_closing_second_counts_and_the_next_does_not(world, seconds, taken, closes):
    """Invariant 11, also on both nights when London's clocks change."""
    closes = closes or world.round.closes_at
    round_ = world.a_round("other", opens_at=datetime(2026, 1, 1, tzinfo=UTC), closes_at=closes)
    with clock.at(closes - timedelta(days=1)):
        draft = a_signed_draft(world, round=round_)
    moment = closes + timedelta(seconds=seconds)
    if taken:
        submit(world, draft, at=moment)
        assert stored(world, draft).submitted_at == moment
    else:
        with pytest.raises(WrongState, match="This round has closed"):
            submit(world, draft, at=moment)
        assert submissions(world) == []
        assert stored(world, draft).status == "draft"


@pytest.mark.feature("17")
@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, True), (1, False)])
def test_an_extension_moves_the_closing_second_for_its_organisation_alone(world, visitor, seconds, taken):
    until = datetime(2026, 12, 2, 12, tzinfo=UTC)
    draft = a_signed_draft(world)
    theirs, stranger = another_organisation(world)
    signatory = world.a_member(theirs, "signatory", "Their Signatory")
    other = world.an_application("draft", organisation=theirs)
    sign(world, other, by=signatory)
    world.write(
        Extension(
            round_id=world.round.id,
            organisation_id=world.organisation.id,
            until=until,
            reason="Flood",
            given_by=world.manager.id,
            given_at=clock.now(),
        )
    )
    page = words(visitor.as_(world.lead).get(f"/applications/{draft.reference}"))
    assert "Send it by 2 December 2026 at midday: 11 days left. You have been given extra time." in page
    with pytest.raises(WrongState):
        submit(world, other, by=stranger, at=until)
    if taken:
        submit(world, draft, at=until + timedelta(seconds=seconds))
        assert len(submissions(world)) == 1
    else:
        with pytest.raises(WrongState):
            submit(world, draft, at=until + timedelta(seconds=seconds))


def test_a_finished_round_takes_nothing(world):
    finished = world.a_round("finished", status="finished")
    draft = world.an_application("draft", round=finished)
    with pytest.raises(WrongState, match="has finished"):
        sign(world, draft)


# Submitting


@pytest.mark.feature("12")
def test_what_was_sent_is_sealed_with_the_hash_of_its_bytes(world):
    draft = a_signed_draft(world, answers={"safeguarding": "hidden by its condition"})
    submit(world, draft)
    (kept,) = submissions(world)
    assert kept.number == 1
    assert kept.content == forms.ANSWERS, "an answer that was not asked is not sealed"
    assert kept.digest == sha256_hex(canonical_bytes(kept.content))
    event = world.one(select(Event).where(Event.kind == "submit"))
    assert event.body["digest"] == kept.digest
    assert (event.body["from"], event.body["to"], event.role) == ("draft", "checking", "lead")
    with pytest.raises(DBAPIError, match="frozen"), world.house.database.writing() as session:
        session.get_one(Submission, kept.id).content = {}
        session.commit()


def test_the_bound_answers_become_columns_and_words_to_search_by(world):
    draft = a_signed_draft(world)
    submit(world, draft)
    sent = stored(world, draft)
    assert (sent.title, sent.requested, sent.shown_status) == ("Warm rooms", 1_000_000, "received")
    assert (sent.submitted_by, sent.submitted_at) == (world.lead.id, NOW)
    folded = world.one(select(SearchRow).where(SearchRow.kind == "application")).folded
    assert "malvern friends" in folded
    assert "warm rooms" in folded


BINDING = {
    "key": "binding",
    "title": "Everything that binds",
    "sections": [
        {
            "key": "all",
            "title": "All",
            "questions": [
                {"key": "name", "type": "text", "label": "Name", "binds": "title"},
                {"key": "about", "type": "long_text", "label": "About", "binds": "summary"},
                {"key": "sum", "type": "money", "label": "Sum", "binds": "amount_requested"},
                {"key": "least", "type": "money", "label": "Least", "binds": "minimum_viable"},
                {"key": "from", "type": "date", "label": "From", "binds": "starts_on"},
                {"key": "to", "type": "date", "label": "To", "binds": "ends_on"},
                {
                    "key": "where", "type": "choice", "label": "Where", "binds": "district",
                    "options": [{"key": "E07000235", "label": "Malvern Hills"}],
                },
            ],
        }
    ],
}  # fmt: skip


def test_dates_district_and_the_least_that_would_do_are_bound_too(world):
    form = world.a_form("application", BINDING, number=3)
    round_ = world.a_round("binding", application_form_id=form.id)
    answers = {"name": "N", "about": "A", "sum": 500_000, "least": 400_000, "from": "2027-01-04", "to": "2027-06-30"}
    blank = dict.fromkeys(forms.ANSWERS)
    draft = a_signed_draft(world, round=round_, answers={**blank, **answers, "where": "E07000235"})
    submit(world, draft)
    sent = stored(world, draft)
    assert (sent.summary, sent.requested, sent.viable_minimum) == ("A", 500_000, 400_000)
    assert (sent.starts_on, sent.ends_on, sent.area_code) == (date(2027, 1, 4), date(2027, 6, 30), "E07000235")
    assert world.one(select(FormVersion.key).where(FormVersion.id == form.id)) == "binding"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"title": None}, "Enter project name"),
        ({"amount": 299_999, "budget": one_line(299_999)}, "£3,000 or more"),
        ({"amount": 5_000_001, "budget": one_line(5_000_001)}, "£50,000 or less"),
        ({"amount": 900_000}, "must add up to"),
    ],
)  # fmt: skip
def test_an_application_that_breaks_a_rule_is_not_sent_and_says_where(world, visitor, answers, message):
    draft = world.an_application("draft", answers=answers, round=world.a_round("alone", signatory_required=False))
    page = visitor.as_(world.lead).submit(f"/applications/{draft.reference}/check", expect=422, agreed="y")
    assert message in words(page)
    assert submissions(world) == []
    assert stored(world, draft).status == "draft"


@pytest.mark.parametrize("pence", [300_000, 5_000_000])
def test_the_limits_of_the_round_themselves_are_allowed(world, pence):
    submit(world, a_signed_draft(world, answers={"amount": pence, "budget": one_line(pence)}))
    assert len(submissions(world)) == 1


def test_only_the_lead_submits_and_nobody_from_outside(world):
    draft = a_signed_draft(world)
    helper = world.a_member(world.organisation, "contributor", "Con Tributor")
    for person in (helper, world.signatory):
        with pytest.raises(NotPermitted):
            submit(world, draft, by=person)
    assert submissions(world) == []


def test_answers_that_changed_since_the_page_was_opened_are_read_again(world, visitor):
    alone = world.a_round("alone", signatory_required=False)
    draft = world.an_application("draft", round=alone)
    lead = visitor.as_(world.lead)
    page = lead.get(f"/applications/{draft.reference}/check")
    fields = {**forms_of(page)[0]["fields"], "agreed": "y"}
    save(world, draft, title="Changed by a colleague")
    lead.post(f"/applications/{draft.reference}/submit", fields, expect=409)
    assert submissions(world) == []


def test_the_same_submit_twice_is_one_submission(world, visitor):
    draft = a_signed_draft(world)
    lead = visitor.as_(world.lead)
    fields = forms_of(lead.get(f"/applications/{draft.reference}/check"))[0]["fields"]
    first = lead.post(f"/applications/{draft.reference}/submit", fields)
    second = lead.post(f"/applications/{draft.reference}/submit", fields)
    assert first.location == second.location
    assert len(submissions(world)) == 1
    lead.post(f"/applications/{draft.reference}/submit", {**fields, "key": "another"}, expect=409)
    assert len(submissions(world)) == 1


def test_submit_and_autosave_at_once_never_send_words_that_were_not_seen(world):
    """Either the save came first and the submit is refused, or the submit came first and the save is."""
    alone = world.a_round("alone", signatory_required=False, one_live_application=False)
    for number in range(6):
        draft = world.an_application("draft", round=alone)
        seen = draft_for(world, world.lead, draft.reference)

        def send(draft=draft, seen=seen) -> bool:
            with clock.at(NOW):
                try:
                    with work_for(world.house, world.actor(world.lead)) as work:
                        submit_application(work, draft.reference, 1, digest=seen.digest, agreed=True)
                except Stale:
                    return False
                return True

        def write(draft=draft, number=number) -> bool:
            with clock.at(NOW):
                try:
                    save(world, draft, title=f"Late words {number}")
                except WrongState:
                    return False
                return True

        with ThreadPoolExecutor(2) as threads:
            order = (send, write) if number % 2 else (write, send)
            results = {f.__name__: threads.submit(f) for f in order}
        sent, saved = results["send"].result(), results["write"].result()
        assert sent != saved
        kept = world.read(select(Submission).where(Submission.application_id == draft.id))
        assert [each.content["title"] for each in kept] == (["Warm rooms"] if sent else [])


@pytest.mark.feature("6")
def test_a_rolling_application_falls_into_the_next_window(world):
    rolling = world.a_round(
        "rolling", route="rolling", closes_at=None, signatory_required=False, one_live_application=False
    )
    closes = [datetime(2026, 11, 21, 9, 59, 59, tzinfo=UTC), NOW, datetime(2027, 1, 31, tzinfo=UTC)]
    windows = [
        Window(round_id=rolling.id, number=n, closes_at=at, decision_expected_on=at.date() + timedelta(days=28))
        for n, at in enumerate(closes, start=1)
    ]
    world.write(*windows)
    first, second = (world.an_application("draft", round=rolling) for _ in range(2))
    submit(world, first)
    submit(world, second, at=NOW + timedelta(seconds=1))
    assert stored(world, first).window_id == windows[1].id, "the closing second still counts"
    assert stored(world, second).window_id == windows[2].id
    third = world.an_application("draft", round=rolling)
    with pytest.raises(WrongState, match="no more assessment windows"):
        submit(world, third, at=datetime(2027, 2, 1, tzinfo=UTC))


# The receipt, the copy, the timeline


@pytest.mark.feature("31")
def test_the_receipt_has_the_reference_and_goes_to_the_lead_and_the_signatory(app, world, visitor):
    draft = a_signed_draft(world)
    lead = visitor.as_(world.lead)
    moved = lead.submit(f"/applications/{draft.reference}/check")
    page = words(lead.get(moved.location))
    assert f"Application received Your reference {draft.reference}" in page
    assert "We expect to tell you the decision by 18 December 2026." in page
    run_due_jobs(app)
    messages = world.read(select(Message).where(Message.template == "application_received"))
    assert {each.status for each in messages} == {"kept"}
    assert [each.subject for each in messages] == [f"We have your application {draft.reference}"] * 2


@pytest.mark.feature("31")
def test_the_applicant_keeps_a_pdf_and_a_zip_and_reads_what_was_sent(world, visitor):
    sent = world.an_application("checking")
    lead = visitor.as_(world.lead)
    assert lead.client.get(f"/applications/{sent.reference}/copy.pdf").data.startswith(b"%PDF-")
    bundle = zipfile.ZipFile(io.BytesIO(lead.client.get(f"/applications/{sent.reference}/copy.zip").data))
    assert bundle.namelist() == [f"{sent.reference}.pdf"]
    assert "Host 6,000.00" in words(lead.get(f"/applications/{sent.reference}/answers"))
    lead.get(f"/applications/{sent.reference}/check", expect=409)


@pytest.mark.parametrize("status", ["checking", "assessing", "recommending", "approving", "decided"])
def test_the_applicants_pages_never_tell_a_decision_before_its_release(world, visitor, status):
    sent = world.an_application(status)
    lead = visitor.as_(world.lead)
    for path in ("", "/timeline"):
        page = words(lead.get(f"/applications/{sent.reference}{path}"))
        assert "Decided 18 December 2026 This is the date we expect to tell you by." in page
    assert "Received" in words(lead.get("/organisations"))
    with clock.at(datetime(2026, 12, 19, 12, tzinfo=UTC)):
        late = words(visitor.as_(world.lead).get(f"/applications/{sent.reference}/timeline"))
    assert "We are late and we are sorry" in late


# Withdrawing


@pytest.mark.feature("110")
@pytest.mark.parametrize(
    "status", ["draft", "checking", "assessing", "moderating", "panel", "recommending", "approving", "decided"]
)
def test_the_lead_withdraws_at_any_state_before_award(world, visitor, status):
    application = world.an_application(status)
    visitor.as_(world.lead).submit(f"/applications/{application.reference}/withdraw", reason="We found other money")
    gone = stored(world, application)
    assert (gone.status, gone.shown_status) == ("withdrawn", "withdrawn")
    event = world.one(select(Event).where(Event.kind == "withdraw"))
    assert (event.body["from"], event.role) == (status, "lead")
    assert "Withdrawn" in words(visitor.as_(world.lead).get(f"/applications/{application.reference}"))


@pytest.mark.parametrize("status", ["awarded", "declined", "withdrawn", "ineligible"])
def test_nothing_is_withdrawn_once_it_has_ended(world, visitor, status):
    application = world.an_application(status)
    visitor.as_(world.lead).get(f"/applications/{application.reference}/withdraw", expect=409)
    with pytest.raises(WrongState), work_for(world.house, world.actor(world.lead)) as work:
        withdraw_application(work, application.reference, 1, reason="")


def test_only_the_lead_withdraws(world):
    application = world.an_application("checking")
    for person in (world.signatory, world.a_member(world.organisation, "contributor", "Con Tributor")):
        with pytest.raises(NotPermitted), work_for(world.house, world.actor(person)) as work:
            withdraw_application(work, application.reference, 1, reason="")
    with pytest.raises(DomainError), work_for(world.house, world.actor(world.manager)) as work:
        withdraw_application(work, application.reference, 1, reason="")


@pytest.mark.parametrize(("status", "bucket"), [("approving", "reserved"), ("decided", "committed")])
def test_money_kept_for_a_withdrawn_application_is_available_again(world, status, bucket):
    application = world.an_application(status)
    recommendation = Recommendation(
        application_id=application.id,
        outcome="award",
        amount=1_000_000,
        split=[{"allocation_id": world.allocation.id, "pence": 1_000_000}],
        reason="Good",
        feedback={},
        recommended_by=world.manager.id,
        recommended_at=clock.now(),
    )
    world.write(recommendation)
    if status == "decided":
        world.write(
            Decision(
                application_id=application.id,
                recommendation_id=recommendation.id,
                outcome="award",
                amount=1_000_000,
                decided_by=world.approver.id,
                decided_at=clock.now(),
            )
        )
    with work_for(world.house, world.actor(world.manager)) as work:
        event = work.record("kept_in_test", application)
        keep = {"operation_key": "test", "what_for": "test", "event": event}
        work.transfer(world.allocation.id, "available", bucket, 1_000_000, **keep)
    with work_for(world.house, world.actor(world.lead)) as work:
        withdraw_application(work, application.reference, 1, reason="")
    money = world.one(select(Allocation))
    assert (money.available, money.reserved, money.committed) == (10_000_000, 0, 0)
    live = select(func.count()).select_from(Recommendation).where(Recommendation.superseded_at.is_(None))
    assert world.one(live) == 0


def test_after_withdrawing_the_organisation_may_begin_again(world):
    first = start(world)
    application = world.one(select(Application).where(Application.reference == first))
    with work_for(world.house, world.actor(world.lead)) as work:
        withdraw_application(work, first, application.version, reason="")
    assert start(world) != first


def test_a_broken_rule_names_every_problem(world):
    draft = world.an_application("draft", answers={"title": None, "need": None})
    alone = world.a_round("alone2", signatory_required=False)
    with world.house.database.writing() as session:
        session.get_one(Application, draft.id).round_id = alone.id
        session.commit()
    with pytest.raises(RulesBroken) as broken:
        submit(world, draft)
    assert [field for field, _ in broken.value.problems] == ["title", "need"]
