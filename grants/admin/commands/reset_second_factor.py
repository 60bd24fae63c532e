"""Take away a second factor that its owner has lost."""

from sqlalchemy import delete

from grants.account.steps import end_sessions
from grants.admin.steps import staff_account
from grants.domain.errors import RulesBroken, WrongState
from grants.models import RecoveryCode
from grants.work import Work


def reset_second_factor(work: Work, account_id: int, *, reason: str) -> None:
    """An administrator, of somebody else's account, once sure who asks: a new app is set up at sign-in.

    Every session ends, recovery codes stop working, and the person is told by mail. Records second_factor_reset.
    """
    account = staff_account(work, account_id)
    if account.totp_sealed is None:
        raise WrongState("This person has no code app set up.")
    if not reason.strip():
        raise RulesBroken([("reason", "Enter how you made sure who asked")])
    account.totp_sealed = account.totp_last_step = None
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    end_sessions(work, account.id, why="second_factor_reset")
    work.mail("account_second_factor_reset", to=account.email, data={"name": account.person.name})
    work.record("second_factor_reset", account.person, role="admin", detail={"reason": reason}, account=account.id)
