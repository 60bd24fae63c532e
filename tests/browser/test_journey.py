"""The whole life of a grant in a real browser, as everybody who has a part in it."""

import hashlib
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from grants.demo import casework
from grants.demo.applying import Request, apply
from grants.demo.bodies import bodies
from grants.demo.people import Known, found
from grants.documents.blocks import Document, Heading, Paragraph
from grants.documents.pdf import render_pdf
from grants.models import Letter
from tests.browser import applying, auditing, deciding, paying, reporting
from tests.browser.story import LEAD, SIGNATORY, Story

pytestmark = [pytest.mark.real_time, pytest.mark.slow]
OTHER_LEAD = "lead1@group1.example"


@pytest.mark.feature("1", "11", "18", "21", "35", "43", "45", "51", "54", "58", "63", "66", "67", "68", "71", "73")
@pytest.mark.feature("79", "81", "89", "90", "101", "S2")
def test_a_grant_lives_from_the_public_page_to_the_audit(story: Story) -> None:
    for step in STEPS:
        step(story)
    story.looked.must_be_clean()


def step_1_look(story: Story) -> None:
    """Anybody reads the fund and its questions, and finds that they can apply."""
    applying.look_round(story.new_window(LEAD))


def step_2_apply(story: Story) -> None:
    """A lead registers, invites a signatory, answers everything; the signatory signs; it is sent in time."""
    lead, signatory = story.window(LEAD), story.new_window(SIGNATORY)
    applying.register(lead, LEAD, "Amina Yusuf")
    story.organisation = applying.add_organisation(lead)
    applying.invite(lead, story.organisation, name="George Okafor", address=SIGNATORY, part="Signatory")
    applying.join(signatory, SIGNATORY, "George Okafor")
    story.reference = applying.start(lead)
    applying.answer_everything(lead, story.reference, paper=paper())
    lead.go(f"/applications/{story.reference}/check")
    lead.see("You can submit once a signatory has signed.")
    applying.sign(signatory, story.reference)
    applying.send(lead, story.reference)
    copy = PdfReader(BytesIO(lead.take("Keep it as a PDF")))
    assert "Warm afternoons" in "".join(page.extract_text() for page in copy.pages)
    with story.by_command() as teller:
        other = found(teller, bodies()[1], number=1, known=Known.make())
        wanted = Request("Open doors", 800_000, date(2027, 3, 1), date(2028, 2, 28), people=40)
        story.declined = apply(teller, story.round_id, other, wanted)


def step_3_check(story: Story) -> None:
    """The officer takes the case, records every check and chooses two assessors."""
    story.on(2026, 12, 15)
    officer = story.window("officer")
    deciding.find_case(officer, story.reference)
    deciding.check(officer, story.reference)
    deciding.choose_assessors(officer, story.reference, "Tom Fletcher", "Ewa Nowak")
    with story.by_command() as teller:
        casework.check(teller, story.declined)
        casework.allocate(teller, story.declined)


def step_4_score(story: Story) -> None:
    """Two score far apart without seeing each other; a manager writes down what was agreed; the panel sits."""
    story.on(2026, 12, 17)
    deciding.score(story.window("assessor1"), story.reference, points=5)
    deciding.score(story.window("assessor2"), story.reference, points=3)
    deciding.moderate(story.window("manager"), story.reference, points=4)
    with story.by_command() as teller:
        casework.score(teller, story.declined, level=2)
    officer = story.window("officer")
    for reference in (story.reference, story.declined):
        deciding.sit(officer, reference, day=17, month=12, year=2026)


def step_5_decide(story: Story) -> None:
    """The manager recommends on the ranking, and the head of service approves."""
    story.on(2027, 1, 20)
    manager = story.window("manager")
    deciding.recommend(manager, story.round_id, story.reference)
    deciding.recommend_no(manager, story.declined)
    story.on(2027, 1, 25)
    deciding.approve(story.window("approver"), "Riverside Neighbours")
    deciding.approve(story.window("approver"), bodies()[1].name)


def step_6_release(story: Story) -> None:
    """Nobody outside knows before the release; then each has a letter, the very bytes that were issued."""
    story.on(2027, 2, 1)
    lead = story.window(LEAD)
    assert lead.context.request.get(f"/awards/{story.reference}").status == 404
    deciding.release(story.window("manager"), story.round_id, story.reference, story.declined)
    story.letter = paying.letter_bytes(lead, story.reference)
    other = story.window(OTHER_LEAD)
    with story.site.house.database.reading() as session:
        wanted = select(Letter).where(Letter.reference.startswith(story.declined))
        no = session.scalars(wanted).one()
    other.go(f"/letters/{no.reference}")
    assert hashlib.sha256(other.take("Download this letter as a PDF")).hexdigest() == no.sha256


