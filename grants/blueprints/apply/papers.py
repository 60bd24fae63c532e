"""The applicant's own copy of an application, as a document and as a ZIP with its files."""

import io
import zipfile
from collections.abc import Sequence

from grants.apply.funds import words
from grants.apply.summary import ShownAnswer, ShownSection
from grants.documents.blocks import Block, Document, Facts, Heading, Paragraph, Table
from grants.domain.calendar import long_moment
from grants.models import Application, Submission
from grants.web.request import settings


def application_copy(
    application: Application, submission: Submission, sections: Sequence[ShownSection], *, language: str
) -> Document:
    """Everything that was sent, with its hash, in the order of the form."""
    blocks: list[Block] = [
        Heading(1, application.title or "Application"),
        Paragraph("This is your application, as you sent it."),
        Facts(
            (
                ("Reference", application.reference),
                ("Organisation", application.organisation.name),
                ("Fund", words(application.fund.title, language)),
                ("Round", words(application.round.title, language)),
                ("Sent", long_moment(submission.submitted_at)),
                ("Fingerprint of what was sent (SHA-256)", submission.digest),
            )
        ),
    ]
    for section in sections:
        blocks.append(Heading(2, section.title))
        for answer in section.answers:
            blocks += _answer(answer)
    return Document(
        title=f"Application {application.reference}",
        subject=f"The application of {application.organisation.name} as it was sent",
        author=settings().council_name,
        blocks=tuple(blocks),
        footer=settings().council_name,
        reference=application.reference,
    )


def _answer(answer: ShownAnswer) -> list[Block]:
    shown = answer.shown
    blocks: list[Block] = [Heading(3, answer.label)]
    if shown.heading:
        rows = (*shown.rows, shown.totals) if shown.totals else shown.rows
        numeric = tuple(place for place, right in enumerate(shown.right) if right)
        blocks.append(Table("", shown.heading, rows, numeric_columns=numeric, total_row=bool(shown.totals)))
        return blocks
    return [*blocks, *(Paragraph(line) for line in shown.lines if line.strip())]


def zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Files in one ZIP; a name that comes twice gets a number."""
    out = io.BytesIO()
    used: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files:
            bundle.writestr(_unused(name, used), data)
    return out.getvalue()


def _unused(name: str, used: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    number, candidate = 1, name
    while candidate in used:
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
    used.add(candidate)
    return candidate
