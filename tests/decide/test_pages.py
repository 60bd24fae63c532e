"""The pages of decision, as each person meets them."""

import pytest
from sqlalchemy import func, select

from grants.models import Application, Decision, Lot, Movement, Recommendation
from tests.client import words
from tests.factories.decide import FEEDBACK, decided, money, recommended


def ranked(world, *asked, **facts):
    """Applications in the order of their scores, each asking for so much."""
    return [
        world.an_application(
            "recommending",
            organisation=world.an_organisation(f"Group {place}"),
            requested=requested,
            score=9_000 - 100 * place,
            rank_score=9_000 - 100 * place,
            **facts,
        )
        for place, requested in enumerate(asked, start=1)
    ]


def url(world):
    return f"/rounds/{world.round.id}/ranking"


def status(world, application):
    return world.one(select(Application).where(Application.id == application.id)).status


@pytest.mark.feature("54")
def test_the_line_is_drawn_where_the_budget_ends(world, visitor):
    ranked(world, 4_000_000, 5_000_000, 3_000_000)
    page = words(visitor.as_(world.manager).get(url(world)))
    assert page.index("Group 1") < page.index("Group 2") < page.index("ends here: £10,000 left") < page.index("Group 3")


@pytest.mark.feature("54")
def test_a_what_if_moves_the_line_and_saves_nothing(world, visitor):
    ranked(world, 4_000_000, 5_000_000, 3_000_000)
    browser = visitor.as_(world.manager)
    page = words(browser.get(url(world) + "?budget=40,000"))
    assert page.index("Group 1") < page.index("ends here: £0 left") < page.index("Group 2")
    assert "Nothing is saved" in page
    assert "10,000 left" in words(browser.get(url(world)))
    assert world.one(select(func.count()).select_from(Movement)) == 0


def test_a_what_if_that_is_no_sum_says_so(world, visitor):
    ranked(world, 4_000_000)
    page = visitor.as_(world.manager).get(url(world) + "?budget=lots", expect=422)
    assert words(page).count("Enter the amount in pounds using numbers only") == 2
    assert 'value="lots" aria-describedby="budget-error"' in page.get_data(as_text=True)


def test_scores_nobody_gave_are_told_once(world, visitor):
    checking = world.an_application("checking")
    page = words(visitor.as_(world.manager).get(f"/casework/{checking.reference}/decision"))
    assert page.count("Nobody has scored this application yet.") == 1
    assert "No reasons were written" not in page


@pytest.mark.feature("60")
def test_ticked_applications_are_recommended_together_and_a_refused_one_says_why(world, visitor):
    first, second, third = ranked(world, 4_000_000, 5_000_000, 3_000_000)
    browser = visitor.as_(world.manager)
    data = {"chosen": [a.reference for a in (first, second, third)], "reason": "By rank.", "key": "k1"}
    for each, amount in ((first, "40,000"), (second, "50,000.01"), (third, "30,000")):
        data |= {f"version-{each.reference}": "1", f"amount-{each.reference}": amount}
    page = words(browser.post(url(world), data, expect=200))
    assert "2 of 3 went through" in page
    assert "sum that was asked for" in page
    assert [status(world, each) for each in (first, second, third)] == ["approving", "recommending", "approving"]
    assert "2 of 3 went through" in words(browser.post(url(world), data, expect=200))
    assert world.one(select(func.count()).select_from(Recommendation)) == 2
    assert money(world).reserved == 7_000_000


def test_ticking_nothing_asks_for_a_tick(world, visitor):
    ranked(world, 4_000_000)
    page = visitor.as_(world.manager).post(url(world), {"reason": "By rank."}, expect=422)
    assert "Tick at least one" in words(page)
    assert "By rank." in page.get_data(as_text=True)


@pytest.mark.feature("54")
def test_a_round_by_lot_has_a_line_in_each(world, visitor):
    lots = [Lot(fund_id=world.fund.id, key=k, position=n, title={"en": k.title()}, kind="district") for n, k in
            enumerate(("north", "south"), 1)]  # fmt: skip
    world.write(*lots)
    budgets = [{"lot": "north", "amount": 4_000_000}, {"lot": "south", "amount": 1_000_000}]
    round_ = world.a_round("lots", plan={**world.round.plan, "lot_budgets": budgets})
    ranked(world, 3_000_000, 2_000_000, round=round_, lot_id=lots[0].id)
    ranked(world, 500_000, round=round_, lot_id=lots[1].id)
    page = words(visitor.as_(world.manager).get(f"/rounds/{round_.id}/ranking"))
    assert "£30,000 of £40,000" in page
    assert "£5,000 of £10,000" in page


