"""Takes files in and gives them out: what comes in is looked at, bounded and kept before its row is written."""

from dataclasses import dataclass
from typing import Any

import structlog
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage

from grants.crypto import new_key_name
from grants.domain.canonical import sha256_hex
from grants.domain.errors import NotPermitted, RulesBroken, WrongState
from grants.integrations.files import StoreUnavailable
from grants.integrations.filetype import ALLOWED, FileRefused, safe_display_name, sniff
from grants.models import StoredFile
from grants.web.downloads import NotTheBytes, send_stored
from grants.web.outside import files, scanner
from grants.web.questions import KeptFile
from grants.web.request import actor
from grants.web.session import recognise
from grants.work import Work

log = structlog.get_logger()
MOST_BYTES = max(kind.most_bytes for kind in ALLOWED.values())
ROOM_FOR_THE_FORM = 100_000
TAGS = {
    "pending": {"text": "Being checked", "colour": "yellow"},
    "clean": {"text": "Checked", "colour": "green"},
    "infected": {"text": "Refused: has a virus", "colour": "red"},
    "unscanned": {"text": "Not scanned for viruses", "colour": "grey"},
}


@dataclass(frozen=True)
class Taken:
    """A file whose bytes are kept and whose row is still to be written."""

    name: str
    object_key: str
    sha256: str
    size: int
    media_type: str
    state: str


def room_for_uploads(door: Blueprint, *views: str) -> None:
    """Let these views of a door receive a whole file. Said before anything reads the request.

    A stranger's file is not read at all: they are asked to sign in first.
    """
    endpoints = {f"{door.name}.{view}" for view in views}

    @door.url_value_preprocessor
    def make_room(endpoint: str | None, _values: Any) -> None:
        if endpoint not in endpoints or request.method != "POST":
            return
        recognise()
        if actor().signed_in:
            request.max_content_length = MOST_BYTES + ROOM_FOR_THE_FORM
        elif (request.content_length or 0) > (request.max_content_length or 0):
            abort(redirect(url_for("account.sign_in", next=request.path), 303))


def take(upload: FileStorage | None, *, field: str) -> Taken:
    """Look at a posted file and keep its bytes; RulesBroken beside `field` says what is wrong with it."""
    if upload is None or not upload.filename:
        raise RulesBroken([(field, "Select a file")])
    data = upload.stream.read(MOST_BYTES + 1)
    try:
        sniffed = sniff(data, upload.filename)
        taken = Taken(
            name=safe_display_name(upload.filename),
            object_key=f"uploads/{new_key_name()}",
            sha256=sha256_hex(data),
            size=len(data),
            media_type=sniffed.media_type,
            state="unscanned" if scanner() is None else "pending",
        )
        files().put(taken.object_key, data)
    except FileRefused as refused:
        raise RulesBroken([(field, str(refused))]) from refused
    except StoreUnavailable as away:
        log.error("file_store_away", error=str(away))
        raise RulesBroken([(field, "We could not keep the file just now. Nothing was saved: try again")]) from away
    return taken


def write_file(work: Work, taken: Taken) -> StoredFile:
    """The row of a file whose bytes are kept, and the job that has it scanned."""
    row = work.add(
        StoredFile(
            object_key=taken.object_key,
            sha256=taken.sha256,
            size=taken.size,
            media_type=taken.media_type,
            state=taken.state,
            created_at=work.now,
        )
    )
    if taken.state == "pending":
        work.send("scan_file", f"scan:{row.id}", file_id=row.id)
    return row


def shown_file(attachment_id: int, file: StoredFile, *, name: str, href: str) -> KeptFile:
    """A file as a list of files shows it; no address where it may not be opened."""
    href = href if file.state == "clean" else ""
    return KeptFile(id=str(attachment_id), name=name, href=href, size=size_in_words(file.size), tag=TAGS[file.state])


def size_in_words(size: int) -> str:
    """Bytes as people say them: 12 KB, 3.4 MB."""
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} KB"
    return f"{size / 1_000_000:.1f}".removesuffix(".0") + " MB"


def serve(file: StoredFile, *, name: str, to_staff: bool, owner: tuple[str, int], reference: str) -> Response | str:
    """A file to whoever may have it: clean to all, unscanned to staff after a warning, the rest to nobody.

    The caller has found the file's owner in scope; `owner` (kind, id) and `reference` go to the access log.
    """
    if file.state == "infected":
        raise NotPermitted("This file has a virus in it, so nobody can open it. Send it again from a clean computer.")
    if file.state == "pending":
        raise WrongState("This file is still being checked for viruses. Try again in a few minutes.")
    if file.state == "unscanned" and not to_staff:
        raise NotPermitted("Files are not scanned for viruses here, so only council staff can open them.")
    if file.state == "unscanned" and request.args.get("open") != "1":
        return render_template("files/unscanned.html", name=name, size=size_in_words(file.size))
    try:
        return send_stored(file, name=name, kind=owner[0], subject_id=owner[1], reference=reference)
    except (NotTheBytes, StoreUnavailable) as problem:
        log.error("file_not_sent", file=file.id, error=type(problem).__name__)
        raise WrongState("This file can’t be opened just now. Try again in a few minutes, then tell us.") from problem
