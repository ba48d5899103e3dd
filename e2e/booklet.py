"""A booklet in a browser, as an adviser handles it."""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

# As patient as the contexts of conftest: a busy machine is no fault of the booklet.
_PATIENCE = 15_000
expect.set_options(timeout=_PATIENCE)

JOURNEY = "/booklets/home_sale/2"
ADVISER = "conseiller@palier.example"
_NOTHING_WAITS = """async ([patience, besides]) => {
  const counted = (store) => new Promise((found) => {
    const counting = store.count();
    counting.onsuccess = () => found(counting.result);
  });
  const waiting = (name) => new Promise((found, failed) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = async () => {
      const shelves = opening.result.transaction(["outbox", "attention"]);
      const counts = ["outbox", ...besides].map((name) => counted(shelves.objectStore(name)));
      const [all, ...shelved] = await Promise.all(counts);
      opening.result.close();
      found(all - shelved.reduce((sum, one) => sum + one, 0));
    };
  });
  const deadline = performance.now() + patience;
  for (;;) {
    const names = (await indexedDB.databases()).map((database) => database.name);
    const ours = names.filter((name) => /^palier-(?!keys)/.test(name));
    const counts = await Promise.all(ours.map(waiting));
    if (counts.every((count) => count === 0)) return;
    if (performance.now() > deadline) throw new Error(`still waiting: ${counts}`);
    await new Promise(requestAnimationFrame);
  }
}"""
"""Resolves once nothing waits. It asks again by itself: `wait_for_function` takes the first value
that a promise brings, whatever it is."""

# A page that is closed in the very instant of a keystroke may take that one with it: nothing is
# written to a disk at once. So the test lets the last one reach it, and waits for nothing else.
_NOTE_THE_LAST_KEY = """() => addEventListener(
  "input", () => { document.body.dataset.lastKey = new Date().toISOString(); }, true)"""
_LAST_KEY_IS_KEPT = """async (sale) => {
  const typed = document.body.dataset.lastKey;
  const draftsOf = (name) => new Promise((found, failed) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asking = opening.result.transaction("drafts").objectStore("drafts").getAll();
      asking.onsuccess = () => {
        opening.result.close();
        found(asking.result);
      };
    };
  });
  for (const late = performance.now() + 15_000; performance.now() < late; ) {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    const ours = names.filter((name) => /^palier-(?!keys)/.test(name));
    const drafts = (await Promise.all(ours.map(draftsOf))).flat();
    if (drafts.some((draft) => draft.sale === sale && draft.saved >= typed)) return;
    await new Promise(requestAnimationFrame);
  }
  throw new Error("the last key was not kept");
}"""


