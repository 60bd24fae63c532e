"""The last pound is given once, however many people give it at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text

from grants.domain.errors import DomainError
from grants.models import Allocation, Approval, Decision, Movement
from tests.factories.decide import approve, money, recommend

EIGHT = 8
pytestmark = pytest.mark.real_time


def at_once(*tasks: Callable[[], None]) -> list[bool]:
    """Do the tasks at the same moment, each in a thread of its own; which of them were let through."""
    together = Barrier(len(tasks))

    def attempt(task: Callable[[], None]) -> bool:
        together.wait()
        try:
            task()
        except DomainError:
            return False
        return True

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(attempt, tasks))


def applications(world, count, **facts):
    return [
        world.an_application("recommending", organisation=world.an_organisation(f"Group {number}"), **facts)
        for number in range(count)
    ]


def folded(world) -> dict[str, int]:
    """The buckets as the movements alone would have them."""
    buckets = dict.fromkeys(("available", "reserved", "committed"), 0)
    buckets["available"] = 10_000_000
    for movement in world.read(select(Movement)):
        buckets[movement.from_bucket] -= movement.pence
        buckets[movement.to_bucket] += movement.pence
    return buckets


def assert_ledger_holds(world):
    row: Allocation = money(world)
    assert folded(world) == {"available": row.available, "reserved": row.reserved, "committed": row.committed}


@pytest.mark.feature("2")
def test_eight_recommendations_at_once_reserve_exactly_what_there_is(world, house):
    these = applications(world, EIGHT, requested=3_000_000)
    done = at_once(*(lambda each=each: recommend(world, house, each, 3_000_000) for each in these))
    assert done.count(True) == 3
    assert (money(world).reserved, money(world).available) == (9_000_000, 1_000_000)
    assert_ledger_holds(world)


@pytest.mark.feature("58")
def test_eight_approvals_at_once_commit_each_sum_once(world, house):
    these = applications(world, EIGHT)
    for each in these:
        recommend(world, house, each, 1_000_000)
    assert all(at_once(*(lambda each=each: approve(world, house, each, world.approver) for each in these)))
    assert (money(world).committed, money(world).reserved) == (8_000_000, 0)
    assert world.one(select(func.count()).select_from(Decision)) == EIGHT
    assert_ledger_holds(world)


@pytest.mark.feature("58")
def test_the_same_step_approved_by_eight_at_once_is_one_approval(world, house):
    (application,) = applications(world, 1)
    recommend(world, house, application, 1_000_000)
    heads = [world.a_staff_member(f"Head {number}", "head_of_service") for number in range(EIGHT)]
    done = at_once(*(lambda each=each: approve(world, house, application, each) for each in heads))
    assert done.count(True) == 1
    assert world.one(select(func.count()).select_from(Approval)) == 1
    assert money(world).committed == 1_000_000


def test_money_that_left_the_reserve_by_other_means_stops_the_approval(world, house):
    (application,) = applications(world, 1)
    recommend(world, house, application, 1_000_000)
    with house.database.writing() as session:
        session.execute(text("UPDATE allocation SET reserved = reserved - 1, available = available + 1"))
        session.commit()
    with pytest.raises(DomainError, match="not enough money"):
        approve(world, house, application, world.approver)
    assert money(world).committed == 0
    assert world.read(select(Decision)) == []
