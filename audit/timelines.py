"""The newest acts about something, on its own page: asked for within the one query of that page."""

import json

from audit.acts import SUBJECTS
from audit.describe import Told, describe
from audit.telling import told, told_sql
from extranet.core.access import Actor, Permission
from extranet.core.i18n import Words

NEWEST = 6

ACTS = "/* the journal */ '[]'"
"""SQL of no acts: where a query has it, `with_acts` puts them for those who read the journal."""

_ICONS = {
    "sales": "shopping-basket",
    "signatures": "signature",
    "documents": "file-text",
    "contracts": "file-check",
    "messages": "message-square",
    "people": "user-round",
}
_WALK = """
(SELECT e.* FROM entry e WHERE e.{column} >= {value} AND e.{column} <= {value}
    ORDER BY e.{column}, e.seq DESC LIMIT {newest})
"""


def with_acts(query: str, actor: Actor, *, about: tuple[str, ...], by: str = "") -> str:
    """`query` with the newest acts in the place of `ACTS`, for `read_acts`; as it is for whoever
    may not read the journal.

    `about` are columns of the query that hold the ids of what was acted on, `by` that of who acted.
    """
    if not actor.may(Permission.JOURNAL_READ):
        return query
    walks = [("object_id", value) for value in about] + [("actor_id", by)] * bool(by)
    found = " UNION ".join(
        _WALK.format(column=column, value=value, newest=NEWEST) for column, value in walks
    )
    rows = f"(SELECT * FROM ({found}) f ORDER BY seq DESC LIMIT {NEWEST})"  # noqa: S608 (our own)
    return query.replace(ACTS, told_sql(rows))


def read_acts(text: str) -> list[Told]:
    """What `with_acts` found, the newest first."""
    return [told(one) for one in json.loads(text)]


def act_lines(acts: list[Told], words: Words) -> list[dict[str, str]]:
    """The entries of the timeline component."""
    return [
        {
            "title": describe(act, words.locale),
            "when": words.datetime(act.at),
            "icon": _icon(act.act.partition(":")[0]),
        }
        for act in acts
    ]


def _icon(kind: str) -> str:
    subject = next((one for one, kinds in SUBJECTS.items() if kind in kinds), "")
    return _ICONS.get(subject, "scroll-text")
