"""Finance walks from the next pay day to the settled run through the doors."""

import hashlib
import io
import re

import pytest
from sqlalchemy import select

from grants import clock
from grants.integrations.finance import Outcome, StatusLine, write_status_file
from grants.jobs.payments import make_payment_file
from grants.jobs.worker import run_due_jobs
from grants.models import AccessLog, Application, Message, Payment, PaymentRun
from tests.client import forms, words
from tests.factories.paying import OTHER, a_bank_account, an_award, buckets, instalments_of, payments_of


def the_run(world) -> PaymentRun:
    return world.one(select(PaymentRun))


def prepare_by_door(visitor, world, *awards, expect: int = 303):
    finance = visitor.as_(world.finance1)
    ids = [str(each) for each in instalments_of(world, *awards)]
    return finance.submit("/payments", expect=expect, instalments=ids)


def status_lines(payments, **facts) -> bytes:
    return write_status_file(
        [
            StatusLine(
                **{
                    "reference": each.reference,
                    "outcome": Outcome.PAID,
                    "on": clock.now().date(),
                    "finance_reference": f"F{each.id}",
                    "reason": "",
                    "amount": each.pence,
                    **facts,
                }
            )
            for each in payments
        ]
    )


def hand_in(browser, data: bytes, expect: int = 303):
    return browser.submit("/payments/status", expect=expect, file=(io.BytesIO(data), "status.csv"))


@pytest.mark.feature("77")
def test_from_pay_day_to_settled_run(world, visitor, app):
    a_bank_account(world)
    award = an_award(world, amount=1_000_000, lines=(600_000, 400_000))
    page = words(visitor.as_(world.finance1).get("/payments"))
    assert "Next pay day: 26 November 2026" in page
    assert "Malvern Friends" in page
    assert "First payment" in page
    assert "10,000.00" in page
    prepare_by_door(visitor, world, award)
    run = the_run(world)
    mine = words(visitor.as_(world.finance1).get(f"/payments/runs/{run.reference}"))
    assert "You prepared this run, so somebody else must release it." in mine
    assert "ending 58" in mine
    assert "66374958" not in mine
    other = visitor.as_(world.finance2)
    other.submit(f"/payments/runs/{run.reference}")
    assert run_due_jobs(app) >= 1
    run = the_run(world)
    data = other.client.get(f"/payments/runs/{run.reference}/file").data
    assert hashlib.sha256(data).hexdigest() == run.file_sha256
    assert data == other.client.get(f"/payments/runs/{run.reference}/file").data
    text = data.decode()
    assert '"089999","66374958","6000.00"' in text
    assert '"4000.00"' in text
    assert f'"CONTROL","{run.reference}","2","10000.00"' in text
    logged = world.read(select(AccessLog).where(AccessLog.kind == "payment_run"))
    assert [(row.action, row.person_id) for row in logged] == [("download", world.finance2.id)] * 2
    (payment,) = payments_of(world, run)
    parts = [
        StatusLine(f"{payment.reference}/{place}", Outcome.PAID, clock.now().date(), "F1", "", pence)
        for place, pence in ((1, 600_000), (2, 400_000))
    ]
    hand_in(visitor.as_(world.finance1), write_status_file(parts))
    assert the_run(world).status == "settled"
    assert payments_of(world, run)[0].finance_reference == "F1"
    assert "Paid" in words(visitor.as_(world.officer).get(f"/casework/{world_reference(world)}/payments"))


def world_reference(world) -> str:
    return world.one(select(Application).where(Application.status == "awarded")).reference


@pytest.mark.feature("77")
def test_the_file_is_made_once_however_often_the_job_runs(world, visitor, app):
    a_bank_account(world)
    prepare_by_door(visitor, world, an_award(world))
    run = the_run(world)
    visitor.as_(world.finance2).submit(f"/payments/runs/{run.reference}")
    run_due_jobs(app)
    first = the_run(world)
    with app.app_context():
        make_payment_file(run_id=run.id)
    assert (the_run(world).file_id, the_run(world).file_sha256) == (first.file_id, first.file_sha256)


