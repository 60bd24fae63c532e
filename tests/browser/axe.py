"""Looks at every page a test visits: accessibility, narrow screens, and errors in the browser's console."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

NARROW, WIDE = {"width": 320, "height": 720}, {"width": 1280, "height": 900}
REFERENCE = re.compile(r"(?<=/)([A-Z]{2,}[-A-Z0-9]*\d[-A-Z0-9]*|[A-Za-z0-9_-]{30,}|\d+)(?=[/.]|$)")
# A form sent back with its faults answers 422, which the browser calls an error of loading.
SENT_BACK = re.compile(r"Failed to load resource: .* status of (422|409)")


def place(address: str) -> str:
    """The page an address is of, whichever case it shows."""
    return REFERENCE.sub("…", re.sub(r"^https?://[^/]+", "", address).partition("?")[0].partition("#")[0])


# What the page would fit without: the innermost of each such branch, with the words it begins with.
STICKS_OUT = """() => {
    const wide = () => document.documentElement.scrollWidth > window.innerWidth;
    const found = [];
    for (const each of document.querySelectorAll("main *")) {
        const shown = each.style.display;
        each.style.display = "none";
        if (!wide()) found.push(`${each.tagName} ${each.className}: ${each.textContent.trim().slice(0, 60)}`);
        each.style.display = shown;
    }
    return found.slice(-2);
}"""


@dataclass
class Looked:
    """What was found on the pages looked at. Each kind of page is examined once for each `mood` it is seen in."""

    faults: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    examine: bool = True

    def listen(self, page: Page) -> None:
        """Collect whatever this page's console complains of, a broken content policy among it."""

        def heard(message: ConsoleMessage) -> None:
            if message.type == "error" and not SENT_BACK.match(message.text):
                self.faults.append(f"{place(page.url)}: console: {message.text}")

        page.on("console", heard)
        page.on("pageerror", lambda error: self.faults.append(f"{place(page.url)}: script: {error}"))

    def look(self, page: Page) -> None:
        """Examine the page that is open, once for each heading it has."""
        heading = page.locator("h1").first.inner_text() if page.locator("h1").count() else ""
        key = (place(page.url), re.sub(r"[\d£,.]+", "", heading))
        if not self.examine or key in self.seen:
            return
        self.seen.add(key)
        self._accessible(page, key[0])
        self._narrow(page, key[0])

    def _accessible(self, page: Page, where: str) -> None:
        for fault in Axe().run(page).response["violations"]:
            places = "; ".join(str(node["target"]) for node in fault["nodes"][:3])
            self.faults.append(f"{where}: {fault['id']}: {fault['help']} ({places})")

    def _narrow(self, page: Page, where: str) -> None:
        before = page.viewport_size or WIDE
        page.set_viewport_size(NARROW)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            self.faults.append(
                f"{where}: {over} pixels too wide for a screen of 320: {page.evaluate(STICKS_OUT)} {page.url}"
            )
        page.set_viewport_size(before)

    def must_be_clean(self) -> None:
        """Fail with everything that was found."""
        found = list(dict.fromkeys(self.faults))
        assert not found, f"{len(found)} faults on {len(self.seen)} pages:\n" + "\n".join(found)
