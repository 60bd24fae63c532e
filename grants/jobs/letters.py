"""Makes the bytes of each letter once, keeps them for ever, and tells the people they are for; ends stale offers."""

from hashlib import sha256

from sqlalchemy import select

from grants.award.commands.lapse_offer import lapse_offer
from grants.award.people import emails_of
from grants.award.policy import AUTHORISED
from grants.crypto import new_key_name
from grants.documents.pdf import render_pdf
from grants.jobs.desk import system_working
from grants.models import Letter, LetterTemplate, StoredFile
from grants.web.letter_document import letter_document
from grants.web.outside import files
from grants.web.request import db, end_reading, settings
from grants.work import Work

PDF = "application/pdf"


def make_letter(letter_id: int) -> None:
    """Render a letter from its frozen words, keep the bytes, then issue it. Once issued it is never made again.

    The object is kept before its row. Killed in between, the next run keeps another and the first is an orphan:
    only the row, written once under a lock, says which bytes are the letter.
    """
    letter = db().scalars(select(Letter).where(Letter.id == letter_id)).one()
    if letter.issued_at is not None:
        return
    template = db().scalars(select(LetterTemplate).where(LetterTemplate.id == letter.template_id)).one()
    data = render_pdf(letter_document(letter, template))
    end_reading()
    key = f"letters/{new_key_name()}"
    files().put(key, data)
    with system_working() as work:
        _issue(work, letter_id, key, data)


def _issue(work: Work, letter_id: int, key: str, data: bytes) -> None:
    letter = work.load(Letter, letter_id)
    if letter.issued_at is not None:
        return
    file = work.add(
        StoredFile(
            object_key=key,
            sha256=sha256(data).hexdigest(),
            size=len(data),
            media_type=PDF,
            state="clean",
            created_at=work.now,
        )
    )
    letter.file_id, letter.sha256, letter.issued_at = file.id, file.sha256, work.now
    work.record(
        "letter_issued",
        letter,
        subjects=[("application", letter.application_id), ("organisation", letter.organisation_id)],
        letter_id=letter.id,
        sha256=file.sha256,
        size=file.size,
    )
    _tell(work, letter)


def _tell(work: Work, letter: Letter) -> None:
    """A message that there is a letter, with a link and never with what it says."""
    data = {
        "organisation": letter.organisation.name,
        "scheme": letter.data["fields"]["scheme"],
        "reference": letter.data["fields"]["reference"],
        "link": f"{settings().base_url}{_page_of(letter)}",
        "officer": letter.data["fields"]["officer"],
        "phone": letter.data["fields"]["officer_phone"],
        "accept_by": letter.data["fields"].get("accept_by", ""),
    }
    for email in emails_of(work, letter.organisation_id, *AUTHORISED):
        work.mail(
            f"{letter.kind}_letter",
            to=email,
            data=data,
            key=f"letter:{letter.id}:{email}",
            application_id=letter.application_id,
            award_id=letter.award_id,
        )


def _page_of(letter: Letter) -> str:
    return f"/awards/{letter.data['fields']['reference']}" if letter.award_id else f"/letters/{letter.reference}"


def end_offer(award_id: int) -> None:
    """End an offer that was not accepted in time."""
    with system_working() as work:
        lapse_offer(work, award_id)


HANDLERS = {"make_letter": make_letter, "lapse_offer": end_offer}
