"""What the tests of processes ask for: a site on each engine."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from grants import clock
from grants.models import Round
from tests.conftest import fresh_database, usable
from tests.factories.world import World
from tests.processes.site import Site, a_site


@pytest.fixture
def running(database_url: str) -> Iterator[tuple[Site, World]]:
    """A site of its own for each test."""
    with a_site(database_url) as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest, templates: dict[str, tuple[str, str]]) -> Iterator[tuple[Site, World]]:
    """One site for all tests of a module that only crowd it, with its web running."""
    with fresh_database(usable(request.param), templates) as url, a_site(url) as (site, world):
        site.start_web(workers=4)
        site.wait_for_web()
        yield site, world


@pytest.fixture
def site(running: tuple[Site, World]) -> Site:
    return running[0]


@pytest.fixture
def world(running: tuple[Site, World]) -> World:
    return running[1]


def an_open_round(world: World, key: str = "now") -> Round:
    """A round that takes applications at the real time, and asks for no signature."""
    now = clock.now()
    return world.a_round(
        key,
        opens_at=now - timedelta(days=10),
        closes_at=now + timedelta(days=10),
        signatory_required=False,
        one_live_application=False,
    )
