"""Every member of staff lands on what waits for them."""

import re

import pytest

from grants import clock
from grants.models import BankAccount, Ineligibility, PaymentRun
from tests.client import words
from tests.factories.scoring import declare, give


def lines(visitor, person) -> list[str]:
    text = visitor.as_(person).get("/home").get_data(as_text=True)
    found = re.findall(r'(?s)<li class="app-tasks__item">.*?href="([^"]+)">(.*?)</a>', text)
    return [f"{re.sub('<[^>]+>', '', what)} -> {href}" for href, what in found]


def test_with_nothing_to_do_the_page_says_what_will_appear(world, visitor):
    assert "Nothing waits for you" in words(visitor.as_(world.officer).get("/home"))


def test_an_officer_sees_checks_and_assessors_to_choose(world, visitor):
    free = world.an_application("checking")
    mine = world.an_application("checking", owner_id=world.officer.id)
    theirs = world.an_application("checking", owner_id=world.manager.id)
    short = world.an_application("assessing")
    full = world.an_application("assessing")
    give(world, full, world.assessor1, world.assessor2)
    told = "\n".join(lines(visitor, world.officer))
    for each, page in ((free, "checks"), (mine, "checks"), (short, "assessors")):
        assert f"/casework/{each.reference}/{page}" in told
    assert theirs.reference not in told
    assert full.reference not in told


def test_what_is_due_first_is_on_top(world, visitor):
    late = world.a_round("late", decision_expected_on=clock.now().date().replace(month=12, day=31))
    second = world.an_application("checking", round=late)
    first = world.an_application("assessing")
    told = lines(visitor, world.officer)
    assert [first.reference in told[0], second.reference in told[1]] == [True, True]


def test_an_assessor_sees_what_to_score_and_nothing_else(world, visitor):
    application = world.an_application("assessing")
    give(world, application, world.assessor1, declared=False)
    assert lines(visitor, world.assessor1) == [
        f"Declare interests, then score: {application.reference} -> /scoring/{application.reference}"
    ]
    declare(world, world.assessor1)
    assert lines(visitor, world.assessor1)[0].startswith(f"Score: {application.reference}, Malvern Friends")
    assert lines(visitor, world.assessor2) == []


def test_a_manager_sees_scores_to_agree_and_recommendations_but_not_their_own_scoring(world, visitor):
    agree, recommend = world.an_application("moderating"), world.an_application("recommending")
    own = world.an_application("moderating")
    give(world, own, world.manager, declared=False)
    stop = world.an_application("checking", owner_id=world.officer.id)
    world.write(
        Ineligibility(application_id=stop.id, rule="Late", reason="Late", proposed_by=world.officer.id,
                      proposed_at=clock.now())
    )  # fmt: skip
    told = "\n".join(lines(visitor, world.manager))
    assert f"/casework/{agree.reference}/scores" in told
    assert f"/casework/{recommend.reference}/decision" in told
    assert f"/casework/{stop.reference}/checks" in told
    assert own.reference not in told


def test_finance_sees_bank_details_and_runs_of_others_only(world, visitor):
    for number, person in enumerate((world.lead, world.finance1), start=1):
        world.write(
            BankAccount(
                random_key=f"k{number}", organisation_id=world.organisation.id, number=number, status="proposed",
                sealed="x", digest=f"d{number}", last_two="21", modulus="valid", proposed_by=person.id,
                proposed_at=clock.now(),
            )
        )  # fmt: skip
    world.write(
        PaymentRun(
            reference="RUN-2026-00001-A", pay_on=clock.now().date(), status="prepared", total=100, payments_count=1,
            prepared_by=world.finance1.id, prepared_at=clock.now(), status_at=clock.now(),
        )
    )  # fmt: skip
    assert [line.split(":")[0] for line in lines(visitor, world.finance1)] == ["Verify bank details"]
    assert [line.split(":")[0] for line in lines(visitor, world.finance2)] == [
        "Release a payment run", "Verify bank details", "Verify bank details",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["auditor", "admin", "member", "approver"])
def test_every_member_of_staff_has_the_page(world, visitor, who):
    visitor.as_(getattr(world, who)).get("/home")


def test_applicants_have_no_such_page(world, visitor):
    visitor.as_(world.lead).get("/home", expect=403)


def test_a_long_list_says_that_there_is_more(world, visitor, monkeypatch):
    monkeypatch.setattr("grants.blueprints.home.waiting.MOST", 2)
    for _ in range(3):
        world.an_application("checking")
    page = words(visitor.as_(world.officer).get("/home"))
    assert "There is more than fits here of: Do the checks" in page
    assert "2 things wait for you" in page
