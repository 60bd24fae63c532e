"""One grant's story as it is told in a browser: whose window it is, and what day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from playwright.sync_api import Browser

from grants.demo.people import email
from grants.demo.teller import Teller
from tests.browser.axe import Looked
from tests.browser.window import Window
from tests.live import LiveSite

LEAD, SIGNATORY = "amina@riverside.example", "george@riverside.example"


class Story:
    """What the steps share. A window is signed in when it is first needed on a day: sessions do not last for weeks."""

    def __init__(self, site: LiveSite, browser: Browser, teller: Teller, round_id: int) -> None:
        self.site, self.browser, self.teller, self.round_id = site, browser, teller, round_id
        self.looked = Looked()
        self.organisation = self.reference = self.declined = ""
        self.letter = b""
        self._windows: dict[str, Window] = {}

    def on(self, year: int, month: int, day: int, hour: int = 10) -> None:
        """It is now this day; everybody's windows are shut."""
        self.site.moment = datetime(year, month, day, hour, tzinfo=UTC)
        self.close()

    def new_window(self, who: str, *, javascript: bool = True) -> Window:
        """A window nobody is signed in on."""
        self._windows[who] = Window(self.site, self.browser, self.looked, javascript=javascript)
        return self._windows[who]

    def window(self, who: str) -> Window:
        """Somebody's window, signed in: a key of the council's people, or an address."""
        if who not in self._windows:
            self.new_window(who).sign_in(who if "@" in who else email(who))
        return self._windows[who]

    @contextmanager
    def by_command(self) -> Iterator[Teller]:
        """What happens off the screen at the same moment: the other applicant's story."""
        with self.teller.at(self.site.moment):
            yield self.teller

    def close(self) -> None:
        """Shut every window."""
        for window in self._windows.values():
            window.close()
        self._windows.clear()
