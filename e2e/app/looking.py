"""What a tablet that runs the installed app is asked, and waited for."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import BrowserContext, Page, expect

Tablet = Callable[[], AbstractContextManager[BrowserContext]]
"""One tablet: switched on for as long as the block, it keeps what it holds."""
AtHome = Callable[[BrowserContext], Page]
"""Signs the adviser in, and waits until the tablet is ready for the road."""

PICTURES = "palier.pictures"
"""The cache of what products look like; it fills while the page goes on."""

_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const reply = await cache.match(request);
      found.push([name, new URL(request.url).pathname, await reply.text()]);
    }
  }
  return found;
}"""


def ready(page: Page) -> None:
    """Wait until all that a sale needs lies on the tablet, and the worker answers for the page."""
    expect(page.locator("[data-tablet-ready]")).to_contain_text("Prête")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def kept(page: Page) -> list[tuple[str, str, str]]:
    """Everything in the caches: cache, path, text."""
    return [tuple(one) for one in page.evaluate(_KEPT)]


def release_of(page: Page) -> str:
    """The release a page belongs to."""
    found = re.search(r"/static/([0-9a-f]{12})/", page.content())
    assert found
    return found[1]


def home_of_the_tablet(page: Page) -> None:
    """Wait for the home the tablet opens by itself."""
    expect(page.get_by_text("Palier n’a pas pu être joint")).to_be_visible()