def test_the_same_form_twice_has_one_effect(world, visitor):
    a_bank_account(world)
    award = an_award(world)
    finance = visitor.as_(world.finance1)
    fields = forms(finance.get("/payments"))[0]["fields"]
    first = finance.post("/payments", fields)
    again = finance.post("/payments", fields)
    assert first.location == again.location
    assert len(world.read(select(Payment))) == 1
    run = the_run(world)
    other = visitor.as_(world.finance2)
    release = forms(other.get(f"/payments/runs/{run.reference}"))[0]
    other.post(release["action"], release["fields"])
    other.post(release["action"], release["fields"])
    assert buckets(world)["paid"] == award.amount


@pytest.mark.feature("71")
def test_what_is_not_ready_says_what_it_waits_for(world, visitor):
    an_award(world, status="offered")
    page = words(visitor.as_(world.finance1).get("/payments"))
    assert "Nothing is ready" in page
    assert "two people to accept the offer" in page
    assert "bank details from the organisation" in page


def test_ticking_nothing_is_told_beside_the_list(world, visitor):
    a_bank_account(world)
    an_award(world)
    page = visitor.as_(world.finance1).submit("/payments", expect=422, instalments=[])
    assert "Choose at least one instalment" in words(page)
    assert world.read(select(Payment)) == []


def test_a_run_prepared_after_the_page_grew_old_is_refused(world, visitor):
    a_bank_account(world)
    award = an_award(world)
    page = visitor.as_(world.finance1).submit(
        "/payments", expect=422, instalments=[str(i) for i in instalments_of(world, award)], pay_on="2026-11-19"
    )
    assert "The cut-off for that pay day has passed" in words(page)


@pytest.mark.feature("76")
def test_bank_details_are_hidden_until_somebody_asks_and_that_is_written_down(world, visitor):
    a_bank_account(world)
    new = a_bank_account(world, number=2, status="proposed", details=OTHER)
    finance = visitor.as_(world.finance1)
    page = words(finance.get(f"/bank-checks/{new.id}"))
    assert "63748472" not in page
    assert "66374958" not in page
    assert "Change of bank details" in page
    shown = words(finance.post(f"/bank-checks/{new.id}/reveal", expect=200))
    assert "63748472" in shown
    assert "66374958" in shown
    (row,) = world.read(select(AccessLog))
    assert (row.action, row.kind, row.subject_id, row.person_id) == (
        "reveal",
        "bank_account",
        new.id,
        world.finance1.id,
    )


@pytest.mark.feature("76")
def test_a_change_is_verified_with_a_call_back_and_held(world, visitor):
    a_bank_account(world)
    new = a_bank_account(world, number=2, status="proposed", details=OTHER)
    finance = visitor.as_(world.finance1)
    assert "Change of account" in words(finance.get("/bank-checks"))
    finance.post(
        f"/bank-checks/{new.id}/verify",
        {
            "key": "k1",
            "version": "1",
            "call_back_number": "+441905000000",
            "call_back_person": "Jo Lead",
            "call_back_on": "20/11/2026",
            "call_back_time": "10:30",
            "name_check": "match",
            "statement_seen": "y",
        },
    )
    page = words(finance.get("/bank-checks"))
    assert "Changed accounts on hold" in page
    assert "4 December 2026 at midnight" in page
    mails = world.read(select(Message).where(Message.template == "bank_account_verified"))
    assert len(mails) == 2


def test_a_call_to_a_number_we_did_not_hold_is_refused_and_nothing_typed_is_lost(world, visitor):
    new = a_bank_account(world, status="proposed")
    page = visitor.as_(world.finance1).post(
        f"/bank-checks/{new.id}/verify",
        {
            "version": "1",
            "call_back_number": "+447700900123",
            "call_back_person": "A stranger",
            "call_back_on": "20/11/2026",
            "call_back_time": "10:30",
            "name_check": "no_match",
        },
        expect=422,
    )
    assert "Choose a number that we already held" in words(page)
    assert "An account in another name" in words(page)
    assert "Look at a bank statement" in words(page)
    assert re.search(r'value="A stranger"', page.get_data(as_text=True))
    assert world.one(select(type(new))).status == "proposed"


