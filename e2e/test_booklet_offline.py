"""What an adviser typed is never lost and never counted twice, whatever happens."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Route, expect

from e2e.booklet import Booklet, Posts, known_to_server


def test_row_04_a_step_taken_offline_leaves_when_the_network_is_back(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    tablet.set_offline(True)
    booklet.fill_customer()

    expect(booklet.tablet_says("offline")).to_contain_text("1 étape gardée sur cette tablette")
    assert set(known_to_server_later(tablet, booklet)) == {"products", "customer"}


def known_to_server_later(tablet: BrowserContext, booklet: Booklet) -> dict[str, object]:
    """What the server has once the network is back and the tablet is done sending."""
    tablet.set_offline(False)
    booklet.all_sent()
    return known_to_server(tablet, booklet.sale)


def test_words_typed_a_moment_before_the_page_is_closed_are_there_again(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.fill_cart()
    booklet.type_in("customer.last_name", "Lefèvre")
    address = booklet.page.url.partition("#")[2]
    booklet.page.close()

    again = Booklet(tablet.new_page()).open(address).at("customer")

    expect(again.field("customer.last_name")).to_have_value("Lefèvre")


def test_row_02_a_server_in_trouble_loses_nothing(tablet: BrowserContext, booklet: Booklet) -> None:
    tablet.route("**/outbox", lambda route: route.fulfill(status=500))
    booklet.fill_cart()
    expect(booklet.tablet_says("trouble")).to_contain_text("1 étape gardée")

    tablet.unroute("**/outbox")
    booklet.page.locator("[data-strip-send]").click()

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_15_a_captive_portal_is_not_taken_for_the_server(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    portal = "<html><h1>Bienvenue sur le Wi-Fi</h1></html>"
    tablet.route("**/outbox", lambda route: route.fulfill(body=portal, content_type="text/html"))
    booklet.fill_cart()
    booklet.tablet_says("trouble")

    tablet.unroute("**/outbox")
    booklet.page.locator("[data-strip-send]").click()

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_03_a_reply_lost_after_the_server_stored_it_counts_once(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    posts = Posts(tablet)

    def store_and_hang_up(route: Route) -> None:
        route.fetch(max_retries=2)
        route.abort("connectionreset")

    tablet.route("**/outbox", store_and_hang_up)
    booklet.fill_cart()
    booklet.tablet_says("offline")
    before = known_to_server(tablet, booklet.sale)
    tablet.unroute("**/outbox")
    with booklet.page.expect_response("**/outbox") as reply:
        booklet.page.locator("[data-strip-send]").click()

    booklet.all_sent()
    assert [one["outcome"] for one in reply.value.json()["receipts"]] == ["already_stored"]
    assert len(set(posts.ids)) == 1
    assert known_to_server(tablet, booklet.sale) == before


def test_row_06_an_expired_session_keeps_the_queue_and_leads_back_to_the_leaf(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    tablet.route("**/outbox", lambda route: route.fulfill(status=401))
    booklet.fill_cart()
    expect(booklet.tablet_says("sign_in")).to_contain_text("1 étape gardée")
    leaf = booklet.page.url
    # The worker that keeps the blank pages may ask in the page's place.
    with tablet.expect_event("request", lambda one: "/sign-in?next=" in one.url) as asked:
        booklet.page.locator("[data-strip-sign-in]").click()
    assert leaf.endswith(parse_qs(urlsplit(asked.value.url).query)["next"][0])

    tablet.unroute("**/outbox")
    booklet.page.goto(leaf)

    booklet.at("customer").all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_03_two_tabs_send_every_step_once(tablet: BrowserContext, booklet: Booklet) -> None:
    posts = Posts(tablet)
    tablet.set_offline(True)
    booklet.fill_cart()
    tablet.set_offline(False)
    other = Booklet(tablet.new_page()).open(booklet.page.url.partition("#")[2]).at("customer")
    other.fill_customer()

    other.all_sent()
    booklet.all_sent()
    assert len(posts.ids) == len(set(posts.ids)) == 2
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer"}


def test_row_03_a_double_tap_is_one_submission(tablet: BrowserContext, booklet: Booklet) -> None:
    posts = Posts(tablet)
    booklet.product(exempt=True).locator("[data-more]").click()
    booklet.page.locator("button[type=submit]:visible").dblclick()

    booklet.at("customer").all_sent()
    assert len(posts.ids) == 1


def test_a_step_is_sent_again_only_when_it_changed(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    posts = Posts(tablet)
    booklet.fill_cart()
    booklet.all_sent()
    booklet.page.go_back()
    booklet.at("products").go_on()
    booklet.at("customer").page.go_back()
    booklet.at("products").product(exempt=True).locator("[data-more]").click()
    booklet.go_on()

    booklet.at("customer").all_sent()
    assert [[one["seq"] for one in batch] for batch in posts.batches] == [[1], [2]]
    lines = known_to_server(tablet, booklet.sale)["products"]["answers"]["lines"]
    assert [line["quantity"] for line in lines] == [2]
