"""The record of what happened: chained, sealed events, signed checkpoints, and who saw or took what."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.models.base import At, Base, FreeJson, Json, Key, Plain, one_of

CHAINS = ("application", "award", "organisation", "fund", "person", "payment_run")


class ChainHead(Base):
    """The end of one chain: how many events it has and the last hash, sealed with a key outside the database."""

    __tablename__ = "chain_head"
    id: Mapped[Key]
    kind: Mapped[Plain]
    subject_id: Mapped[int]
    count: Mapped[int] = mapped_column(default=0)
    hash: Mapped[Plain] = mapped_column(default="")
    seal: Mapped[Plain] = mapped_column(default="")
    __table_args__ = (UniqueConstraint("kind", "subject_id"), one_of("kind", CHAINS))


class Event(Base):
    """Something that happened: who, in which role, to what. `body` holds ids, amounts and states only."""

    __tablename__ = "event"
    id: Mapped[Key]
    chain_id: Mapped[int] = mapped_column(ForeignKey("chain_head.id"))
    sequence: Mapped[int]
    at: Mapped[At]
    kind: Mapped[Plain]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Plain]
    request_id: Mapped[Plain]
    body: Mapped[Json]
    detail_digest: Mapped[Plain | None]
    previous_hash: Mapped[Plain]
    hash: Mapped[Plain]
    seal: Mapped[Plain]
    __table_args__ = (UniqueConstraint("chain_id", "sequence"),)
    frozen = True


class EventSubject(Base):
    """Another thing an event is about, so that it shows on that thing's timeline too."""

    __tablename__ = "event_subject"
    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    kind: Mapped[Plain]
    subject_id: Mapped[int]
    __table_args__ = (Index("ix_event_subject_of", "kind", "subject_id"),)
    frozen = True


class EventDetail(Base):
    """What a person typed, salted. Retention may remove it: the event's digest stays and the chain still verifies."""

    __tablename__ = "event_detail"
    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    salt: Mapped[Plain]
    content: Mapped[FreeJson]


class Checkpoint(Base):
    """All heads on one day, signed. Also written to the file store, so that a copy lives outside the database."""

    __tablename__ = "checkpoint"
    id: Mapped[Key]
    made_at: Mapped[At]
    content: Mapped[Json]
    digest: Mapped[Plain]
    previous_digest: Mapped[Plain]
    signature: Mapped[Plain]
    frozen = True


class AccessLog(Base):
    """Who took or saw what, and how much of it."""

    __tablename__ = "access_log"
    id: Mapped[Key]
    at: Mapped[At]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[Plain]
    kind: Mapped[Plain]
    subject_id: Mapped[int]
    reference: Mapped[Plain]
    rows: Mapped[int]
    request_id: Mapped[Plain]
    __table_args__ = (Index("ix_access_log_subject", "kind", "subject_id", "at"),)
    frozen = True
