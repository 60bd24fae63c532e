"""Two counties, one on each engine, where the same is tried in the same order, never differ in what can be seen."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from grants.demo.teller import Teller
from tests.conftest import usable
from tests.invariants.counties import Counties, counties
from tests.invariants.likeness import likeness
from tests.invariants.machine import MANAGER, County
from tests.tools import SOAK

EXAMPLES, STEPS = (SOAK // 4, 40) if SOAK else (4, 25)


class TwoCounties(RuleBasedStateMachine):
    """Does each thing in both. The rules are those of `County`, put in by `both`."""

    engines: tuple[Counties, Counties]

    @initialize()
    def open_both(self) -> None:
        self.sides = [County(), County()]
        for side, made in zip(self.sides, type(self).engines, strict=True):
            side.enter(*made.fresh())

    def in_both(self, step: Any, drawn: dict[str, Any]) -> None:
        """The same step in each; what was refused, in which words, and what came of it must be the same."""
        for side in self.sides:
            side.refusals.clear()
            step(side, **drawn)
        on_sqlite, on_postgresql = self.sides
        assert on_sqlite.refusals == on_postgresql.refusals
        seen, other = (seen_in(side.teller, side.round_id) for side in self.sides)
        for part, rows in seen.items():
            assert rows == other[part], part

    def teardown(self) -> None:
        for side in getattr(self, "sides", ()):
            side.teardown()


def seen_in(teller: Teller, round_id: int) -> dict[str, Any]:
    with teller.reading() as session:
        return likeness(session, teller.actor(MANAGER), round_id)


def both(made: tuple[Counties, Counties], reached: set[str]) -> type[TwoCounties]:
    """The machine with every rule of `County` but the one that only looks."""
    rules: dict[str, Any] = {"engines": made}
    for each in County().rules:
        name, step = each.function.__name__, each.function

        def tried(self: TwoCounties, step: Any = step, **drawn: Any) -> None:
            self.in_both(step, drawn)

        tried.__name__ = name
        if name != "what_must_hold_holds":
            rules[name] = rule(**each.arguments)(tried)
    County.reached = reached
    return type("TwoCounties", (TwoCounties,), rules)


@pytest.mark.slow
@pytest.mark.real_time
@pytest.mark.feature("2")
def test_both_engines_tell_the_same_story(templates, tmp_path):
    usable("postgresql")
    reached: set[str] = set()
    with (
        counties("sqlite", templates, tmp_path / "sqlite") as sqlite,
        counties("postgresql", templates, tmp_path / "postgresql") as postgresql,
    ):
        run_state_machine_as_test(
            both((sqlite, postgresql), reached),
            settings=hypothesis_settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=not SOAK,
                phases=tuple(Phase) if SOAK else (Phase.generate,),
            ),
        )
    assert {"awarded", "award accepted"} <= reached, reached
