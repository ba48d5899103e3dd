"""What an adviser typed is never lost and never counted twice: repeats, races, disorder."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from wizard.records import load_record
from wizard.tests.sales.stored import codes, count, outcomes, sale_of
from wizard.tests.selling import Tablet, answers, cart

VARIANTS: dict[str, list[dict[str, Any]]] = {
    "products": [cart(daily=1), cart(daily=2), cart(weekend=1, daily=1)],
    "customer": [
        answers()["customer"],
        answers()["customer"] | {"first_name": "Zoé", "civility": "madame"},
        answers()["customer"] | {"last_name": "d’Alès"},
    ],
    "address": [answers()["address"], answers()["address"] | {"line2": "Escalier B"}],
    "contact": [answers()["contact"], answers()["contact"] | {"email": "j@exemple.fr"}],
    "payment": [answers()["payment"], {"method": "cheque"}],
    "consents": [answers()["consents"], answers()["consents"] | {"partner_offers": True}],
    "information": [answers()["information"], {"channel": "paper", "received": True}],
    "review": [{}],
}


async def test_a_repeat_is_recognised(tablet: Tablet) -> None:
    sent = tablet.write("products", cart(daily=1))
    assert [one["outcome"] for one in await tablet.send(sent, sent)] == ["stored", "already_stored"]
    again = {**sent, "captured_at": "2026-11-21T09:00:00+01:00"}
    assert outcomes(await tablet.send(again)) == {"already_stored"}
    assert await count("submission") == 1


async def test_a_repeat_after_the_signature_is_still_recognised(tablet: Tablet) -> None:
    sent = tablet.write("products", cart(daily=1))
    await tablet.send(sent)
    async with unit_of_work(worker("test")) as work:
        await work.run("UPDATE sale SET state = 'signed', signed_at = now()")
        work.record("sale:sign", "sale", tablet.sale)
    (receipt,) = await tablet.send(sent)
    assert (receipt["outcome"], receipt["sale"]["state"]) == ("already_stored", "signed")


async def test_an_id_with_other_content_is_refused(tablet: Tablet) -> None:
    sent = tablet.write("products", cart(daily=1))
    await tablet.send(sent)
    for other in ({"answers": cart(daily=2)}, {"seq": 9}, {"step": "customer"}):
        (receipt,) = await tablet.send({**sent, **other})
        assert codes(receipt) == [("", "id_reused")]
    assert (await sale_of(tablet))["lines"] == [("daily", 1, 2990)]


async def test_another_advisers_sale_tells_nothing(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell()
    thief = Tablet(shop.colleague, tablet.sale, 20)
    for step, values in (("products", cart(weekend=3)), ("customer", answers()["customer"])):
        receipt = await thief.submit(step, values)
        assert receipt["sale"] is None
        assert codes(receipt) == [("", "not_yours" if step == "products" else "out_of_order")]
    assert (await sale_of(tablet))["lines"] == [("daily", 1, 2990)]


async def test_another_advisers_submission_id_tells_nothing(tablet: Tablet, shop: Cast) -> None:
    sent = tablet.write("products", cart(daily=1))
    await tablet.send(sent)
    thief = Tablet(shop.colleague)
    (receipt,) = await thief.send({**sent, "sale": str(thief.sale)})
    assert codes(receipt) == [("", "id_reused")]
    assert receipt["sale"] is None


async def test_the_same_submission_twice_at_once_is_stored_once(tablet: Tablet) -> None:
    for step, values in answers().items():
        sent = tablet.write(step, values)
        receipts = await asyncio.gather(*(tablet.send(sent) for _ in range(4)))
        found = sorted(one["outcome"] for (one,) in receipts)
        assert found == ["already_stored"] * 3 + ["stored"]
    assert await count("submission") == 8
    assert await count("sale") == 1


async def test_two_tablets_on_one_sale_at_once_lose_nothing(tablet: Tablet) -> None:
    await tablet.sell()
    edits = [tablet.write(step, VARIANTS[step][-1]) for step in VARIANTS] + [
        tablet.write("customer", VARIANTS["customer"][number % 3]) for number in range(6)
    ]
    receipts = await asyncio.gather(*(tablet.send(edit) for edit in edits))
    assert {one["outcome"] for (one,) in receipts} == {"stored"}
    assert await count("submission") == 8 + len(edits)
    sale = await sale_of(tablet)
    assert sale["revision"] <= 8 + len(edits)
    assert sale["customer_name"] == "Jeanne d’Alès"


async def test_an_older_edit_never_overwrites_a_newer_one(tablet: Tablet) -> None:
    older = tablet.write("products", cart(daily=1))
    newer = tablet.write("products", cart(weekend=2))
    assert outcomes(await tablet.send(newer, older)) == {"stored"}
    assert (await sale_of(tablet))["lines"] == [("weekend", 2, 19800)]
    assert await count("submission") == 2


async def test_a_bad_submission_never_blocks_the_rest(tablet: Tablet, shop: Cast) -> None:
    other = Tablet(shop.adviser)
    receipts = await tablet.send(
        tablet.write("products", cart(daily=1)),
        tablet.write("customer", {"last_name": 3}),
        {"id": "not-an-id", "sale": None},
        other.write("products", cart(weekend=1)),
    )
    assert [one["outcome"] for one in receipts] == [
        "stored",
        "needs_attention",
        "needs_attention",
        "stored",
    ]
    assert receipts[2]["id"] == "not-an-id"
    assert codes(receipts[2]) == [("", "unreadable")]


Told = list[tuple[str, dict[str, Any]]]


@st.composite
def disorders(draw: st.DrawFn) -> tuple[Told, list[int]]:
    """What an adviser says, in their order, and the order (with repeats) in which it arrives."""
    edit = st.sampled_from([(step, one) for step, ones in VARIANTS.items() for one in ones])
    told = [*answers().items(), *draw(st.lists(edit, max_size=8))]
    places = range(len(told))
    repeats = draw(st.lists(st.sampled_from(places), max_size=6))
    return told, draw(st.permutations([*places, *repeats]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(disorder=disorders())
async def test_order_and_repeats_do_not_matter(
    shop: Cast, disorder: tuple[Told, list[int]]
) -> None:
    """Duplicated, shuffled and sent until nothing waits: the same sale, each step stored once."""
    told, arrival = disorder
    in_order, shuffled = Tablet(shop.adviser), Tablet(shop.adviser)
    assert outcomes(await in_order.send(*(in_order.write(*one) for one in told))) == {"stored"}
    written = [shuffled.write(*one) for one in told]
    waiting = [written[place] for place in arrival]
    stored: list[str] = []
    while waiting:
        receipts = await shuffled.send(*waiting)
        stored += [one["id"] for one in receipts if one["outcome"] == "stored"]
        refused = [
            one
            for one, receipt in zip(waiting, receipts, strict=True)
            if receipt["outcome"] == "needs_attention"
        ]
        assert len(refused) < len(waiting)
        waiting = refused
    assert sorted(stored) == sorted(one["id"] for one in written)
    assert await essence(shuffled) == await essence(in_order)


async def essence(tablet: Tablet) -> dict[str, Any]:
    """What a sale is, whatever its ids and moments."""
    sale = await sale_of(tablet)
    async with unit_of_work(tablet.actor) as work:
        record = await load_record(work, tablet.sale)
        submissions = await work.all(
            "SELECT step, seq FROM submission WHERE sale_id = $1 ORDER BY seq", tablet.sale
        )
    payment = {**record.answers["payment"], "iban": record.open_iban()}
    kept = ("state", "step", "customer_name", "today_cents", "month_cents", "lines")
    return {
        **{column: sale[column] for column in kept},
        "answers": {**record.answers, "payment": payment},
        "facts": record.facts,
        "submissions": [tuple(one) for one in submissions],
    }
