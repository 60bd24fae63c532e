"""Files come in looked at and bounded, wait for the scanner, and go out only to whom they may."""

import gc
import io

import pytest
from PIL import Image
from sqlalchemy import select

from grants.integrations.antivirus import Clean, Infected, ScannerUnavailable
from grants.jobs.worker import run_due_jobs
from grants.models import AccessLog, Attachment, Job, StoredFile
from tests.client import words
from tests.factories import forms
from tests.factories.apply import another_organisation, draft_for

WITH_FILE = {
    **forms.APPLICATION,
    "key": "with_file",
    "sections": [
        {
            "key": "papers",
            "title": "Papers",
            "questions": [
                {"key": "rules", "type": "file", "label": "Your constitution", "rows": 2},
                {"key": "note", "type": "text", "label": "A note", "required": False},
            ],
        }
    ],
}


class FakeScanner:
    """Answers what the test says, as clamd would."""

    answer: Clean | Infected | None = Clean()

    def scan(self, data: bytes) -> Clean | Infected:
        if self.answer is None:
            raise ScannerUnavailable("no answer")
        return self.answer

    def ping(self) -> bool:
        return self.answer is not None


@pytest.fixture
def draft(world):
    form = world.a_form("application", WITH_FILE, number=4)
    round_ = world.a_round("papers", application_form_id=form.id)
    return world.an_application("draft", round=round_, answers=dict.fromkeys(forms.ANSWERS))


@pytest.fixture
def scanner(app) -> FakeScanner:
    app.extensions["grants_scanner"] = FakeScanner()
    return app.extensions["grants_scanner"]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    return out.getvalue()


def path(draft) -> str:
    return f"/applications/{draft.reference}/files/rules"


def send(browser, draft, data: bytes, name: str, expect: int = 303):
    return browser.post(path(draft), {"file": (io.BytesIO(data), name)}, expect=expect)


def only_file(world) -> StoredFile:
    return world.one(select(StoredFile))


@pytest.mark.feature("29")
def test_with_a_scanner_a_file_waits_and_only_a_clean_one_is_served(app, world, visitor, draft, scanner):
    lead = visitor.as_(world.lead)
    send(lead, draft, picture(), "plan of the hall.png")
    kept = only_file(world)
    assert (kept.state, kept.media_type, kept.size) == ("pending", "image/png", len(picture()))
    opening = f"/applications/{draft.reference}/attachments/{world.one(select(Attachment.id))}"
    lead.get(opening, expect=409)
    run_due_jobs(app)
    assert only_file(world).state == "clean"
    answer = lead.client.get(opening)
    assert answer.data == picture()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert world.one(select(AccessLog)).person_id == world.lead.id


@pytest.mark.feature("29")
def test_an_infected_file_is_served_to_nobody_and_said_so(app, world, visitor, draft, scanner):
    scanner.answer = Infected(name="Eicar")
    lead = visitor.as_(world.lead)
    send(lead, draft, picture(), "plan.png")
    run_due_jobs(app)
    assert (only_file(world).state, only_file(world).threat) == ("infected", "Eicar")
    assert "Refused: has a virus" in words(lead.get(path(draft)))
    lead.get(f"/applications/{draft.reference}/attachments/{world.one(select(Attachment.id))}", expect=403)


def test_without_an_answer_from_the_scanner_the_file_waits_and_the_job_is_tried_again(
    app, world, visitor, draft, scanner
):
    scanner.answer = None
    send(visitor.as_(world.lead), draft, picture(), "plan.png")
    run_due_jobs(app)
    assert only_file(world).state == "pending"
    assert world.one(select(Job).where(Job.kind == "scan_file")).state == "queued"


@pytest.mark.feature("29")
def test_without_a_scanner_only_staff_open_a_file_behind_a_warning(world, visitor):
    form = world.a_form("application", WITH_FILE, number=4)
    round_ = world.a_round("papers", application_form_id=form.id)
    draft = world.an_application("draft", round=round_, answers=dict.fromkeys(forms.ANSWERS))
    lead = visitor.as_(world.lead)
    send(lead, draft, picture(), "plan.png")
    assert only_file(world).state == "unscanned"
    assert "Not scanned for viruses" in words(lead.get(path(draft)))
    opening = f"/applications/{draft.reference}/attachments/{world.one(select(Attachment.id))}"
    lead.get(opening, expect=403)
    visitor.as_(world.officer).get(opening, expect=404)
    with world.house.database.writing() as session:
        row = session.merge(draft)
        row.status, row.submitted_by, row.requested, row.submitted_at = "checking", world.lead.id, 1, row.created_at
        session.commit()
    warned = visitor.as_(world.officer).get(opening)
    assert "has not been scanned for viruses" in words(warned)
    assert visitor.as_(world.officer).client.get(f"{opening}?open=1").data == picture()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"MZ\x90\x00 this is a program", "plan.pdf", "does not match its name"),
        (b"<script>alert(1)</script>", "page.html", "The file must be a PDF"),
        (b"", "plan.png", "The file is empty"),
        (picture(), "plan.exe.png", "two endings"),
    ],
)
def test_a_file_of_another_kind_is_refused_beside_the_box_and_nothing_is_kept(
    world, visitor, draft, data, name, message
):
    page = send(visitor.as_(world.lead), draft, data, name, expect=422)
    assert message in words(page)
    assert world.read(select(StoredFile)) == []
    assert world.read(select(Attachment)) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the test client's own spooled body
