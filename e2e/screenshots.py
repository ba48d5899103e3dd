"""The pictures of the README and the docs: `python -m e2e.screenshots [--out docs/screenshots]`.

`--every-page` takes every page of `e2e/pages.py` instead, at every size and in both themes, to be
looked at before a change of the style sheets is called done.
"""

import argparse
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from e2e.installation import Installation, running
from e2e.pages import STOPS
from e2e.places import prepare
from e2e.sizes import SIZES, show_all
from e2e.stop import ACCOUNTS, Stop
from extranet.core.embedded import EmbeddedServer
from extranet.demo.company import PASSWORD
from extranet.testing import browser as chromium

_COLOURS = 256
_NOT_DRAWN_YET = "[data-tablet-ready]:empty, .home > [data-strip][data-state='']"
# The picture, the stop, the role, the size and the theme.
_PICTURES = (
    ("sign-in", "sign-in", "visitor", "landscape", "light"),
    ("home", "home", "adviser", "landscape", "light"),
    ("cart", "leaf-products", "adviser", "landscape", "light"),
    ("errors", "leaf-customer-errors", "adviser", "portrait", "light"),
    ("review", "leaf-review", "adviser", "landscape", "dark"),
    ("signature", "signature", "adviser", "landscape", "light"),
    ("done", "done", "adviser", "landscape", "light"),
    ("inbox", "inbox", "visitor", "desk", "light"),
    ("papers", "papers", "visitor", "phone", "light"),
    ("contracts", "contracts", "back_office", "desk", "light"),
    ("contract", "contract-to-check", "back_office", "desk", "light"),
    ("journal", "journal", "back_office", "desk", "dark"),
)


def main() -> None:
    """Start an installation, take the pictures, stop it."""
    parser = argparse.ArgumentParser(prog="python -m e2e.screenshots")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--every-page", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    path = chromium.find()
    if path is None:
        raise SystemExit("no Chromium: run `python -m extranet.testing.browser`")
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer.start(Path(folder, "pg"))
        try:
            with running(server, Path(folder)) as installation, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
                _take(browser, installation, given.out, every_page=given.every_page)
                browser.close()
        finally:
            server.stop()


def _take(browser: Browser, installation: Installation, out: Path, *, every_page: bool) -> None:
    places = prepare(installation)
    stops = {stop.name: stop for stop in STOPS}
    pages: dict[str, Page] = {}
    opened: dict[str, str] = {}
    wanted = _every_page() if every_page else _PICTURES
    for name, stop, role, size, theme in wanted:
        if role not in pages:
            pages[role] = _arrive(browser, installation, role)
        page = pages[role]
        width, height = SIZES[size]
        page.set_viewport_size(ViewportSize(width=width, height=height))
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if opened.get(role) != stop:
            _open(page, stops[stop], places)
            opened[role] = stop
        if every_page:
            show_all(page, width)
        shot = page.screenshot(animations="disabled", caret="hide")
        (out / f"{name}.png").write_bytes(_small(shot))


def _every_page() -> list[tuple[str, str, str, str, str]]:
    return [
        (f"{stop.name}.{size}.{theme}", stop.name, stop.roles[0], size, theme)
        for stop in STOPS
        for size in SIZES
        for theme in ("light", "dark")
    ]


def _open(page: Page, stop: Stop, places: dict[str, str]) -> None:
    stop.open(page, places)
    # What a script fills in once the tablet's store is open.
    expect(page.locator(_NOT_DRAWN_YET)).to_have_count(0)
    # Pictures and fonts that come late belong to the page.
    page.wait_for_function(
        "() => document.fonts.status === 'loaded' && [...document.images].every("
        "(one) => one.complete || one.loading === 'lazy')"
    )


def _arrive(browser: Browser, installation: Installation, role: str) -> Page:
    context = browser.new_context(locale="fr-FR", base_url=installation.url)
    context.set_default_timeout(30_000)
    if ACCOUNTS[role]:
        form: dict[str, str | float | bool] = {"email": ACCOUNTS[role], "password": PASSWORD}
        context.request.post("/sign-in", form=form, headers={"Origin": installation.url})
    return context.new_page()


def _small(shot: bytes) -> bytes:
    """The picture in few colours: a page has not many more, and weighs a third.

    Colours are chosen for their reach: a small amber stroke keeps its own.
    """
    picture = Image.open(BytesIO(shot)).convert("RGB")
    kept = BytesIO()
    few = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    main()
