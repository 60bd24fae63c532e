"""The browser, and the running site with the council's people and one open scheme."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from config import Settings
from grants.demo.casework import MANAGER
from grants.demo.people import Known, hire_staff
from grants.demo.teller import SYSTEM, Teller
from grants.models import Round
from grants.setup.commands.load_scheme import load_scheme
from grants.setup.commands.publish_round import publish_round
from grants.setup.scheme_file import read_scheme, scheme_files
from tests.browser.applying import FUND
from tests.browser.story import Story
from tests.live import LiveSite, live_site
from tests.tools import tool

WRITTEN = datetime(2026, 10, 26, 9, tzinfo=UTC)
BEGINS = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; without one the test is left out with its reason, or fails where all are needed."""
    path = tool("chromium", package="chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def story(settings: Settings, chromium: Browser) -> Iterator[Story]:
    """A site where the voluntary sector scheme is open, and nobody has applied yet."""
    with live_site(settings, moment=BEGINS) as site:
        teller = Teller(site.app, site.house, today=BEGINS.date())
        round_id = open_scheme(site, teller)
        told = Story(site, chromium, teller, round_id)
        yield told
        told.close()


def open_scheme(site: LiveSite, teller: Teller) -> int:
    """Load the scheme and publish its round; the round's number."""
    hire_staff(teller, Known.make())
    path = next(each for each in scheme_files() if each.stem == FUND)
    with teller.at(WRITTEN):
        with teller.work(SYSTEM) as work:
            load_scheme(work, read_scheme(path, moved_by_days=0))
        with teller.reading() as session:
            round_id = session.scalars(select(Round.id)).one()
        teller.does(MANAGER, publish_round, round_id)
    return round_id
