"""Hands out stored bytes: exactly those that were kept, and only after writing down who took them."""

from collections.abc import Iterable
from hashlib import sha256

import structlog
from flask import Response, g

from grants import clock
from grants.integrations.files import FileMissing
from grants.models import AccessLog, StoredFile
from grants.web.outside import files
from grants.web.request import actor, end_reading, house

log = structlog.get_logger()


class NotTheBytes(Exception):
    """What the store holds is not what was kept: it is never sent."""


def stored_bytes(file: StoredFile) -> bytes:
    """The bytes of a file, as they were when it was kept; raises NotTheBytes otherwise."""
    try:
        data = files().get(file.object_key)
    except FileMissing as missing:
        raise NotTheBytes(f"stored file {file.id} is missing") from missing
    if len(data) != file.size or sha256(data).hexdigest() != file.sha256:
        raise NotTheBytes(f"stored file {file.id} does not match its hash")
    return data


def log_access(action: str, *, kind: str, subject_id: int, reference: str, rows: int = 1) -> None:
    """Write down who takes or sees what, before the first byte leaves."""
    end_reading()
    with house().database.writing() as session:
        session.add(
            AccessLog(
                at=clock.now(),
                person_id=actor().person_id,
                action=action,
                kind=kind,
                subject_id=subject_id,
                reference=reference,
                rows=rows,
                request_id=g.get("request_id", "-"),
            )
        )
        session.commit()


def send_stored(file: StoredFile, *, name: str, kind: str, subject_id: int, reference: str) -> Response:
    """A stored file as a download under `name`, checked against its hash and logged first."""
    data = stored_bytes(file)
    media_type = file.media_type
    log_access("download", kind=kind, subject_id=subject_id, reference=reference)
    return as_download(data, name=name, media_type=media_type)


def as_download(data: bytes | Iterable[bytes], *, name: str, media_type: str) -> Response:
    """Bytes that a browser saves and never runs, at once or part by part."""
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
