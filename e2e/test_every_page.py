"""Every page, for everybody who may open it, at every size and in both themes.

A page nobody listed in `e2e/pages.py` fails here, for every role that may open it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from e2e.conftest import enter_by_form
from e2e.devices import PATIENCE
from e2e.installation import Installation
from e2e.pages import ALIKE, NO_PAGES, STOPS
from e2e.places import prepare
from e2e.seller import visitor
from e2e.sizes import SIZES, show_all
from e2e.stop import ACCOUNTS, Stop
from extranet.app import create_app
from extranet.core.assets import STATIC
from extranet.core.settings import Settings

AXE = (STATIC / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# What axe looks at changes with the width; with the theme only colours do. All of the page is in
# sight for it: what a fixed bar covers now can be scrolled free, which axe does not try.
AXE_SIZES = ("landscape", "phone")
COLOURS = ["color-contrast", "color-contrast-enhanced"]
_AXE_RUN = """async colours => {
  const more = ["color-contrast-enhanced", "target-size"];
  const options = colours
    ? { runOnly: { type: "rule", values: colours } }
    : { rules: Object.fromEntries(more.map((name) => [name, { enabled: true }])) };
  const found = await axe.run(document, { ...options, resultTypes: ["violations"] });
  return found.violations.map(
    (each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""
_LOOK = """() => ({
  headings: [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length,
  title: document.title.trim(),
  lang: document.documentElement.lang,
  over: document.scrollingElement.scrollWidth - innerWidth,
})"""
VISITS = [(role, stop) for stop in STOPS for role in stop.roles]


@dataclass
class Visitor:
    """Somebody's browser, and what it complained about since the last visit."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console says; the status of the page itself is judged elsewhere."""
        is_status = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not is_status:
            self.complaints.append(f"{message.type}: {message.text}")

    def watch(self, request: Request, origin: str) -> None:
        """Keep every request that leaves the origin."""
        if not request.url.startswith((origin + "/", "data:", "blob:", "about:")):
            self.complaints.append(f"left the origin: {request.url}")


@pytest.fixture(scope="module")
def places(installation: Installation) -> dict[str, str]:
    """Sales and contracts in every state."""
    return prepare(installation)


@pytest.fixture(scope="module")
def visitors(chromium_browser: Browser, installation: Installation) -> Iterator[dict[str, Visitor]]:
    """A browser for every role, opened at the first visit."""
    opened: dict[str, Visitor] = {}
    yield opened
    for one in opened.values():
        one.page.context.close()


def arrive(browser: Browser, installation: Installation, role: str) -> Visitor:
    """Sign in as `role`, in a browser that tells what it complains about."""
    context: BrowserContext = browser.new_context(
        locale="fr-FR", has_touch=True, base_url=installation.url
    )
    context.set_default_timeout(PATIENCE)
    page = enter_by_form(context, ACCOUNTS[role]) if ACCOUNTS[role] else context.new_page()
    one = Visitor(page)
    page.on("console", one.hear)
    page.on("pageerror", lambda error: one.complaints.append(str(error)))
    page.on("request", lambda request: one.watch(request, installation.url))
    return one


@pytest.mark.parametrize(("role", "stop"), VISITS, ids=[f"{r}-{s.name}" for r, s in VISITS])
def test_a_page_is_sound(
    chromium_browser: Browser,
    installation: Installation,
    visitors: dict[str, Visitor],
    places: dict[str, str],
    role: str,
    stop: Stop,
) -> None:
    if role not in visitors:
        visitors[role] = arrive(chromium_browser, installation, role)
    page, complaints = visitors[role].page, visitors[role].complaints
    complaints.clear()
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    width, height = SIZES["landscape"]
    page.set_viewport_size({"width": width, "height": height})

    assert stop.open(page, places) == stop.status

    if role == stop.roles[0]:
        page.evaluate(AXE)
    faults: list[str] = []
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            where = f"{size} {theme}: "
            faults += [where + fault for fault in look(page)]
            if size in AXE_SIZES and role == stop.roles[0]:
                show_all(page, width)
                colours = COLOURS if theme == "dark" else None
                faults += [where + fault for fault in page.evaluate(_AXE_RUN, colours)]
    assert faults == []
    assert complaints == []


def look(page: Page) -> list[str]:
    """What is wrong with the page as it stands, axe's findings apart."""
    seen = page.evaluate(_LOOK)
    faults = []
    if seen["headings"] != 1:
        faults.append(f"{seen['headings']} headings of the first rank")
    if seen["title"].removesuffix("· Palier").strip() in ("", "Erreur :"):
        faults.append(f"no title: {seen['title']}")
    if seen["lang"] != "fr":
        faults.append(f"in {seen['lang']}")
    if seen["over"] > 0:
        faults.append(f"{seen['over']} px too wide")
    return faults


def test_no_page_is_forgotten(installation: Installation, places: dict[str, str]) -> None:
    """Whatever GET route shows a role a page is listed for that role."""
    settings = Settings.load({"DATA": str(installation.data), "PALIER_SECRET": "5e" * 32})
    app = create_app(settings)
    routes = {
        route.path
        for route in app.routes
        if "GET" in getattr(route, "methods", ()) and not route.path.startswith("/static/")
    }
    assert routes == {stop.route for stop in STOPS} | NO_PAGES
    sample = {stop.route: stop.path.partition("#")[0].format(**places) for stop in reversed(STOPS)}
    for role, email in ACCOUNTS.items():
        roles = {role, ALIKE.get(role)}
        listed = {stop.route for stop in STOPS if roles & set(stop.roles)}
        http = visitor(installation, email)
        for route, path in sample.items():
            reply = http.get(path)
            if reply.status_code == 200 and route not in listed:
                assert route in _FOR_EVERYBODY, f"{role} may open {path}: list it"
        http.close()


# Nothing on these depends on who looks, apart from the roles they are listed for.
_FOR_EVERYBODY = {
    "/s/{token:str}",
    "/s/{token:str}/read/{kind:str}",
    "/s/{token:str}/code",
    "/documents/{token:str}",
    "/invitations/{token:str}",
    "/forgotten-password",
    "/forgotten-password/{token:str}",
    "/email-changes/{token:str}",
    "/account/authenticator/code",
    "/documents",
    "/withdrawal",
    "/termination",
    "/inbox",
}
