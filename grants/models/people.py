"""People, the accounts they sign in with, and what each may do. Four eyes count people, so a person exists once."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.models.base import At, Base, Contact, Key, On, Plain, check, one_of

ROLES = (
    "officer",
    "assessor",
    "manager",
    "head_of_service",
    "director",
    "cabinet_member",
    "finance",
    "auditor",
    "admin",
)
# Roles that approve, verify bank details or release money are given by one person and confirmed by another. So is the
# role that gives roles: one administrator could otherwise make a second and confirm through them.
CONFIRMED_ROLES = ("manager", "head_of_service", "director", "cabinet_member", "finance", "admin")


class Person(Base):
    """A human, once, whatever accounts they have had. The system itself acts as one such row."""

    __tablename__ = "person"
    id: Mapped[Key]
    name: Mapped[Contact]
    kind: Mapped[Plain] = mapped_column(default="human")
    created_at: Mapped[At]
    __table_args__ = (one_of("kind", ("human", "system")),)

    @property
    def chain(self) -> tuple[str, int]:
        return ("person", self.id)


class Account(Base):
    """How a person signs in. Staff need a second factor."""

    __tablename__ = "account"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[Contact]
    email_folded: Mapped[Contact] = mapped_column(unique=True)
    password_hash: Mapped[Plain | None]
    is_staff: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[At | None]
    disabled_at: Mapped[At | None]
    totp_sealed: Mapped[Plain | None]
    totp_last_step: Mapped[int | None]
    created_at: Mapped[At]
    person: Mapped[Person] = relationship()


class RecoveryCode(Base):
    """A single-use code for a member of staff who has lost the second factor."""

    __tablename__ = "recovery_code"
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[Plain]
    used_at: Mapped[At | None]


class WebSession(Base):
    """A signed-in browser. The cookie holds a token; the row holds its hash, so it can be listed and revoked."""

    __tablename__ = "web_session"
    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[Plain] = mapped_column(unique=True)
    device: Mapped[Contact]
    created_at: Mapped[At]
    last_seen_at: Mapped[At]
    second_factor_at: Mapped[At | None]
    ended_at: Mapped[At | None]
    ended_why: Mapped[Plain | None]
    account: Mapped[Account] = relationship()


class SignInAttempt(Base):
    """One try at a password, code or link request, for throttling. Addresses are kept as keyed digests."""

    __tablename__ = "sign_in_attempt"
    id: Mapped[Key]
    at: Mapped[At]
    kind: Mapped[Plain]
    account_digest: Mapped[Plain]
    address_digest: Mapped[Plain]
    device_digest: Mapped[Plain]
    succeeded: Mapped[bool]
    __table_args__ = (
        Index("ix_sign_in_attempt_account", "account_digest", "at"),
        Index("ix_sign_in_attempt_address", "address_digest", "at"),
    )


class EmailLink(Base):
    """A single-use link sent by e-mail: to confirm an address, set a password or accept an invitation."""

    __tablename__ = "email_link"
    id: Mapped[Key]
    purpose: Mapped[Plain]
    token_hash: Mapped[Plain] = mapped_column(unique=True)
    email: Mapped[Contact]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("membership.id"), index=True)
    created_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[At | None]
    __table_args__ = (one_of("purpose", ("register", "reset", "join", "staff")),)


class RoleGrant(Base):
    """A person holds a role for one fund, or for all funds, between two dates."""

    __tablename__ = "role_grant"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Plain]
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"), index=True)
    starts_on: Mapped[On]
    ends_on: Mapped[On | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[At]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[At | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[At | None]
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    __table_args__ = (
        one_of("role", ROLES),
        check("two_people", "confirmed_by IS NULL OR granted_by IS NULL OR confirmed_by <> granted_by"),
        check("not_own_role", "granted_by IS NULL OR granted_by <> person_id"),
        check("not_own_confirmation", "confirmed_by IS NULL OR confirmed_by <> person_id"),
        check("given_then_confirmed", "granted_by IS NULL OR confirmed_at IS NULL OR confirmed_by IS NOT NULL"),
        check("confirmed_is_dated", "confirmed_by IS NULL OR confirmed_at IS NOT NULL"),
        check("ended_is_whole", "(ended_at IS NULL) = (ended_by IS NULL)"),
        check("ends_after_start", "ends_on IS NULL OR ends_on >= starts_on"),
    )
    always_frozen_columns = ("person_id", "role", "fund_id", "starts_on", "granted_by", "granted_at")
    frozen_after = "confirmed_at"
    frozen_columns = ("confirmed_by", "confirmed_at")
