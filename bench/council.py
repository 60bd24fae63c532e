"""The council of the bench: rounds of one fund with long forms, six criteria, and people who declared no interest."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select, update

from bench.sizes import CRITERIA, Size
from grants.models import Criterion, DelegationStep, Interest, RoleGrant, Round
from grants.work import House
from tests.factories import forms
from tests.factories.world import World

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CRITERION_KEYS = ("need", "outcomes", "value", "people", "plan", "risk")
SHORT_FORM_QUESTIONS = 10


@dataclass(frozen=True)
class Council:
    """The ids the rows hang on."""

    fund_id: int
    round_ids: tuple[int, ...]
    form_id: int
    short_round_id: int
    criterion_ids: tuple[int, ...]
    assessor_ids: tuple[int, ...]
    officer_id: int
    manager_id: int
    approver_id: int
    allocation_id: int


def found_council(house: House, size: Size) -> Council:
    """Write people, a fund and its rounds; the applications come after, in bulk."""
    world = World(house)
    third = world.a_staff_member("Assessor Three", "assessor")
    long_form = world.a_form("application", form_of(size.questions), number=2)
    short_form = world.a_form("application", form_of(SHORT_FORM_QUESTIONS), number=3)
    plan = _three_assessors(forms.plan(world.return_form))
    three = {"plan": plan, "assessors_needed": 3, "status": "draft", "published_at": None}
    rounds = [world.a_round(f"bench-{n}", application_form_id=long_form.id, **three) for n in range(1, size.rounds + 1)]
    short = world.a_round("bench-short", application_form_id=short_form.id, signatory_required=False, **three)
    with house.database.writing() as session:
        for each in rounds:
            _settle(session, each)
        _settle(session, short)
        staff = session.scalars(select(RoleGrant.person_id).distinct()).all()
        session.add_all(
            Interest(person_id=person, round_id=each.id, kind="none", declared_at=NOW)
            for person in staff
            for each in (*rounds, short)
        )
        session.commit()
        criteria = session.scalars(
            select(Criterion.id).where(Criterion.round_id == rounds[0].id).order_by(Criterion.position)
        ).all()
    return Council(
        fund_id=world.fund.id,
        round_ids=tuple(each.id for each in rounds),
        form_id=long_form.id,
        short_round_id=short.id,
        criterion_ids=tuple(criteria),
        assessor_ids=(world.assessor1.id, world.assessor2.id, third.id),
        officer_id=world.officer.id,
        manager_id=world.manager.id,
        approver_id=world.approver.id,
        allocation_id=world.allocation.id,
    )


def _three_assessors(plan: dict[str, Any]) -> dict[str, Any]:
    return {**plan, "scoring": {**plan["scoring"], "assessors": 3}}


def _settle(session: Any, round_: Round) -> None:
    """Six criteria in place of three, one row of delegation whatever the sum, and only then it is published."""
    first = session.scalars(select(Criterion).where(Criterion.round_id == round_.id)).first()
    for position, key in enumerate(CRITERION_KEYS[3:], start=4):
        facts = {"guidance": {"en": f"Look for {key}."}, "bands": first.bands, "weight": 10}
        session.add(Criterion(round_id=round_.id, key=key, position=position, title={"en": key.title()}, **facts))
    session.execute(update(Criterion).where(Criterion.round_id == round_.id, Criterion.key == "need").values(weight=20))
    session.execute(delete(DelegationStep).where(DelegationStep.round_id == round_.id, DelegationStep.position > 1))
    session.execute(update(DelegationStep).where(DelegationStep.round_id == round_.id).values(up_to=None))
    session.execute(update(Round).where(Round.id == round_.id).values(status="published", published_at=NOW))
    session.flush()
    assert len(session.scalars(select(Criterion.id).where(Criterion.round_id == round_.id)).all()) == CRITERIA


def question_key(number: int) -> str:
    return f"q{number:02d}"


def form_of(questions: int) -> dict[str, Any]:
    """A form of this many questions, five to a section: a title, a sum, and long answers."""
    asked = [_question(number) for number in range(1, questions + 1)]
    return {
        "key": f"bench{questions}",
        "title": forms.text("Apply"),
        "sections": [
            {"key": f"part{start // 5 + 1}", "title": forms.text(f"Part {start // 5 + 1}"), "questions": part}
            for start in range(0, questions, 5)
            if (part := asked[start : start + 5])
        ],
    }


def _question(number: int) -> dict[str, Any]:
    key, label = question_key(number), forms.text(f"Question {number}: what should we know?")
    if number == 1:
        return {"key": key, "type": "text", "label": label, "binds": "title"}
    if number == 2:
        return {"key": key, "type": "money", "label": label, "binds": "amount_requested"}
    criterion = {"criterion": CRITERION_KEYS[number % CRITERIA]} if number <= 14 else {}
    return {"key": key, "type": "long_text", "label": label, "words": 300, **criterion}
