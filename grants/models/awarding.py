"""The award, its versions and lines, the letters issued and the two people who accepted."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.answering import StoredFile
from grants.models.application import Application
from grants.models.base import At, Base, Contact, Free, FreeJson, Key, On, Pence, Plain, check, one_of
from grants.models.funding import Allocation, Fund
from grants.models.organisation import Organisation

AWARD_STATES = ("offered", "accepted", "active", "suspended", "closed", "ended", "lapsed")


class Award(Base):
    """Money promised to an organisation. `approved_by` is the last approver, copied for four eyes at payment."""

    __tablename__ = "award"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    status: Mapped[Plain] = mapped_column(default="offered")
    version: Mapped[int] = mapped_column(default=1)
    amount: Mapped[Pence]
    starts_on: Mapped[On]
    ends_on: Mapped[On]
    accept_by: Mapped[On]
    approved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[At]
    offered_at: Mapped[At]
    accepted_at: Mapped[At | None]
    closed_at: Mapped[At | None]
    status_at: Mapped[At]
    status_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    check_code: Mapped[Plain]
    fund: Mapped[Fund] = relationship()
    application: Mapped[Application] = relationship()
    organisation: Mapped[Organisation] = relationship()
    lines: Mapped[list["AwardLine"]] = relationship(order_by="AwardLine.position")
    letters: Mapped[list["Letter"]] = relationship(order_by="Letter.number")
    __table_args__ = (
        one_of("status", AWARD_STATES),
        UniqueConstraint("id", "approved_by"),
        UniqueConstraint("id", "organisation_id"),
        check("accepted_facts", "status NOT IN ('accepted', 'active') OR accepted_at IS NOT NULL"),
        check("closed_facts", "status <> 'closed' OR closed_at IS NOT NULL"),
        check("dates_in_order", "ends_on >= starts_on"),
        check("amount_positive", "amount > 0"),
    )
    frozen_columns = (
        "reference",
        "application_id",
        "organisation_id",
        "approved_by",
        "decided_at",
        "check_code",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.id)


class AwardVersion(Base):
    """The terms as they stood from a moment: 1 is the offer, each variation adds one, closing adds the last."""

    __tablename__ = "award_version"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    number: Mapped[int]
    amount: Mapped[Pence]
    starts_on: Mapped[On]
    ends_on: Mapped[On]
    reason: Mapped[Plain]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[At]
    __table_args__ = (UniqueConstraint("award_id", "number"),)
    frozen = True


class AwardLine(Base):
    """Part of an award: which allocation bears it and what it may be spent on."""

    __tablename__ = "award_line"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    award_version: Mapped[int]
    position: Mapped[int]
    allocation_id: Mapped[int] = mapped_column(ForeignKey("allocation.id"), index=True)
    cost_code: Mapped[Plain]
    category: Mapped[Plain]
    purpose: Mapped[Free]
    pence: Mapped[Pence]
    starts_on: Mapped[On]
    ends_on: Mapped[On]
    allocation: Mapped[Allocation] = relationship()
    __table_args__ = (
        UniqueConstraint("award_id", "award_version", "position"),
        check("positive", "pence > 0"),
    )
    frozen = True


class Condition(Base):
    """Something the grantee must do. One that gates payment holds the money until it is met by evidence."""

    __tablename__ = "condition"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    position: Mapped[int]
    text: Mapped[Free]
    gates_payment: Mapped[bool]
    due_on: Mapped[On | None]
    met_at: Mapped[At | None]
    met_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    evidence: Mapped[Free | None]

    __table_args__ = (check("met_facts", "(met_at IS NULL) = (met_by IS NULL)"),)


class Letter(Base):
    """A letter as issued: frozen data and template version from the start, the bytes' hash once made, for ever.

    The row and its job are written first; the PDF is made once by the worker, and never rendered again.
    """

    __tablename__ = "letter"
    id: Mapped[Key]
    kind: Mapped[Plain]
    reference: Mapped[Plain] = mapped_column(unique=True)
    number: Mapped[int]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    award_id: Mapped[int | None] = mapped_column(ForeignKey("award.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("letter_template.id"))
    data: Mapped[FreeJson]
    data_digest: Mapped[Plain]
    check_code: Mapped[Plain]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[Plain | None] = mapped_column(index=True)
    made_at: Mapped[At]
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[At | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    file: Mapped[StoredFile | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    __table_args__ = (
        one_of("kind", ("award", "decline", "variation")),
        UniqueConstraint("application_id", "kind", "number"),
        check("issued_has_bytes", "issued_at IS NULL OR (file_id IS NOT NULL AND sha256 IS NOT NULL)"),
        check("award_letter_has_award", "kind = 'decline' OR award_id IS NOT NULL"),
    )
    frozen_after = "issued_at"
    always_frozen_columns = (
        "kind",
        "reference",
        "number",
        "application_id",
        "award_id",
        "template_id",
        "data",
        "data_digest",
        "check_code",
        "made_at",
        "issued_by",
    )
    frozen_columns = ("file_id", "sha256", "issued_at")

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id) if self.award_id else ("application", self.application_id)


class Acceptance(Base):
    """An authorised person accepts the offer. Two different people are needed."""

    __tablename__ = "acceptance"
    id: Mapped[Key]
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    position: Mapped[int]
    accepted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_as: Mapped[Contact]
    declaration: Mapped[Plain]
    accepted_at: Mapped[At]
    __table_args__ = (
        UniqueConstraint("award_id", "letter_id", "accepted_by"),
        UniqueConstraint("award_id", "letter_id", "position"),
        check("two_at_most", "position IN (1, 2)"),
    )
    frozen = True

    @property
    def chain(self) -> tuple[str, int]:
        return ("award", self.award_id)
