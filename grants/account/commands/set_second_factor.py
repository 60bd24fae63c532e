"""Set up the app that gives codes."""

from dataclasses import dataclass

from grants.account.second_factor import binding, matching_step
from grants.account.steps import act_as, end_sessions, fresh_recovery_codes, locked_account, start_session
from grants.domain.errors import NotFound, RulesBroken, WrongState
from grants.work import Work


@dataclass(frozen=True)
class SetUp:
    """The token of the session that is now complete, and the recovery codes, shown once."""

    token: str
    codes: list[str]


def set_second_factor(work: Work, account_id: int, *, secret: str, code: str, device: str) -> SetUp:
    """A member of staff whose password was right and who has no second factor yet.

    Stores the secret, sealed to the account, once a code shows that the app has it; gives recovery codes; starts the
    full session with a new token and ends all others. Records second_factor_set. Refused when there is one already.
    """
    account = locked_account(work, account_id)
    if account is None:
        raise NotFound
    if account.totp_sealed is not None:
        raise WrongState("A code app is already set up. Sign in with a code from it.")
    step = matching_step(secret, code, now=work.now, after=None)
    if step is None:
        raise RulesBroken([("code", "The code is wrong. Wait for the next one in the app and enter that")])
    account.totp_sealed = work.house.keys.seal(secret.encode(), binding=binding(account.id))
    account.totp_last_step = step
    act_as(work, account)
    end_sessions(work, account.id, why="second_factor_set")
    work.record("second_factor_set", account.person, account=account.id)
    work.mail("account_second_factor_set", to=account.email, data={"name": account.person.name})
    codes = fresh_recovery_codes(work, account)
    return SetUp(start_session(work, account, device=device, second_factor=True), codes)
