"""May this person check bank details, prepare, check, release, cancel or read back payments, now."""

from collections.abc import Sequence
from datetime import datetime

from grants.actor import Actor
from grants.domain.workflow import Allowed, Refused, Transition, Verdict
from grants.models import Award, BankAccount, Payment, PaymentRun
from grants.models.base import Base
from grants.pay import states

ONLY_FINANCE = "Only finance can do this."


def can_verify(actor: Actor, account: BankAccount, now: datetime) -> Verdict:
    """Finance, and never the person who gave the details."""
    if not actor.holds("finance"):
        return Refused(ONLY_FINANCE)
    if account.proposed_by == actor.person_id:
        return Refused("You gave these bank details, so somebody else must check them.")
    return Allowed("finance")


def can_replace(actor: Actor, account: BankAccount, now: datetime) -> Verdict:
    """An account is replaced only by the check of the one after it."""
    return _finance(actor)


def can_prepare(actor: Actor) -> Verdict:
    return _finance(actor)


def can_check(actor: Actor, run: PaymentRun) -> Verdict:
    """A third person looks at a large run before it is released."""
    if run.prepared_by == actor.person_id:
        return Refused("You prepared this run, so somebody else must check it.")
    return _finance(actor)


def can_release(actor: Actor, run: PaymentRun, now: datetime) -> Verdict:
    """Finance, and neither the person who prepared the run nor the one who checked it."""
    if not actor.holds("finance"):
        return Refused(ONLY_FINANCE)
    if run.prepared_by == actor.person_id:
        return Refused("You prepared this run, so somebody else must release it.")
    if run.checked_by == actor.person_id:
        return Refused("You checked this run, so somebody else must release it.")
    return Allowed("finance")


def can_release_payment(actor: Actor, payment: Payment, now: datetime) -> Verdict:
    """Not the preparer, and not the person who approved the award."""
    if payment.prepared_by == actor.person_id:
        return Refused("You prepared this payment, so somebody else must release it.")
    if payment.award_approved_by == actor.person_id:
        return Refused("You approved one of these awards, so somebody else must release its payment.")
    return _finance(actor)


def can_cancel(actor: Actor, thing: PaymentRun | Payment, now: datetime) -> Verdict:
    return _finance(actor)


def can_import(actor: Actor, thing: PaymentRun | Payment, now: datetime) -> Verdict:
    return _finance(actor)


def can_start(actor: Actor, award: Award, now: datetime) -> Verdict:
    """An award starts when its first payment is released."""
    return _finance(actor)


def _finance(actor: Actor) -> Verdict:
    return Allowed("finance") if actor.holds("finance") else Refused(ONLY_FINANCE)


TABLES: Sequence[tuple[type[Base], Sequence[Transition]]] = (
    (BankAccount, states.ACCOUNT),
    (PaymentRun, states.RUN),
    (Payment, states.PAYMENT),
    (Award, states.AWARD),
)
