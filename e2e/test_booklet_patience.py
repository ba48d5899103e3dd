"""A server that has its hands full says for how long, and is left alone until then."""

import pytest
from playwright.sync_api import BrowserContext, Route

from e2e.booklet import Booklet, known_to_server

NOTE_TIMERS = """() => {
  window.timers = [];
  const later = window.setTimeout.bind(window);
  window.setTimeout = (act, wait, ...given) => {
    window.timers.push(wait);
    return later(act, wait, ...given);
  };
}"""
LONGEST_TIMER = "() => Math.max(...window.timers)"


@pytest.mark.parametrize(("asked", "least"), [("40", 40_000), ("999999999", 300_000)])
def test_row_04_a_server_is_left_alone_as_long_as_it_asks_within_reason(
    tablet: BrowserContext, booklet: Booklet, asked: str, least: int
) -> None:
    attempts = []

    def turn_away(route: Route) -> None:
        attempts.append(route.request.post_data_json)
        told = {"Retry-After": asked, "Palier-Release": "ours"}
        route.fulfill(status=503, headers=told, json={"error": "crowded"})

    page = booklet.page
    page.evaluate(NOTE_TIMERS)
    tablet.route("**/outbox", turn_away)
    booklet.fill_cart()
    booklet.tablet_says("trouble")
    page.wait_for_function(f"({LONGEST_TIMER})() >= {least}")
    assert page.evaluate(LONGEST_TIMER) <= least * 1.25

    # Neither coming back to the page nor another step disturbs the server; a person may.
    page.evaluate("dispatchEvent(new Event('focus'))")
    booklet.fill_customer()
    assert len(attempts) == 1
    tablet.unroute("**/outbox")
    page.locator("[data-strip-send]").click()
    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer"}
