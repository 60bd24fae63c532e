"""What every table keeps to, and that a status can be exactly what its transitions lead to."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import CheckConstraint, String, Table, Text

from grants.domain.workflow import NEXT_STAGE, Transition
from grants.models import Base
from grants.models.application import STATE_OF_STAGE
from grants.models.asking import STAGES
from grants.models.base import CanonicalJson, Words
from grants.rooms import register_rooms
from grants.workflow import all_transitions

CLASSES = ("none", "contact", "bank", "special", "free")
TABLES = sorted(Base.metadata.tables.values(), key=lambda each: each.name)
# States a CHECK knows that nothing leads to yet, each with the row of the feature list that will.
NOT_REACHED_YET: dict[str, dict[str, str]] = {}
# Statuses that are no workflow: who changes them, and why no person asks for it.
NO_TRANSITIONS: dict[str, str] = {
    "message": "the delivery job notes what became of it",
    "period": "finance opens and closes a year; there are only two states",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_a_table_has_a_primary_key_called_id(table: Table):
    assert [column.name for column in table.primary_key] == ["id"]


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_every_text_column_says_whose_data_it_holds(table: Table):
    undeclared = [
        column.name
        for column in table.columns
        if isinstance(column.type, (Words, CanonicalJson, Text, String)) and column.info.get("personal") not in CLASSES
    ]
    assert not undeclared


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_nothing_is_deleted_along_with_its_parent(table: Table):
    assert not [key.target_fullname for key in table.foreign_keys if key.ondelete or key.onupdate]


@pytest.mark.parametrize("table", TABLES, ids=lambda each: each.name)
def test_the_database_makes_up_no_value(table: Table):
    assert not [column.name for column in table.columns if column.server_default is not None or column.server_onupdate]


def known_states(table: Table) -> set[str]:
    """The words the CHECK on `status` allows."""
    for constraint in table.constraints:
        # By its words and not its name: an application's `shown_status` has such a CHECK too, and sets have no order.
        if isinstance(constraint, CheckConstraint) and re.fullmatch(r"status IN \([^)]*\)", str(constraint.sqltext)):
            return set(re.findall(r"'([a-z_]+)'", str(constraint.sqltext)))
    return set()


def transitions() -> dict[str, list[tuple[str, Transition]]]:
    register_rooms()
    found: dict[str, list[tuple[str, Transition]]] = {}
    for model, state, transition in all_transitions():
        found.setdefault(model.__tablename__, []).append((state, transition))
    return found


def targets(transition: Transition) -> set[str]:
    if transition.to != NEXT_STAGE:
        return {transition.to}
    later = STAGES[STAGES.index(transition.stage) + 1 :] if transition.stage else STAGES
    return {STATE_OF_STAGE[stage] for stage in later if stage in STATE_OF_STAGE}


def reached(table: Table, steps: list[tuple[str, Transition]]) -> set[str]:
    """The first state and all that its transitions lead to."""
    default = table.c.status.default
    led_to = {state for _, transition in steps for state in targets(transition)}
    found = {default.arg} if default is not None else {state for state, _ in steps} - led_to  # type: ignore[attr-defined]
    while more := {t for state, step in steps if state in found for t in targets(step)} - found:
        found |= more
    return found


WITH_STATUS = [table for table in TABLES if "status" in table.c]


@pytest.mark.parametrize("table", WITH_STATUS, ids=lambda each: each.name)
def test_a_status_can_be_exactly_what_its_transitions_lead_to(table: Table):
    steps = transitions().get(table.name, [])
    if table.name in NO_TRANSITIONS:
        assert not steps and known_states(table)
        return
    missing = known_states(table) - reached(table, steps)
    assert reached(table, steps) <= known_states(table)
    assert missing == NOT_REACHED_YET.get(table.name, {}).keys(), "nothing leads there (or something now does)"


def test_every_policy_a_transition_names_can_be_asked():
    register_rooms()
    assert all_transitions()
    assert not [t for _, _, t in all_transitions() if not t.policy.startswith("can_")]
