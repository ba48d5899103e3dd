"""Leaf by leaf: branches, changes from the review, errors, and the way to the signature."""

import re

from playwright.sync_api import BrowserContext, expect

from e2e.booklet import Booklet, known_to_server


def test_every_leaf_puts_the_focus_on_its_heading_and_says_where_one_is(booklet: Booklet) -> None:
    booklet.fill_cart()
    expect(booklet.page.locator("[data-leaf=customer] h1")).to_be_focused()
    expect(booklet.page.locator("[data-flight-words]")).to_have_text("Étape 2 sur 8")
    expect(booklet.page).to_have_title(re.compile("^Qui est le client"))


def test_errors_take_the_focus_link_to_the_field_and_repeat_its_words(booklet: Booklet) -> None:
    booklet.fill_cart()
    booklet.field("customer.first_name").fill("Élodie")
    booklet.go_on()

    leaf = booklet.page.locator("[data-leaf=customer]")
    expect(leaf.locator("[data-errors]")).to_be_focused()
    expect(booklet.page).to_have_title(re.compile("^Erreur"))
    first = leaf.locator("[data-error-list] a").first
    box = leaf.locator("[data-field='customer.last_name']")
    expect(box.locator("[data-error]")).to_have_text(first.inner_text())
    first.click()
    expect(booklet.field("customer.last_name")).to_be_focused()
    expect(booklet.field("customer.first_name")).to_have_value("Élodie")


def test_no_iban_is_asked_for_while_a_product_waits_seven_days(booklet: Booklet) -> None:
    booklet.fill_cart(exempt=False)
    booklet.fill_customer()
    booklet.fill_address()
    booklet.fill_contact()
    booklet.choose("payment.method", "direct_debit")

    expect(booklet.page.locator("[data-notice=nothing_for_seven_days]")).to_be_visible()
    expect(booklet.field("payment.iban")).to_be_hidden()


def test_an_exempt_cart_asks_for_the_iban_and_the_review_masks_it(booklet: Booklet) -> None:
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.fill_address()
    booklet.fill_contact()
    booklet.choose("payment.method", "direct_debit")
    booklet.field("payment.account_holder").fill("Élodie Lefèvre")
    booklet.field("payment.iban").fill("FR76 3000 6000 0112 3456 7890 189")
    booklet.go_on()
    booklet.fill_consents()
    booklet.fill_information()

    review = booklet.page.locator("[data-leaf=review]")
    expect(review).to_contain_text("se termine par 0189")
    expect(review).not_to_contain_text("30006000")


def test_a_change_from_the_review_comes_straight_back(booklet: Booklet) -> None:
    booklet.fill_to_review()
    row = booklet.page.locator("[data-leaf=review] .facts__row", has_text="Prénom")
    row.locator("[data-answer-change]").click()
    expect(booklet.at("customer").field("customer.first_name")).to_be_focused()
    booklet.field("customer.first_name").fill("Éloïse")
    booklet.go_on()

    booklet.at("review")
    expect(row.locator("[data-answer-words]")).to_have_text("Éloïse")


def test_a_leaf_cannot_be_opened_before_the_ones_it_needs(booklet: Booklet) -> None:
    booklet.fill_cart()
    booklet.open(f"{booklet.sale}/review").at("customer")


def test_back_and_forward_turn_the_leaves(booklet: Booklet) -> None:
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.page.go_back()
    expect(booklet.at("customer").field("customer.last_name")).to_have_value("Lefèvre")
    booklet.page.go_forward()
    booklet.at("address")


_ELSEWHERE_AS_IT_IS_HANDED_OVER = """() => {
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...given) {
    if (given[0]?.handed_over) location.hash = "new";
    return put.apply(this, given);
  };
}"""


def test_who_opens_another_sale_as_one_is_handed_over_is_not_taken_away_from_it(
    booklet: Booklet,
) -> None:
    booklet.page.evaluate(_ELSEWHERE_AS_IT_IS_HANDED_OVER)
    booklet.fill_to_review()
    sale = booklet.sale
    booklet.go_on()
    booklet.at("products").all_sent()
    assert booklet.sale != sale
    booklet.fill_cart()
    booklet.at("customer")


