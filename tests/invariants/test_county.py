"""The state machine on both engines: a short run with every commit, a long one in `make soak`."""

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from tests.invariants.counties import counties
from tests.invariants.machine import County
from tests.tools import SOAK

EXAMPLES, STEPS = (SOAK, 40) if SOAK else (6, 25)


@pytest.mark.slow
@pytest.mark.real_time
@pytest.mark.feature("2")
def test_nothing_that_is_tried_breaks_what_must_hold(engine, templates, tmp_path):
    with counties(engine, templates, tmp_path / "counties") as made:
        machine = type("County", (County,), {"make": staticmethod(made.fresh), "reached": set()})
        run_state_machine_as_test(
            machine,
            settings=hypothesis_settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                derandomize=not SOAK,
            ),
        )
    # A walk that never got to the money would prove nothing.
    assert {"awarded", "award suspended", "award ended", "payment released"} <= machine.reached | {
        each.replace("payment paid", "payment released") for each in machine.reached
    }, machine.reached
