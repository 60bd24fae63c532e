"""Writes that several payment commands share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from grants.chain import PendingEvent
from grants.domain.errors import NotPermitted
from grants.models import (
    Award,
    AwardLine,
    Instalment,
    InstalmentLine,
    Payment,
    PaymentRun,
)
from grants.pay.gates import waits
from grants.pay.people import addresses, barred
from grants.work import Work

Problems = list[tuple[str, str]]
OVER = ("closed", "ended")  # an award that pays nothing more


def lock_awards(work: Work, award_ids: Iterable[int]) -> dict[int, Award]:
    """Every award, locked in order of id so that no two people wait for each other."""
    return {each: work.load(Award, each) for each in sorted(set(award_ids))}


def refuse_barred(work: Work, award_ids: Iterable[int]) -> None:
    """Approvers of an award, and people with an interest in its organisation, stay away from its money."""
    reason = barred(work.session, set(award_ids)).get(work.actor.person_id)
    if reason:
        raise NotPermitted(f"You {reason}, so somebody else must do this.")


def locked_payments(work: Work, run: PaymentRun) -> list[Payment]:
    """The payments of a run, their awards locked first."""
    ids = work.session.scalars(select(Payment.award_id).where(Payment.run_id == run.id)).all()
    lock_awards(work, ids)
    wanted = select(Payment).where(Payment.run_id == run.id).order_by(Payment.id).with_for_update(of=Payment)
    return list(work.session.scalars(wanted.execution_options(populate_existing=True)))


def gate_problems(work: Work, instalments: Sequence[Instalment], *, pay_on: date) -> Problems:
    """What stands in the way of paying these, naming each; asked again inside the transaction that pays."""
    waiting = waits(work.session, instalments, pay_on=pay_on, now=work.now)
    return [
        ("instalments", f"{each.award.reference}, instalment {each.number}, waits for {'; '.join(waiting[each.id])}")
        for each in instalments
        if waiting[each.id]
    ]


def line_shares(work: Work, payment: Payment) -> dict[int, int]:
    """How much of a payment each allocation bears."""
    shares: dict[int, int] = defaultdict(int)
    rows = work.session.execute(
        select(AwardLine.allocation_id, InstalmentLine.pence)
        .join(AwardLine, AwardLine.id == InstalmentLine.award_line_id)
        .where(InstalmentLine.instalment_id == payment.instalment_id)
    )
    for allocation_id, pence in rows:
        shares[allocation_id] += pence
    return dict(shares)


def move_money(work: Work, payment: Payment, event: PendingEvent, *, paid: bool) -> None:
    """committed to paid when a payment is released; back again when it bounces."""
    before, after, word = ("committed", "paid", "payment") if paid else ("paid", "committed", "bounce")
    for allocation_id, pence in sorted(line_shares(work, payment).items()):
        work.transfer(
            allocation_id,
            before,
            after,
            pence,
            operation_key=f"{word}:{payment.id}",
            what_for=f"{word} {payment.reference}",
            event=event,
            award_id=payment.award_id,
        )


def set_free(work: Work, payment: Payment, event: PendingEvent) -> None:
    """A payment of an award that is over came back: it is never paid again, and its money is available again."""
    for allocation_id, pence in sorted(line_shares(work, payment).items()):
        work.transfer(
            allocation_id,
            "committed",
            "available",
            pence,
            operation_key=f"bounce-after-end:{payment.id}",
            what_for=f"bounce {payment.reference} after the end",
            event=event,
            award_id=payment.award_id,
        )
    payment.instalment.ended_at = work.now


def tell(
    work: Work, template: str, *, organisation_id: int, key: str, award_id: int | None = None, **data: Any
) -> None:
    """The same mail to everyone who leads or signs for an organisation, once each."""
    for address in addresses(work.session, organisation_id):
        work.mail(template, to=address, data=data, key=f"{key}:{address}", award_id=award_id)
