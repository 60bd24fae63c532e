"""Take the code app away so that another can be set up."""

from grants.account.second_factor import take_code
from grants.account.steps import end_sessions, locked_account, start_session
from grants.domain.errors import NotFound, RulesBroken
from grants.work import Work


def replace_second_factor(work: Work, *, code: str, device: str) -> str:
    """The member of staff themselves, with a code from the old app or a recovery code.

    Every session ends. The new one, whose token is returned, opens nothing until another app is set up.
    Records second_factor_removed.
    """
    account = locked_account(work, work.actor.account_id or 0)
    if account is None:
        raise NotFound
    if not take_code(work, account, code):
        raise RulesBroken([("code", "The code is wrong or was used before. Enter the next one")])
    account.totp_sealed = account.totp_last_step = None
    end_sessions(work, account.id, why="second_factor_removed")
    work.record("second_factor_removed", account.person, account=account.id)
    return start_session(work, account, device=device, second_factor=False)
