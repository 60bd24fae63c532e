"""A run is prepared by one person and released by another, and every gate is asked twice."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from grants import clock
from grants.domain.errors import NotFound, NotPermitted, RulesBroken, Stale, WrongState
from grants.models import (
    Allocation,
    Award,
    BankAccount,
    Event,
    Fund,
    Interest,
    Job,
    Message,
    Movement,
    Payment,
    PaymentRun,
    RuleValue,
    Source,
)
from grants.pay.commands.cancel_run import cancel_run
from grants.pay.commands.check_run import check_run
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.scope import scoped
from grants.work import work_for
from tests.factories.paying import (
    OTHER,
    PAY_ON,
    a_bank_account,
    a_condition,
    an_award,
    buckets,
    instalments_of,
    payments_of,
)


def prepared(world, *awards, by=None) -> PaymentRun:
    with work_for(world.house, world.actor(by or world.finance1)) as work:
        return prepare_run(work, instalments_of(world, *awards), pay_on=PAY_ON)


def released(world, run, *, by=None) -> PaymentRun:
    with work_for(world.house, world.actor(by or world.finance2)) as work:
        return release_run(work, run.reference, run.version)


def status_of(world, model, id_):
    return world.one(select(model).where(model.id == id_)).status


@pytest.mark.feature("73")
def test_one_person_prepares_and_another_releases_and_the_money_is_paid(world):
    a_bank_account(world)
    award = an_award(world, amount=1_234_567)
    run = prepared(world, award)
    assert (run.total, run.payments_count, run.status) == (1_234_567, 1, "prepared")
    assert buckets(world) == {"available": 10_000_000 - 1_234_567, "committed": 1_234_567}
    released(world, run)
    (payment,) = payments_of(world, run)
    assert (payment.status, payment.prepared_by, payment.released_by) == (
        "released",
        world.finance1.id,
        world.finance2.id,
    )
    assert buckets(world) == {"available": 10_000_000 - 1_234_567, "paid": 1_234_567}
    assert status_of(world, Award, award.id) == "active"
    (move,) = world.read(select(Movement).where(Movement.operation_key == f"payment:{payment.id}"))
    assert (move.from_bucket, move.to_bucket, move.pence) == ("committed", "paid", 1_234_567)
    assert {e.kind for e in world.read(select(Event))} >= {
        "run_prepared",
        "payment_prepared",
        "release_run",
        "release_payment",
        "start_award",
    }
    assert world.one(select(Job).where(Job.kind == "make_payment_file")).argument == {"run_id": run.id}
    assert len(world.read(select(Message).where(Message.template == "payment_released"))) == 2  # lead and signatory


@pytest.mark.feature("73")
def test_the_preparer_cannot_release_and_the_refusal_is_recorded(world):
    a_bank_account(world)
    run = prepared(world, an_award(world))
    with pytest.raises(NotPermitted, match="You prepared this run"):
        released(world, run, by=world.finance1)
    assert status_of(world, PaymentRun, run.id) == "prepared"
    assert "committed" in buckets(world)
    assert len(world.read(select(Event).where(Event.kind == "release_run_refused"))) == 1


@pytest.mark.feature("73")
@pytest.mark.parametrize("step", ["prepare", "release"])
def test_who_approved_the_award_touches_none_of_its_payments(world, step):
    a_bank_account(world)
    world.a_role(world.approver, "finance")
    award = an_award(world)
    if step == "prepare":
        with pytest.raises(NotPermitted, match="approved one of these awards"):
            prepared(world, award, by=world.approver)
        assert world.read(select(Payment)) == []
        return
    run = prepared(world, award)
    with pytest.raises(NotPermitted, match="approved one of these awards"):
        released(world, run, by=world.approver)
    assert "paid" not in buckets(world)


@pytest.mark.feature("73")
def test_who_declared_an_interest_touches_none_of_its_payments(world):
    a_bank_account(world)
    award = an_award(world)
    run = prepared(world, award)
    world.write(
        Interest(
            person_id=world.finance2.id,
            round_id=world.round.id,
            organisation_id=world.organisation.id,
            kind="interest",
            declared_at=clock.now(),
        )
    )
    with pytest.raises(NotFound):
        released(world, run)
    assert "paid" not in buckets(world)


@pytest.mark.feature("71")
def test_an_account_changed_after_preparing_is_not_paid(world):
    account = a_bank_account(world)
    run = prepared(world, an_award(world))
    with world.house.database.writing() as session:
        session.get(BankAccount, account.id).status = "replaced"
        session.commit()
    a_bank_account(world, number=2, details=OTHER)
    with pytest.raises(RulesBroken, match="bank details have changed"):
        released(world, run)
    assert "paid" not in buckets(world)


@pytest.mark.feature("71")
def test_a_gate_that_closes_after_preparing_stops_the_release(world):
    a_bank_account(world)
    award = an_award(world)
    run = prepared(world, award)
    a_condition(world, award, text="Send us your policy")
    with pytest.raises(RulesBroken, match="Send us your policy"):
        released(world, run)
    assert "paid" not in buckets(world)


@pytest.mark.feature("72")
def test_an_instalment_in_a_run_is_not_prepared_again(world):
    a_bank_account(world)
    award = an_award(world)
    run = prepared(world, award)
    with pytest.raises(RulesBroken, match="already in a run"):
        prepared(world, award)
    released(world, run)
    with pytest.raises(RulesBroken, match="already in a run"):
        prepared(world, award)
    assert len(world.read(select(Payment))) == 1


def test_a_run_is_released_once_and_from_the_page_that_was_seen(world):
    a_bank_account(world)
    run = prepared(world, an_award(world))
    released(world, run)
    with pytest.raises(Stale):
        released(world, run)
    with pytest.raises(WrongState), work_for(world.house, world.actor(world.finance2)) as work:
        release_run(work, run.reference, run.version + 1)
    assert buckets(world)["paid"] == 1_000_000


def test_a_cancelled_run_lets_its_instalments_be_paid_again(world):
    a_bank_account(world)
    award = an_award(world)
    run = prepared(world, award)
    with work_for(world.house, world.actor(world.finance1)) as work:
        cancel_run(work, run.reference, run.version, reason="Wrong day")
    again = prepared(world, award)
    assert again.reference != run.reference
    released(world, again)
    assert buckets(world)["paid"] == 1_000_000


def test_a_run_is_not_released_after_its_cut_off(world):
    a_bank_account(world)
    run = prepared(world, an_award(world))
    with clock.at(datetime(2026, 11, 24, 12, 0, 1, tzinfo=UTC)), pytest.raises(RulesBroken, match="cut-off"):
        released(world, run)
    with clock.at(datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)):
        released(world, run)


@pytest.mark.feature("74")
def test_above_the_limit_a_third_person_checks_first_and_does_not_release(world):
    finance3 = world.a_staff_member("Finance3", "finance")
    world.write(
        RuleValue(
            name="payment_third_person_limit", value=999_999, starts_on=date(2026, 4, 1), source="Financial rules 12"
        )
    )
    a_bank_account(world)
    run = prepared(world, an_award(world, amount=1_000_000))
    with pytest.raises(RulesBroken, match="third person"):
        released(world, run)
    with pytest.raises(NotPermitted), work_for(world.house, world.actor(world.finance1)) as work:
        check_run(work, run.reference, run.version)
    with work_for(world.house, world.actor(finance3)) as work:
        run = check_run(work, run.reference, run.version)
    with pytest.raises(NotPermitted, match="You checked this run"):
        released(world, run, by=finance3)
    released(world, run)
    assert buckets(world)["paid"] == 1_000_000


@pytest.mark.feature("70")
def test_several_lines_each_pay_from_their_own_allocation(world):
    source = Source(
        authority_id=world.authority.id, key="extra", title="Extra", kind="additional", funder="Severnshire", terms={}
    )
    world.write(source)
    other = Allocation(
        source_id=source.id, fund_id=world.fund.id, financial_year="2026/27", cost_code="CC200",
        amount=5_000_00, available=5_000_00, assumed=False,
    )  # fmt: skip
    world.write(other)
    a_bank_account(world)
    award = an_award(world, amount=900_000, lines=(600_001, 299_999), allocations=(world.allocation, other))
    released(world, prepared(world, award))
    assert buckets(world)["paid"] == 600_001
    assert buckets(world, other) == {"available": 200_001, "paid": 299_999}


def another_fund(world) -> int:
    kept = {column.name: getattr(world.fund, column.name) for column in Fund.__table__.columns if column.name != "id"}
    fund = Fund(**kept | {"key": "other-fund", "prefix": "OT"})
    world.write(fund)
    return fund.id


@pytest.mark.feature("73")
def test_finance_of_one_fund_knows_no_run_nor_account_of_another(world):
    account, award = a_bank_account(world), an_award(world)
    run = prepared(world, award)
    here = world.a_staff_member("Here", "finance", fund_id=award.fund_id)
    elsewhere = world.a_staff_member("Elsewhere", "finance", fund_id=another_fund(world))
    for person, sees in ((here, True), (elsewhere, False), (world.finance1, True)):
        with world.house.database.reading() as session:
            for model, id_ in ((PaymentRun, run.id), (BankAccount, account.id)):
                found = session.scalar(scoped(world.actor(person), model).where(model.id == id_))
                assert (found is not None) is sees, (person.name, model)
