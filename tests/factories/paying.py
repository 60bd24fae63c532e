"""Awards, instalments and bank accounts as the rooms before payment leave them, with their money in the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.actor import system_actor
from grants.award.bank_details import BankDetails, details_digest, seal_details
from grants.crypto import new_key_name
from grants.domain.references import make_reference
from grants.models import (
    Allocation,
    Application,
    Award,
    AwardLine,
    AwardVersion,
    BankAccount,
    Condition,
    Instalment,
    InstalmentLine,
    Organisation,
    Payment,
    PaymentRun,
)
from grants.work import work_for
from tests.factories.world import World

ACCOUNT = BankDetails(account_name="Malvern Friends", sort_code="089999", account_number="66374958")
OTHER = BankDetails(account_name="Malvern Friends", sort_code="202959", account_number="63748472")
PAY_ON = date(2026, 11, 26)  # the pay day after the stopped clock's Saturday 21 November


def an_award(
    world: World,
    *,
    status: str = "accepted",
    amount: int = 1_000_000,
    instalments: Sequence[tuple[date, int, list[str]]] = (),
    lines: Sequence[int] = (),
    allocations: Sequence[Allocation] = (),
    **facts: Any,
) -> Award:
    """An award with its money committed, and one instalment of all of it, due now, unless others are given."""
    organisation: Organisation = facts.pop("organisation", world.organisation)
    application: Application = facts.pop("application", None) or world.an_application(
        "awarded", organisation=organisation, shown_status="awarded"
    )
    now = clock.now()
    accepted = {"accepted_at": now} if status in ("accepted", "active", "suspended", "closed") else {}
    world._last += 1
    award = Award(
        **{
            "reference": make_reference("AW", 2026, world._last),
            "authority_id": world.authority.id,
            "fund_id": application.fund_id,
            "application_id": application.id,
            "organisation_id": organisation.id,
            "status": status,
            "amount": amount,
            "starts_on": date(2026, 11, 1),
            "ends_on": date(2027, 10, 31),
            "accept_by": date(2026, 12, 18),
            "approved_by": world.approver.id,
            "decided_at": now,
            "offered_at": now,
            "status_at": now,
            "check_code": "ABCD2345",
            **accepted,
            **facts,
        }
    )
    world.write(award)
    world.write(
        AwardVersion(
            award_id=award.id,
            number=1,
            amount=amount,
            starts_on=award.starts_on,
            ends_on=award.ends_on,
            reason="offer",
            made_by=world.approver.id,
            made_at=now,
        )
    )
    _lines(world, award, lines or (amount,), allocations or (world.allocation,))
    for due_on, pence, gates in instalments or ((now.date(), amount, ["signed", "bank"]),):
        an_instalment(world, award, pence=pence, due_on=due_on, gates=gates)
    _commit(world, award)
    return award


def _lines(world: World, award: Award, sums: Sequence[int], allocations: Sequence[Allocation]) -> None:
    for place, pence in enumerate(sums):
        allocation = allocations[min(place, len(allocations) - 1)]
        world.write(
            AwardLine(
                award_id=award.id,
                award_version=1,
                position=place + 1,
                allocation_id=allocation.id,
                cost_code=f"CC10{place}",
                category="staff" if place == 0 else "premises",
                purpose="Hosts" if place == 0 else "Rooms",
                pence=pence,
                starts_on=award.starts_on,
                ends_on=award.ends_on,
            )
        )


def _commit(world: World, award: Award) -> None:
    with world.house.database.reading() as session:
        system = system_actor(session)
        lines = list(session.scalars(select(AwardLine).where(AwardLine.award_id == award.id)))
    with work_for(world.house, system) as work:
        stored = work.load(Award, award.id)
        event = work.record("award_made", stored, amount=award.amount)
        for line in lines:
            for before, after in (("available", "reserved"), ("reserved", "committed")):
                work.transfer(
                    line.allocation_id,
                    before,
                    after,
                    line.pence,
                    operation_key=f"{after}:{award.id}:{line.id}",
                    what_for="award",
                    event=event,
                    award_id=award.id,
                )


def an_instalment(
    world: World, award: Award, *, pence: int, due_on: date | None = None, gates: list[str] | None = None
) -> Instalment:
    """The next instalment of an award, shared over its lines in order."""
    number = len(world.read(select(Instalment).where(Instalment.award_id == award.id))) + 1
    instalment = Instalment(
        award_id=award.id,
        number=number,
        due_on=due_on or clock.now().date(),
        pence=pence,
        gates=gates if gates is not None else ["signed", "bank"],
    )
    world.write(instalment)
    lines = world.read(select(AwardLine).where(AwardLine.award_id == award.id).order_by(AwardLine.position))
    whole = sum(line.pence for line in lines)
    left = pence
    for line in lines:
        share = left if line is lines[-1] else pence * line.pence // whole
        left -= share
        if share:
            world.write(InstalmentLine(instalment_id=instalment.id, award_line_id=line.id, pence=share))
    return instalment


def a_bank_account(
    world: World,
    organisation: Organisation | None = None,
    *,
    status: str = "verified",
    number: int = 1,
    details: BankDetails = ACCOUNT,
    **facts: Any,
) -> BankAccount:
    """An account in any state; the organisation gets a supplier number and a telephone number."""
    organisation = organisation or world.organisation
    now = clock.now()
    key = new_key_name()
    verified = {
        "verified_by": world.finance2.id,
        "verified_at": now,
        "call_back_at": now,
        "call_back_number": "+441905000000",
        "call_back_person": "Lead",
        "name_check": "match",
    }
    account = BankAccount(
        **{
            "random_key": key,
            "organisation_id": organisation.id,
            "number": number,
            "status": status,
            "sealed": seal_details(world.house.keys, details, random_key=key, organisation_id=organisation.id),
            "digest": details_digest(world.house.keys, details),
            "last_two": details.account_number[-2:],
            "modulus": "possible",
            "proposed_by": world.lead.id,
            "proposed_at": now - timedelta(days=3),
            **(verified if status in ("verified", "replaced") else {}),
            **facts,
        }
    )
    world.write(account)
    with world.house.database.writing() as session:
        stored = session.get(Organisation, organisation.id)
        stored.supplier_number = stored.supplier_number or f"S{organisation.id:05d}"
        stored.phone = stored.phone or "+441905000000"
        session.commit()
    return account


def a_condition(world: World, award: Award, *, text: str = "Send us your policy", met: bool = False) -> Condition:
    facts = {"met_at": clock.now(), "met_by": world.officer.id, "evidence": "Seen"} if met else {}
    condition = Condition(award_id=award.id, position=1, text=text, gates_payment=True, **facts)
    world.write(condition)
    return condition


def instalments_of(world: World, *awards: Award) -> list[int]:
    """The ids of the instalments of these awards."""
    ids = [award.id for award in awards]
    return [
        each.id for each in world.read(select(Instalment).where(Instalment.award_id.in_(ids)).order_by(Instalment.id))
    ]


def payments_of(world: World, run: PaymentRun) -> list[Payment]:
    return world.read(select(Payment).where(Payment.run_id == run.id).order_by(Payment.id))


def buckets(world: World, allocation: Allocation | None = None) -> dict[str, int]:
    """The buckets of an allocation that are not empty. They always add up."""
    wanted = (allocation or world.allocation).id
    row = world.one(select(Allocation).where(Allocation.id == wanted))
    found = {
        name: getattr(row, name)
        for name in ("available", "held_back", "reserved", "committed", "spent_direct", "paid", "returned")
    }
    assert sum(found.values()) == row.amount
    return {name: pence for name, pence in found.items() if pence}
