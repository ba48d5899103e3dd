"""The list of contracts as a CSV file a spreadsheet opens by itself."""

from collections.abc import Iterator

from extranet.contracts.filters import Filters
from extranet.contracts.list_query import ListQuery
from extranet.contracts.states import LABELS, ContractState
from extranet.core.clock import PARIS
from extranet.core.database import Row, UnitOfWork
from extranet.core.i18n import N_, Words
from extranet.core.spreadsheet import MARK, csv_lines, harmless

MOST = 10_000
"""Rows of one file."""

_HEADINGS = (
    N_("Numéro"),
    N_("État"),
    N_("Client"),
    N_("Ville"),
    N_("Signé le"),
    N_("Agence"),
    N_("Conseiller"),
    N_("Partenaires"),
    N_("À payer aujourd’hui (€)"),
    N_("Par mois (€)"),
)
_CHUNK = 500


async def read_export(work: UnitOfWork, filters: Filters) -> list[Row]:
    """Read up to `MOST` contracts of the list, in its order, and journal the export."""
    query = ListQuery(filters, work.actor)
    entry = work.view("contract:export", "contract", None, facts=filters.facts())
    return await work.all(query.export(entry, MOST), *query.parameters)


def csv_chunks(rows: list[Row], words: Words) -> Iterator[bytes]:
    """Yield the file, some rows at a time; semicolons and a byte-order mark, as Excel wants."""
    yield MARK + csv_lines([[words.gettext(heading) for heading in _HEADINGS]])
    for start in range(0, len(rows), _CHUNK):
        yield csv_lines([_cells(row, words) for row in rows[start : start + _CHUNK]])


def _cells(row: Row, words: Words) -> list[str]:
    texts = [
        row["number"],
        words.gettext(LABELS[ContractState(row["state"])]),
        row["customer_name"],
        row["customer_city"],
        row["signed_at"].astimezone(PARIS).strftime("%Y-%m-%d %H:%M"),
        row["agency_name"],
        row["adviser_name"],
        row["partner_names"],
    ]
    return [
        *(harmless(text) for text in texts),
        _amount(row["today_cents"], words),
        _amount(row["month_cents"], words),
    ]


def _amount(cents: int, words: Words) -> str:
    mark = "," if words.locale == "fr" else "."
    return f"{cents // 100}{mark}{cents % 100:02d}"
