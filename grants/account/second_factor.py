"""Codes from an app on the person's phone, and the recovery codes for when it is lost."""

from datetime import datetime

import pyotp
from sqlalchemy import select

from grants.account.steps import recovery_digest
from grants.crypto import same
from grants.models import Account, RecoveryCode
from grants.work import Work

STEP_SECONDS = 30
DIGITS = 6
ISSUER = "Council grants"


def new_secret() -> str:
    """A secret for an app, 160 bits in base 32."""
    return str(pyotp.random_base32())


def app_address(secret: str, email: str) -> str:
    """What the picture on the set-up page says to the app."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER))


def matching_step(secret: str, code: str, *, now: datetime, after: int | None) -> int | None:
    """The time step whose code this is: this one or its neighbours, but none that was used before."""
    current = int(now.timestamp()) // STEP_SECONDS
    for step in (current, current - 1, current + 1):
        if (after is None or step > after) and same(pyotp.TOTP(secret).generate_otp(step), code):
            return step
    return None


def binding(account_id: int) -> str:
    """A sealed secret belongs to one account."""
    return f"second factor {account_id}"


def take_code(work: Work, account: Account, typed: str) -> str:
    """Use up a code: "app" or "recovery" if it is right, "" if not. The account must be locked by this work."""
    code = "".join(symbol for symbol in typed if symbol.isalnum())
    if account.totp_sealed is None:
        return ""
    if code.isascii() and code.isdigit() and len(code) == DIGITS:
        return "app" if _take_app_code(work, account, code) else ""
    return "recovery" if _take_recovery_code(work, account, code) else ""


def _take_app_code(work: Work, account: Account, code: str) -> bool:
    sealed = account.totp_sealed or ""
    secret = work.house.keys.unseal(sealed, binding=binding(account.id)).decode()
    step = matching_step(secret, code, now=work.now, after=account.totp_last_step)
    if step is None:
        return False
    account.totp_last_step = step
    return True


def _take_recovery_code(work: Work, account: Account, code: str) -> bool:
    row = work.session.scalars(
        select(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == recovery_digest(work, account.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        return False
    row.used_at = work.now
    work.mail("account_recovery_used", to=account.email, data={"name": account.person.name})
    return True
