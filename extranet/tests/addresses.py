"""Every page of the application: who looks at it, and under which address."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from extranet.catalogue.pictures import address_of, keep_picture
from extranet.core import database as ground
from extranet.core.access import Actor, worker
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.settings import Mode, Settings
from extranet.people.sellers.papers import PaperKind, keep_paper
from extranet.people.tests.living import living_links
from extranet.people.tests.test_invitation_lists import list_of
from extranet.testing.cast import Cast
from extranet.testing.filling_people import PAPER
from extranet.testing.pictures import named, photo
from extranet.testing.plugin import Visit
from extranet.testing.round_trips import RoundTrips, counted
from wizard.signing.tests.customer import Customer, Door
from wizard.signing.tests.phone import choose_phone, newest_link
from wizard.tests.selling import Tablet, answers, stock_up


@pytest.fixture
async def round_trips(database: str, settings: Settings) -> AsyncIterator[RoundTrips]:
    """The application's pool, led through the counting proxy.

    As in production: elsewhere every unit of work also checks that its changes were journalled.
    """
    async with counted(database) as counter:
        await ground.disconnect()
        await ground.connect(replace(settings, mode=Mode.PRODUCTION, database_url=counter.url))
        yield counter
        await ground.disconnect()
    await ground.connect(settings)


@pytest.fixture
async def addresses(
    round_trips: RoundTrips, cast: Cast, visit: Visit, settings: Settings
) -> dict[str, list[tuple[Actor | None, str]]]:
    """For each route, who looks at it and under which address; every kind of sale exists."""
    await stock_up(cast)
    door = Door(cast, visit, settings, await visit(cast.adviser))
    ready, waiting, signed = [await _sold(door) for _ in range(3)]
    await ready.read()
    await waiting.sign()
    await signed.sign_and_confirm()
    await signed.door.browser.get(f"{signed.url}/documents/sealed_contract")
    contract, document = await _filed(signed)
    link = await signed.link()
    await choose_phone(ready)
    phone = await newest_link(ready)
    pictured = await _pictured(door)
    adviser, manager, desk = cast.adviser, cast.manager, cast.back_office
    links = await living_links(visit, cast)
    invited = await list_of(await visit(manager))
    tablet = (await door.browser.post("/tablets")).json()["tablet"]
    passkey = await _passkey(adviser)
    file = f"/contracts/{contract}"
    assert adviser.person_id is not None
    paper = await keep_paper(desk, adviser.person_id, PaperKind.CARD, PAPER, None)
    papers = f"{ready.url}/signature/contract"
    product, picture = await _product_with_picture(desk)
    return {
        "/": [(adviser, "/"), (manager, "/"), (desk, "/")],
        "/sign-in": [(None, "/sign-in")],
        "/service-worker.js": [(adviser, "/service-worker.js")],
        "/manifest.webmanifest": [(None, "/manifest.webmanifest")],
        "/presence": [(None, f"/presence?challenge={'x' * 36}")],
        "/app/{locale}/home": [(adviser, "/app/fr/home")],
        "/app/{locale}/booklets/{journey}/{version}": [(adviser, "/app/en/booklets/home_sale/1")],
        "/refused-addresses": [(manager, "/refused-addresses"), (desk, "/refused-addresses")],
        "/refused-addresses.json": [(adviser, "/refused-addresses.json")],
        "/rescue-files": [(adviser, "/rescue-files"), (desk, "/rescue-files")],
        "/me.json": [(adviser, "/me.json")],
        "/account": [(adviser, "/account")],
        "/account/email": [(adviser, "/account/email")],
        "/account/password": [(adviser, "/account/password")],
        "/account/second-factor": [(adviser, "/account/second-factor")],
        "/account/passkeys/new": [(adviser, "/account/passkeys/new")],
        "/account/passkeys/{passkey_id}/remove": [(adviser, f"/account/passkeys/{passkey}/remove")],
        "/account/authenticator": [(adviser, "/account/authenticator")],
        "/account/authenticator/code": [(adviser, "/account/authenticator/code")],
        "/account/authenticator/remove": [(adviser, "/account/authenticator/remove")],
        "/account/recovery-codes": [(adviser, "/account/recovery-codes")],
        "/sign-in/second-factor": [(None, "/sign-in/second-factor")],
        "/sign-in/passkey.json": [(None, "/sign-in/passkey.json")],
        "/email-changes/{token}": [(one, links["/email-changes/"]) for one in (None, desk)],
        "/forgotten-password": [(one, "/forgotten-password") for one in (None, adviser)],
        "/forgotten-password/{token}": [
            (one, links["/forgotten-password/"]) for one in (None, desk)
        ],
        "/invitations/{token}": [(one, links["/invitations/"]) for one in (None, desk)],
        "/agencies": [(one, "/agencies") for one in (manager, desk)],
        "/agencies/{agency_id}": [
            (one, f"/agencies/{cast.agencies.lyon_team}") for one in (manager, desk)
        ],
        "/agencies/{agency_id}/move": [
            (one, f"/agencies/{cast.agencies.lyon_team}/move") for one in (manager, desk)
        ],
        "/followed": [(cast.referent, "/followed")],
        "/people": [(manager, "/people"), (desk, "/people")],
        "/people/invitations/file": [(manager, "/people/invitations/file")],
        "/people/invitations/example.csv": [(manager, "/people/invitations/example.csv")],
        "/people/invitations/lists/{list_id}": [(manager, invited)],
        "/people/invitations/lists/{list_id}/refused.csv": [(manager, f"{invited}/refused.csv")],
        "/people/invite": [(manager, "/people/invite"), (desk, "/people/invite")],
        "/seller-contracts": [(manager, "/seller-contracts"), (desk, "/seller-contracts")],
        "/people/{person_id}/contract": [
            (one, f"/people/{adviser.person_id}/contract") for one in (manager, desk)
        ],
        "/people/{person_id}/contract/new": [
            (manager, f"/people/{adviser.person_id}/contract/new")
        ],
        "/people/{person_id}/contract/papers/{paper_id}": [
            (desk, f"/people/{adviser.person_id}/contract/papers/{paper}")
        ],
        "/people/{person_id}/departure": [
            (one, f"/people/{adviser.person_id}/departure") for one in (manager, desk)
        ],
        "/people/{person_id}/return": [(manager, f"/people/{adviser.person_id}/return")],
        "/account/contract": [(adviser, "/account/contract")],
        "/account/contract/papers/{paper_id}": [(adviser, f"/account/contract/papers/{paper}")],
        "/people/{person_id}": [(one, f"/people/{adviser.person_id}") for one in (manager, desk)],
        **{
            f"/people/{{person_id}}/{what}": [
                (one, f"/people/{adviser.person_id}/{what}") for one in (manager, desk)
            ]
            for what in ("role", "agency", "referent")
        },
        "/people/{person_id}/impersonate": [(desk, f"/people/{adviser.person_id}/impersonate")],
        "/tablets/{tablet_id}/key": [(adviser, f"/tablets/{tablet}/key")],
        "/tablets/{tablet_id}/standing": [
            (one, f"/tablets/{tablet}/standing") for one in (adviser, None)
        ],
        "/inbox": [(None, "/inbox"), (desk, "/inbox")],
        "/catalogue.json": [(adviser, "/catalogue.json")],
        "/catalogue": [(desk, "/catalogue")],
        "/catalogue/{product_id}": [(desk, product)],
        "/product-pictures/{name}": [(adviser, picture)],
        "/booklets/{journey}/{version}": [(adviser, "/booklets/home_sale/1")],
        "/sales": [(adviser, "/sales"), (manager, "/sales"), (desk, "/sales?state=open")],
        "/sales/{sale_id}": [(one, signed.url) for one in (adviser, manager, desk)],
        "/sales/{sale_id}/answers": [(adviser, f"{ready.url}/answers")],
        "/sales/{sale_id}/signature": [(adviser, f"{ready.url}/signature")],
        "/sales/{sale_id}/signature/{kind}": [(adviser, papers)],
        "/sales/{sale_id}/signature/{kind}/text": [(adviser, f"{papers}/text")],
        "/sales/{sale_id}/signature/{kind}/pages/{number}": [(adviser, f"{papers}/pages/1")],
        "/sales/{sale_id}/code": [(adviser, f"{waiting.url}/code")],
        "/sales/{sale_id}/done": [(adviser, f"{signed.url}/done")],
        "/sales/{sale_id}/documents/{document}": [
            (adviser, f"{signed.url}/documents/sealed_contract"),
            (adviser, f"{signed.url}/documents/{document}"),
        ],
        "/sales/{sale_id}/photos/{photo_id}": [(adviser, pictured), (desk, pictured)],
        "/s/{token}": [(None, phone)],
        "/s/{token}/read/{kind}": [(None, f"{phone}/read/sheet"), (None, f"{phone}/read/contract")],
        "/s/{token}/files/{kind}": [(None, f"{phone}/files/contract")],
        "/s/{token}/code": [(None, f"{phone}/code")],
        "/documents": [(None, "/documents")],
        "/withdrawal": [(None, "/withdrawal")],
        "/termination": [(None, "/termination")],
        "/documents/{token}": [(None, link)],
        "/documents/{token}/{name}": [(None, f"{link}/{document}.pdf")],
        "/contracts": [
            (manager, "/contracts"),
            (desk, "/contracts?state=to_check&sort=customer"),
            (desk, f"/contracts?after={contract}"),
            (desk, await _searched(visit, desk)),
        ],
        "/contracts/export.csv": [(desk, "/contracts/export.csv")],
        "/contracts/{contract_id}": [(manager, file), (desk, file)],
        "/privacy": [(cast.lead, "/privacy")],
        "/privacy/kept": [(cast.lead, "/privacy/kept")],
        "/privacy/new": [(cast.lead, "/privacy/new")],
        "/privacy/requests/{request_id}": [(cast.lead, await _asked(visit, cast.lead))],
        "/journal": [(desk, "/journal"), (cast.auditor, "/journal")],
    }


async def _product_with_picture(desk: Actor) -> tuple[str, str]:
    """The address of a product's page, and that of its picture."""
    async with unit_of_work(desk) as work:
        product = await work.value("SELECT id FROM product LIMIT 1")
    await keep_picture(desk, product, content := photo(64, 64))
    return f"/catalogue/{product}", str(address_of(hashlib.sha256(content).hexdigest()))


