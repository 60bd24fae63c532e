"""The bodies that apply: who they are, who acts for them, and where their money goes."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.base import At, Bank, Base, Contact, Free, FreeJson, Key, On, Plain, check, one_of
from grants.models.people import Person

MEMBER_ROLES = ("lead", "contributor", "signatory", "viewer")
BANK_STATES = ("proposed", "verified", "refused", "replaced")


class Organisation(Base):
    """A voluntary, community or social enterprise body."""

    __tablename__ = "organisation"
    id: Mapped[Key]
    reference: Mapped[Plain] = mapped_column(unique=True)
    name: Mapped[Plain]
    sort_name: Mapped[Plain] = mapped_column(index=True)
    legal_form: Mapped[Plain]
    charity_number: Mapped[Plain | None] = mapped_column(index=True)
    company_number: Mapped[Plain | None] = mapped_column(index=True)
    other_number: Mapped[Plain | None]
    purpose: Mapped[Free | None]
    address: Mapped[FreeJson]
    postcode: Mapped[Plain | None] = mapped_column(index=True)
    phone: Mapped[Contact | None]
    email: Mapped[Contact | None]
    website: Mapped[Plain | None]
    founded_on: Mapped[On | None]
    annual_income: Mapped[int | None]
    supplier_number: Mapped[Plain | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[At]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    @property
    def chain(self) -> tuple[str, int]:
        return ("organisation", self.id)


class Membership(Base):
    """A person acts for an organisation in one part: lead, contributor, signatory or viewer.

    An invited colleague has a row with no person until the link in the e-mail is used.
    """

    __tablename__ = "membership"
    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Plain]
    invited_name: Mapped[Contact | None]
    invited_email: Mapped[Contact | None]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[At | None]
    ended_at: Mapped[At | None]
    created_at: Mapped[At]
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    __table_args__ = (
        one_of("role", MEMBER_ROLES),
        check("joined_is_a_person", "joined_at IS NULL OR person_id IS NOT NULL"),
        Index(
            "uq_membership_live",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND person_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND person_id IS NOT NULL"),
        ),
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("organisation", self.organisation_id)


class BankAccount(Base):
    """One version of where an organisation is paid. The details are sealed to the row and the organisation.

    `digest` finds the same account elsewhere without opening it. A payment pins the version it was made for.
    """

    __tablename__ = "bank_account"
    id: Mapped[Key]
    random_key: Mapped[Plain] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int]
    status: Mapped[Plain]
    sealed: Mapped[Bank]
    digest: Mapped[Bank] = mapped_column(index=True)
    last_two: Mapped[Bank]
    modulus: Mapped[Plain]
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[At]
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[At | None]
    call_back_number: Mapped[Contact | None]
    call_back_person: Mapped[Contact | None]
    call_back_at: Mapped[At | None]
    name_check: Mapped[Plain | None]
    hold_until: Mapped[At | None]
    refused_reason: Mapped[Free | None]
    version: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    __table_args__ = (
        UniqueConstraint("organisation_id", "number"),
        UniqueConstraint("id", "organisation_id"),
        one_of("status", BANK_STATES),
        check("verifier_differs", "verified_by IS NULL OR verified_by <> proposed_by"),
        check(
            "verified_facts",
            "status NOT IN ('verified') OR "
            "(verified_by IS NOT NULL AND verified_at IS NOT NULL AND call_back_at IS NOT NULL)",
        ),
        Index(
            "uq_bank_account_current",
            "organisation_id",
            unique=True,
            sqlite_where=text("status = 'verified'"),
            postgresql_where=text("status = 'verified'"),
        ),
    )
    frozen_columns = (
        "random_key",
        "organisation_id",
        "number",
        "sealed",
        "digest",
        "proposed_by",
        "proposed_at",
    )

    @property
    def chain(self) -> tuple[str, int]:
        return ("organisation", self.organisation_id)


class Stop(Base):
    """An organisation under stop cannot be awarded or paid. Two people raise it and two lift it."""

    __tablename__ = "stop"
    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[Free]
    raised_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[At]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[At | None]
    __table_args__ = (check("two_people", "confirmed_by IS NULL OR confirmed_by <> raised_by"),)

    @property
    def chain(self) -> tuple[str, int]:
        return ("organisation", self.organisation_id)
