"""What waits leaves by itself: at the start, on focus, by a timer; the other occasions are told in
`test_booklet_offline`."""

from playwright.sync_api import BrowserContext, Route

from e2e.booklet import Booklet, known_to_server

NO_LONG_TIMERS = """() => {
  const soon = window.setTimeout.bind(window);
  window.setTimeout = (act, wait, ...given) => (wait < 500 ? soon(act, wait, ...given) : 0);
}"""


def test_row_04_what_waits_leaves_when_the_tablet_is_opened_again(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    tablet.set_offline(True)
    booklet.fill_cart()
    sale = booklet.sale
    booklet.page.close()
    tablet.set_offline(False)

    home = tablet.new_page()
    home.goto("/")

    Booklet(home).all_sent()
    assert set(known_to_server(tablet, sale)) == {"products"}


def test_row_04_what_waits_leaves_when_the_adviser_comes_back_to_the_page(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.page.evaluate(NO_LONG_TIMERS)
    tablet.route("**/outbox", lambda route: route.fulfill(status=503))
    booklet.fill_cart()
    booklet.tablet_says("trouble")
    tablet.unroute("**/outbox")

    booklet.page.evaluate("dispatchEvent(new Event('focus'))")

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_04_what_waits_leaves_after_a_while_when_nobody_does_anything(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    answers = iter([503, 503])

    def fail_twice(route: Route) -> None:
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status)

    tablet.route("**/outbox", fail_twice)
    booklet.fill_cart()

    booklet.all_sent()
    assert next(answers, None) is None
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}
