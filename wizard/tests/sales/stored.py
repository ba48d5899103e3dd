"""What a step left in the database, for the tests to look at."""

import json
from typing import Any

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from wizard.tests.selling import Tablet


async def sale_of(tablet: Tablet) -> dict[str, Any]:
    """The row of the tablet's sale, with its lines and its newest answers."""
    async with unit_of_work(worker("test")) as work:
        row = await work.one_or_404("SELECT * FROM sale WHERE id = $1", tablet.sale)
        lines = await work.all(
            "SELECT p.code, l.quantity, l.total_cents FROM sale_line l "
            "JOIN product p ON p.id = l.product_id WHERE sale_id = $1 ORDER BY position",
            tablet.sale,
        )
        steps = await work.all("SELECT * FROM sale_step WHERE sale_id = $1", tablet.sale)
    return {
        **row,
        "lines": [tuple(line) for line in lines],
        "steps": {step["step"]: json.loads(step["answers"]) for step in steps},
    }


async def count(table: str) -> int:
    """How many rows a table holds."""
    async with unit_of_work(worker("test")) as work:
        return int(await work.value(f"SELECT count(*) FROM {table}"))  # noqa: S608 (our own names)


def outcomes(receipts: list[dict[str, Any]]) -> set[str]:
    """The different outcomes among receipts."""
    return {receipt["outcome"] for receipt in receipts}


def codes(receipt: dict[str, Any]) -> list[tuple[str, str]]:
    """What a receipt complains of."""
    return [(error["field"], error["code"]) for error in receipt["errors"]]


async def hand_over_and_draw(tablet: Tablet, shop: Cast) -> None:
    """What the signature room stores while the customer reads and signs."""
    async with unit_of_work(shop.adviser) as work:
        whose = (tablet.sale, shop.adviser.person_id, shop.adviser.agency_id)
        await work.run(
            "INSERT INTO handover VALUES ($1, $2, $3, $1, 'sha', 'sms', '06 •• 78')", *whose
        )
        await work.run(
            "INSERT INTO signature VALUES ($1, $2, $3, $1, 'sha', 'SES', 'drawn', '')", *whose
        )
        work.record("sale:sign", "sale", tablet.sale)


async def everything_holds(text: str) -> list[str]:
    """The tables of this room and the journal's in which `text` can be read."""
    tables = ("sale", "submission", "sale_step", "sale_line")
    async with unit_of_work(worker("test")) as work:
        kept = {table: await work.all(f"SELECT t::text FROM {table} t") for table in tables}  # noqa: S608 (our own names)
    return [table for table, rows in kept.items() if any(text in row["t"] for row in rows)]
