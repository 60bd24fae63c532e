"""Scoring, declaring, taking back and agreeing in any order keep scores independent."""

import random

import pytest
from sqlalchemy import select

from grants.models import Application, Assessment, Assignment
from tests.client import forms
from tests.factories.scoring import declare
from tests.invariants.scores import broken_scores

STEPS = 30


@pytest.mark.feature("45")
@pytest.mark.feature("47")
@pytest.mark.feature("52")
@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_steps_keeps_scores_independent(world, visitor, seed):
    dice = random.Random(seed)
    others = world.an_organisation("Others")
    cases = [world.an_application("assessing", organisation=each) for each in (world.organisation, others)]
    people = [world.assessor1, world.assessor2, world.a_staff_member("Third", "assessor")]
    for person in (*people, world.manager):
        declare(world, person)
    browsers = {person.id: visitor.as_(person) for person in people}
    officer, manager = visitor.as_(world.officer), visitor.as_(world.manager)
    for case in cases:
        _post(officer, f"/casework/{case.reference}/assessors/fair-share", {"key": case.reference})
    moves = 0
    for _ in range(STEPS):
        case, person = dice.choice(cases), dice.choice(people)
        kind = dice.choices(("share", "score", "save", "declare", "release", "agree"), (6, 18, 4, 1, 1, 6))[0]
        before = _facts(world)
        _step(kind, case, browsers[person.id], officer, manager, world, dice)
        moves += _facts(world) != before
        with world.house.database.reading() as session:
            assert broken_scores(session) == [], kind
    assert moves >= 3


def _facts(world):
    rows = world.read(select(Application).order_by(Application.id))
    asked = world.read(select(Assignment).order_by(Assignment.id))
    scored = world.read(select(Assessment).order_by(Assessment.id))
    return (
        [(each.status, each.score) for each in rows],
        [(each.person_id, each.ended_why) for each in asked],
        [(each.status, each.total) for each in scored],
    )


def _step(kind, case, browser, officer, manager, world, dice):
    """One thing a person tries; being refused is fine, breaking is not."""
    key = {"key": str(dice.random())}
    score, staff = f"/scoring/{case.reference}", f"/casework/{case.reference}"
    points = {f"points-{name}": str(dice.randint(0, 5)) for name in ("need", "outcomes", "value")}
    reasons = {f"reason-{name}": "Shown." for name in ("need", "outcomes", "value")}
    if kind == "share":
        _post(officer, f"{staff}/assessors/fair-share", key)
    elif kind in ("score", "save"):
        found = forms(browser.client.get(score))
        version = found[0]["fields"].get("version", "0") if found else "0"
        later = {"later": "1"} if kind == "save" else {}
        _post(browser, score, {**points, **reasons, **later, **key, "version": version})
    elif kind == "declare":
        sent = {"organisations": [str(case.organisation_id)], "detail": "Trustee", **key}
        _post(browser, f"/scoring/rounds/{case.round_id}/interests", sent)
    elif kind == "release":
        for row in world.read(select(Assignment).where(Assignment.application_id == case.id))[:1]:
            _post(officer, f"{staff}/assessors/{row.id}/release", {"reason": "Away", **key})
    else:
        (row,) = world.read(select(Application).where(Application.id == case.id))
        _post(manager, f"{staff}/scores", {**points, **reasons, **key, "reason": "Met.", "version": str(row.version)})


def _post(browser, path, data):
    response = browser.client.post(path, data={"csrf_token": browser.token(), **data})
    assert response.status_code < 500, path
