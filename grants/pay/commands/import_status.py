"""What the finance system says became of the payments is read back, all of it or nothing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from grants.domain.calendar import long_date, long_moment, to_london
from grants.domain.errors import RulesBroken
from grants.domain.money import pounds
from grants.models import Payment, PaymentRun, StatusImport
from grants.pay.policy import can_prepare
from grants.pay.rules import StatusFact
from grants.pay.steps import OVER, lock_awards, move_money, set_free, tell
from grants.work import Work


@dataclass(frozen=True)
class Imported:
    """What a status file changed; the payments that were sent back by their references."""

    paid: int
    bounced: tuple[str, ...]
    known: int


def import_status(work: Work, *, sha256: str, facts: Sequence[StatusFact]) -> Imported:
    """Mark payments paid or bounced. A bounced one is due again and its money is committed again, while its award runs.

    The same bytes twice change nothing. Every fault is told at once, and then nothing is changed.
    """
    work.freshen()
    work.may(can_prepare(work.actor))
    payments = _locked(work, facts)
    _refuse_repeat(work, sha256)  # after the lock, so that two people sending it at once are one
    problems = [problem for fact in facts for problem in _faults(fact, payments.get(fact.reference))]
    if problems:
        raise RulesBroken([("file", problem) for problem in problems])
    new = [fact for fact in facts if not _is_known(fact, payments[fact.reference])]
    for fact in new:
        _apply(work, fact, payments[fact.reference])
    work.add(
        StatusImport(sha256=sha256, lines_count=len(facts), imported_by=work.actor.person_id, imported_at=work.now)
    )
    _settle_runs(work, {payment.run_id for payment in payments.values()})
    bounced = tuple(fact.reference for fact in new if not fact.paid)
    return Imported(paid=len(new) - len(bounced), bounced=bounced, known=len(facts) - len(new))


def _refuse_repeat(work: Work, sha256: str) -> None:
    earlier = work.session.scalars(select(StatusImport).where(StatusImport.sha256 == sha256)).one_or_none()
    if earlier is not None:
        when = long_moment(earlier.imported_at)
        raise RulesBroken([("file", f"This file was read on {when}. Nothing has changed")])


def _locked(work: Work, facts: Sequence[StatusFact]) -> dict[str, Payment]:
    """Runs first, then awards, then payments: the order of every payment command."""
    wanted = [fact.reference for fact in facts]
    known = work.session.execute(select(Payment.run_id, Payment.award_id).where(Payment.reference.in_(wanted))).all()
    for run_id in sorted({row.run_id for row in known}):
        work.load(PaymentRun, run_id)
    lock_awards(work, {row.award_id for row in known})
    rows = work.session.scalars(
        select(Payment)
        .where(Payment.reference.in_(wanted))
        .order_by(Payment.id)
        .with_for_update(of=Payment)
        .execution_options(populate_existing=True)
    )
    return {payment.reference: payment for payment in rows}


def _faults(fact: StatusFact, payment: Payment | None) -> list[str]:
    if payment is None:
        return [f"{fact.reference} is not a payment of ours"]
    found: list[str] = []
    if payment.pence != fact.pence:
        found.append(f"{fact.reference} is {pounds(payment.pence)} here and {pounds(fact.pence)} in the file")
    if payment.status in ("prepared", "cancelled"):
        found.append(f"{fact.reference} was never released")
    elif payment.status == "bounced" and fact.paid:
        found.append(f"{fact.reference} bounced before and can’t be paid now: it was paid again under a new reference")
    elif payment.status == "paid" and fact.paid and payment.finance_reference != fact.finance_reference:
        found.append(f"{fact.reference} was paid as {payment.finance_reference}, and is {fact.finance_reference} here")
    if payment.released_at is not None and fact.on < to_london(payment.released_at).date():
        found.append(f"{fact.reference} is dated {long_date(fact.on)}, before it was released")
    return found


def _is_known(fact: StatusFact, payment: Payment) -> bool:
    return payment.status == ("paid" if fact.paid else "bounced")


def _apply(work: Work, fact: StatusFact, payment: Payment) -> None:
    payment.settled_on = fact.on
    payment.finance_reference = fact.finance_reference or None
    if fact.paid:
        work.move(payment, "confirm_payment", amount=payment.pence)
        return
    payment.failure = fact.reason
    event = work.move(payment, "bounce_payment", amount=payment.pence)
    move_money(work, payment, event, paid=False)
    over = payment.award.status in OVER
    if over:
        set_free(work, payment, event)
    tell(
        work,
        "payment_bounced",
        organisation_id=payment.organisation_id,
        key=f"payment-bounced:{payment.id}",
        award_id=payment.award_id,
        organisation=payment.award.organisation.name,
        award=payment.award.reference,
        amount=pounds(payment.pence),
        reason=fact.reason,
        over=over,
    )


def _settle_runs(work: Work, run_ids: set[int]) -> None:
    """A run is settled when what became of each of its payments is known."""
    work.session.flush()
    open_ones: dict[int, int] = defaultdict(int)
    rows = work.session.execute(
        select(Payment.run_id, func.count())
        .where(Payment.run_id.in_(run_ids), Payment.status.in_(("prepared", "released")))
        .group_by(Payment.run_id)
    )
    open_ones.update((run_id, count) for run_id, count in rows)
    for run_id in sorted(run_ids):
        run = work.load(PaymentRun, run_id)
        if run.status == "released" and not open_ones[run_id]:
            work.move(run, "settle_run")
