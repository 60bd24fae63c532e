"""Let somebody in again whose account was disabled."""

from grants.admin.steps import staff_account
from grants.domain.errors import RulesBroken, WrongState
from grants.work import Work


def enable_account(work: Work, account_id: int, *, reason: str) -> None:
    """An administrator, of somebody else's account. Records account_enabled with the reason."""
    account = staff_account(work, account_id)
    if account.disabled_at is None:
        raise WrongState("This account is not disabled.")
    if not reason.strip():
        raise RulesBroken([("reason", "Enter why the account is enabled again")])
    account.disabled_at = None
    work.record("account_enabled", account.person, role="admin", detail={"reason": reason}, account=account.id)
