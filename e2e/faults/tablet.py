"""The tablet: a Chromium with a profile that outlives it, killed and started again at will.

What the machine must know of pages beyond `e2e.booklet` stands here and nowhere else.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    BrowserType,
    Page,
    Playwright,
    sync_playwright,
)
from playwright.sync_api import Error as BrowserError

from e2e.booklet import ADVISER, JOURNEY, Booklet
from e2e.devices import lasting_tablet
from e2e.faults.processes import kill_groups, started_with, wait_gone
from extranet.demo.company import PASSWORD

PATIENCE = 20_000
_CRASH = 2_000
NOBODY, OPENING, ELSEWHERE, GIVEN_UP = "nobody", "opening", "elsewhere", "given-up"
"""Leaves that are none of a sale: nobody known on this tablet (or its door is closed), a sale
being opened, no booklet at all, and the one of a sale that was given up."""

_LEAF = f"""() => document.querySelector("[data-lock][open]") ? "{NOBODY}"
  : document.querySelector("[data-booklet]")
  ? document.querySelector("[data-leaf]:not([hidden])")?.dataset.leaf ?? ""
  : location.pathname === "/sign-in" ? "{NOBODY}" : "{ELSEWHERE}" """
_OPEN = f"() => !['', '{OPENING}'].includes(({_LEAF})())"
_TURNED = f"step => ({_LEAF})() !== step"
_STATE = "() => document.querySelector('[data-strip]')?.dataset.state ?? ''"
_SETTLED = f"() => ['done', 'attention'].includes(({_STATE})())"
_SEND = "() => document.querySelector('[data-strip-send]:not([hidden])')?.click()"
_DROP_LAST = """async () => {
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith("palier-")) continue;
    await new Promise((done, failed) => {
      const opening = indexedDB.open(name);
      opening.onerror = () => failed(opening.error);
      opening.onsuccess = () => {
        if (!opening.result.objectStoreNames.contains("outbox")) {
          opening.result.close();
          done();
          return;
        }
        const transaction = opening.result.transaction("outbox", "readwrite");
        const outbox = transaction.objectStore("outbox");
        outbox.openKeyCursor(null, "prev").onsuccess = ({ target }) => {
          if (target.result) outbox.delete(target.result.primaryKey);
        };
        transaction.oncomplete = () => {
          opening.result.close();
          done();
        };
      };
    });
  }
}"""


class Tablet:
    """A browser on `url`; `page` is the one in the adviser's hands."""

    def __init__(self, playwright: Playwright, profile: Path, url: str) -> None:
        self._type: BrowserType = playwright.chromium
        self._profile = profile
        self._url = url
        self.context: BrowserContext = self._launch()
        self.page: Page = self.context.pages[0]

    @property
    def booklet(self) -> Booklet:
        """The booklet of the page."""
        return Booklet(self.page)

    @property
    def leaf(self) -> str:
        """The leaf that is open; empty where the page is no booklet."""
        while True:
            try:
                return str(self.page.evaluate(_LEAF))
            except BrowserError as leaving:
                # The page is leaving for the next one in this very moment: ask that one.
                if "context was destroyed" not in str(leaving):
                    raise

    def kill_browser(self) -> None:
        """Kill Chromium and all its processes, then start it on the same profile."""
        browser = started_with(f"--user-data-dir={self._profile}")
        kill_groups(browser)
        wait_gone(browser)
        with suppress(BrowserError):
            self.context.close()
        self.context = self._launch()
        self.page = self.context.pages[0]

    def kill_page(self, *, crash: bool) -> None:
        """Take the page away, closed or crashed, and open an empty one."""
        gone = self.page
        if crash:
            with suppress(BrowserError):
                gone.goto("chrome://crash", wait_until="commit", timeout=_CRASH)
        self.page = self.context.new_page()
        gone.close()

    def open_sale(self, sale: str) -> str:
        """Open a sale (`new` begins one) and return the leaf it opens at; raises `BrowserError`
        when the page cannot be had."""
        self.booklet.open(sale)
        self.page.wait_for_function(_OPEN)
        return self.leaf

    def go_back_to(self, sale: str, step: str) -> None:
        """Open an earlier step of the sale that is open."""
        self._address(f"{sale}/{step}")
        self.booklet.at(step)

    def begin_another(self) -> None:
        """Begin a sale from a leaf of another that is not its first."""
        self._address("new")
        # The other sale may have gone to its signature in that very moment.
        self.page.wait_for_function(f"() => ['products', '{ELSEWHERE}'].includes(({_LEAF})())")
        if self.leaf == ELSEWHERE:
            self._go_to(f"{JOURNEY}#new")
        self.booklet.at("products")

    @contextmanager
    def second_tab(self) -> Iterator[None]:
        """Work in a second tab, which is closed at the end."""
        first, self.page = self.page, self.context.new_page()
        try:
            yield
        finally:
            self.page.close()
            self.page = first

    def give_up(self) -> None:
        """Give up the sale that is open; waits for the leaf that says so."""
        self.booklet.give_up()

    def wait_turned(self, step: str) -> None:
        """Wait until the leaf of `step` has turned."""
        self.page.wait_for_function(_TURNED, arg=step)

    def send_now(self) -> None:
        """Press « send now » where it is offered; it may go in that very moment, all being sent."""
        self.page.evaluate(_SEND)

    def sign_in(self) -> None:
        """Go through the door, if it is closed, and home."""
        self._go_to(f"{self._url}/sign-in")
        if self.page.url.endswith("/sign-in"):
            self.page.fill("input[name=email]", ADVISER)
            self.page.fill("input[name=password]", PASSWORD)
            self.page.click("button[type=submit]")
            self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def all_sent(self) -> str:
        """At home: wait until all is sent, asking once for what needs attention to be sent again.
        Return what the strip says when it is not; empty when it is."""
        with suppress(BrowserError):
            self.page.wait_for_function(_SETTLED)
            self.send_now()
            self.page.wait_for_function(f"() => ({_STATE})() === 'done'")
            return ""
        words = self.page.locator("[data-strip-words]").inner_text()
        return f"{self.page.evaluate(_STATE)}: {words}"

    def lose_the_latest(self) -> None:
        """Planted: the latest submission that waits is gone from the tablet's store."""
        self.page.evaluate(_DROP_LAST)

    def close(self) -> None:
        """End the browser."""
        with suppress(BrowserError):
            self.context.close()

    def _go_to(self, address: str) -> None:
        """Go there, again if the page went somewhere by itself in that very moment."""
        while True:
            try:
                self.page.goto(address)
                return
            except BrowserError as aborted:
                if "ERR_ABORTED" not in str(aborted):
                    raise

    def _address(self, fragment: str) -> None:
        self.page.evaluate("fragment => { location.hash = fragment }", fragment)

    def _launch(self) -> BrowserContext:
        context = lasting_tablet(self._type, self._profile, self._url)
        context.set_default_timeout(PATIENCE)
        return context


@contextmanager
def in_hand(url: str) -> Iterator[Tablet]:
    """A tablet with nothing on it, gone at the end."""
    profile = Path(tempfile.mkdtemp(prefix="palier-tablet-"))
    try:
        with sync_playwright() as playwright:
            tablet = Tablet(playwright, profile, url)
            try:
                yield tablet
            finally:
                tablet.close()
    finally:
        shutil.rmtree(profile, ignore_errors=True)