def test_a_file_is_bounded_and_an_ordinary_page_takes_less(world, visitor, draft):
    lead = visitor.as_(world.lead)
    big = b"%PDF-1.7\n" + b"0" * (2 * 1024 * 1024) + b"\n%%EOF"
    send(lead, draft, big, "plan.pdf")
    huge = b"%PDF-1.7\n" + b"0" * (31 * 1024 * 1024) + b"\n%%EOF"
    refused = lead.client.post(path(draft), data={"file": (io.BytesIO(huge), "plan.pdf")})
    assert refused.status_code == 413
    assert f'href="{path(draft)}"' in refused.get_data(as_text=True), "the way back to the page of the file"
    too_long = {"csrf_token": lead.token(), "note": "x" * 1_100_000}
    assert lead.client.post(f"/applications/{draft.reference}/sections/papers", data=too_long).status_code == 413
    gc.collect()


UPLOADS = ("/applications/{}/files/rules", "/organisations/{}/bank-details", "/awards/{}/returns/1/evidence")


START = b'--x\r\nContent-Disposition: form-data; name="file"; filename="plan.pdf"\r\n\r\n'


class Unread(io.RawIOBase):
    """A body that says how much of it was taken."""

    taken = 0

    def readable(self) -> bool:
        return True

    def seek(self, *_where: int) -> int:
        return 0

    tell = seek

    def read(self, size: int = -1) -> bytes:
        size = 65_536 if size < 0 else size
        start = START if not self.taken else b""
        self.taken += size
        return start.ljust(size, b"0")

    def readinto(self, buffer) -> int:
        buffer[:] = self.read(len(buffer))
        return len(buffer)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the test client's own spooled body
@pytest.mark.parametrize("address", UPLOADS)
@pytest.mark.parametrize("length", [12_000_000, None])
def test_a_strangers_file_is_not_taken_in(visitor, draft, address, length):
    body = Unread()
    told = {"wsgi.input_terminated": True} if length is None else {"CONTENT_LENGTH": str(length)}
    response = visitor.client.post(
        address.format(draft.reference),
        content_type="multipart/form-data; boundary=x",
        input_stream=body,
        environ_overrides={**told, "wsgi.input": body},
    )
    assert response.status_code in (303, 400, 413)
    assert body.taken <= 1_200_000
    gc.collect()


def test_files_are_part_of_the_answer_until_removed(world, visitor, draft):
    lead = visitor.as_(world.lead)
    send(lead, draft, picture(), "one.png")
    send(lead, draft, picture(), "two.png")
    assert len(draft_for(world, world.lead, draft.reference).answers["rules"]) == 2
    assert "You can give 2 files here" in words(send(lead, draft, picture(), "three.png", expect=422))
    page = lead.get(f"/applications/{draft.reference}/sections/papers")
    assert "one.png" in words(page)
    lead.submit(f"/applications/{draft.reference}/sections/papers", note="Both kept", later="1")
    first = min(world.read(select(Attachment.id)))
    lead.post(f"{path(draft)}/{first}/remove")
    assert "“one.png” is removed." in words(lead.get(path(draft)))
    assert "one.png" not in words(lead.get(f"/applications/{draft.reference}/check"))
    assert "two.png" in words(lead.get(f"/applications/{draft.reference}/check"))


def test_the_button_for_files_keeps_what_was_typed(world, visitor, draft):
    moved = visitor.as_(world.lead).submit(
        f"/applications/{draft.reference}/sections/papers", note="Hello", files="rules"
    )
    assert moved.location.endswith("/files/rules")
    assert draft_for(world, world.lead, draft.reference).answers["note"] == "Hello"


def test_nobody_else_reaches_a_file(world, visitor, draft):
    send(visitor.as_(world.lead), draft, picture(), "plan.png")
    _, stranger = another_organisation(world)
    number = world.one(select(Attachment.id))
    visitor.as_(stranger).get(f"/applications/{draft.reference}/attachments/{number}", expect=404)
    visitor.as_(stranger).post(f"{path(draft)}/{number}/remove", expect=404)
    visitor.as_(world.signatory).get(path(draft), expect=403)


def test_bytes_that_changed_in_the_store_are_never_sent(app, world, visitor, draft, scanner, tmp_path):
    lead = visitor.as_(world.lead)
    send(lead, draft, picture(), "plan.png")
    run_due_jobs(app)
    place = tmp_path / "files" / only_file(world).object_key
    place.write_bytes(b"something else")
    number = world.one(select(Attachment.id))
    answer = lead.client.get(f"/applications/{draft.reference}/attachments/{number}")
    assert answer.status_code == 409
    assert b"something else" not in answer.data
