"""Finish signing in with a code."""

from datetime import timedelta

from sqlalchemy import update

from grants.account.second_factor import take_code
from grants.account.steps import act_as, locked_account, note_success, start_session
from grants.models import SignInAttempt, WebSession
from grants.work import Work

SAME_SIGN_IN = timedelta(minutes=15)


def prove_second_factor(
    work: Work, account_id: int, *, session_id: int, code: str, attempt_id: int | None, device: str
) -> str:
    """A member of staff whose password was right: a good code starts the full session, under a new token.

    The code is used up: the same one is refused again, and so is any older one. Records signed_in.
    Returns the token, or "" if the code is wrong.
    """
    account = locked_account(work, account_id)
    if account is None:
        return ""
    factor = take_code(work, account, code)
    if not factor:
        return ""
    act_as(work, account)
    note_success(work, attempt_id)
    _password_was_right_too(work, attempt_id)
    work.session.execute(
        update(WebSession).where(WebSession.id == session_id).values(ended_at=work.now, ended_why="second_factor")
    )
    work.record("signed_in", account.person, account=account.id, factor=factor)
    return start_session(work, account, device=device, second_factor=True)


def _password_was_right_too(work: Work, attempt_id: int | None) -> None:
    """The tries at the password on this device just now were the person's own, and count against nobody any more."""
    code_try = work.session.get(SignInAttempt, attempt_id)
    if code_try is None:
        return
    work.session.execute(
        update(SignInAttempt)
        .where(
            SignInAttempt.account_digest == code_try.account_digest,
            SignInAttempt.device_digest == code_try.device_digest,
            SignInAttempt.kind == "password",
            SignInAttempt.at > work.now - SAME_SIGN_IN,
        )
        .values(succeeded=True)
    )
