"""From a request to its answer: found, recognised, copied, erased, and said in a letter."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from httpx import AsyncClient, Response

from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.jobs import run_job
from extranet.privacy import jobs, requests
from extranet.privacy.tests.customers import ELODIE, HUGO, Customer, sell
from extranet.privacy.tests.dump import dump, row_of
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit
from wizard.no_visit.listing import Source, add_refusal
from wizard.tests.selling import Tablet, answers

NEW = "/privacy/new"


def asking(customer: Customer, **changed: str) -> dict[str, str]:
    """The form of a request to be erased."""
    return {
        "wish": "erasure",
        "subject": "customer",
        "channel": "mail",
        "received_on": today().isoformat(),
        "first_name": customer.first_name,
        "last_name": customer.last_name.upper(),
        "phone": "06 " + customer.phone[4:],
        **changed,
    }


async def ask(browser: AsyncClient, form: dict[str, str]) -> str:
    """Record a request; its address."""
    answer = await browser.post(NEW, data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def ticks(page: Response) -> list[str]:
    """What the page offers to tick."""
    return re.findall(r'name="theirs" value="([^"]+)"', page.text)


async def recognise(browser: AsyncClient, url: str, *theirs: str) -> Response:
    return await browser.post(f"{url}/identity", data={"identity": "contact", "theirs": [*theirs]})


async def erase(browser: AsyncClient, url: str, **form: str) -> None:
    """Confirm the erasing with the number of the request, and let the job do it."""
    number = re.findall(r"D-\d{4}-\d{6}", (await browser.get(url)).text)[0]
    answer = await browser.post(f"{url}/erasure", data={"typed": number.lower(), **form})
    assert answer.status_code == 303, answer.text
    await jobs.erase_person(url.rpartition("/")[2])


@pytest.mark.parametrize("name", ["lead", "administrator"])
async def test_leads_handle_requests_and_nobody_else(cast: Cast, visit: Visit, name: str) -> None:
    for actor in cast.everyone():
        browser = await visit(actor)
        allowed = actor in (cast.lead, cast.administrator)
        for path in ("/privacy", "/privacy/kept", NEW):
            assert (await browser.get(path)).status_code == (200 if allowed else 403), path


async def test_a_request_is_found_by_each_thing_that_is_known(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    await sell(shop.adviser, HUGO)
    number = await superuser.fetchval("SELECT number FROM sale WHERE id = $1", sale)
    browser = await visit(shop.lead)
    blank = {"phone": ""}
    for known in (
        {"phone": "+33 6 12 34 98 76"},
        blank | {"email": ELODIE.email.upper()},
        blank | {"number": number.lower()},
        blank | {"number": number.replace("V", "C")},
        blank | {"birth_date": ELODIE.birth_date.isoformat()},
    ):
        url = await ask(browser, asking(ELODIE, **known))
        assert ticks(await browser.get(url)) == [str(sale)], known
    # The same day of birth is no proof: the name must be the same.
    other = asking(HUGO, phone="", birth_date=ELODIE.birth_date.isoformat())
    assert "Rien n’a été trouvé" in (await browser.get(await ask(browser, other))).text


async def test_no_name_stands_in_an_address_or_lies_in_clear(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    assert re.fullmatch(r"/privacy/requests/[0-9a-f-]{36}", url)
    await browser.get(url)
    await browser.get("/privacy")
    found = await dump(superuser)
    assert found.places_of(ELODIE.last_name) == ["a sealed value"]
    acts = await superuser.fetch("SELECT act FROM entry WHERE act LIKE 'privacy:%' ORDER BY seq")
    assert [row["act"] for row in acts] == ["privacy:take", "privacy:view", "privacy:list"]


async def test_an_answer_is_due_within_a_month(cast: Cast, visit: Visit) -> None:
    browser = await visit(cast.lead)
    await ask(browser, asking(ELODIE))
    await ask(browser, asking(HUGO, received_on=(today() - timedelta(days=40)).isoformat()))
    shown = (await browser.get("/privacy")).text
    assert "Une réponse est en retard" in shown
    assert shown.index(HUGO.first_name) < shown.index(ELODIE.first_name)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": ""}, ""),
        ({"phone": "12"}, "phone"),
        ({"phone": "", "email": "nobody"}, "email"),
        ({"number": "12"}, "number"),
        ({"birth_date": "31/12"}, "birth_date"),
        ({"last_name": " "}, "last_name"),
        ({"wish": "gossip"}, "wish"),
        ({"subject": "worker"}, "subject"),
        ({"received_on": (today() + timedelta(days=1)).isoformat()}, "received_on"),
        ({"received_on": ""}, "received_on"),
    ],
)
async def test_what_is_wrong_is_said(
    cast: Cast, visit: Visit, changed: dict[str, str], field: str
) -> None:
    browser = await visit(cast.lead)
    answer = await browser.post(NEW, data=asking(ELODIE, **changed))
    assert answer.status_code == 422
    assert ELODIE.first_name in answer.text
    if field:
        assert f'data-field="{field}"' in answer.text
    assert "field--error" in answer.text or "au moins la date de naissance" in answer.text


async def test_erased_on_request_and_said(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale, other = await sell(shop.adviser, ELODIE), await sell(shop.colleague, HUGO)
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    early = await browser.post(f"{url}/erasure", data={"typed": "D-2026-000001"})
    assert early.status_code == 409, "not before the person was recognised"
    assert (await recognise(browser, url, str(sale))).status_code == 303
    wrong = await browser.post(f"{url}/erasure", data={"typed": "D-2026-999999"})
    assert wrong.status_code == 422
    assert "Ce n’est pas le numéro" in wrong.text
    await erase(browser, url)

    found = await dump(superuser)
    for needle in ELODIE.needles():
        assert found.places_of(needle) == [], needle
    assert found.places_of(HUGO.last_name)
    assert await superuser.fetchval("SELECT erased_at FROM sale WHERE id = $1", other) is None
    answered = (await browser.get(url)).text
    assert "Nous avons effacé toutes les données" in answered
    assert "Tout est effacé" in answered
    for again in ("erasure", "answer", "identity", "copy"):
        form = {"typed": "D", "outcome": "given", "identity": "contact"}
        assert (await browser.post(f"{url}/{again}", data=form)).status_code in (409, 422)
    await jobs.erase_person(url.rpartition("/")[2])
    acts = await superuser.fetch(
        "SELECT act, actor_kind FROM entry WHERE act IN ('privacy:erase', 'privacy:erased') "
        "ORDER BY seq"
    )
    assert [tuple(row) for row in acts] == [
        ("privacy:erase", "backoffice"),
        ("privacy:erased", "worker"),
    ]


async def test_a_signed_contract_is_kept_and_the_letter_says_why(
    cast: Cast, filled: Filled, visit: Visit, superuser: asyncpg.Connection
) -> None:
    await superuser.execute("DELETE FROM sale_hold")
    sale = filled.sale_of(cast.outsider).id
    contract = await row_of(superuser, "SELECT * FROM contract WHERE sale_id = $1", sale)
    browser = await visit(cast.lead)
    form = asking(ELODIE, phone="", number=contract["number"])
    url = await ask(browser, form)
    shown = await browser.get(url)
    assert "Gardée : le contrat court" in shown.text.replace("\xa0", " ")
    await recognise(browser, url, str(sale))
    await erase(browser, url)
    after = await row_of(superuser, "SELECT * FROM contract WHERE sale_id = $1", sale)
    assert after == contract
    dropped = await superuser.fetchval(
        "SELECT count(*) FROM photo WHERE sale_id = $1 AND dropped_at IS NULL", sale
    )
    assert dropped == 0, "photos prove nothing"
    answered = (await browser.get(url)).text
    assert "Effacé, sauf ce que la loi fait garder" in answered
    assert f"{contract['number']}" in answered
    assert "L123-22" in answered


async def test_what_is_held_is_kept_whole_until_it_is_lifted(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    await recognise(browser, url, str(sale))
    held = {"sale": str(sale), "reason": "dispute"}
    for _ in range(2):
        assert (await browser.post(f"{url}/holds", data=held)).status_code == 303
    assert "Litige en cours" in (await browser.get(url)).text
    await erase(browser, url)
    assert "litige" in (await browser.get(url)).text
    assert (await dump(superuser)).places_of(ELODIE.iban)

    second = await ask(browser, asking(ELODIE))
    await recognise(browser, second, str(sale))
    assert (await browser.post(f"{second}/holds/lift", data={"sale": str(sale)})).status_code == 303
    await erase(browser, second)
    assert not (await dump(superuser)).places_of(ELODIE.last_name)
    acts = await superuser.fetch("SELECT act FROM entry WHERE act LIKE 'hold:%' ORDER BY seq")
    assert [row["act"] for row in acts] == ["hold:set", "hold:lift"]


async def test_a_refused_address_goes_on_being_refused_and_cannot_be_read(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    for street, city in ((ELODIE.street, "Lyon"), ("1 rue du Silence", "Lyon")):
        async with unit_of_work(shop.back_office) as work:
            until = today() + timedelta(days=100)
            await add_refusal(
                work, line1=street, postcode="69003", city=city, source=Source.DOOR, until=until
            )
    carried = (await (await visit(shop.adviser)).get("/refused-addresses.json")).json()
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    await recognise(browser, url, str(sale))
    await erase(browser, url)
    assert not (await dump(superuser)).places_of(ELODIE.street)
    assert (await dump(superuser)).places_of("1 rue du Silence")
    # Tablets carry the same digests as before, and the server refuses the address at the door.
    again = (await (await visit(shop.adviser)).get("/refused-addresses.json")).json()
    assert again["until"] == carried["until"]
    tablet = Tablet(shop.colleague)
    given = answers()
    await tablet.send(*(tablet.write(name, given[name]) for name in ("products", "customer")))
    typed = given["address"] | {"line1": ELODIE.street.upper()}
    receipt = await tablet.submit("address", typed)
    assert [error["code"] for error in receipt["errors"]] == ["address_refused"]


async def test_whoever_wants_no_more_visits_is_refused_by_digest(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    await recognise(browser, url, str(sale))
    await erase(browser, url, no_visit="true")
    assert await superuser.fetchval("SELECT count(*) FROM erased_refusal") == 1
    refused = await superuser.fetchval(
        "SELECT address_refused($1)", json.dumps({"line1": ELODIE.street, "postcode": "69003"})
    )
    assert refused
    assert "ne se présentera à votre adresse" in (await browser.get(url)).text


async def test_the_copy_holds_all_that_is_theirs_and_names_nobody_of_the_house(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    await sell(shop.adviser, HUGO)
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE, wish="access"))
    assert (await browser.post(f"{url}/copy")).status_code == 409
    await recognise(browser, url, str(sale))
    given = await browser.post(f"{url}/copy")
    assert given.headers["content-type"] == "application/zip"
    assert given.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(given.content)) as copy:
        assert copy.testzip() is None
        names = copy.namelist()
        told: dict[str, Any] = json.loads(copy.read("donnees.json"))
        index = copy.read("lisez-moi.html").decode()
        (sheet,) = [copy.read(name) for name in names if name.endswith("-sheet.pdf")]
    assert sheet.startswith(b"%PDF")
    text = json.dumps(told, ensure_ascii=False)
    for needle in (ELODIE.iban, ELODIE.email, ELODIE.phone, ELODIE.street, ELODIE.last_name):
        assert needle in text, needle
        assert needle in index, needle
    for stranger in (HUGO.last_name, HUGO.email, "Alice", "Martin", str(shop.adviser.person_id)):
        assert stranger not in text, stranger
    assert told["missing_files"] == []
    assert told["sales"][0]["acts"]
    entry = await row_of(superuser, "SELECT * FROM entry WHERE act = 'privacy:export'")
    assert entry["actor_id"] == shop.lead.person_id
    assert (await dump(superuser)).files.keys() == {
        row["storage_key"] for row in await superuser.fetch("SELECT storage_key FROM document")
    }, "the copy is kept nowhere"


async def test_a_seller_is_given_what_is_theirs(
    cast: Cast, filled: Filled, visit: Visit, superuser: asyncpg.Connection
) -> None:
    email = await superuser.fetchval(
        "SELECT email FROM person WHERE id = $1", cast.outsider.person_id
    )
    form = {"first_name": "Chloé", "last_name": "Durand", "email": email, "phone": ""}
    browser = await visit(cast.lead)
    url = await ask(browser, asking(ELODIE, wish="portability", subject="worker", **form))
    assert ticks(await browser.get(url)) == [str(cast.outsider.person_id)]
    await recognise(browser, url, str(cast.outsider.person_id))
    given = await browser.post(f"{url}/copy")
    assert given.status_code == 200, given.text
    with zipfile.ZipFile(io.BytesIO(given.content)) as copy:
        told = json.loads(copy.read("donnees.json"))
        assert [name for name in copy.namelist() if name.startswith("papers/")]
    assert told["missing_files"] == []
    assert told["contracts"]
    assert told["account"]["email"] == email
    assert [sale["number"] for sale in told["sold"]] == [filled.sale_of(cast.outsider).number]
    assert told["sessions"]
    assert told["tablets"]
    [departure] = told["departures"]
    assert departure["leaves_on"] == today().isoformat()
    assert str(cast.back_office.person_id) not in json.dumps(departure), "that is somebody else"
    assert "Dupont" not in json.dumps(told, ensure_ascii=False), "that is their customer's"


async def test_closing_a_request_forgets_whom_it_was_about(
    cast: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    browser = await visit(cast.lead)
    url = await ask(browser, asking(ELODIE))
    for outcome in ("erased", "partly", ""):
        answer = await browser.post(f"{url}/answer", data={"outcome": outcome})
        assert answer.status_code == 422, "only the job says that something was erased"
    assert (await browser.post(f"{url}/answer", data={"outcome": "nothing"})).status_code == 303
    assert "Nous ne gardons aucune donnée" in (await browser.get(url)).text
    assert not (await dump(superuser)).places_of(ELODIE.last_name)


async def test_the_job_is_the_one_the_confirmation_enqueues(
    shop: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    browser = await visit(shop.lead)
    url = await ask(browser, asking(ELODIE))
    await recognise(browser, url, str(sale))
    number = re.findall(r"D-\d{4}-\d{6}", (await browser.get(url)).text)[0]
    await browser.post(f"{url}/erasure", data={"typed": number})
    waiting = await row_of(
        superuser, "SELECT payload FROM pgqueuer WHERE entrypoint = $1", requests.ERASE
    )
    assert UUID(waiting["payload"].decode()) == UUID(url.rpartition("/")[2])
    await run_job(requests.ERASE, waiting["payload"].decode())
    assert await superuser.fetchval("SELECT erased_at IS NOT NULL FROM sale WHERE id = $1", sale)
