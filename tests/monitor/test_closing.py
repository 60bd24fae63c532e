"""An award ends: unspent money comes back, what was never paid is free again, and the buckets always add up."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.audit.invariants import broken_invariants
from grants.domain.errors import NotPermitted, RulesBroken, WrongState
from grants.models import Allocation, Application, Award, AwardVersion, Instalment, Message, Movement, Recovery, Source
from grants.monitor.commands.agree_recovery import agree_recovery
from grants.monitor.commands.close_award import close_award
from grants.monitor.commands.invoice_recovery import invoice_recovery
from grants.monitor.commands.receive_recovery import receive_recovery
from grants.monitor.commands.write_off_recovery import write_off_recovery
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact
from grants.report.figures import fund_figures
from grants.work import work_for
from tests.client import words
from tests.factories.monitoring import a_return, accepted, filled
from tests.factories.paying import PAY_ON, a_bank_account, an_award, buckets, instalments_of, payments_of

TODAY = date(2026, 11, 21)


def by(world, person):
    return work_for(world.house, world.actor(person))


def paid(world, award, *, how_many: int = 1) -> None:
    """Pay the first instalments of an award, and hear from finance that they went."""
    a_bank_account(world)
    with by(world, world.finance1) as work:
        run = prepare_run(work, instalments_of(world, award)[:how_many], pay_on=PAY_ON)
    with by(world, world.finance2) as work:
        release_run(work, run.reference, run.version)
    facts = [StatusFact(p.reference, True, TODAY, f"F{p.id}", "", p.pence) for p in payments_of(world, run)]
    with by(world, world.finance1) as work:
        import_status(work, sha256="a" * 64, facts=facts)


def stored(world, model, id_):
    return world.one(select(model).where(model.id == id_))


@pytest.fixture
def ended(world):
    """An award of £10,000 in two halves: one paid, and £3,210.99 of it spent."""
    award = an_award(
        world,
        amount=1_000_000,
        lines=(600_000, 400_000),
        instalments=((TODAY, 500_000, ["signed", "bank"]), (date(2027, 5, 1), 500_000, ["signed", "bank", "return:1"])),
    )
    paid(world, award)
    owed = a_return(world, award, is_final=True)
    filled(world, owed, 250_000, 71_099)
    accepted(world, award, owed)
    return award


@pytest.mark.feature("89")
@pytest.mark.feature("90")
def test_unspent_money_is_agreed_invoiced_received_and_the_award_is_closed(world, ended):
    assert buckets(world) == {"available": 9_000_000, "committed": 500_000, "paid": 500_000}
    with by(world, world.manager) as work:
        recovery = agree_recovery(work, ended.reference, reason="By the end return")
    assert recovery.pence == 500_000 - 321_099
    with pytest.raises(WrongState, match="agreed before"), by(world, world.manager) as work:
        agree_recovery(work, ended.reference, reason="Again")
    with pytest.raises(RulesBroken, match="Unspent money has come back"), by(world, world.manager) as work:
        close_award(work, ended.reference, stored(world, Award, ended.id).version)
    with by(world, world.finance1) as work:
        invoice_recovery(work, recovery.id, 1, invoice_number="INV 7")
    with by(world, world.finance2) as work:
        receive_recovery(work, recovery.id, 2, received_on=TODAY, finance_reference="RC 9")
    assert buckets(world) == {"available": 9_178_901, "committed": 500_000, "paid": 321_099}
    with by(world, world.manager) as work:
        close_award(work, ended.reference, stored(world, Award, ended.id).version)
    assert buckets(world) == {"available": 9_678_901, "paid": 321_099}
    award = stored(world, Award, ended.id)
    assert award.status == "closed"
    last = world.read(select(AwardVersion).where(AwardVersion.award_id == ended.id).order_by(AwardVersion.number))[-1]
    assert (last.number, last.amount, last.reason) == (2, 321_099, "closed")
    ends = [i.ended_at is not None for i in world.read(select(Instalment).order_by(Instalment.number))]
    assert ends == [False, True]
    with pytest.raises(WrongState), by(world, world.manager) as work:
        close_award(work, ended.reference, award.version)


@pytest.mark.feature("89")
def test_who_agreed_the_sum_does_not_record_its_receipt(world, ended):
    world.a_role(world.manager, "finance")
    with by(world, world.manager) as work:
        recovery = agree_recovery(work, ended.reference, reason="By the end return")
    with by(world, world.finance1) as work:
        invoice_recovery(work, recovery.id, 1, invoice_number="INV 7")
    with pytest.raises(NotPermitted, match="somebody else"), by(world, world.manager) as work:
        receive_recovery(work, recovery.id, 2, received_on=TODAY, finance_reference="RC 9")
    assert stored(world, Recovery, recovery.id).status == "invoiced"
    assert buckets(world)["paid"] == 500_000


@pytest.mark.feature("89")
def test_money_of_a_source_that_wants_it_back_is_returned(world):
    source = Source(
        authority_id=world.authority.id, key="dwp", title="DWP", kind="external", funder="DWP",
        recovered_may_be_reused=False, terms={},
    )  # fmt: skip
    world.write(source)
    outside = Allocation(
        source_id=source.id, fund_id=world.fund.id, financial_year="2026/27", cost_code="CC300",
        amount=1_000_000, available=1_000_000, assumed=False,
    )  # fmt: skip
    world.write(outside)
    award = an_award(world, amount=600_000, lines=(400_000, 200_000), allocations=(outside, world.allocation))
    paid(world, award)
    owed = a_return(world, award, is_final=True)
    filled(world, owed, 399_999, 100_000)
    accepted(world, award, owed)
    with by(world, world.manager) as work:
        recovery = agree_recovery(work, award.reference, reason="By the end return")
    with by(world, world.finance1) as work:
        invoice_recovery(work, recovery.id, 1, invoice_number="INV 7")
    with by(world, world.finance2) as work:
        receive_recovery(work, recovery.id, 2, received_on=TODAY, finance_reference="RC 9")
    assert buckets(world, outside) == {"available": 600_000, "paid": 399_999, "returned": 1}
    assert buckets(world) == {"available": 9_900_000, "paid": 100_000}
    keys = [m.operation_key for m in world.read(select(Movement).where(Movement.from_bucket == "paid"))]
    assert keys == [f"recovery:{recovery.id}"] * 2


@pytest.mark.feature("89")
@pytest.mark.parametrize("invoiced", [False, True], ids=["agreed", "invoiced"])
def test_what_is_written_off_stays_paid_and_no_longer_keeps_the_award_open(world, ended, invoiced):
    with by(world, world.manager) as work:
        recovery = agree_recovery(work, ended.reference, reason="By the end return")
    if invoiced:
        with by(world, world.finance1) as work:
            invoice_recovery(work, recovery.id, 1, invoice_number="INV 7")
    before = buckets(world)
    for person in (world.manager, world.officer, world.finance1):
        with pytest.raises(NotPermitted), by(world, person) as work:
            write_off_recovery(work, recovery.id, None, reason="They have been wound up")
    with pytest.raises(RulesBroken, match="Enter a reason"), by(world, world.approver) as work:
        write_off_recovery(work, recovery.id, None, reason=" ")
    with by(world, world.approver) as work:
        write_off_recovery(work, recovery.id, None, reason="They have been wound up")
    assert stored(world, Recovery, recovery.id).status == "written_off"
    assert buckets(world) == before
    assert len(world.read(select(Message).where(Message.template == "recovery_written_off"))) == 2
    with pytest.raises(WrongState), by(world, world.finance2) as work:
        receive_recovery(work, recovery.id, None, received_on=TODAY, finance_reference="RC 9")
    with by(world, world.manager) as work:
        close_award(work, ended.reference, None)
    last = world.read(select(AwardVersion).where(AwardVersion.award_id == ended.id).order_by(AwardVersion.number))[-1]
    assert last.amount == 500_000, "it was paid, and kept"
    assert buckets(world) == {"available": 9_500_000, "paid": 500_000}
    assert sum(line.sums.recovered for fund in figures(world) for line in fund.lines) == 0
    with world.house.database.reading() as session:
        assert broken_invariants(session) == []


def figures(world):
    with world.house.database.reading() as session:
        return fund_figures(session)


@pytest.mark.feature("89")
def test_who_agreed_the_sum_does_not_write_it_off(world, ended):
    world.a_role(world.manager, "head_of_service")
    with by(world, world.manager) as work:
        recovery = agree_recovery(work, ended.reference, reason="By the end return")
    with pytest.raises(NotPermitted, match="somebody else must write it off"), by(world, world.manager) as work:
        write_off_recovery(work, recovery.id, None, reason="They have been wound up")
    with world.house.database.writing() as session, pytest.raises(IntegrityError, match="writer_off_differs"):
        row = session.get_one(Recovery, recovery.id)
        row.status, row.written_off_by, row.written_off_why = "written_off", world.manager.id, "No"
        session.flush()


@pytest.mark.feature("90")
def test_an_award_with_a_return_still_due_is_not_closed(world):
    award = an_award(world)
    a_return(world, award, is_final=True)
    with pytest.raises(RulesBroken, match="Every return is in and accepted"), by(world, world.manager) as work:
        close_award(work, award.reference, 1)
    assert stored(world, Award, award.id).status == "accepted"
    assert buckets(world)["committed"] == 1_000_000


@pytest.mark.feature("90")
def test_an_award_that_is_spent_to_the_penny_is_closed_through_its_page(world, visitor):
    award = an_award(world, amount=500_000)
    paid(world, award)
    owed = a_return(world, award, is_final=True)
    filled(world, owed, 500_000)
    accepted(world, award, owed)
    reference = case_of(world, award)
    manager = visitor.as_(world.manager)
    page = words(manager.get(f"/casework/{reference}/close"))
    assert "Not yet" not in page
    manager.submit(f"/casework/{reference}/close")
    assert "This award is closed" in words(manager.get(f"/casework/{reference}/close"))
    assert buckets(world)["paid"] == 500_000


def case_of(world, award) -> str:
    return world.one(select(Application).where(Application.id == award.application_id)).reference


@pytest.mark.feature("89")
def test_a_sum_is_written_off_on_the_page(world, visitor, ended):
    page = f"/casework/{case_of(world, ended)}/close"
    visitor.as_(world.manager).submit(page, reason="By the end return")
    approver = visitor.as_(world.approver)
    approver.submit(page, expect=422, reason=" ")
    approver.submit(page, reason="They have been wound up")
    shown = words(approver.get(page))
    assert "Written off" in shown and "They have been wound up" in shown
    visitor.as_(world.officer).submit(page)
    assert stored(world, Award, ended.id).status == "closed"


@pytest.mark.feature("89")
def test_unspent_money_goes_through_the_pages(world, visitor, ended):
    reference = case_of(world, ended)
    page = f"/casework/{reference}/close"
    visitor.as_(world.manager).submit(page, expect=422, reason=" ")
    visitor.as_(world.manager).submit(page, reason="By the end return")
    visitor.as_(world.finance1).submit(page, invoice_number="INV 7")
    wrong = visitor.as_(world.finance2).submit(page, expect=422, received_on="21/11/2030", finance_reference="RC 9")
    assert "must be today or in the past" in words(wrong)
    visitor.as_(world.finance2).submit(page, received_on="21/11/2026", finance_reference="RC 9")
    visitor.as_(world.officer).submit(page)
    assert stored(world, Award, ended.id).status == "closed"
