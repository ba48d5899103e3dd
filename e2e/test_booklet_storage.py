"""The tablet's own storage: dropped connections, writes that fail, writes that last."""

from playwright.sync_api import BrowserContext, expect

from e2e.booklet import Booklet, known_to_server

DROP = """times => {
  const { transaction } = IDBDatabase.prototype;
  let left = times;
  IDBDatabase.prototype.transaction = function (...given) {
    left -= 1;
    if (left >= 0) throw new DOMException("The connection was lost.", "InvalidStateError");
    return transaction.apply(this, given);
  };
  window.repair = () => { left = 0; };
}"""
NOTE_DURABILITY = """() => {
  const { transaction } = IDBDatabase.prototype;
  window.durabilities = [];
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    if (mode === "readwrite") window.durabilities.push(options?.durability ?? "default");
    return transaction.call(this, stores, mode, options);
  };
}"""


def test_row_09_a_connection_the_browser_dropped_is_opened_again(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.page.evaluate(DROP, 1)
    booklet.fill_cart()

    expect(booklet.page.locator("[data-storage-alarm]")).to_be_hidden()
    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_09_a_write_that_fails_for_good_says_so_and_keeps_the_words_on_the_screen(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    booklet.page.evaluate(DROP, 1_000_000)
    booklet.field("customer.first_name").fill("Élodie")
    booklet.field("customer.last_name").fill("Lefèvre")
    booklet.field("customer.birth_date").fill("27/3/1968")
    booklet.go_on()

    expect(booklet.page.locator("[data-storage-alarm]")).to_be_visible()
    expect(booklet.at("customer").field("customer.last_name")).to_have_value("Lefèvre")

    booklet.page.evaluate("window.repair()")
    booklet.go_on()
    booklet.at("address").all_sent()
    answers = known_to_server(tablet, booklet.sale)["customer"]["answers"]
    assert answers["last_name"] == "Lefèvre"


def test_row_11_whatever_is_written_is_written_for_good(booklet: Booklet) -> None:
    booklet.page.evaluate(NOTE_DURABILITY)
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.all_sent()

    durabilities = booklet.page.evaluate("window.durabilities")
    assert len(durabilities) >= 4, "two steps written, two receipts settled"
    assert set(durabilities) == {"strict"}
