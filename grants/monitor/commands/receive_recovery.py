"""Money that came back is recorded, and the ledger follows."""

from datetime import date

from sqlalchemy import select

from grants.domain.errors import RulesBroken
from grants.models import Allocation, Award, Recovery, Source
from grants.monitor.figures import award_money
from grants.monitor.rules import shared_unspent
from grants.work import Work


def receive_recovery(
    work: Work, recovery_id: int, version: int | None, *, received_on: date, finance_reference: str
) -> Recovery:
    """Finance, and not who agreed the sum. The money leaves paid: to available where its source lets it be used
    again, to returned otherwise.
    """
    recovery = work.load(Recovery, recovery_id, version)
    award = work.load(Award, recovery.award_id)
    problems = []
    if received_on > work.today:
        problems.append(("received_on", "The day must be today or in the past"))
    if received_on < recovery.agreed_at.date():
        problems.append(("received_on", "The day must be on or after the day this was agreed"))
    if not finance_reference.strip():
        problems.append(("finance_reference", "Enter the reference of the receipt"))
    if problems:
        raise RulesBroken(problems)
    with work.session.no_autoflush:
        event = work.move(recovery, "receive_recovery", amount=recovery.pence)
        recovery.received_on, recovery.received_by = received_on, work.actor.person_id
        recovery.finance_reference = finance_reference.strip()
    shares = shared_unspent(award_money(work.session, award.id))
    for allocation_id, pence in sorted(shares.items()):
        work.transfer(
            allocation_id,
            "paid",
            _goes_to(work, allocation_id),
            pence,
            operation_key=f"recovery:{recovery.id}",
            what_for="unspent money received",
            event=event,
            award_id=award.id,
        )
    return recovery


def _goes_to(work: Work, allocation_id: int) -> str:
    again = work.session.scalar(
        select(Source.recovered_may_be_reused)
        .join(Allocation, Allocation.source_id == Source.id)
        .where(Allocation.id == allocation_id)
    )
    return "available" if again else "returned"
