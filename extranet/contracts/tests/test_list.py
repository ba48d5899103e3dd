"""The list of contracts: who sees what, how it narrows, sorts and pages."""

import csv
import html
import io
import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from extranet.contracts.tests.many import make_contracts
from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def numbers(text: str) -> list[str]:
    return re.findall(r'<a class="table__main"[^>]*>([^<]+)</a>', text)


def customers(text: str) -> list[str]:
    return re.findall(r'<td data-label="Client"><span>([^<]+)<', text)


def links(text: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'<a [^>]*href="([^"]+)"', text)]


def link(text: str, relation: str) -> str:
    [found] = re.findall(rf'<a [^>]*rel="{relation}"[^>]*>', text)
    return links(found)[0]


async def entries(cast: Cast, act: str) -> list[dict[str, object]]:
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all("SELECT facts, actor_id FROM entry WHERE act = $1 ORDER BY seq", act)
    return [json.loads(row["facts"])["after"] for row in rows]


async def test_advisers_have_no_list_and_auditors_neither(visit: Visit, cast: Cast) -> None:
    for actor in (cast.adviser, cast.auditor):
        browser = await visit(actor)
        for path in ("/contracts", "/contracts/export.csv"):
            assert (await browser.get(path)).status_code == 403
        assert (await browser.post("/contracts/search", data={"name": "a"})).status_code == 403


