"""A tablet, as its browser speaks to the server about itself."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from httpx import AsyncClient, Response

from extranet.core.access import Actor, Origin, visitor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.testing.plugin import Visit

IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)


@dataclass(frozen=True, slots=True)
class Tablet:
    """A registered browser with the id and the key it was given; `browser` is signed in."""

    id: str
    key: str
    browser: AsyncClient

    async def ask(self, what: str) -> Response:
        """`key` or `standing` of this tablet."""
        return await self.browser.get(f"/tablets/{self.id}/{what}")

    async def say_wiped(self) -> Response:
        """Tell that the store is gone."""
        return await self.browser.post(f"/tablets/{self.id}/wiped")


async def registered(visit: Visit, actor: Actor) -> Tablet:
    """A tablet of `actor`, signed in and registered."""
    browser = await visit(actor)
    answer = await browser.post("/tablets", headers={"user-agent": IPAD})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    return Tablet(told["tablet"], told["key"], browser)


async def revoke(visit: Visit, by: Actor, tablet: Tablet, owner: Actor) -> Response:
    """Revoke a tablet as the page of its person does."""
    path = f"/people/{owner.person_id}/tablets/{tablet.id}/revoke"
    return await (await visit(by)).post(path)


async def row_of(tablet: Tablet) -> dict[str, Any]:
    """What the database holds of a tablet, its key apart."""
    async with unit_of_work(visitor(Origin())) as work:
        return dict(await work.one_or_404("SELECT * FROM tablet WHERE id = $1", UUID(tablet.id)))


async def last_seen(tablet: Tablet, ago: timedelta) -> None:
    """Have the last contact of a tablet lie `ago`."""
    async with unit_of_work(visitor(Origin()), housekeeping=True) as work:
        query = "UPDATE tablet SET seen_at = $2 WHERE id = $1"
        await work.run(query, UUID(tablet.id), now() - ago)
