"""The components in a real browser: axe finds nothing, and every behaviour does its one thing."""

import json
import math
from collections.abc import Iterator
from mimetypes import guess_type
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from extranet.core.assets import STATIC, asset
from extranet.core.settings import Settings, install
from extranet.core.templates import render_text

ORIGIN = "http://localhost:1"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)
SIZES = {"desk": (1440, 900, False), "tablet": (1180, 820, True), "phone": (390, 844, True)}


@pytest.fixture(autouse=True)
def installation(settings: Settings) -> None:
    """The layouts print the installation's public key, so there is one, connected or not."""
    install(settings)


def gallery() -> str:
    """The gallery with somebody signed in."""
    return render_text(
        "gallery.html",
        "fr",
        here="/gallery",
        theme="",
        person=SimpleNamespace(
            first_name="Inès", last_name="Bernard", initials="IB", agency_name="Lyon Est"
        ),
        role_label="Back-office",
        behind=None,
        nav=[{"url": "/", "label": "Accueil", "icon": "house", "current": True}],
    )


def answer(route: Route) -> None:
    """Serve the gallery, the static files and two blocks, under the product's content policy."""
    path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
    headers = {"Content-Security-Policy": POLICY}
    if path.startswith("/static/"):
        file = STATIC / path.split("/", 3)[3]
        kind = guess_type(file.name)[0] or "application/octet-stream"
        route.fulfill(body=file.read_bytes(), headers={**headers, "Content-Type": kind})
    elif path == "/block":
        body = '<h1>Nouvelle page</h1><p data-announce="37 contrats">37</p>'
        route.fulfill(body=body, headers={**headers, "Content-Type": "text/html"})
    elif path == "/fault":
        route.fulfill(status=500, body="<p>Erreur interne</p>", headers=headers)
    else:
        page = {**headers, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=gallery(), headers=page)


def open_gallery(browser: Browser, size: str, theme: str) -> tuple[BrowserContext, Page]:
    """The gallery in a fresh context."""
    width, height, touch = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=touch,
        is_mobile=touch,
        color_scheme="dark" if theme == "dark" else "light",
    )
    context.set_default_timeout(15_000)
    context.route(f"{ORIGIN}/**", answer)
    page = context.new_page()
    page.goto(f"{ORIGIN}/gallery")
    return context, page


@pytest.fixture
def page(chromium_browser: Browser) -> Iterator[Page]:
    """The gallery on a tablet; anything the page complains about fails the test."""
    context, page = open_gallery(chromium_browser, "tablet", "light")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    yield page
    assert complaints == []
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_axe_finds_nothing(chromium_browser: Browser, size: str, theme: str) -> None:
    context, page = open_gallery(chromium_browser, size, theme)
    page.add_script_tag(url=asset("vendor/axe.min.js"))
    rules = {name: {"enabled": True} for name in ("color-contrast-enhanced", "target-size")}
    found = page.evaluate("rules => axe.run(document, {rules})", rules)
    assert {
        each["id"]: [node["html"] for node in each["nodes"]] for each in found["violations"]
    } == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_role("link", name="Il manque la fin de l’adresse").click()
    expect(page.get_by_label("Adresse e-mail")).to_be_focused()


def test_a_chosen_theme_shows_at_once_and_is_kept(page: Page) -> None:
    page.get_by_role("button", name="Inès Bernard").click()
    page.get_by_role("button", name="Sombre").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert {c["name"]: c["value"] for c in page.context.cookies()} == {"palier_theme": "dark"}
    page.get_by_role("button", name="Auto").click()
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""
    assert page.context.cookies() == []
    page.keyboard.press("Escape")
    expect(page.locator("#person-menu")).to_be_hidden()


def test_a_dialog_opens_and_gives_the_focus_back(page: Page) -> None:
    opener = page.get_by_role("button", name="Ouvrir une question")
    opener.click()
    expect(page.get_by_role("dialog", name="Rejeter ce contrat")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_quantity_stays_in_its_bounds_and_keeps_the_focus(page: Page) -> None:
    box = page.get_by_role("group", name="Le Quotidien")
    less = box.get_by_role("button", name="Un de moins")
    for _ in range(3):
        less.press("Enter")
    expect(box.get_by_role("textbox")).to_have_value("0")
    expect(less).to_be_focused()
    box.get_by_role("textbox").fill("250 boîtes")
    expect(box.get_by_role("textbox")).to_have_value("99")


def test_a_signature_is_kept_as_strokes_and_can_be_cleared(page: Page) -> None:
    pad = page.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    sheet = pad.bounding_box()
    assert sheet is not None
    for line in (0.4, 0.6):
        page.mouse.move(sheet["x"] + sheet["width"] * 0.2, sheet["y"] + sheet["height"] * line)
        page.mouse.down()
        for step in range(20):
            page.mouse.move(
                sheet["x"] + sheet["width"] * (0.2 + 0.03 * step),
                sheet["y"] + sheet["height"] * (line + 0.1 * math.sin(step)),
            )
        page.mouse.up()
    kept = page.locator("[data-signature-strokes]")
    strokes = json.loads(kept.input_value())
    assert len(strokes) == 2
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for stroke in strokes for x, y, _ in stroke)
    assert [t for _, _, t in strokes[0]] == sorted(t for _, _, t in strokes[0])
    page.set_viewport_size({"width": 820, "height": 1180})
    assert json.loads(kept.input_value()) == strokes
    page.get_by_role("button", name="Effacer et recommencer").click()
    expect(kept).to_have_value("")


def test_a_form_leaves_once(page: Page) -> None:
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const button = document.querySelector("form.form .button--main");
                button.click();
                button.click();
            }"""
        )
    assert len(sent) == 1


def test_a_swap_moves_the_focus_and_is_said(page: Page) -> None:
    swap(page, "/block")
    expect(page.get_by_role("heading", name="Nouvelle page")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("37 contrats")


def test_a_failed_request_is_said_and_changes_nothing(page: Page) -> None:
    swap(page, "/fault")
    expect(page.get_by_role("status")).to_contain_text("La demande n’a pas abouti")
    expect(page.get_by_text("Erreur interne")).to_have_count(0)


def swap(page: Page, address: str) -> None:
    """Let htmx fetch `address` into the page, as a list that turns its page would."""
    page.evaluate(
        """address => {
            const link = document.createElement("button");
            link.setAttribute("hx-get", address);
            link.setAttribute("hx-target", "#page");
            document.querySelector("#page").append(link);
            htmx.process(link);
            link.click();
        }""",
        address,
    )