def test_a_direct_round_is_worked_from_the_same_page_without_a_ranking(world, visitor):
    stages = ["check", "assess", "recommend", "approve", "release", "accept"]
    direct = world.a_round("direct", route="direct", direct_reason="Named by the funder", stages=["check", *stages[2:]])
    world.an_application("recommending", round=direct)
    page = words(visitor.as_(world.manager).get(f"/rounds/{direct.id}/ranking"))
    assert "no scores" in page
    assert "Malvern Friends" in page


@pytest.mark.feature("57")
def test_a_manager_recommends_from_the_case(world, visitor):
    application = world.an_application("recommending")
    path = f"/casework/{application.reference}/decision"
    browser = visitor.as_(world.manager)
    broken = browser.submit(path, expect=422, amount="20,000", reason="A good plan")
    assert "£10,000 or less" in words(broken)
    assert "A good plan" in broken.get_data(as_text=True)
    browser.submit(path, amount="8000", reason="A good plan", conditions="Show us the lease.\n")
    row = world.one(select(Recommendation))
    assert (row.amount, row.feedback["conditions"]) == (800_000, ["Show us the lease."])
    assert "Recommended an award: £8,000" in words(browser.get(path))


@pytest.mark.feature("63")
def test_a_no_without_feedback_is_shown_beside_each_box(world, visitor):
    application = world.an_application("recommending")
    path = f"/casework/{application.reference}/decision"
    browser = visitor.as_(world.manager)
    page = words(browser.submit(path, expect=422, amount="0", reason="Too vague"))
    assert "Enter feedback on need" in page
    browser.submit(path, amount="0", reason="Too vague", **{f"feedback-{k}": v for k, v in FEEDBACK.items()})
    assert world.one(select(Recommendation)).feedback["criteria"] == FEEDBACK


@pytest.mark.feature("58")
def test_an_approver_sees_what_is_asked_and_why_and_decides(world, house, visitor):
    application = recommended(world, house, 800_000)
    browser = visitor.as_(world.approver)
    assert "Scheme of delegation, table 4" in words(browser.get("/approvals"))
    path = f"/approvals/{application.reference}"
    page = words(browser.get(path))
    for said in ("Approve £8,000", "Left in the fund after this £92,000", "Head of service", "It meets the need best."):
        assert said in page
    assert "Confirm that you have read" in words(browser.submit(path, expect=422, outcome="approve"))
    assert "Enter a note" in words(browser.submit(path, expect=422, outcome="return"))
    browser.submit(path, outcome="approve", confirmed="y")
    assert world.one(select(Decision)).amount == 800_000
    assert status(world, application) == "decided"


@pytest.mark.feature("60")
def test_ticked_approvals_go_through_together_and_the_refused_one_says_why(world, house, visitor):
    small = recommended(world, house, 400_000)
    large = recommended(world, house, 900_000, organisation=world.an_organisation("Upton Players"))
    world.a_role(world.approver, "director")
    other = recommended(world, house, 2_000_000, requested=2_000_000, organisation=world.an_organisation("Big Band"))
    data = {"chosen": [a.reference for a in (small, large, other)], "confirmed": "y", "key": "k2"}
    data |= {f"version-{a.reference}": "2" for a in (small, other)} | {f"version-{large.reference}": "1"}
    page = words(visitor.as_(world.approver).post("/approvals", data, expect=200))
    assert "2 of 3 went through" in page
    assert "Somebody changed this" in page
    assert [status(world, a) for a in (small, large, other)] == ["decided", "approving", "decided"]


def test_who_may_not_decide_is_told_where_they_would_look(world, house, visitor):
    application = recommended(world, house, 800_000)
    assert "This waits for the head of service" in words(visitor.as_(world.approver2).get("/approvals"))
    page = words(visitor.as_(world.approver2).get(f"/approvals/{application.reference}"))
    assert "Nothing for you to do here" in page
    path, data = f"/approvals/{application.reference}", {"outcome": "approve", "confirmed": "y", "version": "2"}
    visitor.as_(world.approver2).post(path, data, expect=403)
    visitor.as_(world.officer).post(path, data, expect=403)
    visitor.as_(world.lead).get(path, expect=403)
    assert status(world, application) == "approving"


def test_pages_of_decision_are_not_for_applicants_or_finance(world, house, visitor):
    application = decided(world, house)
    for person in (world.lead, world.finance1):
        for path in ("/rounds", url(world), "/approvals", f"/casework/{application.reference}/decision"):
            visitor.as_(person).get(path, expect=403)
    visitor.as_(world.auditor).get(f"/casework/{application.reference}/decision")
    assert "Test fund" in words(visitor.as_(world.manager).get("/rounds"))
