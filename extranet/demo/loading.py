"""Loading the demo company and its sales: COPY into a shelf of the transaction, then one INSERT
per table under the worker's identity, because COPY itself may not pass row security."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from extranet.catalogue.reading import catalogue
from extranet.core import database
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.settings import Mode, Settings, UnsafeSettings
from extranet.demo.answering import Offer
from extranet.demo.customers import Neighbourhood
from extranet.demo.founding import advisers, checkers, found
from extranet.demo.invention import COLUMNS, Inventor, Rows
from extranet.demo.state import is_founded
from wizard.cart import Product
from wizard.terms import IN_CATALOGUE, SOURCE

SEED = 39
_BATCH = 2_000
_ACTOR = worker("demo")


async def seed(settings: Settings, count: int) -> None:
    """Add `count` sales to the demo company, founding it first where there is none.

    Raises `UnsafeSettings` in production: everybody knows the passwords of its people.
    """
    if settings.mode is Mode.PRODUCTION:
        raise UnsafeSettings("seed needs PALIER_MODE=demo: its people have known passwords")
    await database.connect(settings)
    try:
        await load(count, SEED, now())
    finally:
        await database.disconnect()


async def load(count: int, seed_number: int, until: datetime, *, batch_size: int = _BATCH) -> None:
    """Add `count` sales of the year before `until`; the same for the same three and database.

    Interrupted, it leaves the company whole, and each batch of sales whole or not there.
    """
    async with unit_of_work(_ACTOR) as work:
        if not await is_founded(work):
            await found(work, seed_number)
    async with unit_of_work(_ACTOR, housekeeping=True) as work:
        numbers = await _numbers(work, count)
        inventor = await inventor_of(work, seed_number + numbers[0], until)
    columns = (
        TextColumn("Loading sales"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(), transient=True) as progress:
        task = progress.add_task("sales", total=count)
        sales = inventor.sales(numbers)
        batch = await _invent(sales, batch_size)
        while batch:
            # The next batch is invented while PostgreSQL takes this one in.
            upcoming = asyncio.create_task(_invent(sales, batch_size))
            await _insert(batch)
            progress.advance(task, len(batch))
            batch = await upcoming
    await _settle()


async def _numbers(work: UnitOfWork, count: int) -> list[int]:
    """Numbers nobody took: demo sales take theirs from the product's own sequence."""
    rows = await work.all("SELECT nextval('sale_number') AS n FROM generate_series(1, $1)", count)
    return [row["n"] for row in rows]


async def inventor_of(work: UnitOfWork, seed_number: int, until: datetime) -> Inventor:
    """Somebody who invents sales of the company that `work` sees."""
    dice = random.Random(seed_number)  # noqa: S311 (demo data)
    rows = await work.all(
        f"SELECT p.id, p.code AS product, p.price_cents, {IN_CATALOGUE} FROM {SOURCE}"  # noqa: S608 (our own names)
    )
    known = await catalogue(work)
    return Inventor(
        dice=dice,
        neighbourhood=Neighbourhood(dice, seed_number),
        advisers=await advisers(work),
        checkers=await checkers(work),
        offers={code: Offer(born, code, cents, tuple(terms)) for born, code, cents, *terms in rows},
        catalogue=cast(Sequence[Product], known.products),
        catalogue_version=known.version,
        until=until,
    )


async def _invent(sales: Iterator[Rows], many: int) -> list[Rows]:
    return await asyncio.to_thread(lambda: list(islice(sales, many)))


async def _insert(batch: list[Rows]) -> None:
    async with unit_of_work(_ACTOR) as work:
        for table, columns in COLUMNS.items():
            rows = list(_rows_of(batch, table))
            names = ", ".join(columns)
            shelf = f"shelf_{table}"
            await work.run(
                f"CREATE TEMP TABLE {shelf} ON COMMIT DROP AS "  # noqa: S608 (our own names)
                f"SELECT {names} FROM {table} WITH NO DATA"
            )
            await work.copy(shelf, columns, rows)
            await work.run(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM {shelf}"  # noqa: S608 (our own names)
            )
        work.record("demo:load", "sale", None, after={"sales": len(batch)})


def _rows_of(batch: list[Rows], table: str) -> Iterator[tuple[object, ...]]:
    for rows in batch:
        yield from rows[table]


async def _settle() -> None:
    """Do now what PostgreSQL would do in the first minutes of service: without its figures it plans
    badly, and without its map of visible rows counting in an index reads every row as well."""
    for table in COLUMNS:
        await database.pool().execute(f"VACUUM (ANALYZE) {table}")
