"""What interrupts an award before its time: a suspension, and the notice that it ends early."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from grants.models.base import At, Base, Free, Key, On, Plain, check, one_of


class Suspension(Base):
    """No payment of an award is made, for a reason, until it goes on. At most one is open for an award."""

    __tablename__ = "suspension"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    from_status: Mapped[Plain]
    reason: Mapped[Free]
    suspended_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    suspended_at: Mapped[At]
    resumed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    resumed_at: Mapped[At | None]
    resumed_why: Mapped[Free | None]
    __table_args__ = (
        one_of("from_status", ("accepted", "active")),
        check("resumed_together", "(resumed_by IS NULL) = (resumed_at IS NULL)"),
        check("resumed_with_reason", "(resumed_by IS NULL) = (resumed_why IS NULL)"),
        Index(
            "uq_suspension_open",
            "award_id",
            unique=True,
            sqlite_where=text("resumed_at IS NULL"),
            postgresql_where=text("resumed_at IS NULL"),
        ),
    )
    frozen_columns = ("award_id", "from_status", "reason", "suspended_by", "suspended_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)


class Notice(Base):
    """The grantee was told that its award ends early, on which day and why. Another person ends it, or it is withdrawn.

    `short_why` says why less than the council's usual notice was given.
    """

    __tablename__ = "notice"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    reason: Mapped[Free]
    last_on: Mapped[On]
    short_why: Mapped[Free | None]
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[At]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[At | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[At | None]
    withdrawn_why: Mapped[Free | None]
    __table_args__ = (
        check("ender_differs", "ended_by IS NULL OR ended_by <> given_by"),
        check("ended_together", "(ended_by IS NULL) = (ended_at IS NULL)"),
        check("withdrawn_together", "(withdrawn_by IS NULL) = (withdrawn_at IS NULL)"),
        check("withdrawn_with_reason", "(withdrawn_by IS NULL) = (withdrawn_why IS NULL)"),
        check("one_outcome", "ended_at IS NULL OR withdrawn_at IS NULL"),
        Index(
            "uq_notice_standing",
            "award_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    frozen_columns = ("award_id", "reason", "last_on", "short_why", "given_by", "given_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)
