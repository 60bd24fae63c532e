"""Whoever gives bank details does not check them; a change is held; nothing unverified is ever paid."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from grants import clock
from grants.domain.calendar import london_moment
from grants.domain.errors import DomainError, NotPermitted, RulesBroken, Stale
from grants.models import BankAccount, Event, Interest, Message, Organisation, Payment
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.refuse_account import refuse_account
from grants.pay.commands.release_run import release_run
from grants.pay.commands.verify_account import AccountCheck, verify_account
from grants.pay.rules import account_check_faults, held_number_faults
from grants.work import work_for
from tests.factories.paying import OTHER, PAY_ON, a_bank_account, an_award, instalments_of

HELD = "+441905000000"


def a_check(**facts) -> AccountCheck:
    return AccountCheck(
        **{
            "call_back_number": HELD,
            "from_register": False,
            "call_back_person": "Jo Lead",
            "call_back_at": clock.now() - timedelta(hours=1),
            "name_check": "match",
            "statement_seen": True,
            "supplier_number": "",
            **facts,
        }
    )


def verify(world, account, *, by=None, version=1, **facts) -> BankAccount:
    with work_for(world.house, world.actor(by or world.finance1)) as work:
        return verify_account(work, account.id, version, a_check(**facts))


def stored(world, account) -> BankAccount:
    return world.one(select(BankAccount).where(BankAccount.id == account.id))


@pytest.mark.feature("75")
def test_a_first_account_is_verified_without_a_hold(world):
    account = a_bank_account(world, status="proposed")
    verify(world, account, name_check="close")
    row = stored(world, account)
    assert (row.status, row.verified_by, row.name_check, row.hold_until) == (
        "verified",
        world.finance1.id,
        "close",
        None,
    )
    (event,) = world.read(select(Event).where(Event.kind == "verify_account"))
    assert event.body["name_check"] == "close"
    assert "66374958" not in str(event.body)


@pytest.mark.feature("76")
def test_a_change_replaces_the_old_account_and_is_held_ten_working_days(world):
    old = a_bank_account(world)
    new = a_bank_account(world, number=2, status="proposed", details=OTHER)
    verify(world, new)
    assert stored(world, old).status == "replaced"
    assert stored(world, new).hold_until == london_moment(date(2026, 12, 4), time(0))
    told = world.read(select(Message).where(Message.template == "bank_account_verified"))
    assert len(told) == 2


def test_a_proposal_that_was_never_verified_makes_no_change(world):
    a_bank_account(world, status="replaced", verified_by=None, verified_at=None, call_back_at=None)
    new = a_bank_account(world, number=2, status="proposed", details=OTHER)
    verify(world, new)
    assert stored(world, new).hold_until is None


def change_phone(world, number: str) -> None:
    own = world.one(select(Organisation).where(Organisation.id == world.organisation.id))
    with work_for(world.house, world.actor(world.lead)) as work:
        row = work.load(Organisation, own.reference)
        before, row.phone = row.phone, number
        work.record("update_organisation", row, detail={"before": {"phone": before}}, changed=["phone"])


@pytest.mark.feature("76")
@pytest.mark.parametrize("days", [0, 1, 29])
def test_a_number_changed_shortly_before_the_bank_details_is_not_one_we_held(world, days):
    a_bank_account(world, call_back_number=None)
    with clock.at(clock.now() - timedelta(days=days)):
        change_phone(world, "+447700900999")
        change_phone(world, "+447700900998")
    account = a_bank_account(world, number=2, status="proposed", details=OTHER)
    for late in ("+447700900999", "+447700900998"):
        with pytest.raises(RulesBroken, match="already held"):
            verify(world, account, call_back_number=late)
    verify(world, account)
    assert stored(world, account).call_back_number == HELD


def test_a_number_changed_long_before_is_held(world):
    with clock.at(clock.now() - timedelta(days=40)):
        change_phone(world, "+447700900999")
    account = a_bank_account(world, status="proposed")
    with world.house.database.writing() as session:
        session.get_one(Organisation, world.organisation.id).phone = "+447700900999"
        session.commit()
    verify(world, account, call_back_number="+447700900999")


@pytest.mark.feature("76")
def test_the_proposer_never_verifies(world):
    account = a_bank_account(world, status="proposed", proposed_by=world.finance1.id)
    with pytest.raises(NotPermitted, match="somebody else"):
        verify(world, account)
    assert stored(world, account).status == "proposed"
    assert len(world.read(select(Event).where(Event.kind == "verify_account_refused"))) == 1


def test_who_has_an_interest_does_not_verify(world):
    account = a_bank_account(world, status="proposed")
    world.write(
        Interest(
            person_id=world.finance1.id, round_id=world.round.id, organisation_id=world.organisation.id,
            kind="interest", declared_at=clock.now(),
        )
    )  # fmt: skip
    with pytest.raises(NotPermitted, match="interest"):
        verify(world, account)


@pytest.mark.feature("76")
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"call_back_number": "+447700900123"}, "already held"),
        ({"name_check": "no_match"}, "another name"),
        ({"statement_seen": False}, "bank statement"),
        ({"name_check": "unable"}, "must be on file"),
        ({"call_back_at": timedelta(hours=1)}, "in the past"),
        ({"call_back_at": timedelta(days=-4)}, "after these details were given"),
    ],
)
def test_a_check_that_falls_short_changes_nothing(world, facts, words):
    account = a_bank_account(world, status="proposed")
    if isinstance(facts.get("call_back_at"), timedelta):
        facts = {"call_back_at": clock.now() + facts["call_back_at"]}
    with pytest.raises(RulesBroken, match=words):
        verify(world, account, **facts)
    assert stored(world, account).status == "proposed"


def test_a_supplier_number_is_needed_before_anything_is_paid(world):
    account = a_bank_account(world, status="proposed")
    with world.house.database.writing() as session:
        session.get(Organisation, world.organisation.id).supplier_number = None
        session.commit()
    with pytest.raises(RulesBroken, match="supplier number"):
        verify(world, account)
    verify(world, account, supplier_number="S77")
    assert world.one(select(Organisation)).supplier_number == "S77"


def test_a_page_that_grew_old_verifies_nothing(world):
    account = a_bank_account(world, status="proposed")
    with pytest.raises(Stale):
        verify(world, account, version=7)


@pytest.mark.feature("75")
def test_refused_details_are_told_with_the_reason(world):
    account = a_bank_account(world, status="proposed")
    with pytest.raises(RulesBroken), work_for(world.house, world.actor(world.finance1)) as work:
        refuse_account(work, account.id, 1, reason=" ")
    with work_for(world.house, world.actor(world.finance1)) as work:
        refuse_account(work, account.id, 1, reason="The name is another's")
    assert (stored(world, account).status, stored(world, account).refused_reason) == (
        "refused",
        "The name is another's",
    )
    assert len(world.read(select(Message).where(Message.template == "bank_account_refused"))) == 2


STEPS = st.lists(
    st.sampled_from(["propose", "verify", "refuse", "wait", "prepare", "release"]), min_size=4, max_size=12
)


@pytest.mark.feature("76")
@given(steps=STEPS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_in_whatever_order_no_payment_goes_to_an_unverified_or_held_account(world, steps):
    """Invariants 4, 7, 8 and 9, on one organisation that changes its account at every turn."""
    organisation = world.an_organisation("Turning wheel")
    world.a_member(organisation, "lead")
    award = an_award(world, organisation=organisation, amount=1_000)
    turns = Turns(world, organisation, award)
    for step in steps:
        with clock.at(turns.now), suppress(DomainError, ValueError):
            getattr(turns, step)()
        check_invariants(world, award, step, turns.now)


class Turns:
    """What people may try, one after the other."""

    def __init__(self, world, organisation, award) -> None:
        self.world, self.organisation, self.award = world, organisation, award
        self.run, self.now, self.number = None, clock.now(), 0

    def propose(self) -> None:
        if self._open():
            return  # a new proposal replaces an open one, so there is never more than one
        self.number += 1
        a_bank_account(self.world, self.organisation, number=self.number, status="proposed")

    def wait(self) -> None:
        self.now += timedelta(days=1)

    def proposed(self) -> BankAccount:
        (account,) = self._open()
        return account

    def _open(self) -> list[BankAccount]:
        mine = (BankAccount.organisation_id == self.organisation.id, BankAccount.status == "proposed")
        return self.world.read(select(BankAccount).where(*mine))

    def verify(self) -> None:
        verify(self.world, self.proposed())

    def refuse(self) -> None:
        with work_for(self.world.house, self.world.actor(self.world.finance1)) as work:
            refuse_account(work, self.proposed().id, 1, reason="No")

    def prepare(self) -> None:
        with work_for(self.world.house, self.world.actor(self.world.finance1)) as work:
            self.run = prepare_run(work, instalments_of(self.world, self.award), pay_on=PAY_ON)

    def release(self) -> None:
        if self.run is not None:
            with work_for(self.world.house, self.world.actor(self.world.finance2)) as work:
                release_run(work, self.run.reference, self.run.version)


def check_invariants(world, award, step, now) -> None:
    payments = world.read(select(Payment).where(Payment.award_id == award.id))
    sent = [each for each in payments if each.status in ("released", "paid")]
    assert len(sent) <= 1
    assert sum(each.pence for each in sent) <= award.amount
    for payment in sent:
        assert payment.released_by not in (payment.prepared_by, payment.award_approved_by)
        account = world.one(select(BankAccount).where(BankAccount.id == payment.bank_account_id))
        assert account.verified_by not in (None, account.proposed_by)
        assert account.organisation_id == award.organisation_id
        if step == "release" and payment.released_at == now:
            assert account.status == "verified"
            assert account.hold_until is None or account.hold_until <= now


def test_the_rules_of_a_check_stand_by_themselves():
    assert held_number_faults(number="1", held=["1"]) == []
    assert account_check_faults(name_check="unable", statement_seen=True, has_evidence=True) == []
