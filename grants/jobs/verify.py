"""Verifies the whole record, files too, and keeps the answer where the auditor's page finds it."""

import json
from contextlib import suppress
from dataclasses import asdict

import structlog

from grants.audit.verify import verify_record
from grants.integrations.files import AlreadyKept
from grants.web.kept import KeptObjects
from grants.web.outside import files
from grants.web.request import db, end_reading, house

log = structlog.get_logger()


def verify_everything() -> None:
    """One look at everything; a red answer is also logged, for whoever watches the logs."""
    store = files()
    result = verify_record(db(), house().keys, kept=KeptObjects(store))
    end_reading()
    answer = {
        "holds": result.holds,
        "at": result.at.isoformat(),
        "seconds": result.seconds,
        "checked": asdict(result.counted),
        "breaks": [asdict(each) for each in result.breaks],
    }
    with suppress(AlreadyKept):
        store.put(f"verifications/{result.at:%Y-%m-%dT%H%M%S.%f}.json", json.dumps(answer).encode())
    if not result.holds:
        log.error("record_is_broken", place=result.breaks[0].place, breaks=len(result.breaks))


HANDLERS = {"verify_record": verify_everything}
