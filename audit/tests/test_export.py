"""The journal as a file: what the filters ask for, whole, journalled, and harmless."""

import csv
import io
import json
from typing import Any

from httpx import AsyncClient

from audit import export
from audit.filters import JournalFilters
from audit.tests.test_journal import act
from extranet.core.access import Actor, ActorKind
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def exported(browser: AsyncClient, query: str = "") -> list[dict[str, Any]]:
    answer = await browser.get(f"/journal/export.jsonl{query}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return [json.loads(line) for line in answer.text.splitlines()]


async def facts_of(cast: Cast, name: str) -> list[dict[str, Any]]:
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all("SELECT facts FROM entry WHERE act = $1 ORDER BY seq", name)
    return [json.loads(row["facts"])["after"] for row in rows]


async def test_only_readers_of_the_journal_export_it(visit: Visit, cast: Cast) -> None:
    for form in ("csv", "jsonl"):
        for actor in (cast.adviser, cast.manager):
            answer = await (await visit(actor)).get(f"/journal/export.{form}")
            assert answer.status_code == 403
        for actor in (cast.back_office, cast.auditor):
            answer = await (await visit(actor)).get(f"/journal/export.{form}")
            assert answer.status_code == 200


async def test_every_entry_stands_in_it_once_newest_first(visit: Visit, cast: Cast) -> None:
    many = 2 * export._PIECE + 7
    await act(cast.adviser, "sale:step", many=many)
    await act(cast.colleague, "sale:view", many=3)
    browser = await visit(cast.auditor)
    lines = await exported(browser, f"?person={cast.adviser.person_id}&after=5&before=9")
    ranks = [line["after"]["seq"] for line in lines]
    assert ranks == list(range(many))[::-1]
    assert lines[0]["sentence"] == "Alice Martin a envoyé l’étape Adresse de la vente."
    assert lines[0]["details_digest"]
    everything = await exported(browser)
    numbers = [line["seq"] for line in everything]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers) > many + 3


async def test_that_it_was_asked_for_and_what_left_is_journalled(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:step", many=3)
    await exported(await visit(cast.auditor), "?subject=sales&role=adviser")
    [asked] = await facts_of(cast, "journal:export")
    assert asked == {"subject": "sales", "role": "adviser", "format": "jsonl"}
    assert await facts_of(cast, "journal:deliver") == [{"format": "jsonl", "lines": 3}]


async def test_what_left_is_journalled_where_the_reader_goes_away(cast: Cast) -> None:
    await act(cast.adviser, "sale:step", many=2 * export._PIECE)
    filters = await export.begin(cast.auditor, JournalFilters(), "jsonl")
    pieces = export.export(cast.auditor, filters, "jsonl")
    await anext(pieces)
    await anext(pieces)
    await pieces.aclose()
    assert await facts_of(cast, "journal:deliver") == [{"format": "jsonl", "lines": export._PIECE}]


async def test_a_spreadsheet_runs_nothing(visit: Visit, cast: Cast) -> None:
    for name in ('=HYPERLINK("https://evil.example")', "+1", "-1", "@a", "\ta"):
        actor = Actor(kind=ActorKind.ADVISER, name=name, person_id=cast.adviser.person_id)
        await act(actor, "sale:view")
    answer = await (await visit(cast.auditor)).get("/journal/export.csv?subject=sales")
    assert answer.text.startswith("\ufeff")
    heading, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert heading[2] == "Action"
    assert len(rows) == 5
    assert all(not cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
