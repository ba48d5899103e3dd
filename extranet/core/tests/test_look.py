"""The look on paper: what templates and style sheets must hold, checked without a browser."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from extranet.core import vendor
from extranet.core.assets import STATIC
from extranet.core.templates import render_text

TEMPLATES = vendor.PROJECT / "templates"
SHEETS = sorted((STATIC / "css").glob("*.css"))
ALLOWED_BYTES = 25_000

THEMED = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
IMPORT = re.compile(r'@import "([^"]+)";')
PLAIN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "raised"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "sunken"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("on-accent", "accent"),
    ("on-accent-tint", "accent-tint"),
    ("on-well", "well"),
    ("on-well-muted", "well"),
    ("on-lamp", "lamp"),
    ("error", "paper"),
    ("error", "surface"),
    ("on-error", "error"),
    ("on-error-tint", "error-tint"),
    ("success", "surface"),
    ("on-success-tint", "success-tint"),
    ("on-warning-tint", "warning-tint"),
    ("on-neutral-tint", "neutral-tint"),
]
EDGE_PAIRS = [("edge", "paper"), ("edge", "surface"), ("focus", "paper"), ("lamp", "well")]


def gallery() -> str:
    """The gallery as the back office would see it."""
    return render_text(
        "gallery.html",
        "fr",
        theme="",
        here="/gallery",
        person=SimpleNamespace(
            first_name="Inès", last_name="Bernard", initials="IB", agency_name="Lyon Est"
        ),
        role_label="Back-office",
        behind=None,
        nav=[{"url": "/", "label": "Accueil", "icon": "house", "current": True}],
    )


def colours() -> dict[str, tuple[str, str]]:
    """Every colour of the tokens, in the light and in the dark."""
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    plain = {name: (value, value) for name, value in PLAIN.findall(text)}
    return plain | {name: (light, dark) for name, light, dark in THEMED.findall(text)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "floor"), [(TEXT_PAIRS, 7.0), (EDGE_PAIRS, 3.0)], ids=["text", "edges"]
)
def test_colours_are_far_enough_apart(
    pairs: list[tuple[str, str]], floor: float, theme: str
) -> None:
    known = colours()
    at = ["light", "dark"].index(theme)
    found = {pair: contrast(known[pair[0]][at], known[pair[1]][at]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < floor} == {}


def with_imports(sheet: Path) -> str:
    """A style sheet and all it imports, as a browser puts them together."""
    text = sheet.read_text(encoding="utf-8")
    return IMPORT.sub(lambda found: with_imports(sheet.parent / found[1]), text)


def test_the_style_sheets_of_a_page_stay_light() -> None:
    """The gallery links more sheets than any real page."""
    linked = re.findall(r'href="/static/[0-9a-f]+/([^"]+\.css)"', gallery())
    assert linked
    weights = [len(gzip.compress(with_imports(STATIC / name).encode())) for name in linked]
    assert sum(weights) < ALLOWED_BYTES


def test_files_that_style_sheets_name_are_there() -> None:
    vendor.prepare()
    for sheet in SHEETS:
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / address).is_file(), f"{sheet.name} names {address}"


def test_files_that_layouts_and_components_name_are_there() -> None:
    vendor.prepare()
    addresses = re.findall(r'(?:src|href)="/static/[0-9a-f]+/([^"#]+)', gallery())
    assert addresses
    for address in addresses:
        assert (STATIC / address).is_file(), address


def test_the_content_policy_has_nothing_to_refuse() -> None:
    for template in (path for path in TEMPLATES.rglob("*.html") if not is_message(path)):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text), template.name
        for opening in re.findall(r"<script[^>]*>", text):
            assert "src=" in opening or 'type="application/json"' in opening, template.name


def is_message(path: Path) -> bool:
    """E-mails, and the index of a copy of somebody's data, are read elsewhere, under no policy of
    ours, and need their styles inline."""
    return "messages" in path.parts or path == TEMPLATES / "privacy" / "index.html"


def test_everything_a_component_points_to_is_on_the_page() -> None:
    page = gallery()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:for|popovertarget|data-dialog-open)="([^"]+)"', page)
    named += re.findall(r'\shref="#([^"]+)"', page)
    for many in re.findall(r'\saria-(?:describedby|labelledby)="([^"]+)"', page):
        named += many.split()
    assert set(named) <= set(ids)


def test_an_error_stands_in_the_summary_and_beside_its_field() -> None:
    page = gallery()
    assert page.count("Il manque la fin de l’adresse e-mail") == 2
    assert '<a href="#f-mail">' in page
    assert 'value="camille.morel@"' in page
