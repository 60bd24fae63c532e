"""Start a session for somebody whose password was right."""

from grants.account.rules import needs_second_factor
from grants.account.steps import act_as, locked_account, note_success, start_session
from grants.crypto import same
from grants.work import Work


def sign_in(work: Work, account_id: int, *, password_hash: str, attempt_id: int | None, device: str, demo: bool) -> str:
    """The person themselves, after the password was checked. Returns the session's token, or "" if it has changed.

    Staff are not signed in yet: their session opens nothing until the second factor. Only after that does the try count
    as right, so that whoever has the password alone gains no free tries at the code. Records signed_in.
    """
    account = locked_account(work, account_id)
    if account is None or not same(account.password_hash or "", password_hash):
        return ""
    act_as(work, account)
    if not needs_second_factor(is_staff=account.is_staff, email=account.email, demo=demo):
        note_success(work, attempt_id)
    work.record("signed_in", account.person, account=account.id, factor="password")
    return start_session(work, account, device=device, second_factor=False)
