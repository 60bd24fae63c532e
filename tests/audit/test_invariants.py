"""What must always be true: whole after real work, and each invariant found when it alone is broken."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from grants import clock
from grants.audit.invariants import broken_invariants
from grants.models import Assessment, Interest, Payment, Submission
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.web.outside import files
from grants.work import work_for
from tests.factories.paying import PAY_ON, a_bank_account, an_award, instalments_of
from tests.factories.record import an_offered_award, tamper


@pytest.fixture
def history(world, app):
    """An award on offer with its letter, and one that was paid."""
    with app.app_context():
        an_offered_award(world, files())
    a_bank_account(world)
    award = an_award(world)
    with work_for(world.house, world.actor(world.finance1)) as work:
        run = prepare_run(work, instalments_of(world, award), pay_on=PAY_ON)
    with work_for(world.house, world.actor(world.finance2)) as work:
        release_run(work, run.reference, run.version)
    _scored(world)
    return award


def _scored(world) -> None:
    application = world.an_application("recommending", score=6_000, rank_score=6_000)
    submission = world.one(select(Submission).where(Submission.application_id == application.id))
    for assessor, total in ((world.assessor1, 5_000), (world.assessor2, 7_000)):
        world.write(
            Assessment(
                application_id=application.id,
                person_id=assessor.id,
                submission_id=submission.id,
                status="submitted",
                total=total,
                started_at=clock.now(),
                submitted_at=clock.now(),
            )
        )


def broken(world) -> list[tuple[int, str]]:
    with world.house.database.reading() as session:
        return [(each.number, each.place) for each in broken_invariants(session)]


@pytest.mark.feature("4")
@pytest.mark.feature("72")
@pytest.mark.feature("73")
def test_nothing_is_broken_after_real_work(world, history):
    assert broken(world) == []


LATE = "'2027-06-01T00:00:00.000000Z'"
BREAKS = {
    "a line loses a penny": ("UPDATE award_line SET pence = pence - 1 WHERE id = 1", (1, "allocation 1")),
    "more than was asked": ("UPDATE application SET requested = 1 WHERE id = 1", (2, "award 1")),
    "less than the least": ("UPDATE round SET min_award = 1000001", (2, "award 1")),
    "more than the most": ("UPDATE round SET max_award = 999999", (2, "award 1")),
    "an instalment grows": ("UPDATE instalment SET pence = pence + 1 WHERE id = 1", (3, "award 1")),
    "another sum is paid": ("UPDATE payment SET pence = pence - 1", (4, "payment 1")),
    "more is paid than awarded": ("UPDATE award_version SET amount = 1 WHERE award_id = 2", (4, "award 2")),
    "a payment the ledger does not know": (
        "UPDATE movement SET award_id = NULL WHERE to_bucket = 'paid'",
        (4, "award 2"),
    ),
    "a bucket drifts": (
        "UPDATE allocation SET held_back = held_back + 1, available = available - 1",
        (5, "allocation 1"),
    ),
    "the account is checked afterwards": (f"UPDATE bank_account SET verified_at = {LATE}", (8, "payment 1")),
    "the account is another's": (
        "UPDATE bank_account SET organisation_id = (SELECT max(id) FROM organisation)",
        (8, "payment 1"),
    ),
    "the letter is signed afterwards": (f"UPDATE award SET accepted_at = {LATE} WHERE id = 2", (9, "payment 1")),
    "a return is not in": ("""UPDATE instalment SET gates = '["return:1"]'""", (9, "payment 1")),
    "a condition is not met": ("""UPDATE instalment SET gates = '["condition:1"]'""", (9, "payment 1")),
    "a score is not the average": (
        "UPDATE application SET score = 6001, rank_score = 6001 WHERE score = 6000",
        (13, "application 3"),
    ),
    "a list orders by something else": (
        "UPDATE application SET rank_score = 9999 WHERE score = 6000",
        (14, "application 3"),
    ),
    "a message nobody sends": ("DELETE FROM job WHERE kind = 'deliver_message'", (16, "message 1")),
    "a letter's file is another": ("UPDATE stored_file SET sha256 = 'feed'", (17, "letter 1")),
}


@pytest.mark.parametrize("case", BREAKS, ids=lambda name: name.replace(" ", "_"))
def test_each_broken_invariant_is_found_with_its_place(world, history, case):
    world.an_organisation("Somebody Else")
    statement, found = BREAKS[case]
    tamper(world, statement)
    assert found in broken(world)


def test_a_guard_that_was_taken_away_is_found(world, history):
    with world.house.database.engine.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON event"
        connection.execute(text(f"DROP TRIGGER guard_event_update{on}"))
    assert broken(world) == [(6, "table event")]


def test_a_payment_by_somebody_with_an_interest_is_found(world, history):
    world.write(an_interest(world, world.finance1))
    assert broken(world) == [(7, "payment 1")]


def test_a_score_by_somebody_with_an_interest_is_found(world, history):
    world.write(an_interest(world, world.assessor1))
    assert broken(world) == [(13, "assessment 1")]


def test_an_interest_that_came_up_after_the_payment_breaks_nothing(world, history):
    world.write(an_interest(world, world.finance1, declared_at=clock.now() + timedelta(days=1)))
    assert broken(world) == []


def an_interest(world, person, **facts) -> Interest:
    return Interest(
        person_id=person.id,
        round_id=world.round.id,
        organisation_id=world.organisation.id,
        kind="interest",
        **{"declared_at": clock.now() - timedelta(days=1), **facts},
    )


def test_a_second_approver_who_pays_is_found(world, history):
    tamper(
        world,
        "UPDATE approval SET application_id = (SELECT application_id FROM award WHERE id = 2), approved_by = :person",
        person=world.finance2.id,
    )
    assert (7, "payment 1") in broken(world)


def test_a_second_live_application_is_found(world, history):
    tamper(world, "DROP INDEX uq_application_one_live", "UPDATE application SET one_live = TRUE, status = 'checking'")
    assert (12, "application 3") in broken(world)


def test_a_second_live_payment_is_found(world, history):
    payment = world.one(select(Payment))
    tamper(world, "DROP INDEX uq_payment_live")
    world.write(
        Payment(
            **{
                column.name: getattr(payment, column.name)
                for column in Payment.__table__.columns
                if column.name not in ("id", "reference")
            },
            reference="again",
        )
    )
    assert (4, f"instalment {payment.instalment_id}") in broken(world)


@pytest.mark.feature("100")
def test_with_the_keys_the_whole_record_is_verified_too(world, history):
    with world.house.database.reading() as session:
        found = broken_invariants(session, world.house.keys)
    assert {each.number for each in found} == {19}, "rows that factories wrote have no events"
