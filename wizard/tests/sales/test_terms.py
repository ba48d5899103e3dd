"""A sale keeps what was sold, whatever becomes of the catalogue."""

from dataclasses import replace

from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.documents.rendering import render_contract
from extranet.documents.workshop import in_workshop
from extranet.testing.cast import Cast
from wizard.records import SaleRecord, load_record
from wizard.signing.papers import make_paper
from wizard.tests.selling import Tablet, cart, change_product

AT = now()


async def record_of(tablet: Tablet) -> SaleRecord:
    async with unit_of_work(tablet.actor) as work:
        return await load_record(work, tablet.sale)


async def change_everything(shop: Cast) -> None:
    """Another label, period, nature, commitment and flag; the partner sold and renamed."""
    changes = {
        "label_fr": "Autre", "label_en": "Other", "description_fr": "Autrement",
        "description_en": "Otherwise", "price_cents": 9900, "period": "year", "nature": "service",
        "exempt_39bis": False, "commitment_months": 24, "code": "renamed", "active": False,
    }  # fmt: skip
    for column, value in changes.items():
        code = "renamed" if column == "active" else "daily"
        await change_product(shop, code, column, value)
    async with unit_of_work(shop.back_office) as work:
        await work.run(
            "UPDATE partner SET code = 'other', name = 'Autre', legal = 'SNC', "
            "address = 'Lille', siret = '3'"
        )
        work.record("partner:change", "partner", None)


async def test_a_change_of_the_catalogue_changes_no_record_and_no_paper(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    before = await record_of(tablet)
    contract = await in_workshop(render_contract, make_paper(before, AT))
    await change_everything(shop)
    after = await record_of(tablet)
    assert after.lines == before.lines
    assert after.lines[0].exempt_39bis
    assert after.lines[0].partner.name == "La Presse"
    assert after.facts == before.facts
    assert after.masked_iban == "FR76 •••• 0189"
    assert (await in_workshop(render_contract, make_paper(after, AT))).sha256 == contract.sha256


async def change_everybody(shop: Cast) -> None:
    """The seller moves and changes mediator; the adviser marries."""
    async with unit_of_work(shop.back_office) as work:
        await work.run(
            "UPDATE seller SET name = 'Autre', legal = 'SNC', address = 'Lille', siret = '3', "
            "phone = '+33300000000', mediator_name = 'Autre médiation', creditor_id = 'FR00ZZZ9'"
        )
        await work.run(
            "UPDATE person SET last_name = 'Durand', card_number = 'X-9' WHERE id = $1",
            shop.adviser.person_id,
        )
        work.record("seller:change", "seller", None)


async def test_a_change_of_seller_or_adviser_changes_no_record_and_no_paper(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    before = await record_of(tablet)
    contract = await in_workshop(render_contract, make_paper(before, AT))
    await change_everybody(shop)
    after = await record_of(tablet)
    assert before.seller is not None
    assert (before.seller.name, before.adviser.name) == ("Porte à Porte", "Alice Martin")
    assert (after.seller, after.adviser) == (before.seller, before.adviser)
    assert (await in_workshop(render_contract, make_paper(after, AT))).sha256 == contract.sha256


async def test_a_step_taken_later_names_seller_and_adviser_of_that_day(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell(until="information")
    await change_everybody(shop)
    await tablet.submit("review", {})
    record = await record_of(tablet)
    assert record.seller is not None
    assert (record.seller.name, record.seller.address) == ("Autre", "Lille")
    assert (record.adviser.name, record.adviser.card_number) == ("Alice Durand", "X-9")


async def test_an_adviser_who_changes_agency_keeps_the_seller_of_their_sale(
    tablet: Tablet, shop: Cast
) -> None:
    """Under their new agency they no longer see the old one: nothing is renewed to nothing."""
    await tablet.sell(until="information")
    tablet.actor = replace(tablet.actor, agency_id=shop.agencies.nantes)
    await tablet.submit("review", {})
    record = await record_of(tablet)
    assert record.seller is not None
    assert record.seller.name == "Porte à Porte"


async def test_a_step_taken_later_is_sold_on_the_terms_of_that_day(
    tablet: Tablet, shop: Cast
) -> None:
    """Until it is signed a sale is judged by today's catalogue: the lines say what was judged."""
    await tablet.sell(until="information")
    await change_product(shop, "daily", "exempt_39bis", False)
    await change_product(shop, "daily", "label_fr", "Le quotidien")
    await tablet.submit("review", {})
    record = await record_of(tablet)
    assert not record.lines[0].exempt_39bis
    assert record.lines[0].label["fr"] == "Le quotidien"
    assert (record.masked_iban, record.today_cents) == ("", 0)
    assert record.facts["cart_total_today_cents"] == 0


async def test_a_flag_given_later_lets_what_may_be_taken_follow(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell(
        until="information", products=cart(magazine=1), payment={"method": "direct_debit"}
    )
    assert (await record_of(tablet)).today_cents == 0
    await change_product(shop, "magazine", "exempt_39bis", True)
    await tablet.submit("address", {"line1": "4 rue Haute", "postcode": "69003", "city": "Lyon"})
    record = await record_of(tablet)
    assert record.today_cents == record.facts["cart_total_today_cents"] == 2500


async def test_a_new_price_leaves_the_lines_until_the_cart_is_agreed_again(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell(until="information")
    await change_product(shop, "daily", "price_cents", 3190)
    receipt = await tablet.submit("review", {})
    assert receipt["outcome"] == "needs_attention"
    assert (await record_of(tablet)).lines[0].unit_price_cents == 2990
