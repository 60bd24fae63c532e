"""Has each upload looked at by the virus scanner. Without an answer that can be trusted a file stays pending."""

from sqlalchemy import select

from grants.domain.canonical import sha256_hex
from grants.integrations.antivirus import Infected, ScannerUnavailable
from grants.jobs.desk import system_working
from grants.models import StoredFile
from grants.web.outside import files, scanner
from grants.web.request import db, end_reading


class FileDamaged(Exception):
    """What is kept is not what was given: nothing is said about it until a person has looked."""


def scan_file(file_id: int) -> None:
    """Scan one file and record the answer; raises to be tried again when there is none."""
    file = db().scalars(select(StoredFile).where(StoredFile.id == file_id)).one()
    end_reading()
    if file.state != "pending":
        return
    engine = scanner()
    if engine is None:
        raise ScannerUnavailable("The scanner was taken away while files were waiting for it")
    data = files().get(file.object_key)
    if sha256_hex(data) != file.sha256:
        raise FileDamaged(f"file {file_id} is not what was given")
    found = engine.scan(data)
    threat = found.name if isinstance(found, Infected) else None
    with system_working() as work:
        row = work.session.get_one(StoredFile, file_id)
        row.state, row.threat, row.scanned_at = ("infected" if threat else "clean"), threat, work.now


HANDLERS = {"scan_file": scan_file}
