"""Writes that several commands of this room share: links by e-mail, sessions, passwords."""

from sqlalchemy import delete, select, update

from grants.account.queries import folded
from grants.account.rules import LINK_LASTS
from grants.actor import load_actor
from grants.crypto import new_code, new_token, token_hash
from grants.domain.errors import WrongState
from grants.models import Account, EmailLink, Membership, RecoveryCode, SignInAttempt, WebSession
from grants.work import Work

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10


def send_link(
    work: Work,
    *,
    purpose: str,
    email: str,
    account: Account | None = None,
    membership: Membership | None = None,
) -> str:
    """Mail a link that works once. Links of the same purpose sent there before stop working. Returns its token.

    purpose: register, reset, join (with the membership it is an invitation to) or staff (a first password).
    """
    address = folded(email)
    unused = update(EmailLink).where(
        EmailLink.purpose == purpose, EmailLink.email == address, EmailLink.used_at.is_(None)
    )
    if membership is not None:
        unused = unused.where(EmailLink.membership_id == membership.id)
    work.session.execute(unused.values(used_at=work.now))
    token = new_token()
    link = work.add(
        EmailLink(
            purpose=purpose,
            token_hash=token_hash(token),
            email=address,
            account_id=account.id if account else None,
            membership_id=membership.id if membership else None,
            created_at=work.now,
            expires_at=work.now + LINK_LASTS[purpose],
        )
    )
    data = {"path": link_path(purpose, token), **_names(account, membership)}
    work.mail(f"account_{purpose}", to=address, data=data, key=f"link:{link.id}")
    return token


def link_path(purpose: str, token: str) -> str:
    """The address of a link on this site."""
    return f"/{'reset' if purpose == 'staff' else purpose}/{token}"


def _names(account: Account | None, membership: Membership | None) -> dict[str, str]:
    name = account.person.name if account else (membership.invited_name or "") if membership else ""
    return {"name": name, "organisation": membership.organisation.name if membership else ""}


def act_as(work: Work, account: Account) -> None:
    """From here on the work is this person's: they have just proved who they are."""
    work.actor = load_actor(work.session, account, today=work.today, request_id=work.actor.request_id)


def start_session(work: Work, account: Account, *, device: str, second_factor: bool) -> str:
    """A new session with a new token, which is returned; only its hash is kept."""
    token = new_token()
    work.add(
        WebSession(
            account_id=account.id,
            token_hash=token_hash(token),
            device=device,
            created_at=work.now,
            last_seen_at=work.now,
            second_factor_at=work.now if second_factor else None,
        )
    )
    return token


def end_sessions(work: Work, account_id: int, *, why: str, but: int | None = None) -> None:
    """End every open session of an account, or all but one."""
    rows = update(WebSession).where(WebSession.account_id == account_id, WebSession.ended_at.is_(None))
    if but is not None:
        rows = rows.where(WebSession.id != but)
    work.session.execute(rows.values(ended_at=work.now, ended_why=why))


def note_success(work: Work, attempt_id: int | None) -> None:
    """The attempt was right: it no longer counts against anyone, and its device is known from now on."""
    work.session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def note_known_device(work: Work, email: str, device_token: str) -> None:
    """The person opened their own mail on this device: strangers' wrong guesses do not hold them up on it."""
    digest = work.house.keys.digest
    work.add(
        SignInAttempt(
            at=work.now,
            kind="link",
            account_digest=digest(folded(email), purpose="sign-in account"),
            address_digest="",
            device_digest=digest(device_token, purpose="sign-in device"),
            succeeded=True,
        )
    )


def join_organisation(work: Work, membership: Membership, account: Account) -> None:
    """The person takes up their part. Somebody who already has one in that organisation keeps it, and is told so."""
    already = select(Membership.id).where(
        Membership.organisation_id == membership.organisation_id,
        Membership.person_id == account.person_id,
        Membership.ended_at.is_(None),
    )
    if work.session.scalar(already) is not None:
        raise WrongState(f"You already act for {membership.organisation.name}. Ask its lead to change your part in it.")
    membership.person_id, membership.joined_at = account.person_id, work.now
    work.record("joined", membership, person=account.person_id, part=membership.role)


def fresh_recovery_codes(work: Work, account: Account) -> list[str]:
    """New recovery codes in place of any others. They are returned once, to be shown; only digests are kept."""
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [new_code(RECOVERY_LENGTH) for _ in range(RECOVERY_CODES)]
    work.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=recovery_digest(work, account.id, code)) for code in codes
    )
    return codes


def recovery_digest(work: Work, account_id: int, code: str) -> str:
    """The keyed digest of a recovery code, whatever spaces, dashes or case it was typed with."""
    plain = "".join(symbol for symbol in code.upper() if symbol.isalnum())
    return work.house.keys.digest(f"{account_id}:{plain}", purpose="recovery code")


def locked_account(work: Work, account_id: int) -> Account | None:
    """An account that may be used, locked for this work."""
    return work.session.scalars(
        select(Account)
        .where(Account.id == account_id, Account.disabled_at.is_(None))
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    ).one_or_none()
