"""A whole installation per worker process: web server, job worker, demo company, Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from e2e.installation import Installation, running
from extranet.core.embedded import EmbeddedServer
from extranet.demo.company import PASSWORD
from extranet.testing import browser as chromium

TABLET = {"width": 1180, "height": 820}
PATIENCE = 15_000


@pytest.fixture(scope="session")
def installation(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Web server and worker on a database of their own, with the demo company and few sales."""
    with running(server, tmp_path_factory.mktemp("installation")) as started:
        yield started


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module; every test opens its own context.

    Not one for the session: while it runs, Playwright holds the thread's event loop, and tests
    of other modules need theirs.
    """
    path = chromium.find()
    if path is None:
        raise RuntimeError("no Chromium: run `python -m extranet.testing.browser`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def tablet(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh tablet: touch, French, nothing stored."""
    context = chromium_browser.new_context(
        viewport={"width": TABLET["width"], "height": TABLET["height"]},
        has_touch=True,
        locale="fr-FR",
        base_url=installation.url,
    )
    context.set_default_timeout(PATIENCE)
    yield context
    # A request a test holds up may still be on its way through the test's own hands.
    context.unroute_all(behavior="wait")
    context.close()


@pytest.fixture
def desk(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh desk browser."""
    context = chromium_browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="fr-FR", base_url=installation.url
    )
    context.set_default_timeout(PATIENCE)
    yield context
    # A request a test holds up may still be on its way through the test's own hands.
    context.unroute_all(behavior="wait")
    context.close()


SignIn = Callable[[BrowserContext, str], Page]


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in through the page: `sign_in(tablet, "conseiller@palier.example")`."""

    def do(context: BrowserContext, email: str) -> Page:
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return do
