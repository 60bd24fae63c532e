"""The evidence pack: one ZIP with everything behind a case, readable without any system, each part with its hash."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from stat import S_IFREG
from typing import Any

from flask import Response, render_template
from sqlalchemy import select
from stream_zip import ZIP_AUTO, stream_zip

from grants import clock
from grants.apply.queries import draft_of
from grants.apply.summary import attached, in_words
from grants.audit.case_record import CaseRecord, Step
from grants.blueprints.apply.papers import application_copy
from grants.documents.pdf import render_pdf
from grants.domain.canonical import canonical_bytes
from grants.domain.text import slug
from grants.integrations.csv_lines import write_lines
from grants.models import Submission
from grants.web.downloads import stored_bytes
from grants.web.request import db

Member = tuple[str, bytes]
GROUPS = ("submissions", "checks", "scores", "approvals", "letters", "payments", "returns")


def evidence_pack(record: CaseRecord) -> list[Member]:
    """Every part, the index first and the list of hashes last."""
    parts = [*_letters(record), *_submissions(record), *_attachments(record), *_tables(record.steps), _events(record)]
    index = render_template("audit/pack_index.html", record=record, parts=[name for name, _ in parts], at=clock.now())
    members = [("index.html", index.encode()), *parts]
    hashes = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in members)
    return [*members, ("SHA256SUMS", hashes.encode())]


def send_pack(members: Iterable[Member], *, name: str) -> Response:
    """The ZIP, as it is made."""
    now = clock.now()
    zipped = stream_zip((path, now, S_IFREG | 0o644, ZIP_AUTO(len(data)), (data,)) for path, data in members)
    response = Response(zipped, mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def _letters(record: CaseRecord) -> Iterator[Member]:
    for letter in record.letters:
        if letter.file is not None and letter.issued_at is not None and record.seen.decision:
            yield f"letters/{slug(letter.reference)}.pdf", stored_bytes(letter.file)


def _submissions(record: CaseRecord) -> Iterator[Member]:
    """What was sent, as it was hashed and, once the name may be known, as the applicant's own PDF copy."""
    if not record.seen.identity:
        return
    application = record.application
    wanted = select(Submission).where(Submission.application_id == application.id).order_by(Submission.number)
    names = {key: attachment.name for key, (attachment, _) in attached(db(), application.response_id).items()}
    form = draft_of(db(), application).form
    for row in db().scalars(wanted):
        yield f"submissions/{row.number}.json", canonical_bytes(row.content)
        told = in_words(form, row.content, files=names, language="en")
        yield f"submissions/{row.number}.pdf", render_pdf(application_copy(application, row, told, language="en"))


def _attachments(record: CaseRecord) -> Iterator[Member]:
    """Files that came with the application. One that no scanner has seen stays behind its warning."""
    if not record.seen.identity:
        return
    for attachment, file in attached(db(), record.application.response_id).values():
        if file.state == "clean":
            stem, dot, kind = attachment.name.rpartition(".")
            name = f"{slug(stem)}.{slug(kind)}" if dot else slug(attachment.name)
            yield f"files/{attachment.id}-{name}", stored_bytes(file)


def _tables(steps: Iterable[Step]) -> Iterator[Member]:
    """One CSV for each kind of evidence: a line for every fact."""
    evidence = [each for step in steps for each in step.evidence]
    for group in GROUPS:
        lines = [
            (each.at.isoformat(), each.title, str(each.row_id), label, value)
            for each in evidence
            if each.group == group
            for label, value in each.facts
        ]
        if lines:
            yield f"{group}.csv", write_lines([("At (UTC)", "What", "Number", "Fact", "Value"), *lines])


def _events(record: CaseRecord) -> Member:
    """Every event with its place in the chain and its hash, for checking against an export of the whole record."""
    lines: list[dict[str, Any]] = [
        {
            "at": step.at.isoformat(),
            "event": said.kind,
            "who": said.who,
            "role": said.role,
            "typed": dict(said.typed),
            "body": said.body,
            "place": said.place,
            "hash": said.hash,
        }
        for step in record.steps
        for said in step.said
    ]
    return "events.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
