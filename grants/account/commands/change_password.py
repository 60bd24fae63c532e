"""Change one's own password."""

from grants.account.rules import password_problems
from grants.account.steps import end_sessions, locked_account, note_success, start_session
from grants.crypto import same
from grants.domain.errors import NotFound, RulesBroken
from grants.work import Work


def change_password(
    work: Work,
    *,
    current_hash: str,
    password: str,
    password_hash: str,
    attempt_id: int | None,
    device: str,
) -> str:
    """The person themselves, after their current password was checked against `current_hash`.

    Every session ends; the new one's token is returned. Records password_set. Refused when easy to guess.
    """
    account = locked_account(work, work.actor.account_id or 0)
    if account is None or not same(account.password_hash or "", current_hash):
        raise NotFound
    problems = password_problems(password, email=account.email, name=account.person.name, staff=account.is_staff)
    if problems:
        raise RulesBroken([("password", each) for each in problems])
    account.password_hash = password_hash
    note_success(work, attempt_id)
    end_sessions(work, account.id, why="password_changed")
    work.record("password_set", account.person, account=account.id, by="person")
    work.mail("account_password_changed", to=account.email, data={"name": account.person.name})
    return start_session(work, account, device=device, second_factor=account.is_staff)
