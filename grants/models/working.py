"""What the machine must still do, what it already did, and what it must give back."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.models.base import At, Base, Contact, Free, Json, Key, Plain, one_of

JOB_STATES = ("queued", "running", "done", "stuck")
MESSAGE_STATES = ("queued", "sending", "sent", "kept", "refused", "unknown")


class Job(Base):
    """One effect outside the database, written with its cause. Done at least once; the key is unique."""

    __tablename__ = "job"
    id: Mapped[Key]
    kind: Mapped[Plain]
    key: Mapped[Plain] = mapped_column(unique=True)
    argument: Mapped[Json]
    run_at: Mapped[At]
    state: Mapped[Plain] = mapped_column(default="queued")
    lease: Mapped[Plain | None]
    lease_until: Mapped[At | None]
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[Plain | None]
    error: Mapped[Plain | None]
    created_at: Mapped[At]
    done_at: Mapped[At | None]
    __table_args__ = (one_of("state", JOB_STATES), Index("ix_job_due", "state", "run_at", "id"))


class Message(Base):
    """A mail to one person. What it says is sealed; the job renders, sends and records what became of it."""

    __tablename__ = "message"
    id: Mapped[Key]
    key: Mapped[Plain] = mapped_column(unique=True)
    template: Mapped[Plain]
    to_email: Mapped[Contact]
    data_sealed: Mapped[Plain]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"), index=True)
    status: Mapped[Plain] = mapped_column(default="queued")
    subject: Mapped[Free | None]
    text_sealed: Mapped[Plain | None]
    message_id: Mapped[Plain]
    attempts: Mapped[int] = mapped_column(default=0)
    provider_reference: Mapped[Plain | None]
    created_at: Mapped[At]
    sent_at: Mapped[At | None]
    __table_args__ = (one_of("status", MESSAGE_STATES),)


class Idempotency(Base):
    """The outcome of one form key: a repeat of the same request gets the same answer and has no second effect."""

    __tablename__ = "idempotency"
    id: Mapped[Key]
    key: Mapped[Plain]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_digest: Mapped[Plain]
    outcome: Mapped[Json | None]
    at: Mapped[At]
    __table_args__ = (UniqueConstraint("person_id", "key"),)


class KeptPost(Base):
    """What somebody typed when their session had died, sealed, given back once after they sign in again."""

    __tablename__ = "kept_post"
    id: Mapped[Key]
    token_hash: Mapped[Plain] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    path: Mapped[Plain]
    sealed: Mapped[Plain]
    expires_at: Mapped[At]


class Disposal(Base):
    """What was removed, when, and under which retention rule."""

    __tablename__ = "disposal"
    id: Mapped[Key]
    kind: Mapped[Plain]
    subject_id: Mapped[int]
    rule: Mapped[Plain]
    disposed_at: Mapped[At]
    disposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    frozen = True
