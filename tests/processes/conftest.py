"""What the tests of processes ask for: a site on each engine."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from grants import clock
from grants.models import Round
from tests.factories.world import World
from tests.processes.site import Site, a_site


@pytest.fixture
def running(database_url: str) -> Iterator[tuple[Site, World]]:
    """A site of its own for each test."""
    with a_site(database_url) as found:
        yield found


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
