"""The newest acts about a sale, a contract and a person stand on their pages, for readers alone."""

import html
import re

from httpx import AsyncClient

from audit.tests.test_journal import act
from audit.timelines import NEWEST
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit


async def lines(browser: AsyncClient, url: str) -> list[str]:
    """What the page's card of the journal tells, the newest first."""
    answer = await browser.get(url)
    assert answer.status_code == 200
    card = answer.text.partition('aria-labelledby="acts"')[2].partition("</section>")[0]
    titles = re.findall(r'timeline__title">(.*?)</p>', card, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", html.unescape(one)).replace("\u202f", " ") for one in titles]


async def test_whoever_reads_the_journal_sees_what_it_says_of_a_thing(
    visit: Visit, cast: Cast, filled: Filled
) -> None:
    sale = filled.sale_of(cast.adviser)
    async with unit_of_work(cast.back_office) as work:
        contract = await work.value("SELECT id FROM contract WHERE sale_id = $1", sale.id)
    office, manager = await visit(cast.back_office), await visit(cast.manager)
    number = sale.number.replace("V-", "C-")
    pages = {
        f"/contracts/{contract}": f"a consulté le contrat {number}.",
        f"/sales/{sale.id}": f"a consulté la vente {sale.number}.",
        f"/people/{cast.adviser.person_id}": "a consulté la fiche d’une personne.",
    }
    for url, told in pages.items():
        await manager.get(url)
        newest = (await lines(office, url))[0]
        assert newest == f"{cast.manager.name} {told}"
        text = (await manager.get(url)).text
        assert 'aria-labelledby="acts"' not in text
    # The story of a contract and that of its sale are one.
    assert any(sale.number in line for line in await lines(office, f"/contracts/{contract}"))
    assert any(number in line for line in await lines(office, f"/sales/{sale.id}"))


async def test_acts_by_a_person_and_about_them_stand_together(visit: Visit, cast: Cast) -> None:
    await act(cast.adviser, "sale:view")
    office = await visit(cast.back_office)
    url = f"/people/{cast.adviser.person_id}"
    assert len(await lines(office, url)) == 1
    assert len(await lines(office, url)) == 2
    for _ in range(NEWEST):
        await office.get(url)
    assert len(await lines(office, url)) == NEWEST