@dataclass
class Booklet:
    """The open booklet of a page; every method waits for what it brings about."""

    page: Page

    def open(self, fragment: str = "new") -> "Booklet":
        """Open a sale by its fragment, a new one by default."""
        # Another fragment alone would not load the page again.
        self.page.goto("about:blank")
        self.page.goto(f"{JOURNEY}#{fragment}")
        return self

    @property
    def sale(self) -> str:
        """The id of the open sale."""
        return self.page.url.partition("#")[2].split("/")[0]

    def at(self, leaf: str) -> "Booklet":
        """Wait until a leaf is open, its heading with the focus."""
        expect(self.page.locator(f"[data-leaf={leaf}]")).to_be_visible()
        return self

    def go_on(self) -> None:
        """Press the one button that leads on."""
        self.page.locator("button[type=submit]:visible").click()

    def tablet_says(self, state: str) -> Locator:
        """Wait until the strip is in a state; returns its words."""
        expect(self.page.locator("[data-strip]")).to_have_attribute("data-state", state)
        return self.page.locator("[data-strip-words]")

    def all_sent(self) -> None:
        """Wait until nothing waits in the outbox of anybody on this tablet.

        A leaf turns only once its step lies there, so after a leaf this is no early answer.
        """
        self.page.evaluate(_NOTHING_WAITS, [_PATIENCE, []])
        self.tablet_says("done")

    def all_answered(self) -> None:
        """Wait until the server took, or refused, all that lay in the outboxes of this tablet."""
        self.page.evaluate(_NOTHING_WAITS, [_PATIENCE, ["attention"]])

    def field(self, name: str) -> Locator:
        """The input of a field, `contact.phone`."""
        return self.page.locator(f"[name='{name}']")

    def type_in(self, name: str, words: str) -> None:
        """Type key by key, and wait until the tablet has kept the last one."""
        self.page.evaluate(_NOTE_THE_LAST_KEY)
        self.field(name).press_sequentially(words)
        self.page.evaluate(_LAST_KEY_IS_KEPT, self.sale)

    def choose(self, field: str, value: str) -> None:
        """Tick one answer of several."""
        self.page.locator(f"[data-field='{field}'] [data-choice={value}]").click()

    def tick(self, field: str) -> None:
        """Tick the one box of a field."""
        self.page.locator(f"[data-field='{field}'] label").click()

    def product(self, *, exempt: bool) -> Locator:
        """The first product that may be paid today, or that may not."""
        tone = "success" if exempt else "neutral"
        return self.page.locator(f"[data-product]:has([data-flag][data-tone={tone}])").first

    def fill_cart(self, *, exempt: bool = True) -> None:
        """Put one product in the cart and go on to the customer."""
        self.at("products").product(exempt=exempt).locator("[data-more]").click()
        self.go_on()
        self.at("customer")

    def fill_customer(self) -> None:
        """Say who the customer is and go on to the address."""
        self.field("customer.first_name").fill("Élodie")
        self.field("customer.last_name").fill("Lefèvre")
        self.field("customer.birth_date").fill("27/3/1968")
        self.go_on()
        self.at("address")

    def fill_address(self) -> None:
        """Say where the customer lives and go on to the contact."""
        self.field("address.line1").fill("12 bis rue de l’Église")
        self.field("address.postcode").fill("75011")
        self.field("address.city").fill("Paris")
        self.go_on()
        self.at("contact")

    def fill_contact(self) -> None:
        """Give a mobile phone and go on to the payment."""
        self.choose("contact.phone_kind", "mobile")
        self.field("contact.phone").fill("06 12 34 56 78")
        self.choose("contact.code_channel", "sms")
        self.go_on()
        self.at("payment")

    def fill_consents(self, medium: str = "electronic") -> None:
        """Agree to the least and go on to the information."""
        self.at("consents").choose("consents.contract_medium", medium)
        self.tick("consents.privacy_read")
        self.go_on()
        self.at("information")

    def fill_information(self, channel: str = "sms") -> None:
        """Say how the information was received and go on to the review."""
        self.choose("information.channel", channel)
        self.tick("information.received")
        self.go_on()
        self.at("review")

    def fill_rest(self, medium: str = "electronic", channel: str = "sms") -> None:
        """Pay by cheque, agree to the least, and go on to the review."""
        self.at("payment").choose("payment.method", "cheque")
        self.go_on()
        self.fill_consents(medium)
        self.fill_information(channel)

    def open_give_up(self) -> Locator:
        """Press the quiet button of the bar; returns the question it asks."""
        self.page.locator("[data-bar-give-up]").click()
        question = self.page.locator("#give-up")
        expect(question).to_be_visible()
        return question

    def give_up(self) -> None:
        """Give the open sale up, of which something was submitted."""
        self.open_give_up().get_by_role("button", name="Abandonner la vente").click()
        self.at("given-up")

    def fill_to_review(self) -> None:
        """Answer everything, from the cart to the review."""
        self.fill_cart()
        self.fill_customer()
        self.fill_address()
        self.fill_contact()
        self.fill_rest()


def submissions_of(route: Route) -> list[dict[str, Any]]:
    """What a held-up request to the outbox carries."""
    return list(json.loads(route.request.post_data or "{}")["submissions"])


def known_to_server(context: BrowserContext, sale: str) -> dict[str, Any]:
    """The steps of a sale that the server has: `{step: {answers, seq}}`."""
    reply = context.request.get(f"/sales/{sale}/answers")
    return dict(reply.json()["steps"]) if reply.ok else {}


class Posts:
    """The submissions that left a browser, by request, in order."""

    def __init__(self, context: BrowserContext) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        context.on("response", lambda response: self._note(response.request))

    def _note(self, request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/outbox"):
            self.batches.append(json.loads(request.post_data or "{}")["submissions"])

    @property
    def ids(self) -> list[str]:
        """The id of every submission, once per attempt."""
        return [submission["id"] for batch in self.batches for submission in batch]