def test_offline_the_sale_waits_ready_and_goes_to_the_signature_by_itself(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.fill_to_review()
    booklet.all_sent()
    tablet.set_offline(True)
    booklet.go_on()
    expect(booklet.at("ready").page.locator("[data-ready-words]")).to_contain_text(
        "dès que le réseau revient"
    )
    sale = booklet.sale
    tablet.set_offline(False)

    booklet.page.wait_for_url(f"**/sales/{sale}/signature")
    booklet.page.go_back()
    booklet.at("review")


def test_the_keyboard_alone_fills_a_cart(booklet: Booklet) -> None:
    keys = booklet.page.keyboard
    quantity = booklet.product(exempt=True).locator("[data-quantity] input")
    quantity.focus()
    keys.press("ArrowUp")
    expect(quantity).to_have_value("1")
    keys.press("Enter")
    booklet.at("customer")


def test_a_search_forgives_accents_and_case(booklet: Booklet) -> None:
    name = booklet.product(exempt=False).locator("[data-name]").inner_text()
    plain = name.upper().translate(str.maketrans("ÉÈÊÀÂÎÔÛÇ", "EEEAAIOUC"))
    booklet.page.locator("[data-search]").fill(plain)

    shown = booklet.page.locator("[data-product]:visible [data-name]")
    expect(shown.first).to_have_text(name)
    everything = booklet.page.locator("[data-product]").count()
    assert shown.count() < everything


def test_opening_a_new_sale_takes_the_last_customer_off_the_page(booklet: Booklet) -> None:
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.page.evaluate("location.hash = '#new'")
    booklet.at("products")
    typed = booklet.page.eval_on_selector_all(
        "input[name^='customer.']:not([type=radio], [type=checkbox])",
        "all => all.map(i => i.value)",
    )
    assert set(typed) == {""}


def test_a_step_still_being_written_stays_with_its_sale_when_another_opens(
    booklet: Booklet,
) -> None:
    booklet.fill_cart()
    first = booklet.sale
    booklet.field("customer.first_name").fill("Élodie")
    booklet.field("customer.last_name").fill("Lefèvre")
    booklet.field("customer.birth_date").fill("27/3/1968")
    booklet.page.evaluate(
        """() => {
          document.querySelector("[data-leaf=customer] button[type=submit]").click();
          location.hash = "#new";
        }"""
    )
    booklet.at("products")
    assert booklet.sale != first
    booklet.fill_cart()
    expect(booklet.field("customer.last_name")).to_have_value("")
    booklet.all_sent()

    sent = known_to_server(booklet.page.context, first)
    assert sent["customer"]["answers"]["last_name"] == "Lefèvre"
    assert "customer" not in known_to_server(booklet.page.context, booklet.sale)


def test_no_leaf_of_one_sale_is_in_reach_while_another_opens(booklet: Booklet) -> None:
    """Words typed between two sales would belong to nobody, or to the wrong customer."""
    booklet.fill_cart()
    booklet.page.evaluate(
        """() => {
          const seen = (window.seenBetween = []);
          new MutationObserver(() => {
            const shown = document.querySelector("[data-leaf]:not([hidden])").dataset.leaf;
            if (seen.at(-1) !== shown) seen.push(shown);
          }).observe(document, { subtree: true, attributeFilter: ["hidden"] });
          location.hash = "#new";
        }"""
    )
    booklet.at("products")
    seen = booklet.page.evaluate("window.seenBetween")
    # The first leaf may still be busy with itself until the browser tells of the new address.
    assert seen[seen.index("opening") :] == ["opening", "products"]


def test_an_account_the_law_forbids_to_ask_leaves_tablet_and_server(booklet: Booklet) -> None:
    """C. conso. L221-10: the cart loses the right to a mandate, and wins it back."""
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.fill_address()
    booklet.fill_contact()
    booklet.choose("payment.method", "direct_debit")
    booklet.field("payment.account_holder").fill("Élodie Lefèvre")
    booklet.field("payment.iban").fill("FR76 3000 6000 0112 3456 7890 189")
    booklet.go_on()
    booklet.at("consents")
    booklet.open(f"{booklet.sale}/products").at("products")
    booklet.product(exempt=False).locator("[data-more]").click()
    booklet.go_on()
    booklet.at("customer").all_sent()
    known = known_to_server(booklet.page.context, booklet.sale)
    assert "iban" not in known["payment"]["answers"]

    booklet.open(f"{booklet.sale}/products").at("products")
    booklet.product(exempt=False).locator("[data-less]").click()
    booklet.go_on()
    booklet.open(f"{booklet.sale}/consents").at("payment")
    expect(booklet.field("payment.iban")).to_have_value("")
