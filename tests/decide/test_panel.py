"""A round with a panel stage: the minute is kept and the case goes on."""

import pytest
from sqlalchemy import select

from grants.models import Application, PanelItem
from tests.client import words

STAGES = ["check", "assess", "moderate", "panel", "recommend", "approve", "release", "accept"]


@pytest.fixture
def case(world):
    plan = {**world.round.plan, "panel": {"members": ["officer"] * 3, "quorum": 3, "chair": "outside_member"}}
    round_ = world.a_round("panel", stages=STAGES, plan=plan)
    return world.an_application("panel", round=round_, score=7000, rank_score=7000)


MEETING = {"met_on": ["20", "November", "2026"], "chair": "Dame Olwen", "minute": "Fund it.", "present": "3"}


def test_the_minute_is_kept_and_the_case_is_ready_for_a_recommendation(visitor, world, case):
    visitor.as_(world.officer).submit(f"/casework/{case.reference}/panel", **MEETING)
    item = world.one(select(PanelItem))
    assert (item.present, item.chair, item.minute) == (3, "Dame Olwen", "Fund it.")
    assert world.one(select(Application.status)) == "recommending"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"present": "2"}, "The quorum is 3"),
        ({"met_on": ["20", "12", "2026"]}, "today or in the past"),
        ({"minute": ""}, "Enter what the panel said"),
        ({"present": "many"}, "whole number"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visitor, world, case, wrong, said):
    page = visitor.as_(world.manager).submit(f"/casework/{case.reference}/panel", expect=422, **{**MEETING, **wrong})
    assert said in words(page)
    assert "Dame Olwen" in page.get_data(as_text=True)
    assert world.read(select(PanelItem)) == []


def test_an_assessor_has_no_such_page_and_a_second_minute_is_refused(visitor, world, case):
    visitor.as_(world.assessor1).get(f"/casework/{case.reference}/panel", expect=403)
    officer = visitor.as_(world.officer)
    officer.submit(f"/casework/{case.reference}/panel", **MEETING)
    assert "does not wait for a panel" in words(officer.get(f"/casework/{case.reference}/panel"))
    officer.post(f"/casework/{case.reference}/panel", {**MEETING, "version": "2", "key": "another"}, expect=409)
