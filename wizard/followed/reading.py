"""What a referent sees of those they follow: their sales under way, how far each has come, and
since when it stands still.

The database gives columns and no rows (`followed_now` in `wizard_0008_referents`): no answer of a
customer, no account, no signature, and nothing of a sale once it is signed or dropped.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from extranet.core import live
from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from wizard.journey import Locale
from wizard.published import journeys
from wizard.states import SaleState

CHANNEL = "followed"
STILL_AFTER = timedelta(days=2)
"""How long a sale may go without anything arriving before it is said to stand still."""

_STAMP = (
    "(SELECT md5(coalesce(string_agg(concat(f.*), ',' ORDER BY f.adviser_id), '')) FROM found f)"
)
_PAGE = f"""
WITH found AS MATERIALIZED (SELECT * FROM followed_now())
SELECT journal_record($1::jsonb) AS journalled, {_STAMP} AS stamp,
    (SELECT coalesce(json_agg(to_json(f)), '[]') FROM found f) AS advisers
"""  # noqa: S608 (our own constant)
_READ_STAMP = f"WITH found AS MATERIALIZED (SELECT * FROM followed_now()) SELECT {_STAMP} AS stamp"  # noqa: S608 (our own constant)


@dataclass(frozen=True, slots=True)
class FollowedSale:
    """A sale under way of somebody who is followed. `step` is what comes next (empty when all is
    answered), `newest` what arrived last, at `newest_at`, in the reader's words."""

    number: str
    state: SaleState
    customer_name: str
    products: list[str]
    month_cents: int
    step: str
    newest: str
    newest_at: datetime
    changed_at: datetime

    @property
    def waits(self) -> bool:
        """Whether it is on hold: somebody has to call the customer first."""
        return self.state is SaleState.STALLED

    @property
    def stands_still(self) -> bool:
        """Whether nothing has happened to it for too long; what is on hold waits, and is counted
        as that."""
        return not self.waits and self.changed_at < now() - STILL_AFTER

    @property
    def still_for(self) -> int:
        """For how many seconds nothing has happened to it."""
        return int((now() - self.changed_at).total_seconds())


@dataclass(frozen=True, slots=True)
class FollowedAdviser:
    """Somebody who is followed, and their sales under way, the one left longest first."""

    id: UUID
    name: str
    agency_name: str
    active: bool
    since: datetime
    sales: list[FollowedSale]

    @property
    def standing(self) -> int:
        """How many of their sales wait or stand still."""
        return sum(sale.waits or sale.stands_still for sale in self.sales)


@dataclass(frozen=True, slots=True)
class Followed:
    """The page of a referent: first those with most to see to. `stamp` changes with whatever it
    shows."""

    advisers: list[FollowedAdviser]
    stamp: str

    @property
    def sales(self) -> list[FollowedSale]:
        """The sales of all of them."""
        return [sale for adviser in self.advisers for sale in adviser.sales]


async def load_followed(actor: Actor) -> Followed:
    """Read whom the actor follows and journal that it was looked at; one query."""
    language: Locale = "en" if actor.locale == "en" else "fr"
    async with unit_of_work(actor) as work:
        entry = work.view("followed:view", "person", actor.person_id)
        row = await work.one_or_404(_PAGE, entry)
    advisers = [_adviser(one, language) for one in json.loads(row["advisers"])]
    advisers.sort(key=lambda one: (-one.standing, -len(one.sales)))
    return Followed(advisers, row["stamp"])


def followed_stamps(actor: Actor) -> AsyncIterator[str | None]:
    """The stamp of a referent's page now and whenever it changes, as `live.stamps` tells it."""

    async def read() -> str:
        async with unit_of_work(actor) as work:
            return await _stamp(work)

    return live.stamps(CHANNEL, str(actor.person_id), read)


async def _stamp(work: UnitOfWork) -> str:
    return str(await work.value(_READ_STAMP))


def _adviser(one: dict[str, Any], language: Locale) -> FollowedAdviser:
    return FollowedAdviser(
        id=UUID(one["adviser_id"]),
        name=one["name"],
        agency_name=one["agency_name"],
        active=one["active"],
        since=datetime.fromisoformat(one["since"]),
        sales=[_sale(sale, language) for sale in one["sales"]],
    )


def _sale(one: dict[str, Any], language: Locale) -> FollowedSale:
    journey = journeys().get(one["journey"], one["version"])

    def title(name: str) -> str:
        step = journey.step(name)
        return step.title.in_(language) if step and step.kind != "done" else ""

    newest = one["newest"] or {"step": "", "at": one["opened_at"]}
    return FollowedSale(
        number=one["number"],
        state=SaleState(one["state"]),
        customer_name=one["customer_name"],
        products=[product[language] for product in one["products"]],
        month_cents=one["month_cents"],
        step=title(one["step"]),
        newest=title(newest["step"]),
        newest_at=datetime.fromisoformat(newest["at"]),
        changed_at=datetime.fromisoformat(one["changed_at"]),
    )