async def _passkey(actor: Actor) -> UUID:
    """A passkey of the actor's."""
    passkey_id = new_id()
    async with unit_of_work(actor) as work:
        await work.run(
            "INSERT INTO passkey (id, person_id, credential_id, public_key, sign_count, name) "
            "VALUES ($1, $2, 'credential', 'key', 0, 'Tablette')",
            passkey_id,
            actor.person_id,
        )
        work.record("test:add", "passkey", passkey_id)
    return passkey_id


async def _asked(visit: Visit, lead: Actor) -> str:
    """The page of a request about somebody's data."""
    form = {
        "wish": "access",
        "subject": "customer",
        "channel": "mail",
        "received_on": today().isoformat(),
        "first_name": "Élodie",
        "last_name": "Lefèvre",
        "birth_date": "1968-03-27",
    }
    reply = await (await visit(lead)).post("/privacy/new", data=form)
    return str(reply.headers["location"])


async def _sold(door: Door) -> Customer:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell()
    return Customer(door, tablet)


async def _pictured(door: Door) -> str:
    """Where the photo of a letterbox is shown."""
    tablet, content = Tablet(door.cast.adviser), photo()
    steps = answers() | {"address": {**answers()["address"], "letterbox": [named(content)]}}
    for name in ("products", "customer", "address"):
        await tablet.send(tablet.write(name, steps[name], version=2))
    last = len(content) - 1
    headers = {"content-range": f"bytes 0-{last}/{len(content)}"}
    place = f"/attachments/{named(content)['sha256']}"
    assert (await door.browser.put(place, content=content, headers=headers)).status_code == 200
    async with unit_of_work(worker("tests")) as work:
        found = await work.value("SELECT id FROM photo WHERE sale_id = $1", tablet.sale)
    return f"/sales/{tablet.sale}/photos/{found}"


async def _filed(customer: Customer) -> tuple[Any, Any]:
    """The contract of a signed sale, and its sealed document."""
    [contract] = await customer.rows("contract")
    [document] = await customer.rows("document", "kind = 'sealed_contract'")
    return contract["id"], document["id"]


async def _searched(visit: Visit, actor: Actor) -> str:
    """The address a search for a name leads to."""
    answer = await (await visit(actor)).post("/contracts/search", data={"name": "moreau"})
    return answer.headers["location"]
