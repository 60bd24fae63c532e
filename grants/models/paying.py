"""Instalments, payments and the runs that carry them to the finance system."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.answering import StoredFile
from grants.models.awarding import Award
from grants.models.base import At, Base, Json, Key, On, Pence, Plain, check, one_of

PAYMENT_STATES = ("prepared", "released", "paid", "bounced", "cancelled")
RUN_STATES = ("prepared", "released", "cancelled", "settled")


class Instalment(Base):
    """A dated part of an award. `gates` are the facts it waits for: signed, bank, return:N, condition:N."""

    __tablename__ = "instalment"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    number: Mapped[int]
    due_on: Mapped[On]
    pence: Mapped[Pence]
    gates: Mapped[Json]
    ended_at: Mapped[At | None]
    award: Mapped[Award] = relationship()
    lines: Mapped[list["InstalmentLine"]] = relationship()
    __table_args__ = (UniqueConstraint("award_id", "number"), check("positive", "pence > 0"))
    frozen_columns = ("award_id", "number", "pence")

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)


class InstalmentLine(Base):
    """How much of an instalment each award line bears."""

    __tablename__ = "instalment_line"
    id: Mapped[Key]
    instalment_id: Mapped[int] = mapped_column(ForeignKey("instalment.id"), index=True)
    award_line_id: Mapped[int] = mapped_column(ForeignKey("award_line.id"))
    pence: Mapped[Pence]
    __table_args__ = (UniqueConstraint("instalment_id", "award_line_id"), check("positive", "pence > 0"))
    frozen = True


class PaymentRun(Base):
    """Payments prepared by one person and released by another, with the file finance was given.

    `checked_by` is the third person a run above the council's limit needs.
    """

    __tablename__ = "payment_run"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    status: Mapped[Plain] = mapped_column(default="prepared")
    version: Mapped[int] = mapped_column(default=1)
    pay_on: Mapped[On]
    total: Mapped[Pence]
    payments_count: Mapped[int]
    prepared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared_at: Mapped[At]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[At | None]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[At | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    file_sha256: Mapped[Plain | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file: Mapped[StoredFile | None] = relationship()
    payments: Mapped[list["Payment"]] = relationship(
        back_populates="run", order_by="Payment.id", primaryjoin="foreign(Payment.run_id) == PaymentRun.id"
    )
    __table_args__ = (
        one_of("status", RUN_STATES),
        UniqueConstraint("id", "prepared_by"),
        check("releaser_differs", "released_by IS NULL OR released_by <> prepared_by"),
        check("checker_differs", "checked_by IS NULL OR (checked_by <> prepared_by)"),
        check("third_person", "checked_by IS NULL OR released_by IS NULL OR checked_by <> released_by"),
        check("checked_together", "(checked_by IS NULL) = (checked_at IS NULL)"),
        check("released_facts", "status NOT IN ('released', 'settled') OR released_by IS NOT NULL"),
        check("released_together", "(released_by IS NULL) = (released_at IS NULL)"),
    )
    frozen_after = "released_at"
    frozen_columns = (
        "reference",
        "pay_on",
        "total",
        "payments_count",
        "prepared_by",
        "checked_by",
        "released_by",
        "released_at",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("payment_run", self.id)


class Payment(Base):
    """One instalment being paid to one version of a bank account. At most one is live for an instalment."""

    __tablename__ = "payment"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    run_id: Mapped[int]
    prepared_by: Mapped[int]
    instalment_id: Mapped[int] = mapped_column(ForeignKey("instalment.id"), index=True)
    award_id: Mapped[int] = mapped_column(index=True)
    award_approved_by: Mapped[int]
    organisation_id: Mapped[int]
    bank_account_id: Mapped[int]
    pence: Mapped[Pence]
    status: Mapped[Plain] = mapped_column(default="prepared")
    version: Mapped[int] = mapped_column(default=1)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[At | None]
    finance_reference: Mapped[Plain | None]
    settled_on: Mapped[On | None]
    failure: Mapped[Plain | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    run: Mapped[PaymentRun] = relationship(
        back_populates="payments", primaryjoin="foreign(Payment.run_id) == PaymentRun.id"
    )
    instalment: Mapped[Instalment] = relationship()
    award: Mapped[Award] = relationship(viewonly=True, primaryjoin="foreign(Payment.award_id) == Award.id")
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "prepared_by"], ["payment_run.id", "payment_run.prepared_by"]),
        ForeignKeyConstraint(["award_id", "award_approved_by"], ["award.id", "award.approved_by"]),
        ForeignKeyConstraint(["award_id", "organisation_id"], ["award.id", "award.organisation_id"]),
        ForeignKeyConstraint(
            ["bank_account_id", "organisation_id"], ["bank_account.id", "bank_account.organisation_id"]
        ),
        one_of("status", PAYMENT_STATES),
        check("positive", "pence > 0"),
        check("releaser_differs", "released_by IS NULL OR released_by <> prepared_by"),
        check("approver_does_not_prepare", "prepared_by <> award_approved_by"),
        check("approver_does_not_release", "released_by IS NULL OR released_by <> award_approved_by"),
        check("released_facts", "status NOT IN ('released', 'paid', 'bounced') OR released_by IS NOT NULL"),
        Index("ix_payment_run", "run_id"),
        Index(
            "uq_payment_live",
            "instalment_id",
            unique=True,
            sqlite_where=text("status NOT IN ('bounced', 'cancelled')"),
            postgresql_where=text("status NOT IN ('bounced', 'cancelled')"),
        ),
    )
    frozen_columns = (
        "reference",
        "run_id",
        "prepared_by",
        "instalment_id",
        "award_id",
        "award_approved_by",
        "organisation_id",
        "bank_account_id",
        "pence",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)


class StatusImport(Base):
    """A status file read back from the finance system. The same bytes are read once."""

    __tablename__ = "status_import"
    id: Mapped[Key]
    sha256: Mapped[Plain] = mapped_column(unique=True)
    lines_count: Mapped[int]
    imported_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[At]
    frozen = True