def test_what_can_not_be_read_says_what_to_write_and_a_month_may_be_named(world, visitor):
    new = a_bank_account(world, status="proposed")
    finance, path = visitor.as_(world.finance1), f"/bank-checks/{new.id}/verify"
    call = {"version": "1", "call_back_person": "Jo Lead", "call_back_on": "yesterday", "call_back_time": "half past 9"}
    page = words(finance.post(path, {**call, "supplier_number": "S1" * 30}, expect=422))
    assert "Enter a real date, like 21/11/2026" in page
    assert "Enter a time, like 10:30" in page
    assert "Use 40 characters or fewer" in page
    page = finance.post(path, {**call, "call_back_on": "20 November 2026"}, expect=422)
    assert "Enter a real date" not in words(page)
    assert 'value="20 November 2026"' in page.get_data(as_text=True)


def test_the_number_to_call_is_written_as_people_write_it(world, visitor):
    a_bank_account(world)
    new = a_bank_account(world, number=2, status="proposed", details=OTHER)
    page = words(visitor.as_(world.finance1).get(f"/bank-checks/{new.id}"))
    assert "01905 000000" in page
    assert "+441905000000" not in page


def test_others_do_not_come_here(world, visitor):
    account = a_bank_account(world, status="proposed")
    for path in ("/payments", "/payments/runs", "/bank-checks", f"/bank-checks/{account.id}", "/payments/status"):
        visitor.as_(world.officer).get(path, expect=403)
        visitor.as_(world.lead).get(path, expect=403)
    visitor.as_(world.auditor).get("/payments")
    visitor.as_(world.auditor).post(f"/bank-checks/{account.id}/verify", {}, expect=403)


@pytest.mark.feature("77")
def test_every_fault_of_a_status_file_is_shown_and_nothing_is_half_read(world, visitor):
    a_bank_account(world)
    prepare_by_door(visitor, world, an_award(world, amount=500_000), an_award(world, amount=600_000))
    run = the_run(world)
    visitor.as_(world.finance2).submit(f"/payments/runs/{run.reference}")
    one, two = payments_of(world, run)
    data = status_lines([one])
    wrong = write_status_file(
        [
            StatusLine(one.reference, Outcome.PAID, clock.now().date(), "F1", "", one.pence),
            StatusLine(two.reference, Outcome.PAID, clock.now().date(), "F2", "", two.pence + 1),
            StatusLine("PY-2026-99999-X", Outcome.PAID, clock.now().date(), "F3", "", 1),
        ]
    )
    finance = visitor.as_(world.finance1)
    page = words(hand_in(finance, wrong, expect=422))
    assert "£6,000 here and £6,000.01 in the file" in page
    assert "PY-2026-99999-X is not a payment of ours" in page
    assert {each.status for each in payments_of(world, run)} == {"released"}
    assert "Line 2" in words(hand_in(finance, data.replace(b"PAID", b"LOST"), expect=422))
    hand_in(finance, data)
    assert "This file was read on 21 November 2026" in words(hand_in(finance, data, expect=422))
    assert [each.status for each in payments_of(world, run)] == ["paid", "released"]
    assert the_run(world).status == "released"


@pytest.mark.feature("77")
def test_a_payment_sent_back_is_due_again_and_paid_again(world, visitor):
    a_bank_account(world)
    award = an_award(world)
    prepare_by_door(visitor, world, award)
    run = the_run(world)
    visitor.as_(world.finance2).submit(f"/payments/runs/{run.reference}")
    data = status_lines(
        payments_of(world, run), outcome=Outcome.REJECTED, finance_reference="", reason="Account closed"
    )
    finance = visitor.as_(world.finance1)
    (back,) = payments_of(world, run)
    said = words(finance.get(hand_in(finance, data).location))
    assert f"The file is read. 1 was sent back: {back.reference}." in said
    assert "0 payments" not in said
    assert buckets(world)["committed"] == award.amount
    assert "paid" not in buckets(world)
    assert the_run(world).status == "settled"
    assert len(world.read(select(Message).where(Message.template == "payment_bounced"))) == 2
    assert "Malvern Friends" in words(finance.get("/payments"))
    prepare_by_door(visitor, world, award)
    again = world.one(select(PaymentRun).where(PaymentRun.id != run.id))
    visitor.as_(world.finance2).submit(f"/payments/runs/{again.reference}")
    assert buckets(world)["paid"] == award.amount
    states = [each.status for each in world.read(select(Payment).order_by(Payment.id))]
    assert states == ["bounced", "released"]
