"""What somebody typed is text wherever it is shown, whatever it looks like."""

import csv
import io
from contextlib import suppress

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.doors import ways_in
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit
from extranet.tests.test_doors import address
from extranet.tests.test_isolation import tables

MARKUP = "<b id=mine>{{ 'mine-' * 3 }}</b>\"'><script>alert(1)</script>"
RUN = ("<b id=mine", "<script>alert(1)", "'><script", "mine-mine-")
_TYPED = (
    "SELECT attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid "
    "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' "
    "AND t.typname = 'text' AND attname ~ '(name|label|description|address|city|line|body|"
    "subject|device|legal|recipient|destination)'"
)


@pytest.fixture
async def marked(truth: asyncpg.Connection) -> int:
    """Markup in every text that somebody typed; how many columns hold it."""
    columns = 0
    for table in await tables(truth):
        for row in await truth.fetch(_TYPED, table):
            # What is one of a few words, or may stand there once, is nobody's to choose.
            with suppress(asyncpg.IntegrityConstraintViolationError):
                await truth.execute(f"UPDATE {table} SET {row['attname']} = $1", MARKUP)  # noqa: S608
                columns += 1
        for column in ("answers", "content", "adviser", "seller"):
            await _mark_json(truth, table, column)
    return columns


async def _mark_json(truth: asyncpg.Connection, table: str, column: str) -> None:
    """Markup in every name, street and town within a JSON column, if there is such a one."""
    kind = await truth.fetchval(
        "SELECT format_type(atttypid, NULL) FROM pg_attribute "
        "WHERE attrelid = $1::regclass AND attname = $2 AND NOT attisdropped",
        table,
        column,
    )
    if kind == "jsonb":
        written = (
            f"UPDATE {table} SET {column} = regexp_replace({column}::text, $1, $2, 'g')::jsonb"  # noqa: S608
        )
        escaped = MARKUP.replace('"', '\\\\"')
        await truth.execute(
            written, '("[a-z_]*(?:name|line1|city|holder)": ")[^"]*"', rf'\1{escaped}"'
        )


@pytest.mark.parametrize("name", ["outsider", "other_manager", "administrator", "auditor"])
async def test_markup_is_shown_as_it_was_typed_on_every_page(
    app: Litestar,
    visit: Visit,
    cast: Cast,
    theirs: dict[str, str],
    marked: int,
    name: str,
) -> None:
    browser = await visit(getattr(cast, name))
    shown, run = 0, []
    for way in ways_in(app):
        if way.method != "GET" or way.path.endswith("/events") or way.path.startswith("/static"):
            continue
        answer = await browser.get(address(way, theirs))
        assert answer.status_code < 500, way.path
        if answer.headers.get("content-type", "").startswith("text/html"):
            shown += "&lt;b id=mine" in answer.text
            run += [f"{way.path}: {one}" for one in RUN if one in answer.text]
    assert run == []
    assert marked > 20
    assert shown > 0


FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


async def test_a_spreadsheet_runs_nothing_that_somebody_typed(
    app: Litestar, visit: Visit, cast: Cast, filled: Filled, truth: asyncpg.Connection
) -> None:
    files = [way.path for way in ways_in(app) if way.path.endswith(".csv") and "{" not in way.path]
    tamed: set[str] = set()
    for formula in FORMULAS:
        await truth.execute("UPDATE contract SET customer_name = $1, customer_city = $1", formula)
        await truth.execute("UPDATE person SET first_name = $1", formula)
        browser = await visit(cast.administrator)
        browser.headers["user-agent"] = formula.strip()
        await browser.get("/account")  # an entry under that name, from that device
        for path in files:
            answer = await browser.get(path)
            assert answer.status_code == 200, path
            found = _cells(answer.text.lstrip("\ufeff"))
            run = [cell for cell in found if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
            assert run == [], path
            if any(cell.startswith("'") for cell in found):
                tamed.add(path)
    assert tamed >= {"/contracts/export.csv", "/journal/export.csv"}


def _cells(text: str) -> list[str]:
    """Every cell below the headings."""
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    _, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [cell for row in rows for cell in row]
