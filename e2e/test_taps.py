"""A finger on « Continuer »: the leaf turns as it lifts, once, and only when it was a tap."""

import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.booklet import ADVISER, Booklet, Posts, known_to_server
from e2e.conftest import SignIn

_FIRST = "products"


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale with one product in the cart."""
    booklet = Booklet(enter(tablet, ADVISER)).open().at(_FIRST)
    booklet.product(exempt=True).locator("[data-more]").click()
    return booklet


def touch(booklet: Booklet, *points: tuple[float, float]) -> None:
    """Put a finger on « Continuer », move it by each of `points`, and lift it."""
    button = booklet.page.locator("button[type=submit]:visible")
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    screen = booklet.page.context.new_cdp_session(booklet.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, (right, down) in [("touchStart", (0.0, 0.0)), *(("touchMove", p) for p in points)]:
        at = [{"x": x + right, "y": y + down}]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_turns_one_leaf_and_submits_once(tablet: BrowserContext, booklet: Booklet) -> None:
    posts = Posts(tablet)
    touch(booklet)
    booklet.at("customer").all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {_FIRST}
    assert [one["step"] for batch in posts.batches for one in batch] == [_FIRST]
    expect(booklet.page.locator("[data-leaf=customer] [data-errors]")).to_be_hidden()


def test_the_browser_makes_no_click_up_that_would_fall_on_the_next_leaf(booklet: Booklet) -> None:
    booklet.page.evaluate("() => { window.clicks = 0; onclick = () => { window.clicks += 1; }; }")
    touch(booklet)
    booklet.at("customer")
    # The second answer comes after whatever the first finger could still bring about.
    touch(booklet)
    expect(booklet.page.locator("[data-leaf=customer] [data-errors]")).to_be_focused()
    assert booklet.page.evaluate("window.clicks") == 0


def test_a_finger_that_slides_away_submits_nothing(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    touch(booklet, (0, -60), (0, -300))
    # The cart is still there to be filled: one more, and only now a tap.
    booklet.at(_FIRST).product(exempt=True).locator("[data-more]").click()
    touch(booklet)
    booklet.at("customer").all_sent()
    lines = known_to_server(tablet, booklet.sale)[_FIRST]["answers"]["lines"]
    assert [line["quantity"] for line in lines] == [2]


def test_a_tap_on_a_leaf_with_errors_shows_them_and_loses_nothing(booklet: Booklet) -> None:
    touch(booklet)
    booklet.at("customer").field("customer.first_name").fill("Élodie")
    touch(booklet)
    expect(booklet.page.locator("[data-leaf=customer] [data-errors]")).to_be_focused()
    expect(booklet.field("customer.first_name")).to_have_value("Élodie")
    booklet.fill_customer()


def test_a_script_that_fails_says_so_and_the_page_can_be_loaded_again(booklet: Booklet) -> None:
    page = booklet.page
    page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")
    alarm = page.locator("[data-breakdown]")
    expect(alarm).to_contain_text("Ce qui a été saisi reste sur la tablette.")
    with page.expect_navigation():
        alarm.get_by_role("button", name="Recharger la page").click()
    expect(alarm).to_be_hidden()
    expect(booklet.at(_FIRST).page.locator("[data-product][data-chosen]")).to_have_count(1)
