"""Checks before assessment, a stop as ineligible, interests, blind scores, and the agreed score in its own row."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.application import Application
from grants.models.asking import Criterion
from grants.models.base import At, Base, Free, Key, On, Plain, check, one_of
from grants.models.people import Person

CHECK_OUTCOMES = ("pass", "concern", "fail", "not_applicable")
INTERESTS = ("none", "interest")


class DueDiligenceCheck(Base):
    """One completed check of an application. A new row supersedes; the latest counts."""

    __tablename__ = "due_diligence_check"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    kind: Mapped[Plain]
    outcome: Mapped[Plain]
    evidence: Mapped[Free]
    expires_on: Mapped[On | None]
    checked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[At]
    __table_args__ = (one_of("outcome", CHECK_OUTCOMES),)
    frozen = True

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Ineligibility(Base):
    """Somebody proposes to stop an application under a published rule; another person agrees or says no."""

    __tablename__ = "ineligibility"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    rule: Mapped[Plain]
    reason: Mapped[Free]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[At]
    outcome: Mapped[Plain | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[At | None]
    __table_args__ = (
        check("outcome_known", "outcome IS NULL OR outcome IN ('agreed', 'refused')"),
        check("answered_together", "(outcome IS NULL) = (answered_at IS NULL)"),
        check("answered_by_someone", "(outcome IS NULL) = (answered_by IS NULL)"),
        check("two_people", "answered_by IS NULL OR answered_by <> proposed_by"),
        Index(
            "uq_ineligibility_open",
            "application_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )
    frozen_after = "answered_at"
    frozen_columns = ("outcome", "answered_by", "answered_at")
    always_frozen_columns = ("application_id", "rule", "reason", "proposed_by", "proposed_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Interest(Base):
    """What a person declared for a round: nothing, or an interest in one organisation. Made before any case opens."""

    __tablename__ = "interest"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[Plain]
    detail: Mapped[Free | None]
    declared_at: Mapped[At]
    __table_args__ = (
        one_of("kind", INTERESTS),
        check("an_interest_names_whom", "(kind = 'interest') = (organisation_id IS NOT NULL)"),
    )
    frozen = True

    @property
    def chain(self) -> tuple[str, int]:
        return ("person", self.person_id)


class Assignment(Base):
    """An assessor is asked to score an application."""

    __tablename__ = "assignment"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    assigned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[At]
    ended_at: Mapped[At | None]
    ended_why: Mapped[Plain | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    application: Mapped[Application] = relationship()
    __table_args__ = (
        Index(
            "uq_assignment_live",
            "application_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Assessment(Base):
    """One person's scores for one application. Blind until submitted; frozen from then on."""

    __tablename__ = "assessment"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    status: Mapped[Plain] = mapped_column(default="open")
    version: Mapped[int] = mapped_column(default=1)
    total: Mapped[int | None]
    comment: Mapped[Free | None]
    started_at: Mapped[At]
    submitted_at: Mapped[At | None]
    withdrawn_why: Mapped[Plain | None]
    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship()
    scores: Mapped[list["Score"]] = relationship(back_populates="assessment")
    __table_args__ = (
        one_of("status", ("open", "submitted", "withdrawn")),
        check("submitted_facts", "status <> 'submitted' OR (submitted_at IS NOT NULL AND total IS NOT NULL)"),
        check("total_in_range", "total IS NULL OR total BETWEEN 0 AND 10000"),
        Index(
            "uq_assessment_live",
            "application_id",
            "person_id",
            unique=True,
            sqlite_where=text("status <> 'withdrawn'"),
            postgresql_where=text("status <> 'withdrawn'"),
        ),
    )
    frozen_after = "submitted_at"
    frozen_columns = ("application_id", "person_id", "submission_id", "total", "comment", "submitted_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Score(Base):
    """Points for one criterion with the reason. Frozen when its assessment is submitted."""

    __tablename__ = "score"
    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int | None]
    reason: Mapped[Free]
    frozen_at: Mapped[At | None]
    assessment: Mapped[Assessment] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        check("points_in_range", "points IS NULL OR points BETWEEN 0 AND 10"),
        check("frozen_is_complete", "frozen_at IS NULL OR points IS NOT NULL"),
    )
    frozen_after = "frozen_at"
    frozen_columns = ("assessment_id", "criterion_id", "points", "reason", "frozen_at")


class Moderation(Base):
    """The agreed score where assessors differed, or the average confirmed. Raw scores never change."""

    __tablename__ = "moderation"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    total: Mapped[int]
    reason: Mapped[Free]
    moderated_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moderated_at: Mapped[At]
    superseded_at: Mapped[At | None]
    scores: Mapped[list["ModeratedScore"]] = relationship(back_populates="moderation")
    __table_args__ = (
        check("total_in_range", "total BETWEEN 0 AND 10000"),
        Index(
            "uq_moderation_live",
            "application_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    frozen_columns = ("application_id", "total", "reason", "moderated_by", "moderated_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class ModeratedScore(Base):
    """The agreed points for one criterion."""

    __tablename__ = "moderated_score"
    id: Mapped[Key]
    moderation_id: Mapped[int] = mapped_column(ForeignKey("moderation.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int]
    reason: Mapped[Free]
    moderation: Mapped[Moderation] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()
    __table_args__ = (
        UniqueConstraint("moderation_id", "criterion_id"),
        check("points_in_range", "points BETWEEN 0 AND 10"),
    )
    frozen = True
