"""Somebody who reads English finds no French: what is not data is said in their language."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from e2e.conftest import enter_by_form
from e2e.devices import PATIENCE
from e2e.installation import Installation
from e2e.pages import STOPS
from e2e.places import prepare
from e2e.seller import rows
from e2e.stop import ACCOUNTS
from extranet.core.settings import ROOT

# What is written or read aloud; what stands in another language on purpose says so with `lang`,
# and the switch names each language in itself.
_READ = """() => {
  const foreign = "[lang]:not(html, [lang=en]), [lang]:not(html, [lang=en]) *";
  const seen = [...document.querySelectorAll("body *")].filter(
    (one) => one.checkVisibility() && !one.matches(foreign));
  // A page that shows a document is titled like it.
  const said = document.querySelector("h1").matches(foreign) ? [] : [document.title];
  for (const one of seen) {
    for (const node of one.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      said.push(one.getAttribute(name) ?? "");
    }
  }
  return said.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
_FRENCH = re.compile(
    r"(?<![\w’'-])(le|la|les|des|du|une|est|vous|pour|avec|votre|cette|aux|par|ou|où|dans|sans|"
    r"son|sur|qui|pas|ne|ce|et|au|il|elle|rien)(?![\w’'-])|(?<!\w)[LDdlcsnj][’'](?=[a-zéèêà])"
)
_DATA = """
SELECT name AS said FROM agency UNION SELECT name FROM partner
UNION SELECT label_en FROM product UNION SELECT description_en FROM product
UNION SELECT customer_name FROM sale UNION SELECT name FROM seller
UNION SELECT DISTINCT answers->>'line1' FROM sale_step WHERE step = 'address'
UNION SELECT DISTINCT answers->>'city' FROM sale_step WHERE step = 'address'
UNION SELECT reason FROM impersonation
"""
# The messages there were written to customers who read French.
IN_THE_CUSTOMERS_LANGUAGE = {"inbox"}


@pytest.fixture(scope="module")
def places(installation: Installation) -> dict[str, str]:
    """Sales and contracts in every state, and pages in our language."""
    return prepare(installation) | {"locale": "en"}


@pytest.fixture
def speak_english(installation: Installation) -> Iterator[None]:
    """Everybody reads English for the while of a test."""
    rows(installation, "UPDATE person SET locale = 'en'")
    yield
    rows(installation, "UPDATE person SET locale = 'fr'")


@pytest.mark.usefixtures("speak_english")
@pytest.mark.parametrize("role", ["visitor", "adviser", "back_office"])
def test_no_french_is_left(
    chromium_browser: Browser, installation: Installation, places: dict[str, str], role: str
) -> None:
    context = chromium_browser.new_context(locale="en-GB", base_url=installation.url)
    context.set_default_timeout(PATIENCE)
    page = enter_by_form(context, ACCOUNTS[role]) if ACCOUNTS[role] else context.new_page()
    data = {row["said"] for row in rows(installation, _DATA) if row["said"]}
    sentences = untranslated()
    faults = []
    for stop in STOPS:
        if role in stop.roles and stop.name not in IN_THE_CUSTOMERS_LANGUAGE:
            stop.open(page, places)
            assert page.evaluate("document.documentElement.lang") == "en"
            faults += [f"{stop.name}: {said}" for said in french(page, data, sentences)]
    context.close()
    assert faults == []


def untranslated() -> set[str]:
    """Every French sentence whose English is another one."""
    with (ROOT / "locales" / "en.po").open("rb") as file:
        return {str(each.id) for each in read_po(file, locale="en") if each.id != each.string}


def french(page: Page, data: set[str], sentences: set[str]) -> list[str]:
    """What on the page is neither English nor data."""
    longest_first = sorted(data, key=len, reverse=True)
    found = set()
    for said in set(page.evaluate(_READ)):
        rest = said
        # Most words are plainly English: only what looks French is freed of its data.
        for known in longest_first if _FRENCH.search(said) else ():
            rest = rest.replace(known, "")
        if said in sentences or _FRENCH.search(rest):
            found.add(said)
    return sorted(found)
