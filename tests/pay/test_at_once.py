"""A file read fifty times at once, and somebody who goes straight to the database: one payment, two people, as ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grants import clock
from grants.domain.errors import DomainError
from grants.models import Payment, PaymentRun
from grants.pay.commands.import_status import import_status
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import StatusFact
from grants.work import work_for
from tests.factories.paying import PAY_ON, a_bank_account, an_award, buckets, instalments_of, payments_of

THREADS = 50


def all_at_once(job) -> list[str]:
    """What became of each of fifty tries."""

    now = clock.now()

    def one(place: int) -> str:
        with clock.at(now):
            try:
                job(place)
            except DomainError as refused:
                return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.feature("77")
@pytest.mark.slow
def test_a_status_file_read_fifty_times_at_once_is_read_once(world):
    a_bank_account(world)
    award = an_award(world)
    with work_for(world.house, world.actor(world.finance1)) as work:
        run = prepare_run(work, instalments_of(world, award), pay_on=PAY_ON)
    with work_for(world.house, world.actor(world.finance2)) as work:
        release_run(work, run.reference, run.version)
    facts = [StatusFact(p.reference, False, clock.now().date(), "", "Closed", p.pence) for p in payments_of(world, run)]
    actor = world.actor(world.finance1)

    def read(place: int) -> None:
        with work_for(world.house, actor) as work:
            import_status(work, sha256="b" * 64, facts=facts)

    results = all_at_once(read)
    assert results.count("done") == 1
    assert set(results) == {"done", "RulesBroken"}
    assert buckets(world)["committed"] == award.amount


@pytest.fixture
def run(world) -> PaymentRun:
    a_bank_account(world)
    ids = instalments_of(world, an_award(world))
    with work_for(world.house, world.actor(world.finance1)) as work:
        return prepare_run(work, ids, pay_on=PAY_ON)


@pytest.mark.feature("73")
@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("the preparer releases the run", "UPDATE payment_run SET released_by = prepared_by, released_at = :now"),
        ("the preparer checks the run", "UPDATE payment_run SET checked_by = prepared_by, checked_at = :now"),
        ("the preparer releases the payment", "UPDATE payment SET released_by = prepared_by, released_at = :now"),
        ("the approver releases it", "UPDATE payment SET released_by = award_approved_by, released_at = :now"),
        ("released by nobody", "UPDATE payment SET status = 'released'"),
        ("another sum", "UPDATE payment SET pence = pence + 1"),
        ("another account", "UPDATE payment SET bank_account_id = bank_account_id + 1"),
        ("another preparer", "UPDATE payment SET prepared_by = award_approved_by"),
        ("a payment is removed", "DELETE FROM payment"),
        ("an unchecked account is verified", "UPDATE bank_account SET status = 'verified', verified_by = NULL"),
        ("the proposer verifies", "UPDATE bank_account SET verified_by = proposed_by"),
        ("other details", "UPDATE bank_account SET sealed = 'other'"),
    ],
)
def test_the_database_itself_refuses(world, run, rule, statement):
    with world.house.database.writing() as session, pytest.raises(DBAPIError):
        session.execute(text(statement), {"now": "2026-11-21T10:00:00.000000Z"} if ":now" in statement else {})


@pytest.mark.feature("72")
def test_the_database_refuses_a_second_live_payment_and_one_by_the_approver(world, run):
    (payment,) = payments_of(world, run)
    copied = {c.name: getattr(payment, c.name) for c in Payment.__table__.columns if c.name != "id"}
    with world.house.database.writing() as session, pytest.raises(DBAPIError, match=r"(?i)unique|frozen"):
        session.add(Payment(**{**copied, "reference": "PY-2"}))
        session.flush()
    with world.house.database.writing() as session, pytest.raises(DBAPIError):
        session.add(
            Payment(**{**copied, "reference": "PY-3", "status": "bounced", "award_approved_by": world.finance1.id})
        )
        session.flush()


def test_frozen_once_released(world, run):
    with work_for(world.house, world.actor(world.finance2)) as work:
        release_run(work, run.reference, run.version)
    for statement in (
        "UPDATE payment_run SET total = total + 1",
        "UPDATE payment_run SET released_by = prepared_by",
        "DELETE FROM payment_run",
    ):
        with world.house.database.writing() as session, pytest.raises(DBAPIError):
            session.execute(text(statement))
