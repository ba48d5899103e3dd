"""The pages and answers of the room: who gets what, in which form, at what cost."""

from extranet.core.access import Actor, Permission
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.states import SaleState, move
from wizard.tests.sales.over_http import round_trips
from wizard.tests.selling import IBAN, Tablet, answers, cart, change_product, in_english

PAGES_OF_A_SALE = ("/sales/{}", "/sales/{}/answers")


async def test_a_sale_does_not_exist_for_others(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    may_see = {shop.adviser, shop.manager, shop.back_office, shop.lead, shop.administrator}
    for actor in shop.everyone():
        browser = await visit(actor)
        page = await browser.get(f"/sales/{tablet.sale}")
        listed = await browser.get("/sales")
        if actor == shop.auditor:
            assert (page.status_code, listed.status_code) == (403, 403)
        elif actor in may_see:
            assert page.status_code == 200
            assert "Jeanne Moreau" in page.text
            assert "Jeanne Moreau" in listed.text
        else:
            assert page.status_code == 404
            assert "Moreau" not in page.text + listed.text
        assert IBAN not in page.text
        resumed = await browser.get(f"/sales/{tablet.sale}/answers")
        sells = actor.may(Permission.SALE_SELL)
        expected = 200 if actor == shop.adviser else 404 if sells else 403
        assert resumed.status_code == expected
        if actor != shop.adviser:
            closed = await browser.post(f"/sales/{tablet.sale}/close")
            assert closed.status_code == (404 if sells else 403)


async def test_sales_that_are_not_there(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    for path in PAGES_OF_A_SALE:
        assert (await browser.get(path.format(new_id()))).status_code == 404
        assert (await browser.get(path.format("x"))).status_code == 404


async def test_another_tablet_takes_the_sale_up(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    told = (await (await visit(shop.adviser)).get(f"/sales/{tablet.sale}/answers")).json()
    assert told["sale"] == {
        "id": str(tablet.sale),
        "journey": "home_sale",
        "version": 1,
        "state": "ready_to_sign",
    }
    assert told["steps"]["payment"]["answers"]["iban"] == IBAN
    assert {name: step["seq"] for name, step in told["steps"].items()} == {
        name: number for number, name in enumerate(answers(), start=1)
    }
    assert await acts(shop) == ["sale:reveal_secrets"]


async def test_after_the_signature_no_secret_comes_back(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell()
    await sign(shop.adviser, tablet)
    told = (await (await visit(shop.adviser)).get(f"/sales/{tablet.sale}/answers")).json()
    assert "iban" not in told["steps"]["payment"]["answers"]
    assert await acts(shop) == ["sale:resume"]


async def test_the_catalogue_is_sent_once_per_version(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    first = await browser.get("/catalogue.json")
    assert {one["code"] for one in first.json()["products"]} >= {"daily", "filter"}
    assert "private" in first.headers["cache-control"]
    tag = {"if-none-match": first.headers["etag"]}
    assert (await browser.get("/catalogue.json", headers=tag)).status_code == 304
    await change_product(shop, "daily", "price_cents", 3190)
    second = await browser.get("/catalogue.json", headers=tag)
    assert second.status_code == 200
    assert second.json()["version"] != first.json()["version"]


async def test_the_booklet_is_blank_and_kept(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    first = await browser.get("/booklets/home_sale/1")
    assert first.status_code == 200
    for personal in ("Alice", "Martin", str(shop.adviser.person_id)):
        assert personal not in first.text
    tag = {"if-none-match": first.headers["etag"]}
    assert (await browser.get("/booklets/home_sale/1", headers=tag)).status_code == 304
    for missing in ("/booklets/home_sale/99", "/booklets/moon_sale/1", "/booklets/home_sale/x"):
        assert (await browser.get(missing)).status_code == 404
    assert (await (await visit(shop.manager)).get("/booklets/home_sale/1")).status_code == 403


async def test_everybody_starts_on_their_own_page(shop: Cast, visit: Visit) -> None:
    for actor, where in (
        (shop.manager, "/contracts"),
        (shop.back_office, "/contracts"),
        (shop.administrator, "/contracts"),
        (shop.auditor, "/journal"),
        (None, "/sign-in"),
    ):
        answer = await (await visit(actor)).get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, where)


async def test_home_shows_what_is_under_way_and_what_was_signed(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell()
    signed = Tablet(shop.adviser)
    await signed.sell(customer=answers()["customer"] | {"last_name": "Vernet"})
    await sign(shop.adviser, signed)
    page = (await (await visit(shop.adviser)).get("/")).text
    assert "/booklets/home_sale/2#new" in page
    assert "Jeanne Moreau" in page
    assert "Vernet" not in page
    assert page.count("29,90") == 2
    assert "Moreau" not in (await (await visit(shop.colleague)).get("/")).text


async def test_the_list_filters_sorts_and_pages(shop: Cast, visit: Visit) -> None:
    sales = [Tablet(shop.adviser) for _ in range(52)]
    for tablet in sales:
        await tablet.submit("products", cart(daily=1))
    await sales[30].submit("customer", answers()["customer"])
    browser = await visit(shop.adviser)
    first = (await browser.get("/sales")).text
    assert first.index("Jeanne Moreau") < first.index(str(sales[51].sale))
    assert first.count('class="table__main"') == 50
    assert str(sales[0].sale) not in first
    following = next(link for link in links(first) if link.startswith("/sales?after="))
    second = (await browser.get(following)).text
    assert second.count('class="table__main"') == 2
    previous = next(link for link in links(second) if link.startswith("/sales?before="))
    back = (await browser.get(previous)).text
    assert [link for link in links(back) if "/sales/" in link] == [
        link for link in links(first) if "/sales/" in link
    ]
    oldest = (await browser.get("/sales?order=oldest")).text
    assert oldest.index(str(sales[0].sale)) < oldest.index(str(sales[1].sale))
    assert "table__main" not in (await browser.get("/sales?state=signed")).text
    for odd in ("?state=%27", "?after=x", "?after=" + str(new_id()), "?order=up&before="):
        assert (await browser.get("/sales" + odd)).status_code == 200


async def test_a_dropped_sale_keeps_no_account(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    browser = await visit(shop.adviser)
    assert (await browser.post(f"/sales/{tablet.sale}/close")).status_code == 303
    page = (await browser.get(f"/sales/{tablet.sale}")).text
    assert "Abandonnée" in page
    assert "close-sale" not in page
    assert "FR76" not in page
    assert (await browser.post(f"/sales/{tablet.sale}/close")).status_code == 409


async def test_pages_cost_four_round_trips(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell(until="customer")
    browser = await visit(shop.adviser)
    for path in ("/", "/sales", f"/sales/{tablet.sale}", f"/sales/{tablet.sale}/answers"):
        await browser.get(path)
        async with round_trips() as queries:
            assert (await browser.get(path)).status_code == 200
        assert len(queries) <= 4, queries


async def test_pages_speak_english(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    async with unit_of_work(shop.adviser) as work:
        await work.run("UPDATE person SET locale = 'en' WHERE id = $1", shop.adviser.person_id)
        work.record("person:locale", "person", shop.adviser.person_id)
    browser = await visit(in_english(shop.adviser))
    page = await browser.get(f"/sales/{tablet.sale}")
    assert "Who is the customer?" in page.text
    assert "What does the customer want?" in (await browser.get("/booklets/home_sale/1")).text


async def sign(actor: Actor, tablet: Tablet) -> None:
    """Bring a sale that is ready to its signature, as the signature room does."""
    async with unit_of_work(actor) as work:
        await move(work, tablet.sale, SaleState.OUT_FOR_SIGNATURE)
        await move(work, tablet.sale, SaleState.SIGNED)
        work.record("sale:sign", "sale", tablet.sale)


async def acts(shop: Cast) -> list[str]:
    """The acts of reading journalled so far."""
    async with unit_of_work(shop.back_office) as work:
        rows = await work.all(
            "SELECT act FROM entry WHERE act IN ('sale:resume', 'sale:reveal_secrets') ORDER BY seq"
        )
    return [row["act"] for row in rows]


def links(page: str) -> list[str]:
    """Every address a page links to."""
    return [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]]
