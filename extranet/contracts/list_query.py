"""The one query of the list of contracts, written for the filters asked for.

The database reads about as many rows as it shows: each order has its index, the whole list or
agency by agency, and counts stop at a thousand. Days, states and orders stand in the text (they
come from enumerations and calendar days, never from what was typed), so that each is planned
for itself; the rest are parameters.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from extranet.contracts.filters import Filters, Sort
from extranet.contracts.search import wanted_tokens
from extranet.contracts.states import ContractState
from extranet.core.access import Actor, ActorKind

PAGE = 50
MOST_COUNTED = 1000
MOST_FOUND = 500
"""A search shows so many matches, and says when there are more."""

_KEYS = {
    Sort.SIGNED: "signed_at",
    Sort.CUSTOMER: "customer_sort",
    Sort.AGENCY: "agency_name",
    Sort.AMOUNT: "month_cents",
}
_COLUMNS = (
    "c.id, c.number, c.state, c.customer_name, c.customer_sort, c.customer_city, c.adviser_name, "
    "c.agency_name, c.partner_names, c.today_cents, c.month_cents, c.signed_at"
)
# "c.agency_id = a.id", said so that only an index that begins with the agency gives the order:
# walking all contracts until enough of this agency turned up would cost as much as there are.
_OF_THE_AGENCY = ("c.agency_id >= a.id", "c.agency_id <= a.id")

# In the order of the tree: an agency, then those below it.
_AGENCIES = """(
    SELECT coalesce(json_agg(json_build_object(
        'id', a.id, 'name', a.name, 'depth', cardinality(a.path)
    ) ORDER BY (
        SELECT array_agg(b.name ORDER BY cardinality(b.path)) FROM agency b
        WHERE b.id = ANY (a.path)
    )), '[]') FROM agency a
) AS agencies"""


@dataclass(slots=True)
class ListQuery:
    """The text of a query and its parameters."""

    filters: Filters
    actor: Actor
    parameters: list[object] = field(default_factory=list)

    def page(self, entry: str) -> str:
        """Rows of the page, counts by state, agencies; journals `entry`. One row of JSON."""
        journal = self._bind(entry)
        rows = self._rows(PAGE + 1)
        return _sql(
            self._found(),
            f"SELECT journal_record({journal}::jsonb) AS journalled,",
            "(SELECT coalesce(json_agg(to_json(page)), '[]') FROM (",
            *rows,
            ") page) AS contracts,",
            "(",
            *self._counts(),
            ") AS counts,",
            _AGENCIES + ",",
            "(SELECT count(*) FROM c)" if self.filters.search else "0",
            "AS found",
        )

    def export(self, entry: str, most: int) -> str:
        """Up to `most` rows of the whole list; journals `entry`."""
        journal = self._bind(entry)
        return _sql(
            self._found(),
            "SELECT exported.* FROM (SELECT journal_record(",
            f"{journal}::jsonb) AS journalled) once CROSS JOIN LATERAL (",
            *self._rows(most),
            ") exported WHERE once.journalled",
        )

    @property
    def _wanted(self) -> list[str]:
        return wanted_tokens(self.filters.search)

    @property
    def _descending(self) -> bool:
        """The order rows are read in: a page before the present one is read backwards."""
        return self.filters.descending != (self.filters.before is not None)

    @property
    def _source(self) -> str:
        return "FROM c" if self.filters.search else "FROM contract c"

    def _bind(self, value: object) -> str:
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def _found(self) -> str:
        """What a search finds, looked up once for the rows and the counts."""
        if not self.filters.search:
            return ""
        tokens = self._bind(self._wanted or ["nothing"])
        return _sql(
            "WITH c AS MATERIALIZED (SELECT c.* FROM contract c WHERE c.ctid = ANY (",
            f"(SELECT contract_matching({tokens}::text[], {MOST_FOUND}))::tid[]))",
        )

    def _rows(self, most: int) -> list[str]:
        key = _KEYS[self.filters.sort]
        way = "DESC" if self._descending else "ASC"
        order = f"{key} {way}, id {way} LIMIT {most}"
        conditions = [*self._narrowing(), *self._state()]
        if not self._by_agency:
            conditions += self._anchor(f"(c.{key}, c.id)", key)
            return ["SELECT", _COLUMNS, self._source, _where(conditions), "ORDER BY", order]
        conditions += self._anchor(f"(c.agency_id, c.{key}, c.id)", key)
        return [
            "SELECT of_agency.* FROM agency a CROSS JOIN LATERAL (SELECT",
            _COLUMNS,
            self._source,
            _where([*_OF_THE_AGENCY, *conditions]),
            f"ORDER BY agency_id {way},",
            order,
            ") of_agency",
            _where(self._agencies()),
            "ORDER BY",
            order,
        ]

    def _counts(self) -> list[str]:
        if self.filters.search:
            return [
                "SELECT coalesce(json_object_agg(state, many), '{}') FROM (",
                "SELECT c.state, count(*) AS many FROM c",
                _where(self._narrowing()),
                "GROUP BY c.state) by_state",
            ]
        counts = [
            _sql(f"'{state}',", "(SELECT count(*) FROM (", self._some(state), ") few)")
            for state in ContractState
        ]
        return ["SELECT json_build_object(", ", ".join(counts), ")"]

    def _some(self, state: ContractState) -> str:
        conditions = [f"c.state = '{state}'", *self._narrowing()]
        if not self._by_agency:
            return _sql("SELECT", self._source, _where(conditions), f"LIMIT {MOST_COUNTED}")
        return _sql(
            "SELECT FROM agency a CROSS JOIN LATERAL (SELECT",
            self._source,
            _where(["c.agency_id = a.id", *conditions]),
            f"LIMIT {MOST_COUNTED}) of_agency",
            _where(self._agencies()),
            f"LIMIT {MOST_COUNTED}",
        )

    @property
    def _by_agency(self) -> bool:
        """Agency by agency, each along its own index, when only some are wanted or allowed."""
        if self.filters.search:
            return False
        return self.filters.agency is not None or self.actor.kind is ActorKind.MANAGER

    def _agencies(self) -> list[str]:
        """The agency asked for and all below; of those, row security leaves the actor's own."""
        if self.filters.agency is None:
            return []
        return [f"a.path @> ARRAY[{self._bind(self.filters.agency)}::uuid]"]

    def _narrowing(self) -> list[str]:
        start, end = self.filters.signed_between
        conditions = []
        if self.filters.search and self.filters.agency is not None:
            inside = _sql("SELECT a.id FROM agency a", _where(self._agencies()))
            conditions.append(f"c.agency_id = ANY (ARRAY({inside}))")
        if start:
            conditions.append(f"c.signed_at >= {_instant(start)}")
        if end:
            conditions.append(f"c.signed_at < {_instant(end)}")
        return conditions

    def _state(self) -> list[str]:
        return [f"c.state = '{self.filters.state}'"] if self.filters.state else []

    def _anchor(self, columns: str, key: str) -> list[str]:
        """Rows beyond the last one of the page before; its values are looked up, not passed on."""
        anchor = self.filters.before or self.filters.after
        if anchor is None:
            return []
        last = self._bind(anchor)
        agency = "a.id, " if self._by_agency else ""
        value = _sql(f"SELECT l.{key}", f"FROM contract l WHERE l.id = {last}")
        beyond = "<" if self._descending else ">"
        return [f"{columns} {beyond} ({agency}({value}), {last}::uuid)"]


def _sql(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _where(conditions: Iterable[str]) -> str:
    text = " AND ".join(conditions)
    return f"WHERE {text}" if text else ""


def _instant(moment: datetime) -> str:
    return f"'{moment.isoformat()}'::timestamptz"
