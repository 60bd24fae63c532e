"""Begin a try at a password, a code or a link, unless it must wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from grants.account.queries import device_is_known, folded
from grants.account.rules import (
    ADDRESS_COUNTS_FOR,
    ATTEMPTS_COUNT_FOR,
    FREE_TRIES,
    FREE_TRIES_ADDRESS,
    wait_after,
)
from grants.models import SignInAttempt
from grants.work import Work


@dataclass(frozen=True)
class Attempt:
    """A try that may go on (`wait` is nought), or how long it must wait first."""

    id: int | None
    wait: timedelta


def begin_attempt(work: Work, *, kind: str, email: str, address: str, device: str) -> Attempt:
    """Anyone, before anything is checked: counts what went before, and writes the try down as failed until it succeeds.

    So many tries at once cannot all pass the count. Strangers' failures make strangers wait, a quarter of an hour at
    most; a device on which the person has signed in before is only held to its own. The answer is the same whether or
    not there is such an account, since only digests are compared.
    """
    digest = work.house.keys.digest
    marks = {
        "account_digest": digest(folded(email), purpose="sign-in account"),
        "address_digest": digest(address, purpose="sign-in address"),
        "device_digest": digest(device, purpose="sign-in device"),
    }
    wait = _wait(work, kind, **marks)
    if wait:
        return Attempt(None, wait)
    row = work.add(SignInAttempt(at=work.now, kind=kind, succeeded=False, **marks))
    return Attempt(row.id, wait)


def _wait(work: Work, kind: str, *, account_digest: str, address_digest: str, device_digest: str) -> timedelta:
    mine = (SignInAttempt.account_digest == account_digest, SignInAttempt.kind == kind)
    known = device_is_known(
        work.session, kind=kind, account_digest=account_digest, device_digest=device_digest, now=work.now
    )
    since = work.now - ATTEMPTS_COUNT_FOR
    if known:
        failures = _failures(work, since, *mine, SignInAttempt.device_digest == device_digest)
        return wait_after(failures, free=FREE_TRIES[kind], now=work.now)
    from_address = _failures(work, work.now - ADDRESS_COUNTS_FOR, SignInAttempt.address_digest == address_digest)
    return max(
        wait_after(_failures(work, since, *mine), free=FREE_TRIES[kind], now=work.now),
        wait_after(from_address, free=FREE_TRIES_ADDRESS, now=work.now),
    )


def _failures(work: Work, since: datetime, *which: object) -> list[datetime]:
    rows = select(SignInAttempt.at).where(*which, SignInAttempt.succeeded.is_(False), SignInAttempt.at > since)  # type: ignore[arg-type]
    return list(work.session.scalars(rows))
