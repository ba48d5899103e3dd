"""The lock of a tablet, as its owner and a stranger handle it."""

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from e2e.booklet import Booklet

CODE = "290481"
FORGET_KEYS = """new Promise((done) => {
  indexedDB.deleteDatabase("palier-keys").onsuccess = done;
})"""
_SERVER = ("**/me.json", "**/tablets", "**/tablets/**", "**/outbox", "**/sign-out")
_ENTRIES = """change => new Promise((done, failed) => {
  const opening = indexedDB.open("palier-keys");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const transaction = database.transaction("people", "readwrite");
    const people = transaction.objectStore("people");
    const reading = people.getAll();
    reading.onsuccess = () => {
      for (const entry of reading.result) people.put({ ...entry, ...change });
    };
    transaction.oncomplete = () => {
      database.close();
      done(reading.result.map(({ key, ...entry }) => ({
        ...entry,
        open: Boolean(key),
        secret: Boolean(entry.secret),
        passkey: Boolean(entry.passkey),
      })));
    };
  };
})"""
_DATABASES = "indexedDB.databases().then((all) => all.map(({ name }) => name).sort())"


def entries(page: Page) -> list[dict[str, Any]]:
    """What the keyring of this tablet holds, keys aside."""
    return list(page.evaluate(_ENTRIES, {}))


def let_time_pass(page: Page) -> None:
    """The twelve hours of every open key are over."""
    page.evaluate(_ENTRIES, {"locks_at": 1})


def databases(page: Page) -> list[str]:
    """The databases of this tablet, by name."""
    return list(page.evaluate(_DATABASES))


def person_of(page: Page) -> str:
    """The id of whoever is signed in."""
    return str(page.evaluate("fetch('/me.json').then((r) => r.json()).then((me) => me.person)"))


def lose_server(context: BrowserContext) -> None:
    """Nothing the tablet says reaches the server; its pages still open."""
    for path in _SERVER:
        context.route(path, lambda route: route.abort("internetdisconnected"))


def find_server(context: BrowserContext) -> None:
    """The network is back."""
    for path in _SERVER:
        context.unroute(path)


def choose_code(page: Page, code: str = CODE) -> None:
    """Choose a code in the settings of the lock."""
    settings = open_settings(page)
    fill_code(settings, code, code)
    expect(settings.locator("[data-lock-state]")).to_contain_text("Un code ouvre cette tablette")
    settings.get_by_role("button", name="Fermer").click()
    expect(settings).to_be_hidden()


def open_settings(page: Page) -> Locator:
    """The settings of the lock, open."""
    page.locator("[data-lock-settings-open]:visible").first.click()
    settings = page.locator("[data-lock-settings]")
    expect(settings).to_be_visible()
    return settings


def fill_code(settings: Locator, code: str, again: str) -> None:
    """Type a code twice and press the button."""
    settings.locator("[name='lock.new']").fill(code)
    settings.locator("[name='lock.again']").fill(again)
    settings.get_by_role("button", name="Garder ce code").click()


def pane(page: Page, name: str) -> Locator:
    """Wait until the lock stands before everything, showing one of its panes."""
    shown = page.locator(f"[data-lock-pane={name}]")
    expect(shown).to_be_visible()
    return shown


def try_code(page: Page, code: str) -> None:
    """Type a code into the lock and press the button."""
    page.locator("[name='lock.code']").fill(code)
    page.get_by_role("button", name="Déverrouiller").click()


def refused(page: Page) -> None:
    """Wait until a code was found wrong: its field is empty again."""
    expect(page.locator("[data-lock-pane=unlock] [data-lock-problem]")).to_be_visible()
    expect(page.locator("[name='lock.code']")).to_have_value("")


def locked_offline(context: BrowserContext, booklet: Booklet) -> None:
    """The network goes, and the key's time comes: the tablet stands locked."""
    lose_server(context)
    let_time_pass(booklet.page)
    booklet.page.reload()
    pane(booklet.page, "unlock")
