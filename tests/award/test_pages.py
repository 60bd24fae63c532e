"""The pages of awards, as each person meets them."""

from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy import select, text

from grants import clock
from grants.actor import load_actor
from grants.award.bank_details import open_details
from grants.award.commands.accept_offer import accept_offer
from grants.domain.errors import NotPermitted
from grants.jobs.worker import run_due_jobs
from grants.models import AccessLog, Account, Application, Award, BankAccount, Letter, Message, StoredFile
from grants.work import work_for
from tests.client import words
from tests.documents.reading import words as heard
from tests.factories.award import accept, awarded, release, whole_round
from tests.factories.decide import approve, decided, recommend


def an_issued_letter(app, world) -> Letter:
    run_due_jobs(app)
    return world.one(select(Letter))


@pytest.mark.feature("61")
@pytest.mark.feature("60")
def test_decisions_of_a_round_are_released_together(app, world, house, visitor):
    round_ = whole_round(world)
    yes = decided(world, house, round=round_)
    no = world.an_application("recommending", round=round_)
    recommend(world, house, no, 0)
    approve(world, house, no, world.approver)
    browser = visitor.as_(world.officer)
    page = browser.get(f"/rounds/{round_.id}/release")
    assert "Nobody outside knows these yet" in words(page)
    data = {"chosen": [yes.reference, no.reference], "key": "k"} | {
        f"version-{each.reference}": "3" for each in (yes, no)
    }
    done = browser.post(f"/rounds/{round_.id}/release", data, expect=200)
    assert "2 of 2 went through" in words(done)
    shown = [world.one(select(Application).where(Application.id == each.id)).shown_status for each in (yes, no)]
    assert shown == ["awarded", "declined"]
    assert "Nothing to release" in words(browser.get(f"/rounds/{round_.id}/release"))


@pytest.mark.feature("63")
def test_a_no_leads_from_the_application_to_the_letter_with_the_reasons(app, world, house, visitor):
    application = world.an_application("recommending", round=whole_round(world))
    recommend(world, house, application, 0)
    approve(world, house, application, world.approver)
    lead = visitor.as_(world.lead)
    page = f"/applications/{application.reference}"
    assert "feedback" not in words(lead.get(page))
    letter = release(world, house, application)
    assert "Our letter with the reasons is being made" in words(lead.get(page))
    run_due_jobs(app)
    said = lead.get(page)
    assert "Read our decision and feedback" in words(said)
    assert "We did not offer a grant." in words(said)
    assert f'href="/letters/{letter.reference}"' in said.get_data(as_text=True)
    assert "We could not see enough about need" in words(lead.get(f"/letters/{letter.reference}"))


@pytest.mark.feature("60")
def test_a_yes_leads_from_the_application_to_the_award(world, house, visitor):
    award = awarded(world, house)
    reference = world.one(select(Application).where(Application.id == award.application_id)).reference
    page = visitor.as_(world.lead).get(f"/applications/{reference}")
    assert "We offered you a grant." in words(page)
    assert f'href="/awards/{award.reference}"' in page.get_data(as_text=True)


@pytest.mark.feature("67")
def test_a_download_is_the_issued_bytes_and_is_logged_first(app, world, house, visitor):
    awarded(world, house)
    letter = an_issued_letter(app, world)
    for person in (world.lead, world.officer, world.auditor, world.finance1):
        answer = visitor.as_(person).get(f"/letters/{letter.reference}/download")
        assert sha256(answer.data).hexdigest() == letter.sha256
        assert answer.headers["Content-Disposition"].startswith("attachment")
    log = world.read(select(AccessLog).where(AccessLog.action == "download"))
    assert [entry.reference for entry in log] == [letter.reference] * 4
    stranger = world.a_member(world.an_organisation("Others"), "lead")
    visitor.as_(stranger).get(f"/letters/{letter.reference}/download", expect=404)
    visitor.as_(stranger).get(f"/letters/{letter.reference}", expect=404)


@pytest.mark.feature("67")
def test_bytes_that_were_changed_in_the_store_are_never_sent(app, world, house, visitor):
    awarded(world, house)
    letter = an_issued_letter(app, world)
    file = world.one(select(StoredFile).where(StoredFile.id == letter.file_id))
    store = app.extensions["grants_files"]
    store.delete(file.object_key)
    store.put(file.object_key, b"%PDF-1.7 forged")
    answer = visitor.as_(world.lead).client.get(f"/letters/{letter.reference}/download")
    assert answer.status_code == 409
    assert b"forged" not in answer.data


@pytest.mark.feature("66")
def test_the_page_of_a_letter_has_the_same_words_as_its_pdf(app, world, house, visitor):
    awarded(world, house)
    letter = an_issued_letter(app, world)
    browser = visitor.as_(world.lead)
    pdf = heard(browser.get(f"/letters/{letter.reference}/download").data)
    page = words(browser.get(f"/letters/{letter.reference}")).split()
    missing = [word for word in pdf if word not in page]
    assert not missing


@pytest.mark.feature("68")
def test_two_people_accept_in_their_browsers(app, world, house, visitor):
    award = awarded(world, house)
    an_issued_letter(app, world)
    path = f"/awards/{award.reference}/accept"
    lead, signatory = visitor.as_(world.lead), visitor.as_(world.signatory)
    assert "may sign" in words(lead.submit(path, expect=422, name="Lead Person"))
    lead.submit(path, name="Lead\0 Person\x1b", declared="y")
    lead.post(path, {"name": "Somebody Else", "declared": "y"}, expect=403)
    assert "Lead Person has accepted" in words(signatory.get(path))
    signatory.submit(path, name="Signatory Person", declared="y")
    assert world.one(select(Award)).status == "accepted"
    page = words(lead.get(f"/awards/{award.reference}"))
    for said in ("Accepted", "Signatory Person", "5,000.00", "return 1 to be accepted"):
        assert said in page


