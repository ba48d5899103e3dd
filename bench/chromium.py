"""Chromium for the bench: a tablet, signed in, on a real installation."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from bench.visitors import Visitor
from extranet.testing import browser as chromium

_PATIENCE = 30_000


@contextmanager
def launched() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    path = chromium.find()
    if path is None:
        raise RuntimeError("no Chromium: run `python -m extranet.testing.browser`")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tablet(browser: Browser, visitor: Visitor) -> Iterator[BrowserContext]:
    """A tablet with nothing stored but the visitor's session."""
    context = browser.new_context(
        viewport={"width": 1180, "height": 820},
        has_touch=True,
        is_mobile=True,
        locale="fr-FR",
        base_url=visitor.url,
    )
    context.set_default_timeout(_PATIENCE)
    if visitor.cookie:
        name, _, value = visitor.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": visitor.url}])
    try:
        yield context
    finally:
        context.close()