async def test_without_a_contract_the_page_says_what_will_come(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    answer = await browser.get("/contracts")
    assert answer.status_code == 200
    assert "Les contrats arriveront ici" in answer.text


async def test_the_back_office_sees_all_a_manager_their_own(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 30, START)
    everyone = numbers((await (await visit(cast.back_office)).get("/contracts")).text)
    lyon = numbers((await (await visit(cast.manager)).get("/contracts")).text)
    nantes = numbers((await (await visit(cast.other_manager)).get("/contracts")).text)
    assert len(everyone) == 30
    assert sorted(lyon + nantes) == sorted(everyone)
    assert {"C-2026-000001", "C-2026-000010"} <= set(lyon)
    assert "C-2026-000014" in nantes


async def test_every_order_pages_through_every_contract_once_and_back(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 120, START)
    for actor in (cast.back_office, cast.manager):
        browser = await visit(actor)
        for sort in ("signed", "customer", "agency", "amount"):
            for order in (sort, f"-{sort}"):
                pages = [await browser.get(f"/contracts?sort={order}")]
                while 'rel="next"' in pages[-1].text:
                    pages.append(await browser.get(link(pages[-1].text, "next")))
                seen = [number for page in pages for number in numbers(page.text)]
                expected = 120 if actor is cast.back_office else len(set(seen))
                assert len(seen) == len(set(seen)) == expected
                if len(pages) > 1:
                    back = await browser.get(link(pages[-1].text, "prev"))
                    assert numbers(back.text) == numbers(pages[-2].text)
                    assert 'rel="prev"' not in pages[0].text


async def test_orders_are_what_they_say(visit: Visit, cast: Cast, database: str) -> None:
    await make_contracts(database, cast, 40, START)
    browser = await visit(cast.back_office)
    newest = numbers((await browser.get("/contracts")).text)
    assert newest == sorted(newest, reverse=True)
    assert numbers((await browser.get("/contracts?sort=signed")).text) == newest[::-1]
    async with unit_of_work(cast.back_office) as work:
        rows = await work.all(
            "SELECT customer_name FROM contract "
            "ORDER BY translate(lower(customer_name), 'éèç', 'eec') COLLATE \"C\", id"
        )
    names = customers((await browser.get("/contracts?sort=customer")).text)
    assert names == [row["customer_name"] for row in rows]
    assert len(names) == 40


async def test_filters_narrow_and_stand_in_the_links(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 300, START)
    browser = await visit(cast.back_office)
    answer = await browser.get("/contracts?state=to_check&from=2026-01-01&to=2026-01-01")
    shown = numbers(answer.text)
    assert shown
    sorts = [there for there in links(answer.text) if "sort=" in there]
    assert sorts
    assert all("state=to_check" in there and "to=2026-01-01" in there for there in sorts)
    async with unit_of_work(cast.back_office) as work:
        expected = await work.value(
            "SELECT count(*) FROM contract WHERE state = 'to_check' AND "
            "(signed_at AT TIME ZONE 'Europe/Paris')::date = '2026-01-01'"
        )
    assert len(shown) == min(expected, 50)
    assert f'À vérifier <span class="chip__count">{expected}<' in answer.text
    below = await browser.get(f"/contracts?agency={cast.agencies.distributor}&sort=signed")
    assert len(numbers(below.text)) == 50
    team = await browser.get(f"/contracts?agency={cast.agencies.lyon_team}&sort=customer")
    assert len(numbers(team.text)) == 3


async def test_a_manager_s_filter_opens_no_other_agency(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 30, START)
    browser = await visit(cast.manager)
    assert numbers((await browser.get(f"/contracts?agency={cast.agencies.nantes}")).text) == []
    answer = await browser.get("/contracts")
    assert "Nantes" not in answer.text


async def test_a_name_never_stands_in_a_url_nor_in_the_journal(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 200, START)
    browser = await visit(cast.back_office)
    sent = await browser.post(
        "/contracts/search", data={"name": "élodie DUPONT", "state": "to_check", "sort": "customer"}
    )
    assert sent.status_code == 303
    there = sent.headers["location"]
    assert {"search", "state", "sort"} == set(parse_qs(urlsplit(there).query))
    answer = await browser.get(there)
    assert numbers(answer.text)
    assert all("Dupont" in name for name in customers(answer.text))
    assert 'value="élodie DUPONT"' in answer.text
    assert not [there for there in links(answer.text) if "upont" in there.lower()]
    [facts] = await entries(cast, "contract:list")
    assert facts == {"search": True, "state": "to_check", "sort": "customer"}


async def test_a_search_is_for_the_one_who_typed_it(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 20, START)
    sent = await (await visit(cast.back_office)).post("/contracts/search", data={"name": "Dupont"})
    other = await (await visit(cast.administrator)).get(sent.headers["location"])
    assert other.status_code == 422
    assert "ne s’ouvre pas pour vous" in other.text
    assert "Dupont, C-" in other.text
    assert 'value="Dupont"' not in other.text


async def test_a_manager_finds_by_name_in_their_agencies_alone(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 2000, START)
    found = set()
    for actor in (cast.manager, cast.other_manager):
        browser = await visit(actor)
        sent = await browser.post("/contracts/search", data={"name": "V-2026-000014"})
        found.add(tuple(numbers((await browser.get(sent.headers["location"])).text)))
    assert found == {(), ("C-2026-000014",)}


async def test_too_many_found_says_so(visit: Visit, cast: Cast, database: str) -> None:
    await make_contracts(database, cast, 4000, START)
    browser = await visit(cast.back_office)
    sent = await browser.post("/contracts/search", data={"name": "du"})
    answer = await browser.get(sent.headers["location"])
    assert "Plus de 500 contrats répondent" in answer.text
    everything = await browser.get("/contracts")
    assert "999+" in everything.text


async def test_what_cannot_be_read_is_said_and_loses_nothing(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 5, START)
    browser = await visit(cast.back_office)
    for query, words in (
        ("from=2026-02-30", "Cette date n’existe pas"),
        ("from=0001-01-01", "Cette date n’existe pas"),
        ("from=2026-03-02&to=2026-03-01", "vient avant son début"),
        ("state=lost", "Cette adresse est abîmée"),
        ("sort=name;drop", "Cette adresse est abîmée"),
        ("agency=1", "Cette adresse est abîmée"),
        ("after=1", "Cette adresse est abîmée"),
        ("search=abc", "ne s’ouvre pas pour vous"),
        ("search=%C3%A9", "ne s’ouvre pas pour vous"),
    ):
        answer = await browser.get(f"/contracts?{query}")
        assert answer.status_code == 422, query
        assert words in answer.text.replace("\u202f", " "), query
    gone = await browser.get(f"/contracts?after={cast.agencies.lyon}")
    assert gone.status_code == 200
    assert "Revenir au début" in gone.text
    for typed in ("x" * 10_000, "😀", "ابن", "<script>", "' OR 1=1", "\u202edno\u0000"):
        sent = await browser.post("/contracts/search", data={"name": typed})
        assert (await browser.get(sent.headers["location"])).status_code == 200


async def test_htmx_gets_the_list_alone_and_its_address(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 5, START)
    browser = await visit(cast.back_office)
    answer = await browser.get(
        "/contracts?state=validated&from=",
        headers={"hx-request": "true", "hx-request-type": "partial", "hx-target": "div#contracts"},
    )
    assert answer.text.lstrip().startswith('<div id="contracts"')
    assert answer.headers["hx-push-url"] == "/contracts?state=validated"


async def test_the_export_holds_the_filtered_list_and_is_journalled(
    visit: Visit, cast: Cast, database: str
) -> None:
    await make_contracts(database, cast, 60, START)
    async with unit_of_work(worker("test")) as work:
        await work.run("UPDATE contract SET customer_name = '=1+1' WHERE number = 'C-2026-000060'")
        work.record("demo:found", "contract", None)
    browser = await visit(cast.back_office)
    answer = await browser.get("/contracts/export.csv?from=2026-01-01")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Numéro"
    assert len(rows) == 61
    assert rows[1][0] == "C-2026-000060"
    assert rows[1][2] == "'=1+1"
    assert "," in rows[1][-1]
    own = await (await visit(cast.manager)).get("/contracts/export.csv")
    assert 1 < len(own.text.splitlines()) < 61
    assert await entries(cast, "contract:export") == [{"from": "2026-01-01"}, {}]
