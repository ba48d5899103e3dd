"""The journal as a file, as long as it may be: read in pieces, written as they come.

That it was asked for is journalled before the first line leaves, and how many lines left once it
ends, however it ends.
"""

import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

from anyio import CancelScope

from audit.describe import Told, describe, who
from audit.filters import JournalFilters
from audit.narrowing import Narrowing
from audit.telling import told, told_sql
from audit.words import ROLES
from extranet.core.access import Actor
from extranet.core.clock import PARIS
from extranet.core.database import unit_of_work
from extranet.core.i18n import N_, words
from extranet.core.precedence import give_way
from extranet.core.spreadsheet import MARK, csv_lines, harmless

FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
"""What the journal is exported as: JSON has a line for each entry."""

_PIECE = 500
_HEADINGS = (
    N_("Numéro"),
    N_("Date et heure"),
    N_("Action"),
    N_("Personne"),
    N_("Rôle"),
    N_("Au nom d’un autre"),
    N_("Objet"),
    N_("Acte"),
    N_("Adresse"),
    N_("Appareil"),
    N_("Empreinte"),
)


async def export(actor: Actor, filters: JournalFilters, form: str) -> AsyncGenerator[bytes, None]:
    """Yield the file of what `filters` ask for, newest first; `form` is one of `FORMATS`."""
    lines = 0
    try:
        if form == "csv":
            speech = words(actor.locale)
            yield MARK + csv_lines([[speech.gettext(heading) for heading in _HEADINGS]])
        while entries := await _piece(actor, filters):
            yield _csv(entries, actor.locale) if form == "csv" else _json(entries, actor.locale)
            lines += len(entries)
            filters = replace(filters, after=entries[-1].seq)
            await give_way()
    finally:
        # A reader who goes away ends this too.
        with CancelScope(shield=True):
            async with unit_of_work(actor) as work:
                work.record(
                    "journal:deliver", "entry", None, after={"format": form, "lines": lines}
                )


async def begin(actor: Actor, filters: JournalFilters, form: str) -> JournalFilters:
    """Journal that somebody asks for a file, and return what stands in it: nothing younger."""
    async with unit_of_work(actor) as work:
        newest: int | None = await work.value("SELECT seq FROM entry ORDER BY seq DESC LIMIT 1")
        facts = {**filters.query(), "format": form}
        work.record("journal:export", "entry", None, after=facts)
    return replace(filters, before=None, after=(newest or 0) + 1)


async def _piece(actor: Actor, filters: JournalFilters) -> list[Told]:
    narrowing = Narrowing(filters, _PIECE)
    text = f"WITH p AS MATERIALIZED ({narrowing.rows()}) SELECT {told_sql('p')}"
    async with unit_of_work(actor) as work:
        found = await work.value(text, *narrowing.parameters)
    return [told(one) for one in json.loads(found)]


def _csv(entries: Sequence[Told], locale: str) -> bytes:
    language = 1 if locale == "en" else 0
    return csv_lines(
        [
            str(entry.seq),
            entry.at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S"),
            *(
                harmless(text)
                for text in (
                    describe(entry, locale),
                    who(entry, locale),
                    ROLES[entry.role][language] if entry.role in ROLES else "",
                    entry.behind,
                    entry.number,
                    entry.act,
                    entry.address,
                    entry.device,
                    entry.digest,
                )
            ),
        ]
        for entry in entries
    )


def _json(entries: Sequence[Told], locale: str) -> bytes:
    return "".join(
        json.dumps(_plain(entry, locale), ensure_ascii=False) + "\n" for entry in entries
    ).encode()


def _plain(entry: Told, locale: str) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "id": str(entry.id),
        "at": entry.at.isoformat(),
        "act": entry.act,
        "sentence": describe(entry, locale),
        "who": who(entry, locale),
        "actor_id": entry.actor_id and str(entry.actor_id),
        "actor_kind": entry.actor_kind,
        "role": entry.role,
        "agency_id": entry.agency_id and str(entry.agency_id),
        "behind_id": entry.behind_id and str(entry.behind_id),
        "behind": entry.behind,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id and str(entry.object_id),
        "number": entry.number,
        "before": entry.before,
        "after": entry.after,
        "personal": entry.personal,
        "address": entry.address,
        "device": entry.device,
        "details_digest": entry.digest,
    }
