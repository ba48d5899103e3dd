"""The keys of a tablet: a passkey instead of a code, and what was kept before there were keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.lock import entries, locked_offline, open_settings, person_of

_LAST_NAME = "customer.last_name"
_SALE = "01900000-0000-7000-8000-00000000abcd"
_PLAIN = """([name, journey, version, sale, answers]) => new Promise((done, failed) => {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore("sales", { keyPath: "id" });
    database.createObjectStore("answers", { keyPath: ["sale", "step"] });
    database.createObjectStore("drafts", { keyPath: ["sale", "step"] });
    const outbox = database.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
    outbox.createIndex("id", "id", { unique: true });
    outbox.createIndex("sale", "sale");
    database.createObjectStore("attention", { keyPath: "id" });
    database.createObjectStore("kept", { keyPath: "name" });
  };
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const writing = database.transaction([...database.objectStoreNames], "readwrite");
    const put = (store, row) => writing.objectStore(store).put(row);
    const captured_at = new Date().toISOString();
    const body = { answers };
    put("sales", { id: sale, journey, version, state: null, number: null, seq: 1,
      updated: captured_at, handed_over: null });
    put("answers", { sale, step: "products", seq: 1, body });
    const id = sale.replace(/abcd$/, "0001");
    put("outbox", { id, sale, step: "products", captured_at, journey, version, seq: 1, body });
    put("drafts", { sale, step: "customer", saved: captured_at,
      body: { fields: { last_name: "Lefèvre" } } });
    put("kept", { name: "last_sent", at: captured_at });
    writing.oncomplete = () => { database.close(); done(); };
  };
})"""
_BODIES = """name => new Promise((found) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const database = opening.result;
    const stores = [...database.objectStoreNames];
    const reading = database.transaction(stores);
    const all = stores.map((store) => reading.objectStore(store).getAll());
    reading.oncomplete = () => {
      database.close();
      found(all.flatMap((one) => one.result).filter((row) => "body" in row)
        .map((row) => row.body.constructor.name));
    };
  };
})"""


def test_what_was_kept_before_there_were_keys_is_sealed_and_nothing_of_it_is_lost(
    tablet: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(tablet, ADVISER)
    person = person_of(page)
    catalogue = tablet.request.get("/catalogue.json").json()
    product = catalogue["products"][0]
    line = {
        "product": product["code"],
        "quantity": 1,
        "unit_price_cents": product["price_cents"],
    }
    page.goto("/account")  # a page of ours that opens no store
    page.evaluate(
        "name => new Promise((done) => { indexedDB.deleteDatabase(name).onsuccess = done; })",
        f"palier-{person}",
    )
    answers = {"lines": [line], "catalogue": catalogue["version"]}
    page.evaluate(_PLAIN, [f"palier-{person}", "home_sale", 1, _SALE, answers])

    booklet = Booklet(page).open(_SALE).at("customer")

    expect(booklet.field(_LAST_NAME)).to_have_value("Lefèvre")
    assert set(page.evaluate(_BODIES, f"palier-{person}")) == {"Uint8Array"}
    booklet.all_sent()
    assert known_to_server(tablet, _SALE)["products"]["answers"]["lines"] == [line]


@pytest.fixture
def named(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A tablet that opens the installation by a name: passkeys belong to names, not to numbers."""
    url = installation.url.replace("127.0.0.1", "localhost")
    context = chromium_browser.new_context(locale="fr-FR", has_touch=True, base_url=url)
    context.set_default_timeout(15_000)
    yield context
    context.unroute_all(behavior="wait")
    context.close()


def test_a_passkey_opens_the_tablet_where_there_is_no_network(
    named: BrowserContext, sign_in: SignIn
) -> None:
    booklet = Booklet(sign_in(named, ADVISER)).open()
    page = booklet.at("products").page
    screen = named.new_cdp_session(page)
    screen.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": True,
    }
    screen.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
    settings = open_settings(page)
    settings.get_by_role("button", name="Utiliser l’empreinte ou le visage").click()
    expect(settings.locator("[data-lock-state]")).to_contain_text("L’empreinte ou le visage ouvre")
    assert entries(page)[0]["passkey"]

    locked_offline(named, booklet)
    expect(page.locator("[name='lock.code']")).to_be_hidden()
    page.get_by_role("button", name="Utiliser l’empreinte ou le visage").click()

    booklet.at("products")
