"""When a step was typed is the tablet's word: kept beside ours, and marked where it is wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.capture_times import TOLERANCE, clock_off, doubt
from wizard.outbox import receive
from wizard.tests.sales.over_http import post
from wizard.tests.selling import Tablet, answers, cart

HOUR = timedelta(hours=1)


async def doubts(tablet: Tablet) -> dict[str, int]:
    """How far the clock was ahead, in hours, by step of the sale."""
    query = (
        "SELECT u.step, d.off_seconds FROM doubtful_time d JOIN submission u "
        "ON u.id = d.submission_id WHERE d.sale_id = $1"
    )
    async with unit_of_work(tablet.actor) as work:
        rows = await work.all(query, tablet.sale)
    return {row["step"]: round(row["off_seconds"] / 3600) for row in rows}


async def journal(cast: Cast, visit: Visit) -> str:
    """The journal as the auditor reads it."""
    return str((await (await visit(cast.auditor)).get("/journal")).text)


def test_a_clock_is_compared_with_ours() -> None:
    for hours in (-3, 0, 3):
        off = clock_off((now() + hours * HOUR).isoformat())
        assert off is not None
        assert round(off / HOUR) == hours
    for told in (None, "", "yesterday", "2026-11-21T10:00:00", "9" * 5000):
        assert clock_off(told) is None


@pytest.mark.parametrize(
    ("captured", "off", "doubted"),
    [
        (-HOUR, None, None),
        (-HOUR, timedelta(0), None),
        (timedelta(0), TOLERANCE / 2, None),
        (timedelta(0), HOUR, HOUR),
        (timedelta(0), -HOUR, -HOUR),
        (HOUR, timedelta(0), HOUR),
        (HOUR, None, HOUR),
    ],
)
def test_ordinary_lateness_is_no_doubt(
    captured: timedelta, off: timedelta | None, doubted: timedelta | None
) -> None:
    found = doubt(now() + captured, off)
    assert found == doubted or (found and doubted and abs(found - doubted) < timedelta(seconds=9))


@pytest.mark.parametrize(
    ("hours", "said"), [(3, "avançait de 3 heures"), (-48, "retardait de 2 jours")]
)
async def test_a_clock_that_is_wrong_is_noted_journalled_and_told_at_the_desk(
    tablet: Tablet, shop: Cast, visit: Visit, hours: int, said: str
) -> None:
    there = now() + hours * HOUR
    sent = tablet.write("products", cart(daily=1), captured_at=there.isoformat())
    answer = await post(await visit(tablet.actor), sent, **{"palier-clock": there.isoformat()})
    assert answer.json()["receipts"][0]["outcome"] == "stored"
    assert await doubts(tablet) == {"products": hours}
    text = (await journal(shop, visit)).replace("\u00a0", " ")
    assert "Alice Martin a saisi l’étape Produits de la vente" in text
    assert f"sur une tablette dont l’horloge {said}" in text
    page = (await (await visit(shop.back_office)).get(f"/sales/{tablet.sale}")).text
    assert "L’horloge de la tablette était fausse" in page
    assert ("en avance de" if hours > 0 else "en retard de") in page


async def test_an_honest_tablet_that_comes_back_late_is_not_suspected(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    late: list[dict[str, Any]] = [
        tablet.write(step, values, captured_at=(now() - 50 * HOUR).isoformat())
        for step, values in answers().items()
    ]
    await post(await visit(tablet.actor), *late, **{"palier-clock": now().isoformat()})
    assert await doubts(tablet) == {}
    page = (await (await visit(shop.back_office)).get(f"/sales/{tablet.sale}")).text
    assert "L’horloge de la tablette" not in page


async def test_a_clock_set_right_on_the_way_tells_on_itself(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    times = {"products": -1 * HOUR, "customer": 48 * HOUR, "address": -1 * HOUR}
    batch: list[Mapping[str, Any]] = [
        tablet.write(step, answers()[step], captured_at=(now() + off).isoformat())
        for step, off in times.items()
    ]
    await receive(tablet.actor, batch, timedelta(0))
    assert await doubts(tablet) == {"customer": 48}
    page = (await (await visit(shop.back_office)).get(f"/sales/{tablet.sale}")).text
    assert "avant celle de l’étape précédente" in page


async def test_it_is_noted_once_and_of_what_is_stored_alone(tablet: Tablet) -> None:
    ahead = (now() + 5 * HOUR).isoformat()
    sent = tablet.write("products", cart(daily=1), captured_at=ahead)
    for _ in range(2):
        await receive(tablet.actor, [sent], 5 * HOUR)
    wrong = tablet.write("customer", {}, captured_at=ahead)
    await receive(tablet.actor, [wrong], 5 * HOUR)
    assert await doubts(tablet) == {"products": 5}


async def test_nothing_is_decided_by_it(tablet: Tablet, visit: Visit, shop: Cast) -> None:
    for off, name in ((5 * HOUR, "Jeanne"), (-900 * HOUR, "Inès")):
        there = (now() + off).isoformat()
        if name == "Jeanne":
            await tablet.send(tablet.write("products", cart(daily=1), captured_at=there))
        values = answers()["customer"] | {"first_name": name}
        await receive(tablet.actor, [tablet.write("customer", values, captured_at=there)], off)
    told = (await (await visit(tablet.actor)).get(f"/sales/{tablet.sale}/answers")).json()
    assert told["steps"]["customer"]["answers"]["first_name"] == "Inès"
