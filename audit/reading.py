"""Reading the journal, newest first: one query, which also journals that it was read."""

import json
from dataclasses import dataclass

from audit.describe import Told
from audit.filters import JournalFilters
from audit.months import first_id, month_after
from audit.narrowing import Narrowing
from audit.objects import agencies_sql
from audit.telling import told, told_sql
from extranet.core.access import ActorKind
from extranet.core.clock import now
from extranet.core.database import UnitOfWork

PAGE = 50

_LATELY = 2
"""Months before the present one whose people are offered to be chosen: each month asks for its own
probes. Whoever acted before that is reached from what they did."""

# Two probes of an index per person and month, up to 300 people, however many entries there are.
_PEOPLE = """
WITH RECURSIVE acted AS (
    (SELECT actor_id FROM entry WHERE actor_id IS NOT NULL AND {lately} ORDER BY actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT actor_id FROM entry WHERE actor_id > acted.actor_id AND {lately}
        ORDER BY actor_id LIMIT 1)
    FROM acted WHERE acted.actor_id IS NOT NULL
)
SELECT coalesce(json_agg(json_build_object('id', actor_id, 'name', name) ORDER BY name), '[]')
FROM (
    SELECT a.actor_id, (SELECT content ->> 'name' FROM entry_details WHERE entry_id = latest.id
        LIMIT 1) AS name
    FROM acted a CROSS JOIN LATERAL (
        SELECT id FROM entry WHERE actor_id >= a.actor_id AND actor_id <= a.actor_id AND {lately}
        ORDER BY actor_id, seq DESC LIMIT 1
    ) latest
    LIMIT 300
) people WHERE name <> ''
"""

# Those who acted in the name of others, by the name they had then: there are few.
_BEHIND = """
WITH RECURSIVE acted AS (
    (SELECT behind_id FROM entry WHERE behind_id IS NOT NULL ORDER BY behind_id LIMIT 1)
    UNION ALL
    SELECT (SELECT behind_id FROM entry WHERE behind_id > acted.behind_id
        ORDER BY behind_id LIMIT 1)
    FROM acted WHERE acted.behind_id IS NOT NULL
)
SELECT coalesce(json_agg(json_build_object('id', behind_id, 'name', name) ORDER BY name), '[]')
FROM (
    SELECT a.behind_id, (SELECT content ->> 'behind' FROM entry_details WHERE entry_id = latest.id
        LIMIT 1) AS name
    FROM acted a CROSS JOIN LATERAL (
        SELECT id FROM entry WHERE behind_id >= a.behind_id AND behind_id <= a.behind_id
        ORDER BY behind_id, seq DESC LIMIT 1
    ) latest
    LIMIT 300
) people WHERE name <> ''
"""

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of entries; `previous` and `following` are URLs. `people`, those who acted in the
    name of others (`behind`) and `agencies` are ids and names; who may not know agencies has none.
    """

    entries: list[Told]
    people: Choices
    behind: Choices
    agencies: Choices
    previous: str
    following: str


async def read_journal(work: UnitOfWork, filters: JournalFilters) -> JournalPage:
    """Read the page that `filters` ask for, and journal that it was read."""
    entry = work.view("journal:read", "entry", None, facts=filters.query())
    agencies = work.actor.kind is ActorKind.BACK_OFFICE
    text, parameters = journal_query(filters, entry, agencies=agencies)
    row = await work.one_or_404(text, *parameters)
    found = [told(one) for one in json.loads(row["entries"])]
    more, shown = len(found) > PAGE, found[:PAGE]
    if filters.before:
        shown.reverse()
    turned = bool(filters.before or filters.after)
    back = more if filters.before else turned
    on = True if filters.before else more
    return JournalPage(
        entries=shown,
        people=_people(row["people"], filters, shown),
        behind=_choices(row["behind"]),
        agencies=_choices(row["agencies"]),
        previous=filters.url(before=shown[0].seq) if shown and back else "",
        following=filters.url(after=shown[-1].seq) if shown and on else "",
    )


def journal_query(
    filters: JournalFilters, entry: str, *, agencies: bool
) -> tuple[str, list[object]]:
    """The one query of the page `filters` ask for, and its parameters; journals `entry`."""
    narrowing = Narrowing(filters, PAGE + 1)
    since, until = (narrowing.bind(first_id(month_after(now(), at))) for at in (-_LATELY, 1))
    people = _PEOPLE.format(lately=f"id >= {since} AND id < {until}")
    text = f"""
WITH p AS MATERIALIZED ({narrowing.rows()}) SELECT
    journal_record({narrowing.bind(entry)}::jsonb) AS journalled,
    {told_sql("p", narrowing.way)} AS entries,
    ({people}) AS people,
    ({_BEHIND}) AS behind,
    {agencies_sql() if agencies else "'[]'"} AS agencies
"""
    return text, narrowing.parameters


def _people(text: str, filters: JournalFilters, shown: list[Told]) -> Choices:
    """Those to choose from, and whoever is chosen."""
    people = _choices(text)
    chosen = str(filters.person)
    if shown and filters.person and chosen not in {one for one, _ in people}:
        people.append((chosen, shown[0].name))
    return people


def _choices(text: str) -> Choices:
    return [(one["id"], one["name"]) for one in json.loads(text)]
