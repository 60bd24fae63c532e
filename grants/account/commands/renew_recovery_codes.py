"""Give new recovery codes."""

from grants.account.second_factor import take_code
from grants.account.steps import fresh_recovery_codes, locked_account
from grants.domain.errors import NotFound, RulesBroken
from grants.work import Work


def renew_recovery_codes(work: Work, *, code: str) -> list[str]:
    """The member of staff themselves, with a code: the old ones stop working. Records recovery_codes_renewed."""
    account = locked_account(work, work.actor.account_id or 0)
    if account is None:
        raise NotFound
    if not take_code(work, account, code):
        raise RulesBroken([("code", "The code is wrong or was used before. Enter the next one")])
    work.record("recovery_codes_renewed", account.person, account=account.id)
    return fresh_recovery_codes(work, account)
