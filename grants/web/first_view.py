"""Writes down the first time each person opens a case, once, before the page is sent."""

from sqlalchemy import select

from grants.models import AccessLog, Application
from grants.scope import scoped
from grants.web.downloads import log_access
from grants.web.request import actor, db

ACTION = "case_opened"


def note_first_view(reference: str) -> None:
    """Nothing happens when the case is out of scope or was opened by this person before."""
    seen = (
        select(AccessLog.id)
        .where(
            AccessLog.kind == "application",
            AccessLog.subject_id == Application.id,
            AccessLog.person_id == actor().person_id,
            AccessLog.action == ACTION,
        )
        .exists()
    )
    found = (
        db()
        .execute(
            scoped(actor(), Application)
            .with_only_columns(Application.id)
            .where(Application.reference == reference, ~seen)
        )
        .scalar_one_or_none()
    )
    if found is not None:
        log_access(ACTION, kind="application", subject_id=found, reference=reference)
