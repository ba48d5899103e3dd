"""The address leaf: the postcode brings its communes, and online the base completes the line."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import running
from extranet.core.embedded import EmbeddedServer
from extranet.messages.tests.stand_ins import HttpStandIn, http_stand_in


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale, at the address."""
    booklet = Booklet(enter(tablet, ADVISER)).open()
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


_HOUSE = {"type": "housenumber", "name": "12 Rue Oberkampf", "postcode": "75011", "city": "Paris"}


@pytest.fixture(scope="module")
def base() -> Iterator[HttpStandIn]:
    """A national address base that knows one house."""
    with http_stand_in() as stand_in:
        stand_in.body = {"features": [{"properties": _HOUSE}]}
        yield stand_in


@pytest.fixture
def completing(
    server: EmbeddedServer,
    base: HttpStandIn,
    tmp_path_factory: pytest.TempPathFactory,
    chromium_browser: Browser,
    enter: SignIn,
) -> Iterator[Booklet]:
    """A new sale at the address, where a base is configured."""
    settings = {"ADDRESS_URL": f"{base.url}/search"}
    with (
        running(server, tmp_path_factory.mktemp("completing"), settings) as installation,
        chromium_browser.new_context(locale="fr-FR", base_url=installation.url) as tablet,
    ):
        booklet = Booklet(enter(tablet, ADVISER)).open()
        booklet.fill_cart()
        booklet.fill_customer()
        yield booklet


def test_the_base_completes_a_line_online_and_is_not_missed_offline(
    completing: Booklet, base: HttpStandIn
) -> None:
    line = completing.field("address.line1")
    line.press_sequentially("12 rue ober")
    offers = completing.page.locator("[data-completion] button")
    expect(offers).to_have_text(["12 Rue Oberkampf, 75011 Paris"])
    assert base.asked[-1]["values"]["q"] == "12 rue ober"
    offers.click()
    expect(offers).to_have_count(0)
    expect(line).to_be_focused()
    expect(line).to_have_value("12 Rue Oberkampf")
    expect(completing.field("address.postcode")).to_have_value("75011")
    expect(completing.field("address.city")).to_have_value("Paris")

    completing.page.context.set_offline(True)
    line.press_sequentially(" bis")
    completing.go_on()
    completing.at("contact")
