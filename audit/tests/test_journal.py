"""Reading the journal: who may, what it shows, how it narrows and pages."""

import html
import re
from dataclasses import replace
from uuid import UUID

from extranet.core.access import Actor, Behind
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


def sentences(text: str) -> list[str]:
    found = re.findall(r'<span class="journal__what">([^<]+)</span>', text)
    return [html.unescape(one).replace("\u202f", " ") for one in found]


def turn(text: str, relation: str) -> str:
    [found] = re.findall(rf'<a [^>]*rel="{relation}"[^>]*>', text)
    return html.unescape(re.findall(r'href="([^"]+)"', found)[0])


async def act(actor: Actor, name: str, thing: UUID | None = None, many: int = 1) -> None:
    async with unit_of_work(actor) as work:
        for rank in range(many):
            work.record(name, "sale", thing, after={"step": "address", "seq": rank})


async def test_only_the_back_office_and_auditors_read_it(visit: Visit, cast: Cast) -> None:
    for actor in (cast.adviser, cast.manager):
        assert (await (await visit(actor)).get("/journal")).status_code == 403
    for actor in (cast.back_office, cast.administrator, cast.auditor):
        assert (await (await visit(actor)).get("/journal")).status_code == 200


async def test_it_tells_acts_newest_first_and_that_it_was_read(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:step")
    await act(cast.colleague, "sale:view")
    browser = await visit(cast.auditor)
    told = sentences((await browser.get("/journal")).text)
    assert told[:3] == [
        "Un visiteur a ouvert une session.",
        "Bruno Petit a consulté la vente.",
        "Alice Martin a envoyé l’étape Adresse de la vente.",
    ]
    assert (
        sentences((await browser.get("/journal")).text)[0] == "Théo Garnier a consulté le journal."
    )


async def test_who_acts_in_the_name_of_another_stands_beside_them(visit: Visit, cast: Cast) -> None:
    agent = cast.back_office
    assert agent.person_id is not None
    await act(replace(cast.adviser, behind=Behind(agent.person_id, agent.name)), "sale:view")
    told = sentences((await (await visit(cast.auditor)).get("/journal")).text)
    assert told[1] == "Béatrice Noël, au nom d’Alice Martin, a consulté la vente."
    async with unit_of_work(cast.auditor) as work:
        entry = await work.one_or_404("SELECT * FROM entry WHERE act = 'sale:view'")
    assert (entry["actor_id"], entry["behind_id"]) == (cast.adviser.person_id, agent.person_id)


async def test_it_narrows_by_person_and_by_subject(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:step")
    await act(cast.colleague, "sale:view")
    await act(cast.colleague, "document:open")
    browser = await visit(cast.auditor)
    by_bruno = await browser.get(f"/journal?person={cast.colleague.person_id}")
    assert len(sentences(by_bruno.text)) == 2
    assert '<option value="' in by_bruno.text
    assert "Alice Martin</option>" in by_bruno.text
    sales = sentences((await browser.get("/journal?subject=sales")).text)
    assert len(sales) == 2
    both = await browser.get(f"/journal?person={cast.colleague.person_id}&subject=documents")
    assert len(sentences(both.text)) == 1


async def test_it_narrows_by_act_role_agency_and_thing(visit: Visit, cast: Cast) -> None:
    thing = new_id()
    await act(cast.adviser, "sale:step", thing)
    await act(cast.outsider, "sale:step")
    await act(cast.outsider, "sale:view")
    await act(cast.manager, "sale:view", thing)
    browser = await visit(cast.auditor)
    for query, many in {
        "act=sale:step": 2,
        "act=sale:step&subject=signatures": 0,
        "role=manager": 1,
        "role=adviser": 3,
        f"agency={cast.outsider.agency_id}": 2,
        f"agency={cast.outsider.agency_id}&act=sale:view": 1,
        f"agency={cast.outsider.agency_id}&role=manager": 0,
        f"about={thing}": 2,
        f"about={thing}&person={cast.manager.person_id}": 1,
    }.items():
        text = (await browser.get(f"/journal?{query}")).text
        assert len(sentences(text)) == many, query
        assert ('href="/journal/export.csv?' in text) == bool(many)


async def test_it_narrows_by_who_acted_in_the_name_of_another(visit: Visit, cast: Cast) -> None:
    assert cast.back_office.person_id
    behind = Behind(cast.back_office.person_id, "Basile Roux")
    await act(replace(cast.adviser, behind=behind), "sale:view")
    await act(cast.adviser, "sale:view")
    browser = await visit(cast.back_office)
    text = (await browser.get(f"/journal?behind={cast.back_office.person_id}")).text
    assert sentences(text) == ["Basile Roux, au nom d’Alice Martin, a consulté la vente."]
    assert re.search(r"<option value=.* selected>Basile Roux</option>", text)


async def test_agencies_are_offered_to_who_may_know_them(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:view")
    for actor, known in ((cast.back_office, True), (cast.auditor, False)):
        text = (await (await visit(actor)).get("/journal")).text
        assert (f'<option value="{cast.agencies.lyon}">' in text) == known
        assert f"/journal?agency={cast.agencies.lyon}" in text


async def test_it_narrows_by_period(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:view")
    browser = await visit(cast.auditor)
    assert sentences((await browser.get("/journal?from=2026-01-01&to=2099-01-01")).text)
    for query in ("to=2020-01-01", "from=2099-01-01"):
        answer = await browser.get(f"/journal?{query}")
        assert not sentences(answer.text)
        assert "Aucune action ne répond" in answer.text


async def test_pages_follow_each_other_and_lead_back(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:view", many=130)
    await act(cast.colleague, "sale:view", many=3)
    browser = await visit(cast.auditor)
    for query in (f"person={cast.adviser.person_id}", "subject=sales"):
        pages = [(await browser.get(f"/journal?{query}")).text]
        while 'rel="next"' in pages[-1]:
            pages.append((await browser.get(turn(pages[-1], "next"))).text)
        ranks = [int(rank) for page in pages for rank in re.findall(r"n° (\d+)<", page)]
        assert len(ranks) == (130 if query.startswith("person") else 133)
        assert ranks == sorted(ranks, reverse=True)
        back = (await browser.get(turn(pages[-1], "prev"))).text
        assert re.findall(r"n° (\d+)<", back) == re.findall(r"n° (\d+)<", pages[-2])


async def test_what_cannot_be_read_is_said(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.auditor)
    for query in (
        "person=x",
        "subject=x",
        "act=x",
        "agency=x",
        "role=x",
        "behind=x",
        "about=x",
        "from=2026-02-30",
        "after=x",
        "after=" + "9" * 30,
    ):
        assert (await browser.get(f"/journal?{query}")).status_code == 422, query
    assert (await browser.get("/journal?object=<script>")).status_code == 200


async def test_an_english_reader_reads_english(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:step")
    async with unit_of_work(cast.auditor) as work:
        await work.run("UPDATE person SET locale = 'en'")
        work.record("person:choose_language", "person", cast.auditor.person_id)
    browser = await visit(cast.auditor)
    told = sentences((await browser.get("/journal")).text)
    assert "Alice Martin sent the step Address of sale." in told
    assert "Théo Garnier changed language." in told
