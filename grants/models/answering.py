"""Answers, what was sealed at submission, and the files that came with them."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.models.base import At, Base, Free, FreeJson, Key, Plain, check, one_of

FILE_STATES = ("pending", "clean", "infected", "unscanned")


class Response(Base):
    """One form version being answered: an application, a return or an eligibility check."""

    __tablename__ = "response"
    id: Mapped[Key]
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"), index=True)
    created_at: Mapped[At]


class Answer(Base):
    """One answer. Colleagues never collide on different questions; the version refuses a stale overwrite."""

    __tablename__ = "answer"
    id: Mapped[Key]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    question: Mapped[Plain]
    value: Mapped[FreeJson | None]
    version: Mapped[int] = mapped_column(default=1)
    answered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[At]
    __table_args__ = (UniqueConstraint("response_id", "question"),)


class Submission(Base):
    """What was sent in, as canonical bytes with their hash. Checks and scores name the submission they saw."""

    __tablename__ = "submission"
    id: Mapped[Key]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    number: Mapped[int]
    content: Mapped[FreeJson]
    digest: Mapped[Plain]
    submitted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[At]
    __table_args__ = (UniqueConstraint("response_id", "number"), UniqueConstraint("id", "application_id"))
    frozen = True


class StoredFile(Base):
    """Bytes kept under a random key. The hash is checked at every read."""

    __tablename__ = "stored_file"
    id: Mapped[Key]
    object_key: Mapped[Plain] = mapped_column(unique=True)
    sha256: Mapped[Plain]
    size: Mapped[int]
    media_type: Mapped[Plain]
    state: Mapped[Plain]
    scanned_at: Mapped[At | None]
    threat: Mapped[Plain | None]
    created_at: Mapped[At]
    __table_args__ = (one_of("state", FILE_STATES), check("size_positive", "size > 0"))
    frozen_columns = ("object_key", "sha256", "size", "media_type", "created_at")


class Attachment(Base):
    """A file that belongs to a response or an organisation, under the name its owner gave it."""

    __tablename__ = "attachment"
    id: Mapped[Key]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    response_id: Mapped[int | None] = mapped_column(ForeignKey("response.id"), index=True)
    question: Mapped[Plain | None]
    name: Mapped[Free]
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[At]
    removed_at: Mapped[At | None]


class SearchRow(Base):
    """Folded text of one thing, so that both engines find the same for the same words."""

    __tablename__ = "search_row"
    id: Mapped[Key]
    kind: Mapped[Plain]
    subject_id: Mapped[int]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"), index=True)
    folded: Mapped[Free]
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)
