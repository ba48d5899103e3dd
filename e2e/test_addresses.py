"""The address leaf: the postcode brings its communes, with and without a network."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from e2e.booklet import ADVISER, Booklet

SignIn = Callable[[BrowserContext, str], Page]


@pytest.fixture
def booklet(tablet: BrowserContext, sign_in: SignIn) -> Booklet:
    """A new sale, at the address."""
    booklet = Booklet(sign_in(tablet, ADVISER)).open()
    booklet.fill_cart()
    booklet.fill_customer()
    return booklet


def communes(booklet: Booklet) -> Locator:
    """The communes to choose from."""
    return booklet.page.locator("[data-leaf=address] [data-communes] button")


def test_a_postcode_of_one_commune_fills_the_city(booklet: Booklet) -> None:
    booklet.field("address.postcode").press_sequentially("75011")
    expect(booklet.field("address.city")).to_have_value("Paris")
    booklet.field("address.postcode").fill("69003")
    expect(booklet.field("address.city")).to_have_value("Lyon")
    expect(communes(booklet)).to_have_count(0)


def test_a_city_somebody_typed_is_left_alone(booklet: Booklet) -> None:
    booklet.field("address.city").fill("Paris Cedex 11")
    with booklet.page.expect_response("**/communes.json") as reply:
        booklet.field("address.postcode").press_sequentially("75011")
    assert reply.value.json()["75011"] == ["Paris"]
    booklet.go_on()
    expect(booklet.field("address.city")).to_have_value("Paris Cedex 11")


def test_several_communes_are_offered_narrowed_by_typing_and_kept(booklet: Booklet) -> None:
    booklet.field("address.line1").fill("3 place du Marché")
    booklet.field("address.postcode").press_sequentially("01400")
    expect(communes(booklet)).to_have_count(10)
    expect(booklet.field("address.city")).to_have_value("")

    booklet.field("address.city").press_sequentially("saint g")
    expect(communes(booklet)).to_have_text(["Saint-Georges-sur-Renon"])
    communes(booklet).click()
    expect(communes(booklet)).to_have_count(0)
    expect(booklet.field("address.city")).to_be_focused()
    booklet.go_on()
    booklet.at("contact").page.go_back()
    expect(booklet.at("address").field("address.city")).to_have_value("Saint-Georges-sur-Renon")
    expect(communes(booklet)).to_have_count(0)


def test_without_the_table_the_city_is_typed(tablet: BrowserContext, booklet: Booklet) -> None:
    tablet.route("**/communes.json", lambda route: route.abort())
    booklet.fill_address()
