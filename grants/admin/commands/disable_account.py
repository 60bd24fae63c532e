"""Shut a leaver out."""

from grants.account.steps import end_sessions
from grants.admin.steps import keep_an_administrator, staff_account
from grants.domain.errors import RulesBroken, WrongState
from grants.work import Work


def disable_account(work: Work, account_id: int, *, reason: str) -> None:
    """An administrator, of somebody else's account: every session ends, and nobody signs in to it.

    Records account_disabled with the reason. Refused for the last administrator, or when it is disabled already.
    """
    account = staff_account(work, account_id)
    if account.disabled_at is not None:
        raise WrongState("This account is disabled already.")
    if not reason.strip():
        raise RulesBroken([("reason", "Enter why the account is disabled")])
    keep_an_administrator(work, but=account.person_id)
    account.disabled_at = work.now
    end_sessions(work, account.id, why="account_disabled")
    work.record("account_disabled", account.person, role="admin", detail={"reason": reason}, account=account.id)
