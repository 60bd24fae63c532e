"""The worker: takes due jobs one at a time under a lease, does them, and lets nobody finish a job that was taken over.

A killed worker loses nothing: its lease runs out and another takes the job again. Every handler is idempotent.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from grants import clock
from grants.crypto import new_key_name
from grants.models import Job
from grants.web.request import end_reading, house

LEASE = timedelta(seconds=60)
IDLE_SECONDS = 1.0
MOST_ATTEMPTS = 8
# Minutes before each new try: eight tries spread over three days.
WAITS = (1, 5, 30, 120, 480, 1200, 2400)

log = structlog.get_logger()
Handler = Callable[..., None]


@dataclass(frozen=True)
class Claimed:
    """A job this worker holds for now."""

    id: int
    kind: str
    argument: dict[str, Any]
    attempts: int
    lease: str


@cache
def handlers() -> dict[str, Handler]:
    """Every kind of job and what does it, from the HANDLERS of each file beside this one."""
    found: dict[str, Handler] = {}
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        found.update(getattr(import_module(f"grants.jobs.{path.stem}"), "HANDLERS", {}))
    return found


def run_due_jobs(app: Flask, *, most: int = 100_000) -> int:
    """Do every job that is due now; how many were done."""
    done = 0
    while done < most and run_one(app):
        done += 1
    return done


def run_forever(app: Flask, *, stop: Callable[[], bool]) -> None:
    """Do jobs as they come due, until told to stop."""
    while not stop():
        if not run_one(app):
            clock.wait(IDLE_SECONDS)


def run_one(app: Flask) -> bool:
    """Claim and do one due job. False when none is due."""
    with app.app_context():
        job = claim()
        if job is None:
            return False
        try:
            handlers()[job.kind](**job.argument)
        except Exception as error:
            end_reading()
            put_back(job, error)
        else:
            end_reading()
            finish(job)
        return True


def claim() -> Claimed | None:
    """Take the next due job, or one whose worker has died. On PostgreSQL others skip what is locked."""
    now, lease = clock.now(), new_key_name()
    due = (
        select(Job.id)
        .where(
            Job.run_at <= now,
            or_(Job.state == "queued", and_(Job.state == "running", Job.lease_until < now)),
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with house().database.writing() as session:
        row = session.execute(
            update(Job)
            .where(Job.id == due.scalar_subquery())
            .values(state="running", lease=lease, lease_until=now + LEASE, attempts=Job.attempts + 1)
            .returning(Job.id, Job.kind, Job.argument, Job.attempts)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        session.commit()
    return None if row is None else Claimed(row.id, row.kind, row.argument or {}, row.attempts, lease)


def finish(job: Claimed) -> None:
    """Mark a job done, if this worker still holds it."""
    _write(job, state="done", done_at=clock.now(), lease=None, lease_until=None, error=None)


def put_back(job: Claimed, error: Exception) -> None:
    """Try again later; after the last try a person must look at it."""
    log.warning("job_failed", kind=job.kind, job=job.id, attempt=job.attempts, error=type(error).__name__)
    stuck = job.attempts >= MOST_ATTEMPTS
    wait = timedelta(minutes=WAITS[min(job.attempts, len(WAITS)) - 1], seconds=secrets.randbelow(30))
    _write(
        job,
        state="stuck" if stuck else "queued",
        run_at=clock.now() + wait,
        lease=None,
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:500].replace("\x00", " "),
    )


def _write(job: Claimed, **values: Any) -> None:
    with house().database.writing() as session:
        _if_held(session, job, values)
        session.commit()


def _if_held(session: Session, job: Claimed, values: dict[str, Any]) -> None:
    session.execute(
        update(Job)
        .where(Job.id == job.id, Job.lease == job.lease, Job.state == "running")
        .values(**values)
        .execution_options(synchronize_session=False)
    )
