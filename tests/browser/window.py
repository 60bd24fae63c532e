"""One person's browser window, worked the way a person does: by labels, buttons and links."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from grants.account.demo_people import DEMO_PASSWORD
from tests.browser.axe import WIDE, Looked
from tests.live import LiveSite

PASSWORD = DEMO_PASSWORD
PATIENCE = int(os.environ.get("PATIENCE", "15000"))
PICTURES = os.environ.get("GRANTS_TEST_PICTURES", "")


class Window:
    """A fresh window: nobody is signed in on it."""

    def __init__(self, site: LiveSite, browser: Browser, looked: Looked, *, javascript: bool = True) -> None:
        self.site, self.looked = site, looked
        self.context = browser.new_context(
            base_url=site.address, viewport=WIDE, java_script_enabled=javascript, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.examined = javascript
        looked.listen(self.page)

    def close(self) -> None:
        self.context.close()

    def sign_in(self, address: str) -> "Window":
        """By e-mail and password."""
        self.go("/sign-in")
        self.fill("Email address", address)
        self.fill("Password", PASSWORD)
        self.press("Sign in", exact=True)
        return self

    def go(self, path: str) -> None:
        """Open an address."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        self.arrived()

    def arrived(self) -> None:
        """A page is open: examine it."""
        self.page.wait_for_load_state("load")
        if self.examined:
            self.looked.look(self.page)

    def press(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """A button or a link that leads on."""
        self.leave(self.called(name, within=within, exact=exact))

    def called(self, name: str, *, within: Locator | None = None, exact: bool = False) -> Locator:
        """The first button or link of that name: some links look and speak like buttons."""
        place = within or self.page.locator("main")
        named: Any = {"name": name, "exact": exact}
        return place.get_by_role("button", **named).or_(place.get_by_role("link", **named)).first

    def leave(self, what: Locator) -> None:
        """Click on something that leads to another page."""
        with self.page.expect_navigation():
            what.click()
        self.arrived()

    def fill(self, label: str, text: str, *, exact: bool = True) -> None:
        """A box."""
        self.page.get_by_label(label, exact=exact).first.fill(text)

    def select(self, label: str, option: str) -> None:
        """A list to choose from."""
        self.page.get_by_label(label, exact=True).first.select_option(label=option)

    def choose(self, legend: str, option: str) -> None:
        """One of several buttons under a question."""
        group = self.page.get_by_role("group", name=legend)
        group.get_by_label(option, exact=True).check()

    def tick(self, label: str) -> None:
        """A box to tick."""
        self.page.get_by_label(label).first.check()

    def date(self, legend: str, day: int, month: int, year: int) -> None:
        """Day, month and year."""
        group = self.page.get_by_role("group", name=legend)
        for label, number in (("Day", day), ("Month", month), ("Year", year)):
            group.get_by_label(label, exact=True).fill(str(number))

    def words(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()

    def see(self, *texts: str) -> None:
        """The page says all of these."""
        said = " ".join(self.words().split())
        for text in texts:
            assert text in said, f"{self.page.url} does not say {text!r}:\n{self.words()[:3000]}"

    def take(self, link: str) -> bytes:
        """What a link downloads."""
        with self.page.expect_download() as waiting:
            self.called(link).click()
        return Path(waiting.value.path()).read_bytes()

    def send_file(self, label: str, name: str, data: bytes, kind: str) -> None:
        """Choose a file to send."""
        file: Any = {"name": name, "mimeType": kind, "buffer": data}
        self.page.get_by_label(label, exact=True).first.set_input_files(file)

    def picture(self, name: str) -> None:
        """Keep pictures of the page, wide and narrow, where somebody asked for them."""
        if not PICTURES:
            return
        for size in (WIDE, {"width": 320, "height": 720}):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.screenshot(path=f"{PICTURES}/{name}-{size['width']}.png", full_page=True)
        self.page.set_viewport_size(WIDE)
