"""The adviser's home: what is under way, and what was signed today and this week.

The database tells when a sale leaves the hands of its customer (`wizard_0005_home_follows`): an
open home follows its stamp, as the page of a sale does (`wizard/signing/live.py`).
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from extranet.core import live
from extranet.core.access import Actor
from extranet.core.clock import PARIS, now, today
from extranet.core.database import UnitOfWork, unit_of_work

CHANNEL = "home"
MOST_SHOWN = 8
_UNDER_WAY = "('open', 'ready_to_sign', 'out_for_signature', 'stalled')"


def _stamp(adviser: str) -> str:
    """SQL: which sales an adviser has under way, and in which state, as a text."""
    return f"""
(SELECT md5(coalesce(string_agg(concat(id, state), ',' ORDER BY id), ''))
    FROM sale WHERE adviser_id = {adviser} AND state IN {_UNDER_WAY})
"""  # noqa: S608 (our own constants)


_READ_STAMP = f"SELECT {_stamp('$1')} AS stamp"

# `changed_at` is never before `signed_at`: it bounds what is read of the adviser's own index.
_HOME = f"""
SELECT journal_record($1::jsonb) AS journalled,
    (SELECT coalesce(json_agg(to_json(page)), '[]') FROM (
        SELECT id, number, state, customer_name, journey, journey_version, month_cents,
            today_cents, changed_at
        FROM sale WHERE adviser_id = $2
            AND state IN {_UNDER_WAY}
        ORDER BY changed_at DESC LIMIT {MOST_SHOWN + 1}) page) AS under_way,
    (SELECT json_build_object(
            'today', count(*) FILTER (WHERE signed_at >= $3),
            'today_cents', coalesce(sum(month_cents) FILTER (WHERE signed_at >= $3), 0),
            'week', count(*), 'week_cents', coalesce(sum(month_cents), 0))
        FROM sale WHERE adviser_id = $2 AND changed_at >= $4 AND signed_at >= $4) AS figures,
    {_stamp("$2")} AS stamp
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows; `figures` counts and sums what a month of the signed sales brings.

    `at` is when that was so: a tablet that loses the network goes on showing it, with the time.
    `stamp` changes when the state of a sale under way does.
    """

    under_way: list[dict[str, Any]]
    more: bool
    figures: dict[str, int]
    at: datetime
    stamp: str


async def load_home(work: UnitOfWork) -> Home:
    """Read the home of the adviser who asks, and journal that it was looked at; one query."""
    day = today()
    monday = day - timedelta(days=day.weekday())
    entry = work.view("home:view", "person", work.actor.person_id)
    row = await work.one_or_404(
        _HOME, entry, work.actor.person_id, _midnight(day), _midnight(monday)
    )
    found = [
        {**one, "changed_at": datetime.fromisoformat(one["changed_at"])}
        for one in json.loads(row["under_way"])
    ]
    figures = json.loads(row["figures"])
    return Home(found[:MOST_SHOWN], len(found) > MOST_SHOWN, figures, now(), row["stamp"])


def home_stamps(actor: Actor) -> AsyncIterator[str | None]:
    """The stamp of an adviser's home now and whenever it changes, as `live.stamps` tells it."""

    async def read() -> str:
        async with unit_of_work(actor) as work:
            return str(await work.value(_READ_STAMP, actor.person_id))

    return live.stamps(CHANNEL, str(actor.person_id), read)


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), PARIS)
