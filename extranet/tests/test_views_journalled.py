"""Whoever is shown somebody's data leaves an entry, on every page of the application."""

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_BLANK = "the same for everybody"
_OWN = "what one is oneself"
NOTHING_PERSONAL = {
    "/account/second-factor": _OWN,
    "/me.json": _OWN,
    "/app/{locale}/booklets/{journey}/{version}": _BLANK,
    "/app/{locale}/home": _BLANK,
    "/booklets/{journey}/{version}": _BLANK,
    "/manifest.webmanifest": _BLANK,
    "/presence": _BLANK,
    "/service-worker.js": _BLANK,
    "/catalogue": "products and prices",
    "/catalogue.json": "products and prices",
    "/catalogue/{product_id}": "products and prices",
    "/product-pictures/{name}": "what a product looks like",
    "/documents": "a form",
    "/forgotten-password": "a form",
    "/people/invitations/example.csv": "invented people",
    "/people/invitations/file": "a form",
    "/people/invite": "a form",
    "/privacy/kept": "how long what is kept",
    "/privacy/new": "a form",
    "/rescue-files": "a form",
    "/sign-in": "a form",
    "/sign-in/passkey.json": "a challenge to sign",
    "/tablets/{tablet_id}/standing": "whether a tablet is revoked",
    "/termination": "a form",
    "/withdrawal": "a form",
    "/inbox": "messages to invented people: there is none in production",
}
"""Pages that show nobody's data, with why."""


async def test_every_page_of_somebody_s_data_leaves_an_entry(
    addresses: dict[str, list[tuple[Actor | None, str]]],
    visit: Visit,
    cast: Cast,
) -> None:
    silent = set()
    for route, visits in sorted(addresses.items()):
        for actor, url in visits:
            browser = await visit(actor)
            before = await _newest(cast)
            answer = await browser.get(url)
            if answer.status_code in (200, 204) and await _newest(cast) == before:
                silent.add(route)
    wrong = "\n".join(sorted(silent ^ set(NOTHING_PERSONAL)))
    assert not wrong, f"say why these leave no entry, or have them leave one:\n{wrong}"


async def _newest(cast: Cast) -> int:
    async with unit_of_work(cast.auditor) as work:
        return int(await work.value("SELECT max(seq) FROM entry"))
