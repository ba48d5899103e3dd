"""A whole installation per worker process: web server, job worker, demo company, Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from e2e.booklet import ADVISER, Booklet
from e2e.devices import DESK, TABLET, device
from e2e.installation import Installation, running
from extranet.core.embedded import EmbeddedServer
from extranet.demo.company import PASSWORD
from extranet.testing import browser as chromium


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


# To keep the whole app is most of what a fresh browser does. It matters where a page is opened
# without a network: those tests say `installed`, or stand in `e2e/app`.
_NOT_INSTALLED = {"service_workers": "block"}


@pytest.fixture
def tablet(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh tablet: touch, French, nothing stored, and no service worker."""
    touch = {"has_touch": True, **_NOT_INSTALLED}
    with device(chromium_browser, installation.url, TABLET, **touch) as context:
        yield context


@pytest.fixture
def installed(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh tablet that keeps the app, and opens it without a network."""
    with device(chromium_browser, installation.url, TABLET, has_touch=True) as context:
        yield context


@pytest.fixture
def desk(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh desk browser, without a service worker."""
    with device(chromium_browser, installation.url, DESK, **_NOT_INSTALLED) as context:
        yield context


SignIn = Callable[[BrowserContext, str], Page]
"""Signs somebody in by their address: `sign_in(tablet, "conseiller@palier.example")`."""


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in through the page; the page that comes back is at home."""

    def do(context: BrowserContext, email: str) -> Page:
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return do


@pytest.fixture
def enter() -> SignIn:
    """Sign in where the way in is not the matter; the page that comes back is empty yet."""
    return enter_by_form


def enter_by_form(context: BrowserContext, email: str) -> Page:
    """Send the form of the sign-in page and open an empty page."""
    reply = context.request.post(
        "/sign-in",
        form={"email": email, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
        max_redirects=0,
    )
    assert reply.status == 303, reply.text()
    return context.new_page()


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale, opened by the adviser."""
    return Booklet(enter(tablet, ADVISER)).open().at("products")
