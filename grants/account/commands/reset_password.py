"""Set a new password from a link sent by e-mail."""

from grants.account.queries import live_link
from grants.account.rules import password_problems
from grants.account.steps import act_as, end_sessions, locked_account, note_known_device, start_session
from grants.crypto import token_hash
from grants.domain.errors import NotFound, RulesBroken
from grants.work import Work


def reset_password(
    work: Work,
    token: str,
    *,
    password: str,
    password_hash: str,
    device: str,
    device_token: str,
) -> str:
    """Whoever holds the link sent to the account's address: sets the password; every session ends; the link is used.

    A second factor stays as it was and is still asked for. Records password_set. Returns the new session's token.
    """
    hashed = token_hash(token)
    link = live_link(work.session, token_hash=hashed, purpose="reset", now=work.now, lock=True) or live_link(
        work.session, token_hash=hashed, purpose="staff", now=work.now, lock=True
    )
    account = locked_account(work, link.account_id) if link is not None and link.account_id else None
    if link is None or account is None:
        raise NotFound
    problems = password_problems(password, email=account.email, name=account.person.name, staff=account.is_staff)
    if problems:
        raise RulesBroken([("password", each) for each in problems])
    link.used_at = work.now
    account.password_hash, account.confirmed_at = password_hash, account.confirmed_at or work.now
    act_as(work, account)
    end_sessions(work, account.id, why="password_changed")
    work.record("password_set", account.person, account=account.id, by=link.purpose)
    work.mail("account_password_changed", to=account.email, data={"name": account.person.name})
    note_known_device(work, account.email, device_token)
    return start_session(work, account, device=device, second_factor=False)
