"""What lies on a tablet's disk tells nobody who the customer is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from e2e.booklet import ADVISER, Booklet
from e2e.devices import lasting_tablet
from e2e.installation import Installation
from e2e.photos import is_receipt, new_picture, photo_of, take
from e2e.seller import visitor
from e2e.test_booklet_attention import refuse
from extranet.demo.company import PASSWORD
from extranet.testing.pictures import photo

# Words no file of a browser holds by chance. What is typed, and what it becomes.
_CUSTOMER = {
    "first name": ("Wilhelmine",),
    "last name": ("Quatrebarbes",),
    "e-mail": ("w.quatrebarbes@courrier.example",),
    "telephone": ("06 98 71 23 45", "0698712345", "698712345"),
    "account": ("FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
    "draft": ("Mme Vertefeuille",),
}
_PLAIN = ("Rosalinde Vingtdeniers", "FR1420041010050500013M02606")
"""The control: somebody whose words are kept in clear, by every way a page has."""

_PLAIN_PHOTO = photo(seed=14)
_SLICE = 64
"""So many bytes of a photo are nowhere by chance."""

_KEEP_PLAIN = """async ([words, bytes]) => {
  for (let index = 0; index < words.length; index += 1) {
    localStorage.setItem(`control-${index}`, words[index]);
  }
  const cache = await caches.open("control");
  await cache.put("/control", new Response(words.join()));
  await new Promise((done, failed) => {
    const opening = indexedDB.open("control", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("answers", { keyPath: "id" });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const writing = opening.result.transaction("answers", "readwrite", { durability: "strict" });
      words.forEach((word, id) => writing.objectStore("answers").put({ id, body: { word } }));
      writing.objectStore("answers").put({ id: "photo", body: new Uint8Array(bytes) });
      writing.oncomplete = () => { opening.result.close(); done(); };
    };
  });
}"""


@pytest.fixture
def playwright() -> Iterator[Playwright]:
    """Playwright itself: a profile that outlives its browser is not one of its contexts."""
    with sync_playwright() as started:
        yield started


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("input[name=email]", ADVISER)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _send_photo(booklet: Booklet, picture: Path, installation: Installation) -> bytes:
    """Have a photo go through the tablet; returns what it became there."""
    booklet.fill_cart()
    booklet.fill_customer()
    take(booklet, picture)
    with booklet.page.expect_response(is_receipt):
        booklet.fill_address()
    place = f"/sales/{booklet.sale}/photos/{photo_of(installation, booklet.sale)['id']}"
    reply = visitor(installation, ADVISER).get(place)
    assert reply.status_code == 200
    return reply.content


def _sell(booklet: Booklet, picture: Path) -> None:
    """Answer as the customer does, up to a draft that nobody submits; one step is refused."""
    context = booklet.page.context
    booklet.at("products").fill_cart()
    booklet.all_sent()
    context.route("**/outbox", lambda route: refuse(route, "customer"))
    booklet.field("customer.first_name").fill(*_CUSTOMER["first name"])
    booklet.field("customer.last_name").fill(*_CUSTOMER["last name"])
    booklet.field("customer.birth_date").fill("27/3/1968")
    booklet.go_on()
    booklet.at("address").tablet_says("attention")
    context.set_offline(True)
    take(booklet, picture)
    booklet.fill_address()
    booklet.choose("contact.phone_kind", "mobile")
    booklet.field("contact.phone").fill(_CUSTOMER["telephone"][0])
    booklet.field("contact.email").fill(*_CUSTOMER["e-mail"])
    booklet.choose("contact.code_channel", "sms")
    booklet.go_on()
    booklet.at("payment").choose("payment.method", "direct_debit")
    booklet.field("payment.account_holder").fill(*_CUSTOMER["last name"])
    booklet.field("payment.iban").fill(_CUSTOMER["account"][0])
    booklet.go_on()
    booklet.at("consents").page.go_back()
    booklet.at("payment").field("payment.account_holder").fill(*_CUSTOMER["draft"])


def _rescue_file(page: Page, place: Path) -> Path:
    """Save what waits as a file."""
    with page.expect_download() as saving:
        # The strip offers it where nothing can be sent any more; it is ready before.
        page.locator("[data-strip-export]").dispatch_event("click")
    saving.value.save_as(place)
    return place


def _said() -> list[str]:
    return [words for forms in _CUSTOMER.values() for words in forms]


def _words_in(place: Path, words: list[str]) -> dict[str, list[str]]:
    """Every one of `words` that lies in a file of `place`, with those files.

    In clear, in any case, as UTF-8 or UTF-16. The databases of a browser are compressed block by
    block, which replaces repetitions only: what a block holds first stands there as it is.
    """
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    found: dict[str, list[str]] = {}
    for file in files:
        content = file.read_bytes().lower()
        for word in words:
            forms = [word.lower().encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if any(form in content for form in forms):
                found.setdefault(word, []).append(str(file.relative_to(place.parent)))
    return found


def _has_photo(place: Path, content: bytes) -> bool:
    """Whether a file of `place` holds some of the photo as it is, beyond how all photos begin."""
    slices = [content[at : at + _SLICE] for at in range(1000, len(content) - _SLICE, 5000)]
    files = [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]
    return any(one in held for held in (file.read_bytes() for file in files) for one in slices)


def test_row_14_no_file_of_the_browser_and_no_log_holds_a_word_of_the_customer(
    playwright: Playwright, installation: Installation, tmp_path: Path
) -> None:
    context = lasting_tablet(playwright.chromium, tmp_path / "profile", installation.url)
    page = context.pages[0]
    _sign_in(page)
    picture = new_picture(tmp_path)
    booklet = Booklet(page).open()
    content = _send_photo(booklet, picture, installation)
    _sell(booklet.open(), picture)
    page.evaluate(_KEEP_PLAIN, [list(_PLAIN), list(_PLAIN_PHOTO)])
    rescue = _rescue_file(page, tmp_path / "rescue.palier")
    context.close()

    found = _words_in(tmp_path / "profile", [*_said(), *_PLAIN])
    assert found.keys() & set(_said()) == set(), found
    assert found.keys() == set(_PLAIN), "the search must find what lies there in clear"
    for shelf in ("IndexedDB", "Local Storage", "CacheStorage"):
        assert all(any(shelf in file for file in found[word]) for word in _PLAIN), found
    assert _words_in(installation.data / "processes.log", _said()) == {}
    assert _words_in(rescue, _said()) == {}
    assert rescue.stat().st_size > len(content), "the photo is part of it"
    assert not _has_photo(tmp_path / "profile", content)
    assert not _has_photo(rescue, content)
    assert _has_photo(tmp_path / "profile", _PLAIN_PHOTO), "the search must find one that is"
