"""Every address, asked for by everybody: exactly what its declared access and the person's scope say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from grants import clock
from grants.factory import create_app
from grants.models.people import ROLES
from tests import engines
from tests.architecture import expected
from tests.architecture.addresses import UnknownParameter, parameters, things_in
from tests.architecture.asking import SIGN_IN, Bench, Browser, Route, browsers, outcome, routes
from tests.architecture.two_sides import a_side, other_world, people
from tests.conftest import KEYS, NOW
from tests.factories.world import World
from tests.web.observatory import score

WRITING = os.environ.get("GRANTS_WRITE_MATRIX") == "1"
NEW = "is not in access_matrix.toml: run with GRANTS_WRITE_MATRIX=1 and review what it adds"
# Addresses whose thing is a case: who declared an interest in its organisation does not find it.
CASES = ("/casework/<reference>", "/scoring/<reference>", "/approvals/<reference>", "/awards/<reference>")
# Those whose own things are on the other side. Somebody with an interest holds every role on both sides.
OTHERS = ("other_lead", "staff_elsewhere")
BOTH = ("with_interest",)
SAMPLE = ("lead", "officer", "finance", "staff_elsewhere", "with_interest")
# What reading may write: who took what, and that a session is in use. A refused step may note that it was asked.
READING_WRITES = {"access_log", "web_session"}
HARMLESS = READING_WRITES | {"idempotency", "event", "event_detail", "event_subject", "chain_head"}
ENOUGH_POINTS = 125


def settings(folder: Path, url: str) -> Settings:
    return Settings(
        database_url=url, owner_database_url=url, files_url=f"file://{folder}/files", mail_url="database:",
        mail_from="grants@severnshire.example", clamd_url="none", secret_key="a secret for tests that is long enough",
        keys=KEYS, base_url="https://localhost", demo=False, testing=True,
    )  # fmt: skip


def a_bench(app: Flask, path: Path) -> Bench:
    with app.app_context():
        world = World(app.extensions["grants_house"])
        files = app.extensions["grants_files"]
        elsewhere = other_world(world)
        own, other = a_side(world, files), a_side(elsewhere, files)
        asking = people(world, own, other, elsewhere.lead)
        roles = {role: frozenset({role}) for role in ROLES}
        roles |= {role: frozenset(ROLES) for role in ("staff_elsewhere", "with_interest")}
    return Bench(app, own, other, path, browsers(app, asking, roles))


@pytest.fixture(scope="module")
def sqlite_bench(templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("matrix")
    url = engines.copy_sqlite(templates["sqlite"][1], folder)
    app = create_app(settings(folder, url))
    with clock.at(NOW):
        bench = a_bench(app, Path(url.removeprefix("sqlite:///")))
        bench.keep()
        with bench.noting_commits():
            yield bench
    app.extensions["grants_house"].database.close()


@pytest.fixture
def postgresql_bench(templates, tmp_path: Path) -> Iterator[Bench]:
    reason = engines.postgresql_reason()
    if reason and engines.REQUIRED:
        pytest.fail(f"PostgreSQL is required here: {reason}")
    if reason:
        pytest.skip(reason)
    app = create_app(settings(tmp_path, engines.copy_postgresql(*templates["postgresql"])))
    yield a_bench(app, tmp_path / "not a file")
    app.extensions["grants_house"].database.close()


@pytest.mark.slow
def test_postgresql_gives_the_same_pages_to_a_sample_of_people(postgresql_bench):
    reviewed, faults = expected.read(), []
    for route in routes(postgresql_bench.app):
        if route.method != "GET" or (route.rule, "GET") not in reviewed:
            continue  # what is not reviewed is told by the test of every page
        for side, things in postgresql_bench.sides_of(route).items():
            for browser in postgresql_bench.asking(route):
                if browser.role in SAMPLE and (side == "own" or browser.may_come(route.who)):
                    result = outcome(postgresql_bench.ask(route, browser, *things))
                    answers = {side: {result: [browser.role]}}
                    faults += differences(route, answers, reviewed[route.rule, "GET"])
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)


def test_every_parameter_of_every_address_is_known(app):
    unknown = []
    for route in routes(app):
        try:
            parameters(route.rule)
        except UnknownParameter as found:
            unknown.append(str(found))
    assert not unknown, "\n".join(unknown)


@pytest.mark.slow
def test_every_page_shows_itself_to_those_who_may_come_and_to_nobody_else(sqlite_bench):
    check_all(sqlite_bench, "GET")


@pytest.mark.slow
def test_every_step_is_taken_by_those_who_may_and_by_nobody_else(sqlite_bench):
    check_all(sqlite_bench, "POST")


def test_there_are_no_other_methods(app):
    assert {route.method for route in routes(app)} == {"GET", "POST"}


def test_the_reviewed_answers_are_of_addresses_that_exist(app):
    known = {(route.rule, route.method) for route in routes(app)}
    if WRITING:
        expected.forget(known)
    assert not [key for key in expected.read() if key not in known]


def check_all(bench: Bench, method: str) -> None:
    """Ask for every address of one method; tell all faults at once."""
    reviewed, found, faults = expected.read(), {}, []
    for route in (each for each in routes(bench.app) if each.method == method):
        try:
            answers, wrong = ask_everybody(bench, route)
        except UnknownParameter:
            continue  # told by its own test
        excused = {name for name in expected.BY_HAND if reviewed.get((route.rule, method), {}).get(name)}
        faults += [text for text, excuse in wrong if excuse not in excused]
        found[route.rule, method] = {
            "address": route.rule, "method": method, "view": route.endpoint, "who": list(route.who), **answers,
        }  # fmt: skip
        if not WRITING:
            faults += differences(route, answers, reviewed.get((route.rule, method)))
    if WRITING:
        expected.write(found)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults)


def ask_everybody(bench: Bench, route: Route) -> tuple[dict[str, dict[str, list[str]]], list[tuple[str, str]]]:
    """The answers by side and result, and what is wrong with them; each fault with what can excuse it."""
    answers: dict[str, dict[str, list[str]]] = {}
    wrong: list[tuple[str, str]] = []
    for side, things in bench.sides_of(route).items():
        for browser in bench.asking(route):
            if side != "own" and not browser.may_come(route.who):
                continue  # refused before anybody looks at the thing
            response = bench.ask(route, browser, *things)
            result = outcome(response)
            answers.setdefault(side, {}).setdefault(result, []).append(browser.role)
            where = f"{route.method} {route.rule} ({side}) as {browser.role}: {result}"
            faults = judged(route, browser, side, result)
            wrong += [(f"{where}, {why}", excuse) for why, excuse in faults]
            if faults and bench.changed_tables() - HARMLESS:
                wrong.append((f"{where}, and it changed {sorted(bench.changed_tables())}", "and_may_change"))
            if score(response.headers) < ENOUGH_POINTS:
                wrong.append((f"{where}, its headers score {score(response.headers)}", ""))
            if route.method == "GET" and bench.changed_tables() - READING_WRITES:
                wrong.append((f"{where}, reading changed {sorted(bench.changed_tables())}", ""))
            bench.put_back()
    return answers, wrong


def judged(route: Route, browser: Browser, side: str, result: str) -> list[tuple[str, str]]:
    """What the declared access and the scope say against an answer."""
    if result.startswith("5"):
        return [("our own fault", "")]
    if not browser.may_come(route.who):
        wanted = SIGN_IN if browser.role == "anonymous" else "403"
        return [] if result == wanted else [(f"not {wanted}", "")]
    if route.is_public or not things_in(route.rule):
        return []
    if side == "mixed" and result not in ("403", "404"):
        return [("not 404 although one thing is not of the other", "")]
    if side == "other" and result != "404" and browser.role not in (*OTHERS, *BOTH):
        return [("not 404 although the thing is another's", "because")]
    if side == "own" and result != "404" and browser.role in OTHERS:
        return [("not 404 although the thing is another's", "because")]
    if browser.role == "with_interest" and route.rule.startswith(CASES) and result != "404":
        return [("not 404 although an interest is declared", "because")]
    return []


def differences(route: Route, answers: dict[str, dict[str, list[str]]], reviewed: dict | None) -> list[str]:
    """Where the answers are not the reviewed ones."""
    name = f"{route.method} {route.rule}"
    if reviewed is None:
        return [f"{name} {NEW}"]
    if reviewed["who"] != list(route.who) or reviewed["view"] != route.endpoint:
        return [f"{name}: its view or declared access is not what was reviewed"]
    return [
        f"{name} ({side}) as {role}: {result}, reviewed as {_reviewed(reviewed, side, role)}"
        for side, results in answers.items()
        for result, roles in results.items()
        for role in roles
        if _reviewed(reviewed, side, role) != result
    ]


def _reviewed(entry: dict, side: str, role: str) -> str:
    return next((result for result, roles in entry.get(side, {}).items() if role in roles), "nothing")
