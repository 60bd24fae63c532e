"""Record money the council spent itself from a fund, which is not an award."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from grants.domain.errors import NotFound, RulesBroken
from grants.models import Allocation, DirectSpend, Fund
from grants.scope import in_scope
from grants.work import Work


@dataclass(frozen=True)
class Spending:
    """What was bought: from which bucket of which allocation, for whom, when, under which finance reference."""

    allocation_id: int
    from_bucket: str
    pence: int
    payee: str
    description: str
    spent_on: date
    finance_reference: str
    approved_by: int


def record_direct_spend(work: Work, spending: Spending) -> DirectSpend:
    """A manager records what another person approved. Moves the sum to `spent_direct`; records `direct_spend`."""
    allocation = work.session.scalars(
        select(Allocation).join(Fund).where(Allocation.id == spending.allocation_id, in_scope(work.actor, Fund))
    ).one_or_none()
    if allocation is None or not work.actor.holds("manager", fund_id=allocation.fund_id):
        raise NotFound("budget")
    _refuse_outside_window(allocation, spending)
    row = work.add(
        DirectSpend(
            allocation_id=allocation.id,
            payee=spending.payee,
            description=spending.description,
            pence=spending.pence,
            spent_on=spending.spent_on,
            finance_reference=spending.finance_reference,
            recorded_by=work.actor.person_id,
            approved_by=spending.approved_by,
            recorded_at=work.now,
        )
    )
    event = work.record("direct_spend", allocation, role="manager", pence=spending.pence, spend=row.id)
    work.transfer(
        allocation.id,
        spending.from_bucket,
        "spent_direct",
        spending.pence,
        operation_key=f"direct_spend:{row.id}",
        what_for="Spent by the council itself",
        event=event,
    )
    return row


def _refuse_outside_window(allocation: Allocation, spending: Spending) -> None:
    source = allocation.source
    early = source.spend_from and spending.spent_on < source.spend_from
    late = source.spend_until and spending.spent_on > source.spend_until
    if early or late:
        raise RulesBroken([("spent_on", f"{source.title} can’t be spent on this date: it is outside its own window")])
