"""What was recommended, who approved it, and the decision: three sums that are never overwritten."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.application import Application
from grants.models.base import At, Base, Contact, Free, FreeJson, Json, Key, On, Pence, Plain, check, one_of


class PanelItem(Base):
    """What a panel said of one application: when it met, how many sat and the minute. A new row supersedes."""

    __tablename__ = "panel_item"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    met_on: Mapped[On]
    present: Mapped[int]
    chair: Mapped[Contact]
    minute: Mapped[Free]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[At]
    __table_args__ = (check("somebody_sat", "present > 0"),)
    frozen = True

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Recommendation(Base):
    """A manager recommends a sum, or nothing. `split` says how much of it each allocation would bear."""

    __tablename__ = "recommendation"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    outcome: Mapped[Plain]
    amount: Mapped[Pence]
    split: Mapped[Json]
    reason: Mapped[Free]
    feedback: Mapped[FreeJson]
    recommended_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recommended_at: Mapped[At]
    superseded_at: Mapped[At | None]
    application: Mapped[Application] = relationship()
    __table_args__ = (
        one_of("outcome", ("award", "decline")),
        check("amount_fits_outcome", "(outcome = 'award') = (amount > 0)"),
        UniqueConstraint("id", "recommended_by"),
        UniqueConstraint("id", "application_id"),
        Index(
            "uq_recommendation_live",
            "application_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )
    frozen_columns = (
        "application_id",
        "outcome",
        "amount",
        "split",
        "reason",
        "feedback",
        "recommended_by",
        "recommended_at",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Approval(Base):
    """One step of the approval chain. The approver is never the person who recommended (held by the database)."""

    __tablename__ = "approval"
    id: Mapped[Key]
    recommendation_id: Mapped[int]
    recommended_by: Mapped[int]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    step: Mapped[int]
    role: Mapped[Plain]
    outcome: Mapped[Plain]
    note: Mapped[Free]
    approved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[At]
    __table_args__ = (
        ForeignKeyConstraint(
            ["recommendation_id", "recommended_by"], ["recommendation.id", "recommendation.recommended_by"]
        ),
        UniqueConstraint("recommendation_id", "step"),
        UniqueConstraint("recommendation_id", "approved_by"),
        one_of("outcome", ("approve", "refuse", "return")),
        check("not_own_recommendation", "approved_by <> recommended_by"),
    )
    frozen = True

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)


class Decision(Base):
    """What was decided, when it takes effect, and when the applicant may know. Superseded, never edited."""

    __tablename__ = "decision"
    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    outcome: Mapped[Plain]
    amount: Mapped[Pence]
    decided_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[At]
    released_at: Mapped[At | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superseded_at: Mapped[At | None]
    __table_args__ = (
        one_of("outcome", ("award", "decline")),
        Index(
            "uq_decision_live",
            "application_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        check("released_by_someone", "(released_at IS NULL) = (released_by IS NULL)"),
    )
    frozen_columns = ("application_id", "recommendation_id", "outcome", "amount", "decided_by", "decided_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("application", self.application_id)
