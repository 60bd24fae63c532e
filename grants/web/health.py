"""Looks at everything the system stands on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from config import ROOT
from grants import clock
from grants.models import Job
from grants.web.outside import files
from grants.web.request import db

LATE = timedelta(minutes=10)


def findings() -> dict[str, dict[str, Any]]:
    """One entry a part: ok or not, and a word about it. Says nothing about any person or award."""
    return {
        "database": _looked_at(lambda: db().scalar(select(1)) == 1),
        "migrations": _looked_at(tables_are_current),
        "files": _looked_at(lambda: files().exists("health-check") in (True, False)),
        "queue": _looked_at(queue_moves),
    }


def _looked_at(look: Callable[[], bool]) -> dict[str, Any]:
    try:
        return {"ok": bool(look())}
    except Exception as error:
        return {"ok": False, "error": type(error).__name__}


def tables_are_current() -> bool:
    """The database is at the newest revision this version knows."""
    stored = MigrationContext.configure(db().connection()).get_current_revision()
    return stored == ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def queue_moves() -> bool:
    """No job is stuck, and none has waited long past its time."""
    stuck = db().scalar(select(func.count()).select_from(Job).where(Job.state == "stuck"))
    overdue = db().scalar(
        select(func.count()).select_from(Job).where(Job.state == "queued", Job.run_at < clock.now() - LATE)
    )
    return not stuck and not overdue
