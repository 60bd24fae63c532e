"""The state machine on both engines: a short run with every commit, a long one in `make soak`."""

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.stateful import run_state_machine_as_test

from grants import clock
from grants.database import Database
from grants.demo.bodies import bodies
from grants.demo.people import Known, found, hire_staff
from grants.demo.teller import SYSTEM, Teller
from grants.factory import create_app
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.commands.publish_round import publish_round
from grants.setup.scheme_file import SCHEMES, read_scheme
from grants.work import House
from tests import engines
from tests.conftest import KEYS, NOW, plain_settings
from tests.invariants.machine import MANAGER, County

SUPPORT = SCHEMES / "s02_voluntary_sector_support.toml"
SOAK = os.environ.get("GRANTS_SOAK") == "1"
EXAMPLES, STEPS = (20_000, 40) if SOAK else (6, 25)


def county_on(url: str, folder: Path):
    app = create_app(replace(plain_settings(url, folder), demo=True))
    house = House(Database(url, durable=False), KEYS)
    app.extensions["grants_house"] = house
    return app, Teller(app, house, today=date(2026, 11, 21))


def prepared(url: str, folder: Path):
    """Staff, three bodies and one open round; returns the bodies."""
    _app, teller = county_on(url, folder)
    known = Known.make()
    hire_staff(teller, known)
    with teller.at(NOW):
        people = [found(teller, body, number=number, known=known) for number, body in enumerate(bodies()[:3])]
        with teller.work(SYSTEM) as work:
            load_scheme(work, read_scheme(SUPPORT))
        teller.does(MANAGER, publish_round, 1)
    teller.house.database.close()
    return people


@pytest.mark.slow
@pytest.mark.real_time
@pytest.mark.feature("2")
def test_nothing_that_is_tried_breaks_what_must_hold(engine, templates, tmp_path):
    base, template = templates[engine]
    url = engines.copy_sqlite(template, tmp_path) if engine == "sqlite" else engines.copy_postgresql(base, template)
    with clock.at(NOW):
        people = prepared(url, tmp_path)
    copies = iter(range(10**9))

    def make():
        if engine == "sqlite":
            path = tmp_path / f"county{next(copies)}.db"
            shutil.copy(url.removeprefix("sqlite:///"), path)
            fresh = f"sqlite:///{path}"
        else:
            name = url.rpartition("/t_")[2].partition("?")[0]
            fresh = engines.copy_postgresql(base, f"t_{name}")
        app, teller = county_on(fresh, tmp_path)
        teller.moment = NOW
        return app, teller, people

    machine = type("County", (County,), {"make": staticmethod(make), "reached": set()})
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
    assert {"awarded", "award accepted", "payment released"} <= machine.reached | {
        each.replace("payment paid", "payment released") for each in machine.reached
    }, machine.reached
