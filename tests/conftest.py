"""What every test may ask for: a database on each engine, an app on it, people signed in."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from config import Settings
from grants import clock
from grants.crypto import KeyRing, new_signing_pem
from grants.database import Database
from grants.factory import create_app
from grants.web.outside import init_outside
from grants.work import House
from tests import engines
from tests.client import Visitor
from tests.factories.world import World

pytest_plugins = ("tests.feature_results", "tests.statements")
# How fast a busy machine makes examples says nothing of what is tested.
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SIGNING_PEM = new_signing_pem()
KEYS = KeyRing(
    (("test", base64.b64decode(b"dGVzdCBrZXkgdGVzdCBrZXkgdGVzdCBrZXkgMTIzNDU=")[:32].ljust(32, b"0")),), SIGNING_PEM
)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[str, str]]]:
    """Migrated templates by engine, made when first asked for."""
    with ExitStack() as stack:
        yield Templates(stack, tmp_path_factory.mktemp("sqlite"))


class Templates(dict[str, tuple[str, str]]):
    def __init__(self, stack: ExitStack, folder: Path) -> None:
        super().__init__()
        self.stack, self.folder = stack, folder

    def __missing__(self, engine: str) -> tuple[str, str]:
        if engine == "sqlite":
            self[engine] = ("", self.stack.enter_context(engines.sqlite_template(self.folder)))
        else:
            base = self.stack.enter_context(engines.postgresql_cluster())
            self[engine] = (base, self.stack.enter_context(engines.postgresql_template(base)))
        return self[engine]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The same test on both engines."""
    return usable(str(request.param))


def usable(engine: str) -> str:
    """The engine, if it can be tested here; the test is left out otherwise, or fails where it is required."""
    reason = engines.postgresql_reason() if engine == "postgresql" else ""
    if reason and engines.REQUIRED:
        pytest.fail(f"PostgreSQL is required here: {reason}")
    if reason:
        pytest.skip(reason)
    return engine


@pytest.fixture
def database_url(engine: str, templates: dict[str, tuple[str, str]]) -> Iterator[str]:
    """A fresh copy of the migrated template, gone after the test."""
    with fresh_database(engine, templates) as url:
        yield url


@contextmanager
def fresh_database(engine: str, templates: dict[str, tuple[str, str]]) -> Iterator[str]:
    """The address of a copy of the migrated template that lives as long as the block."""
    base, template = templates[engine]
    if engine == "sqlite":
        with TemporaryDirectory(dir=engines.QUICK) as folder:
            yield engines.copy_sqlite(template, Path(folder))
    else:
        url = engines.copy_postgresql(base, template)
        yield url
        engines.drop_postgresql(base, url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return plain_settings(database_url, tmp_path)


def plain_settings(database_url: str, folder: Path) -> Settings:
    """Settings for tests: nothing leaves the machine, no scanner, no demonstration."""
    return Settings(
        database_url=database_url,
        owner_database_url=database_url,
        files_url=f"file://{folder}/files",
        mail_url="database:",
        mail_from="grants@severnshire.example",
        clamd_url="none",
        secret_key="a secret for tests that is long enough",
        keys=KEYS,
        base_url="http://localhost",
        demo=False,
        testing=True,
    )


@pytest.fixture(scope="session")
def shared_app() -> Iterator[Flask]:
    """One application a run: its pages are compiled once. Each test gives it a house of its own."""
    with TemporaryDirectory() as folder:
        application = create_app(plain_settings("sqlite:///:memory:", Path(folder)))
        yield application
        application.extensions["grants_house"].database.close()


@pytest.fixture
def app(shared_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application on a fresh database."""
    before, loader = dict(shared_app.extensions), shared_app.jinja_env.loader
    house = House(database=Database(settings.database_url), keys=settings.keys)
    shared_app.extensions.update(grants_house=house, grants_settings=settings)
    init_outside(shared_app, settings)
    yield shared_app
    house.database.close()
    shared_app.extensions.clear()
    shared_app.extensions.update(before)
    if shared_app.jinja_env.loader is not loader:
        shared_app.jinja_env.loader = loader


@pytest.fixture
def house(app) -> House:
    return app.extensions["grants_house"]


@pytest.fixture(autouse=True)
def stopped_clock(request: pytest.FixtureRequest):
    """Time stands at NOW unless a test moves it: `with clock.at(...)`. Browser and process tests keep real time."""
    if request.node.get_closest_marker("real_time"):
        yield
        return
    with clock.at(NOW):
        yield


@pytest.fixture
def world(house: House) -> World:
    """A small council with one fund and people in every role. See tests/factories/world.py."""
    return World(house)


@pytest.fixture
def visitor(app) -> Visitor:
    """A browser nobody is signed in on; `visitor.as_(person)` gives one where they are."""
    return Visitor(app)
