"""A ranking too long for one page: pages by place, one line, and sums of the whole round."""

import re
from dataclasses import dataclass
from fractions import Fraction
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from grants.decide import placing
from grants.decide.placing import RankedList
from grants.decide.rules import rank_key
from grants.models import Application, Lot
from tests.client import words
from tests.factories.scoring import score


@dataclass(frozen=True)
class Row:
    id: int
    reference: str
    rank_score: int
    given: int | None
    counted: int


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(placing, "PAGE", 3)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 4)), max_size=30),
    st.integers(0, 150),
    st.integers(1, 40),
)
def test_what_can_be_seen_of_a_page_is_as_if_all_equals_had_been_put_in_order(facts, budget, at):
    rows = [Row(n, f"R{n}", score, None, amount) for n, (score, amount, _points) in enumerate(facts, start=1)]
    points = {n: {"need": Fraction(points)} for n, (_score, _amount, points) in enumerate(facts, start=1)}
    rough = sorted(rows, key=lambda row: (-row.rank_score, row.id))
    exact = sorted(rows, key=lambda row: rank_key(row.rank_score, points[row.id], ("need",), row.id))
    whole = RankedList("budget", "", budget, budget, exact, at)
    first = RankedList("budget", "", budget, budget, rough, at)
    with mock.patch.object(placing, "PAGE", 7):
        told = {row.id: points[row.id] for row in rough if row.rank_score in first.ties()}
        lazy = first.in_order(told, ("need",))
        assert (lazy.line, lazy.within, list(lazy.page())) == (whole.line, whole.within, list(whole.page()))


def test_equals_are_told_apart_by_the_criterion_the_round_names(world, visitor):
    first, second = (ranked(world, f"Group {n}", score=8_000) for n in (1, 2))
    score(world, first, world.assessor1, (1, 3, 3), total=8_000)
    score(world, second, world.assessor1, (3, 2, 2), total=8_000)
    page = words(visitor.as_(world.manager).get(url(world)))
    assert "then Need" in page
    assert page.index("Group 2") < page.index("Group 1")


@pytest.mark.feature("54")
def test_every_application_of_a_long_ranking_is_on_one_page(world, visitor, short_pages):
    for place in range(1, 9):
        ranked(world, f"Group {place}", score=9_000 - place)
    browser, seen, path = visitor.as_(world.manager), [], url(world)
    while path:
        page = browser.get(path)
        seen += re.findall(r"Group \d", words(page))
        path = link(page, "Next page")
    assert seen == [f"Group {place}" for place in range(1, 9)]
    back = link(page, "Previous page")
    assert "Places 4 to 6 of 8" in words(browser.get(back))


@pytest.mark.feature("54")
def test_the_line_of_a_long_ranking_is_one_link_away_and_counts_what_is_on_other_pages(world, visitor, short_pages):
    for place in range(1, 9):
        ranked(world, f"Group {place}", score=9_000 - place, requested=2_000_000)
    browser = visitor.as_(world.manager)
    first = browser.get(url(world))
    assert "£100,000 of £100,000" in words(first)
    assert "ends here" not in words(first)
    page = words(browser.get(link(first, "Go to the line")))
    assert page.index("Group 5") < page.index("ends here: £0 left") < page.index("Group 6")
    assert "120,000.00" in page
    assert "Go to the line" not in page


def test_a_what_if_stays_while_pages_are_turned(world, visitor, short_pages):
    for place in range(1, 9):
        ranked(world, f"Group {place}", score=9_000 - place, requested=1_000_000)
    browser = visitor.as_(world.manager)
    first = browser.get(url(world) + "?budget=70000")
    page = words(browser.get(link(first, "Go to the line")))
    assert page.index("Group 7") < page.index("ends here: £0 left") < page.index("Group 8")


def test_a_place_that_makes_no_sense_shows_the_first_page_and_one_too_far_the_last(world, visitor, short_pages):
    for place in range(1, 5):
        ranked(world, f"Group {place}", score=9_000 - place)
    browser = visitor.as_(world.manager)
    for place in ("0", "-3", "x", "", "9999999999999"):
        assert "Places 1 to 3 of 4" in words(browser.get(f"{url(world)}?place={place}"))
    assert "Places 4 to 4 of 4" in words(browser.get(f"{url(world)}?place=999"))


@pytest.mark.feature("60")
def test_what_is_ticked_on_a_later_page_is_recommended_and_a_refused_page_keeps_it(world, visitor, short_pages):
    made = [ranked(world, f"Group {place}", score=9_000 - place) for place in range(1, 6)]
    browser, last = visitor.as_(world.manager), made[-1].reference
    path = f"{url(world)}?place=4"
    data = {"chosen": last, f"version-{last}": "1", f"amount-{last}": "8,765"}
    page = browser.post(path, data, expect=422)
    row = next(row for row in page.get_data(as_text=True).split("<tr") if f'value="{last}"' in row)
    assert " checked" in row and 'value="8,765"' in row
    assert "Places 4 to 5 of 5" in words(page)
    browser.submit(path, expect=200, **data, reason="By rank.")
    found = world.one(select(Application).where(Application.reference == last))
    assert found.status == "approving"


def test_turning_the_pages_of_one_lot_leaves_the_others(world, visitor, short_pages):
    lots = [Lot(fund_id=world.fund.id, key=k, position=n, title={"en": k.title()}, kind="district") for n, k in
            enumerate(("north", "south"), 1)]  # fmt: skip
    world.write(*lots)
    budgets = [{"lot": lot.key, "amount": 9_000_000} for lot in lots]
    round_ = world.a_round("lots", plan={**world.round.plan, "lot_budgets": budgets})
    for place in range(1, 6):
        for lot in lots:
            ranked(world, f"{lot.key.title()} {place}", score=9_000 - place, round=round_, lot_id=lot.id)
    browser = visitor.as_(world.manager)
    page = browser.get(f"/rounds/{round_.id}/ranking?place-south=4")
    assert re.findall(r"(?:North|South) \d", words(page)) == ["North 1", "North 2", "North 3", "South 4", "South 5"]
    both = words(browser.get(link(page, "Next page")))
    assert re.findall(r"(?:North|South) \d", both) == ["North 4", "North 5", "South 4", "South 5"]


def test_the_page_asks_no_more_of_the_database_for_more_rows(world, visitor, statements):
    browser = visitor.as_(world.manager)
    ranked(world, "Group 0", score=5_000)
    ranked(world, "Group 1", score=5_000)
    browser.get(url(world))
    with statements() as few:
        browser.get(url(world))
    for place in range(2, 12):
        ranked(world, f"Group {place}", score=5_000)
    with statements() as many:
        browser.get(url(world))
    assert len(few) == len(many), many


def ranked(world, name, *, score, **facts):
    organisation = world.an_organisation(name)
    return world.an_application("recommending", organisation=organisation, score=score, rank_score=score, **facts)


def url(world):
    return f"/rounds/{world.round.id}/ranking"


def link(page, text):
    """The address of the first link with these words."""
    found = [
        href
        for href, inside in re.findall(r'(?s)<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', page.get_data(as_text=True))
        if text in " ".join(re.sub(r"<[^>]+>", " ", inside).split())
    ]
    return found[0].replace("&amp;", "&") if found else None
