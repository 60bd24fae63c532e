"""Asks for every address as every person, and puts the database back after whatever changed it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from grants.models import Base
from tests.architecture.addresses import address, things_in
from tests.architecture.two_sides import Side
from tests.client import Visitor

SIGN_IN = "sign-in"
HOME = "https://localhost"
COOKIE = "__Host-grants"
# Who is asked for addresses that are open to everybody; the rest would see the same.
OPEN_TO_ALL = ("anonymous", "lead", "officer")


@dataclass(frozen=True)
class Route:
    """One address with one method."""

    method: str
    rule: str
    endpoint: str
    who: tuple[str, ...]

    @property
    def is_public(self) -> bool:
        return "public" in self.who


def routes(app: Flask) -> list[Route]:
    """Every address of the application that is not a plain file, in order."""
    declared = app.extensions["grants_access"]
    found = [
        Route(method, rule.rule, rule.endpoint, declared[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in _methods(rule)
    ]
    return sorted(found, key=lambda each: (each.rule, each.method, each.endpoint))


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Browser:
    """One person's signed-in cookie, sent as it is each time, so that nothing is carried from one to the next."""

    role: str
    cookie: str
    token: str
    is_staff: bool = False
    roles: frozenset[str] = frozenset()

    def may_come(self, who: tuple[str, ...]) -> bool:
        """What @access says, told again in the test's own words."""
        if "public" in who:
            return True
        if self.role == "anonymous":
            return False
        kind = "staff" if self.is_staff else "applicant"
        return "signed_in" in who or kind in who or bool(self.roles & set(who))


def browsers(app: Flask, asking: dict[str, Any], roles: dict[str, frozenset[str]]) -> list[Browser]:
    """A browser nobody is signed in on, and one for each person."""
    found = []
    for role, person in {"anonymous": None, **asking}.items():
        visitor = Visitor(app, person)
        token = visitor.token()
        cookie = visitor.client.get_cookie(COOKIE)
        assert cookie is not None
        found.append(
            Browser(role, f"{COOKIE}={cookie.value}", token, is_staff=role in roles, roles=roles.get(role, frozenset()))
        )
    return found


@dataclass
class Bench:
    """The application on a database that can be put back as it was."""

    app: Flask
    own: Side
    other: Side
    path: Path
    people: list[Browser]
    changed: bool = False
    faults: list[str] = field(default_factory=list)

    def ask(self, route: Route, browser: Browser, *sides: Side) -> TestResponse:
        """One request: a page, or a step with nothing filled in and a good token."""
        path = address(route.rule, *sides)
        client = self.app.test_client(use_cookies=False)
        headers = {"Cookie": browser.cookie, "Referer": f"{HOME}/"}
        if route.method == "GET":
            return client.get(path, base_url=HOME, headers=headers, buffered=True)
        form = {"csrf_token": browser.token}
        return client.open(path, base_url=HOME, method=route.method, headers=headers, data=form, buffered=True)

    def sides_of(self, route: Route) -> dict[str, tuple[Side, ...]]:
        """Which things to ask for: one's own, another's, and another's part under one's own."""
        count = things_in(route.rule)
        sides: dict[str, tuple[Side, ...]] = {"own": (self.own,)}
        if count and not route.is_public:
            sides["other"] = (self.other,)
        if count > 1 and not route.is_public:
            sides["mixed"] = (self.own, self.other)
        return sides

    def asking(self, route: Route) -> list[Browser]:
        return [each for each in self.people if each.role in OPEN_TO_ALL or not route.is_public]

    def keep(self) -> None:
        """Remember the database as it is now."""
        self._let_go()
        shutil.copy(self.path, self._kept)
        self.before = digests(self.path)

    def put_back(self) -> None:
        """The database as it was kept, if anything was committed since."""
        if self.changed:
            self._let_go()
            shutil.copy(self._kept, self.path)
            self.changed = False

    @property
    def _kept(self) -> Path:
        return self.path.with_suffix(".kept")

    def _let_go(self) -> None:
        self.engine.dispose()
        with sqlite3.connect(self.path) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        for ending in ("-wal", "-shm"):
            Path(f"{self.path}{ending}").unlink(missing_ok=True)

    @property
    def engine(self) -> Any:
        return self.app.extensions["grants_house"].database.engine

    @contextmanager
    def noting_commits(self) -> Iterator[None]:
        """Notice every commit of a transaction that could write."""

        def note(connection: Any) -> None:
            if not connection.get_execution_options().get("grants_reading"):
                self.changed = True

        event.listen(self.engine, "commit", note)
        try:
            yield
        finally:
            event.remove(self.engine, "commit", note)

    def changed_tables(self) -> set[str]:
        """Tables that are not as they were kept."""
        if not self.changed:
            return set()
        return {name for name, digest in digests(self.path).items() if digest != self.before[name]}


def digests(path: Path) -> dict[str, str]:
    """A digest of every table's rows."""
    with sqlite3.connect(path) as connection:
        found = {
            name: hashlib.sha256(repr(connection.execute(f'SELECT * FROM "{name}" ORDER BY id').fetchall()).encode())
            for name in Base.metadata.tables
        }
    connection.close()
    return {name: digest.hexdigest() for name, digest in found.items()}


def outcome(response: TestResponse) -> str:
    """The status, or that the person was sent to sign in."""
    location = response.headers.get("Location", "")
    if response.status_code in (302, 303) and location.startswith("/sign-in"):
        return SIGN_IN
    return str(response.status_code)
