"""Invariants 6, 14, 16 and 17: guards that stand, an order that is the score's, and nothing left undone."""

from collections.abc import Iterator

from sqlalchemy import Text, cast, exists, func, or_, select, text
from sqlalchemy.orm import Session

from grants.audit.breaks import Break, each_of
from grants.models import Application, Job, Letter, Message, StoredFile
from grants.models.guards import PREFIX, guarded_models


def guards_stand(session: Session) -> Iterator[Break]:
    """6: every table that must never change has its guards. That nothing changed before is proved by verifying."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    named = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    present = set(session.scalars(text(named)))
    for model in guarded_models():
        for what in ("update", "delete", "insert" if sqlite else "truncate"):
            if f"{PREFIX}{model.__tablename__}_{what}" not in present:
                yield Break(f"table {model.__tablename__}", f"it has no guard against {what}")


def ranking(session: Session) -> Iterator[Break]:
    """14: what lists are ordered by is the score itself, or last where there is none."""
    other = Application.rank_score != func.coalesce(Application.score, -1)
    ids = select(Application.id).where(other).order_by(Application.id)
    yield from each_of(session, "application", ids, "it is ranked by another score than its own")


def jobs(session: Session) -> Iterator[Break]:
    """16: every message has its one job, and every letter not yet made has one that is still to be done."""
    job = exists().where(Job.kind == "deliver_message", Job.key == ("message:" + Message.key))
    silent = select(Message.id).where(~job).order_by(Message.id)
    yield from each_of(session, "message", silent, "no job delivers it")
    unsent = exists().where(
        Job.key == ("message:" + Message.key), Job.state == "done", Message.status.in_(("queued", "sending"))
    )
    yield from each_of(
        session, "message", select(Message.id).where(unsent).order_by(Message.id), "its job is done, it is not"
    )
    making = exists().where(
        Job.kind == "make_letter", Job.key == ("letter:" + cast(Letter.id, Text)), Job.state != "done"
    )
    unmade = select(Letter.id).where(Letter.issued_at.is_(None), ~making).order_by(Letter.id)
    yield from each_of(session, "letter", unmade, "no job is left to make it")


def files(session: Session) -> Iterator[Break]:
    """17: what was issued has its file, clean and with the same hash. Whether the bytes are there, verifying tells."""
    wrong = (
        select(Letter.id)
        .outerjoin(StoredFile, StoredFile.id == Letter.file_id)
        .where(Letter.issued_at.is_not(None))
        .where(or_(StoredFile.id.is_(None), StoredFile.sha256 != Letter.sha256, StoredFile.state != "clean"))
        .order_by(Letter.id)
    )
    yield from each_of(session, "letter", wrong, "its file is missing, other, or not clean")