def step_7_accept(story: Story) -> None:
    """Two people accept; the account they give is verified by somebody of the council."""
    story.on(2027, 2, 3)
    lead = story.window(LEAD)
    paying.accept(lead, story.reference, "Amina Yusuf")
    lead.see("Now a second person who may sign must accept too.")
    paying.accept(story.window(SIGNATORY), story.reference, "George Okafor")
    story.window(SIGNATORY).see("The grant is accepted.")
    paying.give_bank_details(lead, story.organisation, paper())
    story.on(2027, 2, 4)
    paying.verify_bank(story.window("finance1"), date(2027, 2, 4))


def step_8_pay(story: Story) -> None:
    """The first half is paid by two people; the second waits for a return."""
    story.on(2027, 3, 1)
    first, second = story.window("finance1"), story.window("finance2")
    file = paying.pay(first, second, "£15,000", date(2027, 3, 4))
    assert b"41063372" in file and b"15000.00" in file
    first.go(f"/casework/{story.reference}/payments")
    first.see("£15,000 of £30,000", "Return 1 to be accepted")


def step_9_report(story: Story) -> None:
    """A return is queried, answered and accepted, and frees the second half; the last says what is left."""
    story.on(2027, 9, 6)
    lead, officer = story.window(LEAD), story.window("officer")
    reporting.report(lead, story.reference, 1, spent=("9000", "3750", "2249"), people=31, left="150")
    reporting.ask(officer, story.reference, 1)
    reporting.answer(lead, story.reference, 1)
    officer.go(f"/returns/{story.reference}-R1")
    officer.see("What has changed since it was last sent")
    reporting.take(officer, story.reference, 1)
    story.on(2027, 9, 20, 9)
    paying.pay(story.window("finance1"), story.window("finance2"), "£15,000", date(2027, 9, 23))


def step_10_close(story: Story) -> None:
    """What is left is agreed, invoiced and received, and the award closes."""
    story.on(2028, 3, 10)
    lead, officer, finance = story.window(LEAD), story.window("officer"), story.window("finance1")
    reporting.report(lead, story.reference, 2, spent=("9000", "3750.50", "2100.50"), people=40, left="150")
    officer.go(f"/returns/{story.reference}-R2")
    officer.see("A second person who leads or signs for the organisation must confirm this return")
    reporting.declare(story.window(SIGNATORY), story.reference, 2)
    reporting.take(officer, story.reference, 2)
    reporting.agree_unspent(officer, finance, story.reference)
    story.on(2028, 3, 22)
    officer, finance = story.window("officer"), story.window("finance1")
    reporting.receive_and_close(officer, finance, story.reference, date(2028, 3, 21))


def step_11_audit(story: Story) -> None:
    """The auditor has the same letter, the evidence with its hashes, and a record that holds."""
    story.on(2028, 4, 3)
    auditor = story.window("auditor")
    auditing.find(auditor, story.reference)
    auditing.same_letter(auditor, story.letter)
    auditing.evidence(auditor, story.letter)
    auditing.verify(auditor)
    auditing.see_downloads(auditor, story.reference)
    verified = story.site.app.test_cli_runner().invoke(args=["audit", "verify", "--files"])
    assert verified.exit_code == 0, verified.output


STEPS = (
    step_1_look,
    step_2_apply,
    step_3_check,
    step_4_score,
    step_5_decide,
    step_6_release,
    step_7_accept,
    step_8_pay,
    step_9_report,
    step_10_close,
    step_11_audit,
)


@pytest.mark.feature("18", "21", "101")
def test_an_application_is_filled_in_saved_and_sent_without_javascript(story: Story) -> None:
    lead, signatory = story.new_window(LEAD, javascript=False), story.new_window(SIGNATORY, javascript=False)
    applying.register(lead, LEAD, "Amina Yusuf")
    organisation = applying.add_organisation(lead)
    applying.invite(lead, organisation, name="George Okafor", address=SIGNATORY, part="Signatory")
    applying.join(signatory, SIGNATORY, "George Okafor")
    applying.check_eligibility(lead)
    reference = applying.start(lead)
    applying.answer_everything(lead, reference, paper=paper())
    applying.sign(signatory, reference)
    applying.send(lead, reference)


def paper() -> bytes:
    """A small real PDF."""
    blocks = (Heading(1, "Our rules"), Paragraph("Agreed by the members on 4 May 2026."))
    return render_pdf(Document(title="Our rules", subject="Rules", author="Riverside", footer="Rules", blocks=blocks))
