"""The figures are the ledger's, to the penny."""

import json

import pytest

from grants.models import Allocation, Lot, Source
from grants.work import work_for
from tests.factories.record import a_decided_case, an_offered_award

pytestmark = pytest.mark.feature("2")


@pytest.fixture
def figures(app):
    def ask(*words: str):
        result = app.test_cli_runner().invoke(args=["figures", "--json", *words])
        assert result.exit_code == 0, result.output
        (fund,) = json.loads(result.output)["funds"]
        return fund

    return ask


def move(world, allocation_id: int, *steps: tuple[str, str, int]) -> None:
    with work_for(world.house, world.actor(world.finance1)) as work:
        event = work.record("adjust", work.session.get_one(Allocation, allocation_id))
        for number, (source, target, pence) in enumerate(steps):
            work.transfer(
                allocation_id, source, target, pence, operation_key=f"t:{number}", what_for="test", event=event
            )


def test_the_parts_add_up_to_the_budget_and_recovered_stands_beside_them(world, figures):
    a_decided_case(world, pence=1_000_001)
    move(
        world,
        world.allocation.id,
        ("available", "held_back", 100),
        ("committed", "paid", 600_000),
        ("paid", "available", 50_003),
        ("paid", "returned", 20_000),
        ("paid", "committed", 1_000),
        ("available", "spent_direct", 7),
        ("available", "reserved", 11),
    )
    total = figures()["total"]
    assert total == {
        "budget": 10_000_000,
        "held_back": 100,
        "reserved": 11,
        "committed": 401_001,
        "spent_direct": 7,
        "paid": 528_997,
        "returned": 20_000,
        "remaining": 9_049_884,
        "recovered": 70_003,
    }
    assert sum(total[part] for part in total if part not in ("budget", "recovered")) == total["budget"]


def test_each_source_is_one_line_over_its_years_and_lots_and_says_when_it_is_assumed(world, figures):
    lot = Lot(fund_id=world.fund.id, key="north", position=1, title={"en": "North"}, kind="district")
    extra = Source(
        authority_id=world.authority.id, key="extra", title="Extra", kind="additional", funder="NHS", terms={}
    )
    world.write(lot, extra)
    for year, lot_id, assumed in (("2026/27", None, False), ("2027/28", None, True), ("2027/28", lot.id, False)):
        world.write(
            Allocation(
                source_id=extra.id,
                fund_id=world.fund.id,
                lot_id=lot_id,
                financial_year=year,
                cost_code="X",
                amount=100,
                available=100,
                assumed=assumed,
            )
        )
    fund = figures()
    assert [(each["source"], each["budget"], each["assumed"]) for each in fund["sources"]] == [
        ("base", 10_000_000, False),
        ("extra", 300, True),
    ]
    assert len(fund["allocations"]) == 4
    assert fund["assumed"] is True


def test_match_is_beside_the_ledger_and_never_in_it(world, figures):
    world.write(
        Source(
            authority_id=world.authority.id,
            key="test-fund:match",
            title="The club",
            kind="match",
            funder="The club",
            match_state="pledged",
            match_amount=73_141_100,
            terms={},
        )
    )
    fund = figures()
    assert fund["match"] == [
        {"source": "test-fund:match", "title": "The club", "state": "pledged", "pence": 73_141_100}
    ]
    assert fund["total"]["budget"] == 10_000_000


def test_applications_are_counted_by_state(world, figures):
    an_offered_award(world)
    a_decided_case(world)
    world.an_application("checking")
    world.an_application("draft")
    assert figures("--fund", "test-fund")["applications"] == {"awarded": 1, "checking": 1, "decided": 1, "draft": 1}


def test_for_people_it_prints_a_table(app, world):
    result = app.test_cli_runner().invoke(args=["figures"])
    assert "base" in result.output
    assert "100,000.00" in result.output


def test_a_fund_nobody_knows_is_said_plainly(app, world):
    result = app.test_cli_runner().invoke(args=["figures", "--fund", "nothing"])
    assert result.exit_code == 1
    assert "There is no fund with the key nothing" in result.output
