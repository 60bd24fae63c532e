"""Puts what the auditor's queries found onto pages."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from grants.audit.case_record import CaseRecord, load_case
from grants.audit.find import PAGE, FoundCase
from grants.domain.money import pounds
from grants.models import AccessLog, Checkpoint, Job, Letter, Person
from grants.web.case import words
from grants.web.outside import files
from grants.web.request import actor, db
from grants.web.states import application_tag

VERIFIED = "verifications"
AWARD_COLOURS = {"offered": "blue", "accepted": "turquoise", "active": "green", "suspended": "orange"}


def found_rows(found: Iterable[FoundCase]) -> list[dict[str, Any]]:
    """The list of cases for a worklist table."""
    return [
        {
            "href": url_for("audit.award", reference=each.reference),
            "cells": [
                each.reference,
                each.organisation,
                words(each.fund),
                each.requested,
                each.awarded,
                award_tag(each.award_status) if each.award_status else application_tag(each.status),
                each.submitted_at,
            ],
        }
        for each in list(found)[:PAGE]
    ]


def award_tag(status: str) -> dict[str, str]:
    """The state of an award in a word."""
    return {"text": _("Award %(status)s", status=status), "colour": AWARD_COLOURS.get(status, "grey")}


def record_head(record: CaseRecord) -> dict[str, Any]:
    """The strip above the record, in the shape of layouts/case.html."""
    application = record.application
    sums = (
        (_("Requested"), application.requested),
        (_("Recommended"), record.recommended),
        (_("Approved"), record.approved),
        (_("Awarded"), record.award.amount if record.award else None),
        (_("Paid"), record.paid if record.award else None),
    )
    facts = [{"label": _("Fund"), "value": words(application.round.fund.title)}]
    facts += [{"label": label, "value": pounds(pence)} for label, pence in sums if pence is not None]
    return {
        "reference": application.reference,
        "name": record.name or _("Name hidden until scoring is done"),
        "tag": award_tag(record.award.status) if record.award else application_tag(application.status),
        "facts": facts,
        "flags": [],
        "action": None,
        "refusal": None,
        "sections": sections(application.reference, "record"),
    }


def sections(reference: str, current: str) -> list[dict[str, Any]]:
    """The parts of the auditor's view of one case."""
    parts = (("record", _("Record"), "audit.award"), ("access", _("Who looked and took"), "audit.access_log"))
    return [
        {"text": text, "href": url_for(endpoint, reference=reference), "current": name == current, "count": None}
        for name, text, endpoint in parts
    ]


def access_rows(reference: str) -> tuple[str, list[dict[str, Any]]]:
    """The case's reference, and who saw or took any part of it, newest first."""
    application, award, _seen = load_case(db(), actor(), reference)
    letters = select(Letter.id).where(Letter.application_id == application.id)
    of_case = or_(
        and_(AccessLog.kind == "application", AccessLog.subject_id == application.id),
        and_(AccessLog.kind == "award", AccessLog.subject_id == (award.id if award else 0)),
        and_(AccessLog.kind == "letter", AccessLog.subject_id.in_(letters)),
        AccessLog.reference == application.reference,
    )
    rows = db().execute(
        select(AccessLog.at, Person.name, AccessLog.action, AccessLog.kind, AccessLog.reference, AccessLog.rows)
        .join(Person, Person.id == AccessLog.person_id)
        .where(of_case)
        .order_by(AccessLog.at.desc(), AccessLog.id.desc())
        .limit(500)
    )
    shown = [
        {"cells": [row.at, row.name, row.action.replace("_", " ").capitalize(), row.kind, row.reference, row.rows]}
        for row in rows
    ]
    return application.reference, shown


@dataclass(frozen=True)
class LastVerified:
    """How the last verification of the whole record ended."""

    at: datetime
    holds: bool
    seconds: float
    checked: dict[str, int]
    breaks: tuple[dict[str, str], ...]


def last_verified() -> LastVerified | None:
    """The newest result in the file store."""
    names = list(files().keys(VERIFIED))
    if not names:
        return None
    found = json.loads(files().get(names[-1]))
    return LastVerified(
        at=datetime.fromisoformat(found["at"]),
        holds=found["holds"],
        seconds=found["seconds"],
        checked=found["checked"],
        breaks=tuple(found["breaks"]),
    )


def last_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint."""
    return db().scalars(select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1)).one_or_none()


def is_verifying() -> bool:
    """Whether a verification of the whole record waits or runs."""
    waiting = select(Job.id).where(Job.kind == "verify_record", Job.state.in_(("queued", "running")))
    return db().scalar(waiting.limit(1)) is not None
