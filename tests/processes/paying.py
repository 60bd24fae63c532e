"""Payment runs that wait for their release, and what must be true of them afterwards."""

from collections import Counter
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from grants import clock
from grants.models import Award, Instalment, Job, Movement, Payment, PaymentRun, StoredFile
from grants.pay.commands.prepare_run import prepare_run
from grants.pay.commands.release_run import release_run
from grants.pay.rules import next_pay_day
from grants.work import work_for
from tests.factories.paying import a_bank_account, an_award, instalments_of, payments_of
from tests.factories.world import World
from tests.processes.site import Site

PENCE = 10_000


def an_award_to_pay(world: World, instalments: int) -> Award:
    """An award under way, whose instalments are all due now."""
    due = (clock.now().date(), PENCE, ["signed", "bank"])
    return an_award(world, status="active", amount=instalments * PENCE, instalments=[due] * instalments)


def prepared_runs(world: World, runs: int, payments: int) -> list[PaymentRun]:
    """Runs prepared by one person of finance, each of so many payments."""
    a_bank_account(world)
    found = []
    for _ in range(runs):
        ids = instalments_of(world, an_award_to_pay(world, payments))
        with work_for(world.house, world.actor(world.finance1)) as work:
            found.append(prepare_run(work, ids, pay_on=next_pay_day(clock.now()).pay_on))
    return found


def released_runs(world: World, runs: int, payments: int) -> list[PaymentRun]:
    """Runs released by another person, whose files are still to be made."""
    found = prepared_runs(world, runs, payments)
    for run in found:
        with work_for(world.house, world.actor(world.finance2)) as work:
            release_run(work, run.reference, run.version)
    return found


def releasing(run: PaymentRun, who: dict[str, str], *, key: str = "") -> dict[str, Any]:
    """The step of a plan that releases a run as it was prepared."""
    path = f"/payments/runs/{run.reference}/release"
    fields = {"key": key or f"release {run.reference}", "version": str(run.version)}
    return {"name": run.reference, "path": path, "who": who, "fields": fields}


def each_instalment_is_paid_once(world: World, run: PaymentRun) -> None:
    """Released as a whole: one payment an instalment, and its money moved once."""
    payments = payments_of(world, run)
    assert {each.status for each in payments} == {"released"}
    assert set(Counter(each.instalment_id for each in payments).values()) == {1}
    award_ids = {each.award_id for each in payments}
    moved = world.read(select(Movement).where(Movement.to_bucket == "paid", Movement.award_id.in_(award_ids)))
    owed = world.read(select(Instalment).where(Instalment.award_id.in_(award_ids)))
    assert sorted(each.pence for each in moved) == sorted(each.pence for each in owed)
    assert len(world.read(select(Payment).where(Payment.award_id.in_(award_ids)))) == len(owed)
    assert len(world.read(select(Job).where(Job.key == f"payment_file:{run.id}"))) == 1


def each_run_has_its_one_file(site: Site, world: World) -> None:
    """The bytes kept for finance are those of the hash the run holds."""
    for run in world.read(select(PaymentRun)):
        stored = world.one(select(StoredFile).where(StoredFile.id == run.file_id))
        kept = site.files.objects[stored.object_key]
        assert sha256(kept).hexdigest() == run.file_sha256 == stored.sha256
