"""Writes down the first time each person opens a case, once, before the page is sent."""

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, exists

from grants.models import AccessLog, Application
from grants.scope import scoped
from grants.standin import StandIn, facts_of, stand_in
from grants.web.downloads import log_access
from grants.web.request import actor, db

ACTION = "case_opened"


def note_first_view(reference: str) -> None:
    """Nothing happens when the case is out of scope or was opened by this person before."""
    sent = facts_of(actor()) | {"reference": reference}
    found = db().execute(_unseen(stand_in(actor())), sent).scalar_one_or_none()
    if found is not None:
        log_access(ACTION, kind="application", subject_id=found, reference=reference)


@lru_cache
def _unseen(who: StandIn) -> Any:
    seen = exists().where(
        AccessLog.kind == "application",
        AccessLog.subject_id == Application.id,
        AccessLog.person_id == who.person_id,
        AccessLog.action == ACTION,
    )
    here = Application.reference == bindparam("reference")
    return scoped(who, Application).with_only_columns(Application.id).where(here, ~seen)
