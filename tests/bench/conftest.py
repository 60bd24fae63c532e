"""A filled database on each engine, made once for all tests of this folder, with the application on it."""

from collections.abc import Iterator

import pytest

from bench.data import Store, fill_migrated
from bench.pieces import Bench
from bench.sizes import PLANS
from tests import engines
from tests.conftest import Templates


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """20,000 applications in several rounds, one of them fat."""
    reason = engines.postgresql_reason() if request.param == "postgresql" else ""
    if reason and engines.REQUIRED:
        pytest.fail(f"PostgreSQL is required here: {reason}")
    if reason:
        pytest.skip(reason)
    base, template = templates[request.param]
    if request.param == "sqlite":
        url = engines.copy_sqlite(template, tmp_path_factory.mktemp("bench"))
    else:
        url = engines.copy_postgresql(base, template)
    return fill_migrated(url, PLANS)


@pytest.fixture
def bench(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The application on the filled database, with people signed in."""
    made = Bench(store, str(tmp_path_factory.mktemp("files")))
    yield made
    made.close()
