"""Eight people press at the same moment, each from a process of their own, on a site of several processes."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from grants import clock
from grants.domain.money import plain
from grants.models import Answer, Application, Approval, Decision, Fund, PaymentRun, Person, Recommendation
from grants.pay.rules import next_pay_day
from grants.work import work_for
from tests.factories.decide import money, recommended
from tests.factories.paying import a_bank_account, buckets, instalments_of
from tests.factories.world import World
from tests.processes.conftest import an_open_round
from tests.processes.paying import an_award_to_pay, each_instalment_is_paid_once, releasing
from tests.processes.people import Someone, all_at_once
from tests.processes.site import Site
from tests.processes.submitting import is_whole, sending, title_of, typing
from tests.tools import SOAK

EIGHT = 8
ROUNDS, SAVES = (5, 200) if SOAK else (1, 10)  # each round commits money of the one allocation
pytestmark = [pytest.mark.real_time, pytest.mark.slow, pytest.mark.parametrize("turn", range(ROUNDS))]


@pytest.fixture
def site(busy: tuple[Site, World]) -> Site:
    return busy[0]


@pytest.fixture
def world(busy: tuple[Site, World]) -> World:
    return busy[1]


@pytest.fixture(autouse=True)
def whole_afterwards(busy: tuple[Site, World]):
    """Whatever was tried at once, everything that must hold does, and nobody was shown a page of our own fault."""
    yield
    site, _ = busy
    assert (site.broken(), site.failures()) == ([], [])


def staff(world: World, role: str) -> list[Person]:
    return [world.a_staff_member(f"{role} {number}", role) for number in range(EIGHT)]


def step(name: str, path: str, who: dict[str, str], **fields: Any) -> dict[str, Any]:
    return {"name": name, "path": path, "who": who, "fields": fields}


def done(everybody: list[Someone]) -> Counter[str]:
    """How often each thing was done; whoever was not let through was told so on a page of refusal."""
    answers = [line for each in everybody for line in each.all("answer")]
    refused = {line["status"] for line in answers if line["status"] != 303}
    assert refused <= {403, 409, 422}, answers
    return Counter(line["name"] for line in answers if line["status"] == 303)


def turned(steps: list[Any], by: int) -> list[Any]:
    """The same steps, begun at another one."""
    return steps[by:] + steps[:by]


@pytest.mark.feature("2")
def test_recommendations_reserve_exactly_what_there_is(site, world, turn):
    before = money(world)
    amount = before.available * 2 // 7  # three fit, four do not
    these = [world.an_application("recommending", requested=amount) for _ in range(EIGHT)]
    site.seeded()
    plans = []
    for manager, case in zip(staff(world, "manager"), these, strict=True):
        fields = {"key": "k", "version": case.version, "amount": plain(amount), "reason": "It meets the need best."}
        plans.append(
            site.plan(
                "post", steps=[step("done", f"/casework/{case.reference}/decision", site.browser(manager), **fields)]
            )
        )
    assert done(all_at_once(plans)) == {"done": 3}
    assert (money(world).reserved, money(world).available) == (
        before.reserved + 3 * amount,
        before.available - 3 * amount,
    )
    live = world.read(select(Recommendation).where(Recommendation.application_id.in_([each.id for each in these])))
    assert len(live) == 3
    give_back(world, 3 * amount)


def give_back(world: World, pence: int) -> None:
    """Take the reserve away, by a movement that is recorded like any other."""
    with work_for(world.house, world.actor(world.manager)) as work:
        event = work.record("reserve_moved", work.load(Fund, world.fund.id), amount=pence)
        key = f"moved:{len(world.read(select(Recommendation)))}"
        work.transfer(
            world.allocation.id, "reserved", "available", pence, operation_key=key, what_for="moved", event=event
        )


@pytest.mark.feature("58")
def test_approvals_commit_exactly_what_is_reserved_and_each_case_once(site, world, turn):
    bodies = [world.an_organisation(f"Group {turn} {number}") for number in range(EIGHT)]
    these = [recommended(world, world.house, 300_000, organisation=each) for each in bodies]
    give_back(world, 5 * 300_000)
    site.seeded()
    before = money(world)
    plans = []
    for place, head in enumerate(staff(world, "head_of_service")):
        who = site.browser(head)
        steps = [
            step(
                each.reference,
                f"/approvals/{each.reference}",
                who,
                key=f"{place} {each.reference}",
                version=each.version + 1,
                outcome="approve",
                confirmed="y",
            )
            for each in these
        ]
        plans.append(site.plan("post", steps=turned(steps, place)))
    approved = done(all_at_once(plans))
    assert (len(approved), set(approved.values())) == (3, {1})
    assert (money(world).committed, money(world).reserved) == (before.committed + 900_000, before.reserved - 900_000)
    mine = {each.id: each.reference for each in these}
    decided = world.read(select(Decision).where(Decision.application_id.in_(mine)))
    assert sorted(mine[each.application_id] for each in decided) == sorted(approved)
    assert len(world.read(select(Approval).where(Approval.application_id.in_(mine)))) == 3


@pytest.mark.feature("72")
def test_the_same_instalments_are_prepared_once_released_once_and_paid_once(site, world, turn):
    if not turn:
        a_bank_account(world)
    ids = instalments_of(world, an_award_to_pay(world, 4))
    site.seeded()
    paid = buckets(world).get("paid", 0)
    pay_on = next_pay_day(clock.now()).pay_on
    known = {each.id for each in world.read(select(PaymentRun))}
    plans = [
        site.plan(
            "post", steps=[step("run", "/payments", site.browser(each), key="k", instalments=ids, pay_on=f"{pay_on}")]
        )
        for each in staff(world, "finance")
    ]
    assert done(all_at_once(plans)) == {"run": 1}
    (run,) = [each for each in world.read(select(PaymentRun)) if each.id not in known]
    # Four people, each with two tabs of the same page: the same key twice.
    plans = [
        site.plan("post", steps=[{**releasing(run, site.browser(each)), "name": each.name}])
        for each in staff(world, "finance")[:4]
        for _ in range(2)
    ]
    assert set(done(all_at_once(plans)).values()) == {2}, "one of them released it, and both of their tabs say so"
    each_instalment_is_paid_once(world, run)
    assert buckets(world)["paid"] == paid + run.total


def test_a_submit_has_one_effect_from_eight_tabs_and_all_different_ones_have_theirs(site, world, turn):
    round_ = an_open_round(world, f"submits {turn}")
    keys, twins, *own = [world.an_application("draft", round=round_) for _ in range(2 + EIGHT)]
    who = site.browser(world.lead)
    plans = []
    for place, mine in enumerate(own):
        steps = [
            sending(world, keys, who, key=f"{place} {keys.reference}"),
            sending(world, twins, who),
            sending(world, mine, who),
        ]
        plans.append(site.plan("post", steps=turned(steps, place % 2)))
    sent = done(all_at_once(plans))
    assert sent == {keys.reference: 1, twins.reference: EIGHT, **{each.reference: 1 for each in own}}
    assert all(is_whole(world, each) for each in (keys, twins, *own))


@pytest.mark.feature("19")
def test_no_save_is_lost_when_one_answer_is_open_in_eight_tabs(site, world, turn):
    draft: Application = world.an_application("draft", round=an_open_round(world, f"saves {turn}"))
    colleague = world.a_member(world.organisation, "contributor")
    tabs = [site.browser(person) for person in (world.lead, colleague) for _ in range(EIGHT // 2)]
    everybody = all_at_once([typing(site, draft, who, f"Tab {n}", count=SAVES) for n, who in enumerate(tabs)])
    answers = Counter(line["status"] for each in everybody for line in each.all("answer"))
    assert set(answers) == {200, 409}
    saved = {line["version"]: line["name"] for each in everybody for line in each.all("saved")}
    assert len(saved) == answers[200], "no version was promised to two tabs"
    assert sorted(saved) == list(range(2, len(saved) + 2)), "none is missing"
    row: Answer = title_of(world, draft)
    assert (row.value, row.version) == (saved[max(saved)], max(saved))
