"""Reads about accounts: who an address belongs to, which devices are known, which sessions are open."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload

from grants.account.rules import DEVICE_KNOWN_FOR
from grants.domain.identifiers import email as checked_email
from grants.models import Account, EmailLink, KeptPost, Membership, RecoveryCode, SignInAttempt, WebSession

# What shows that a device is the person's own. A code needs more than a password: whoever stole that may try codes too.
PROOFS = {"password": ("password", "code", "link"), "link": ("password", "code", "link"), "code": ("code",)}


@dataclass(frozen=True)
class SignInFacts:
    """What checking a password needs to know of an account."""

    account_id: int
    password_hash: str | None
    is_staff: bool
    has_second_factor: bool


def folded(email: str) -> str:
    """One spelling of an address; an address that is none is only tidied, so that it still finds nobody."""
    try:
        return checked_email(email)
    except ValueError:
        return email.strip().lower()


def by_email(email: str) -> Select[Account]:
    """The account of an address, with its person."""
    return select(Account).where(Account.email_folded == folded(email)).options(joinedload(Account.person))


def sign_in_facts(session: Session, email: str) -> SignInFacts | None:
    """The account that may sign in with this address; a disabled one is as if it were not there."""
    account = session.scalars(by_email(email).where(Account.disabled_at.is_(None))).one_or_none()
    if account is None or account.confirmed_at is None:
        return None
    return SignInFacts(account.id, account.password_hash, account.is_staff, account.totp_sealed is not None)


def device_is_known(session: Session, *, kind: str, account_digest: str, device_digest: str, now: datetime) -> bool:
    """Whether the person has signed in on this device before."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    SignInAttempt.account_digest == account_digest,
                    SignInAttempt.device_digest == device_digest,
                    SignInAttempt.kind.in_(PROOFS[kind]),
                    SignInAttempt.succeeded.is_(True),
                    SignInAttempt.at > now - DEVICE_KNOWN_FOR,
                )
            )
        )
    )


@dataclass(frozen=True)
class OpenSession:
    """A browser where the person is signed in."""

    id: int
    device: str
    started_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def open_sessions(session: Session, account_id: int, *, this_one: int | None, since: datetime) -> list[OpenSession]:
    """The sessions of an account that have not ended, the latest used first."""
    rows = session.scalars(
        select(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.ended_at.is_(None),
            WebSession.created_at > since,
        )
        .order_by(WebSession.last_seen_at.desc(), WebSession.id.desc())
    )
    return [OpenSession(row.id, row.device, row.created_at, row.last_seen_at, row.id == this_one) for row in rows]


def live_link(
    session: Session, *, token_hash: str, purpose: str, now: datetime, lock: bool = False
) -> EmailLink | None:
    """The link behind a token, if it was never used and has not run out; locked when it is about to be used."""
    link = select(EmailLink).where(
        EmailLink.token_hash == token_hash,
        EmailLink.purpose == purpose,
        EmailLink.used_at.is_(None),
        EmailLink.expires_at > now,
    )
    return session.scalars(link.with_for_update() if lock else link).one_or_none()


def open_membership(session: Session, membership_id: int | None) -> Membership | None:
    """An invitation's membership while nobody has taken it up and it has not been withdrawn."""
    return session.scalars(
        select(Membership)
        .where(Membership.id == membership_id, Membership.joined_at.is_(None), Membership.ended_at.is_(None))
        .options(joinedload(Membership.organisation))
    ).one_or_none()


def unused_codes(session: Session, account_id: int) -> int:
    """How many recovery codes are left."""
    return len(
        session.scalars(
            select(RecoveryCode.id).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
        ).all()
    )


def kept_post(session: Session, *, token_hash: str, account_id: int | None, now: datetime) -> KeptPost | None:
    """What this person typed when their session had ended."""
    return session.scalars(
        select(KeptPost).where(
            KeptPost.token_hash == token_hash, KeptPost.account_id == account_id, KeptPost.expires_at > now
        )
    ).one_or_none()