@pytest.mark.feature("68")
def test_one_person_with_two_accounts_is_one_person(app, world, house, visitor):
    award = awarded(world, house)
    an_issued_letter(app, world)
    accept(world, house, award, world.lead)
    again = Account(person_id=world.lead.id, email="second@group.example", email_folded="second@group.example")
    again.confirmed_at = again.created_at = clock.now()
    again.password_hash = None
    world.write(again)
    with house.database.reading() as session:
        account = session.get_one(Account, again.id)
        other = load_actor(session, account, today=clock.now().date(), request_id="test")
    with pytest.raises(NotPermitted, match="already accepted"), work_for(house, other) as work:
        accept_offer(work, award.reference, None, name="Another Name", declared=True)


def test_staff_see_the_award_and_its_conditions(app, world, house, visitor):
    award = awarded(world, house)
    an_issued_letter(app, world)
    page = words(visitor.as_(world.officer).get(f"/casework/{award.reference}/award"))
    for said in ("Staff", "CC100", "6,000.00", "Offered", award.check_code):
        assert said in page
    visitor.as_(world.lead).get(f"/casework/{award.reference}/award", expect=403)


@pytest.mark.feature("X4")
def test_anybody_can_check_a_letter_with_its_code_and_learns_nothing_else(app, world, house, visitor):
    award = awarded(world, house)
    before = visitor.submit("/letters/check", expect=200, reference=award.reference, code=award.check_code)
    assert "Not known" in words(before)
    letter = an_issued_letter(app, world)
    page = words(visitor.submit("/letters/check", expect=200, reference=letter.reference, code=award.check_code))
    assert "21 November 2026" in page
    assert "£10,000" in page
    assert "Malvern" not in page
    for reference, code in ((letter.reference, "WRONGONE"), ("XX-2026-00001-A", award.check_code)):
        assert "Not known" in words(visitor.submit("/letters/check", expect=200, reference=reference, code=code))
    assert "Enter the code" in words(visitor.submit("/letters/check", expect=422, reference="x", code=""))


@pytest.mark.feature("X4")
def test_the_terminal_says_whose_letter_some_bytes_are(app, world, house, tmp_path, visitor):
    awarded(world, house)
    letter = an_issued_letter(app, world)
    bytes_ = visitor.as_(world.lead).get(f"/letters/{letter.reference}/download").data
    (tmp_path / "ours.pdf").write_bytes(bytes_)
    (tmp_path / "forged.pdf").write_bytes(bytes_ + b"\n")
    ours = app.test_cli_runner().invoke(args=["letter", "check", str(tmp_path / "ours.pdf")])
    assert ours.exit_code == 0
    assert letter.reference in ours.output
    forged = app.test_cli_runner().invoke(args=["letter", "check", str(tmp_path / "forged.pdf")])
    assert forged.exit_code == 1


BANK = {"account_name": "Malvern Friends", "sort_code": "08-99-99", "account_number": "66374958"}


def statement():
    return {"statement": (BytesIO(PDF), "statement.pdf")}


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.mark.feature("76")
def test_bank_details_are_sealed_and_everybody_is_told(app, world, house, visitor):
    path = f"/organisations/{world.organisation.reference}/bank-details"
    browser = visitor.as_(world.lead)
    browser.submit(path, **BANK, **statement())
    row = world.one(select(BankAccount))
    assert (row.status, row.last_two, row.modulus, row.number) == ("proposed", "58", "not_checked", 1)
    assert open_details(house.keys, row).account_number == "66374958"
    for column in world.read(text("SELECT sealed || digest FROM bank_account")):
        assert "66374958" not in column
    told = world.read(select(Message.to_email).where(Message.template == "bank_details_changed"))
    assert len(told) == 2
    browser.submit(path, **{**BANK, "account_number": "66374959"}, **statement())
    states = [each.status for each in world.read(select(BankAccount).order_by(BankAccount.number))]
    assert states == ["replaced", "proposed"]
    assert "66374959" not in browser.get(path).get_data(as_text=True)


@pytest.mark.feature("75")
def test_bad_bank_details_say_what_is_wrong_and_keep_what_was_typed(app, world, visitor):
    path = f"/organisations/{world.organisation.reference}/bank-details"
    browser = visitor.as_(world.lead)
    page = browser.submit(path, expect=422, account_name="Malvern Friends", sort_code="12", account_number="x")
    assert "Sort code must be 6 numbers" in words(page)
    assert "Malvern Friends" in page.get_data(as_text=True)
    assert "Select a file" in words(browser.submit(path, expect=422, **BANK))
    viewer = visitor.as_(world.a_member(world.organisation, "viewer"))
    viewer.submit(path, expect=403, **BANK, **statement())
    other = world.an_organisation("Others")
    browser.get(f"/organisations/{other.reference}/bank-details", expect=404)
    assert world.read(select(BankAccount)) == []


def test_a_no_is_read_by_the_applicant_as_a_page(app, world, house, visitor):
    application = world.an_application("recommending", round=whole_round(world))
    recommend(world, house, application, 0)
    approve(world, house, application, world.approver)
    release(world, house, application)
    letter = an_issued_letter(app, world)
    page = words(visitor.as_(world.lead).get(f"/letters/{letter.reference}"))
    assert "We could not see enough about need" in page
