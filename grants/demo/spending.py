"""What the made-up council buys itself: vouchers, training, materials."""

from datetime import date, timedelta

from sqlalchemy import select

from grants.demo.casework import APPROVERS, MANAGER
from grants.demo.teller import Teller
from grants.domain.calendar import next_working_day, year_start
from grants.models import Allocation
from grants.setup.commands.record_direct_spend import Spending, record_direct_spend


def spend_directly(teller: Teller, fund_id: int, *, on: date, pounds: int) -> None:
    """The sum the documents name from what is available, and all that was held back, each in its own year."""
    with teller.reading() as session:
        allocations = session.scalars(
            select(Allocation).where(Allocation.fund_id == fund_id).order_by(Allocation.id)
        ).all()
        planned = allocations[0].fund.terms["direct"] if allocations else []
    bought = [each["title"]["en"] for each in planned] or ["Materials"]
    for each in allocations:
        day = next_working_day(year_start(each.financial_year) + timedelta(days=200))
        if each.held_back and day < teller.today:
            _spend(teller, each.id, "held_back", each.held_back, on=day, what=bought[0])
    if pounds:
        _spend(teller, allocations[0].id, "available", pounds * 100, on=on, what=bought[0])


def _spend(teller: Teller, allocation_id: int, bucket: str, pence: int, *, on: date, what: str) -> None:
    with teller.on(on, hour=16):
        spending = Spending(
            allocation_id=allocation_id,
            from_bucket=bucket,
            pence=pence,
            payee="Severn Supplies Ltd",
            description=what,
            spent_on=on,
            finance_reference=f"DS{allocation_id:03d}{on:%y%m}",
            approved_by=teller.actor(APPROVERS["head_of_service"]).person_id,
        )
        teller.does(MANAGER, record_direct_spend, spending)
