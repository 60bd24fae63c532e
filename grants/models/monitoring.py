"""What grantees report, what was spent, and what comes back."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.answering import Response
from grants.models.awarding import Award, AwardLine
from grants.models.base import At, Base, Free, Key, On, Pence, Plain, check, one_of

RETURN_STATES = ("due", "submitted", "queried", "accepted", "cancelled")


class MonitoringReturn(Base):
    """A report the grantee owes for a period. An accepted one may open the next instalment."""

    __tablename__ = "monitoring_return"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    number: Mapped[int]
    title: Mapped[Plain]
    is_final: Mapped[bool] = mapped_column(default=False)
    covers_from: Mapped[On]
    covers_until: Mapped[On]
    due_on: Mapped[On]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), unique=True)
    status: Mapped[Plain] = mapped_column(default="due")
    version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[At | None]
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[At | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rag: Mapped[Plain | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    award: Mapped[Award] = relationship()
    response: Mapped[Response] = relationship()
    __table_args__ = (
        UniqueConstraint("award_id", "number"),
        one_of("status", RETURN_STATES),
        check("rag_known", "rag IS NULL OR rag IN ('green', 'amber', 'red')"),
        check("accepted_facts", "(status = 'accepted') = (accepted_at IS NOT NULL)"),
        check(
            "submitted_facts",
            "status NOT IN ('submitted', 'queried', 'accepted') OR submitted_at IS NOT NULL",
        ),
        check("accepter_differs", "accepted_by IS NULL OR submitted_by IS NULL OR accepted_by <> submitted_by"),
        Index("ix_monitoring_return_due", "status", "due_on", "id"),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)


class ReturnQuery(Base):
    """An officer asks about one section of a return; the grantee answers by sending it again."""

    __tablename__ = "return_query"
    id: Mapped[Key]
    return_id: Mapped[int] = mapped_column(ForeignKey("monitoring_return.id"), index=True)
    section: Mapped[Plain]
    question: Mapped[Free]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[At]
    answered_at: Mapped[At | None]


class ReturnDeclaration(Base):
    """One of the two people who declare that a return is true: 1 is who sent it, 2 another, of this very submission."""

    __tablename__ = "return_declaration"
    id: Mapped[Key]
    return_id: Mapped[int] = mapped_column(ForeignKey("monitoring_return.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    position: Mapped[int]
    declared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[At]
    __table_args__ = (
        UniqueConstraint("submission_id", "declared_by"),
        UniqueConstraint("submission_id", "position"),
        check("two_at_most", "position IN (1, 2)"),
    )
    frozen = True


class IndicatorValue(Base):
    """Target and actual of one indicator, for the whole or one district, as a submitted return gave them."""

    __tablename__ = "indicator_value"
    id: Mapped[Key]
    return_id: Mapped[int] = mapped_column(ForeignKey("monitoring_return.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    indicator: Mapped[Plain]
    area_code: Mapped[Plain | None]
    target: Mapped[int | None]
    actual: Mapped[int]
    frozen = True


class ReturnSpend(Base):
    """What the grantee says it spent against one award line in the period."""

    __tablename__ = "return_spend"
    id: Mapped[Key]
    return_id: Mapped[int] = mapped_column(ForeignKey("monitoring_return.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    award_line_id: Mapped[int] = mapped_column(ForeignKey("award_line.id"))
    pence: Mapped[Pence]
    note: Mapped[Free | None]
    award_line: Mapped[AwardLine] = relationship()
    __table_args__ = (UniqueConstraint("submission_id", "award_line_id"), check("not_negative", "pence >= 0"))
    frozen = True


class Recovery(Base):
    """Money coming back: unspent or clawed back. It is a positive sum of its own, never a negative payment.

    One that will never come in is written off, and moves nothing.
    """

    __tablename__ = "recovery"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[Plain]
    pence: Mapped[Pence]
    status: Mapped[Plain] = mapped_column(default="agreed")
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[Free]
    agreed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[At]
    invoice_number: Mapped[Plain | None]
    received_on: Mapped[On | None]
    received_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    finance_reference: Mapped[Plain | None]
    written_off_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_off_why: Mapped[Free | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    award: Mapped[Award] = relationship()
    __table_args__ = (
        one_of("kind", ("unspent", "clawback")),
        one_of("status", ("agreed", "invoiced", "received", "written_off")),
        check("positive", "pence > 0"),
        check("received_facts", "status <> 'received' OR (received_on IS NOT NULL AND received_by IS NOT NULL)"),
        check("receiver_differs", "received_by IS NULL OR received_by <> agreed_by"),
        check("written_off_facts", "(status = 'written_off') = (written_off_by IS NOT NULL)"),
        check("written_off_with_reason", "(written_off_by IS NULL) = (written_off_why IS NULL)"),
        check("writer_off_differs", "written_off_by IS NULL OR written_off_by <> agreed_by"),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)
