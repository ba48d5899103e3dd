"""What a person is given of themselves (GDPR art. 15 and 20), read from the database.

Everything that was answered, sent, signed and done, in words a machine can read. Who of the house
did it is told by their part in it, never by name (CJEU C-579/21).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from audit.describe import Told, describe
from extranet.core.access import Role, worker
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.pages import ROLE_LABELS
from extranet.people.sellers.papers import paper_key
from wizard.secrets import open_secret

MOST_ACTS = 10_000

_OURS = "ARRAY['adviser_id', 'agency_id', 'sale_id', 'id']"
_ALL = "(SELECT coalesce(jsonb_agg(to_jsonb(x) - {without} ORDER BY {order}), '[]') FROM {rows} x)"


def _rows(table: str, order: str, *without: str) -> str:
    """SQL: the rows of `table` that hang on the sale `s`, without our own ids and `without`."""
    left_out = _OURS + "".join(f" - '{column}'" for column in without)
    rows = f"(SELECT * FROM {table} WHERE sale_id = s.id)"  # noqa: S608 (our own names)
    return _ALL.format(without=left_out, order=order, rows=rows)


_SALES = f"""
SELECT s.id, s.number, s.customer_name,
    to_jsonb(s) - {_OURS} - 'seller' - 'revision' - 'adviser' AS sale,
    {_rows("sale_step", "x.seq")} AS answers,
    {_rows("submission", "x.seq", "digest")} AS history,
    {_rows("sale_line", "x.position", "product_id")} AS lines,
    {_rows("handover", "x.handed_at", "document_id")} AS handovers,
    {_rows("signature", "x.drawn_at", "document_id", "sealed_mark")} AS signatures,
    {_rows("confirmation_code", "x.sent_at", "code_digest")} AS codes,
    {_rows("signing_link", "x.sent_at", "token_digest", "sheet_seen", "contract_seen")} AS links,
    {_rows("message", "x.created_at", "sealed", "claimed_until", "provider_reference")}
        AS messages,
    {_rows("print_job", "x.created_at")} AS printed,
    {_rows("contract", "x.signed_at", "search", "customer_sort", "adviser_name", "version")}
        AS contracts,
    {_rows("contract_move", "x.at", "contract_id", "by_id", "by_name")} AS contract_story,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', d.kind, 'sha256', d.sha256,
            'key', d.storage_key, 'at', d.created_at) ORDER BY d.created_at), '[]')
        FROM document d WHERE d.sale_id = s.id) AS papers,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', p.field, 'sha256', p.sha256,
            'key', p.storage_key, 'at', p.named_at) ORDER BY p.named_at, p.position), '[]')
        FROM photo p WHERE p.sale_id = s.id AND p.dropped_at IS NULL
            AND p.storage_key IS NOT NULL) AS photos,
    (SELECT array_agg(c.id) FROM contract c WHERE c.sale_id = s.id) AS contract_ids
FROM sale s WHERE s.id = ANY ($1::uuid[]) ORDER BY s.opened_at
"""  # noqa: S608 (our own constants)
_ACTS = f"""
SELECT e.seq, e.id, e.at, e.act, e.actor_id, e.actor_kind, e.role, e.agency_id,
    e.object_kind, e.object_id, e.facts, d.content
FROM entry e LEFT JOIN entry_details d ON d.entry_id = e.id
WHERE {{whose}} ORDER BY e.seq DESC LIMIT {MOST_ACTS}
"""  # noqa: S608 (our own constants)
_ABOUT = _ACTS.format(whose="e.object_id = ANY ($1::uuid[])")
_BY = _ACTS.format(whose="e.actor_id = $1")
_ACCOUNT = f"""
SELECT to_jsonb(p) - 'suspended_by' AS account, a.name AS agency,
    {
    _ALL.format(
        without="'person_id' - 'agency_id' - 'revoked_by'",
        order="x.registered_at",
        rows="(SELECT * FROM tablet WHERE person_id = p.id)",
    )
} AS tablets,
    {
    _ALL.format(
        without="'person_id' - 'agency_id' - 'written_by'",
        order="x.written_at",
        rows="(SELECT * FROM seller_contract WHERE person_id = p.id)",
    )
} AS contracts,
    {
    _ALL.format(
        without="'person_id' - 'agency_id' - 'kept_by'",
        order="x.kept_at",
        rows="(SELECT * FROM seller_paper WHERE person_id = p.id)",
    )
} AS papers,
    {
    _ALL.format(
        without="'person_id' - 'moved_by'",
        order="x.moved_at",
        rows="(SELECT * FROM agency_move WHERE person_id = p.id)",
    )
} AS moves,
    {
    _ALL.format(
        without="'person_id' - 'agency_id' - 'successor_id' - 'decided_by'",
        order="x.decided_at",
        rows="(SELECT * FROM departure WHERE person_id = p.id)",
    )
} AS departures,
    {
    _ALL.format(
        without="'named_by' - 'told_on'",
        order="x.since",
        rows="(SELECT * FROM following WHERE p.id IN (referent_id, adviser_id))",
    )
} AS followed,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('number', s.number, 'state', s.state,
            'opened_at', s.opened_at) ORDER BY s.opened_at), '[]')
        FROM sale s WHERE s.adviser_id = p.id) AS sold
FROM person p JOIN agency a ON a.id = p.agency_id WHERE p.id = $1
"""  # noqa: S608 (our own constants)
_OF_AN_ACCOUNT = (
    "account",
    "tablets",
    "contracts",
    "papers",
    "moves",
    "departures",
    "followed",
    "sold",
)
_SESSIONS = """
SELECT coalesce(jsonb_agg(to_jsonb(x) - 'person_id' - 'token_digest' - 'id' ORDER BY x.created_at),
    '[]') FROM session x WHERE x.person_id = $1
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along: where it lies in the store, and its name in the copy."""

    key: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What is known of a person: chapters a machine reads, and the files they came with."""

    chapters: dict[str, Any]
    files: list[File]


async def copy_of_customer(work: UnitOfWork, sales: Sequence[UUID]) -> Copy:
    """Everything kept with these sales, their secrets in clear: they are the customer's own."""
    chapters, files = [], list[File]()
    for row in await work.all(_SALES, list(sales)):
        about = [row["id"], *(row["contract_ids"] or [])]
        acts = await work.all(_ABOUT, about)
        papers, photos = json.loads(row["papers"]), json.loads(row["photos"])
        files += _files(f"documents/{row['number']}", papers, "pdf")
        files += _files(f"photos/{row['number']}", photos, "jpg")
        named = ("sale", "history", "lines", "handovers", "signatures", "codes", "links")
        more = ("messages", "printed", "contracts", "contract_story")
        chapters.append(
            {"answers": _answers(row["id"], json.loads(row["answers"]))}
            | {name: json.loads(row[name]) for name in (*named, *more)}
            | {"acts": [_act(one, row["number"]) for one in acts]}
        )
    return Copy({"sales": chapters}, files)


async def copy_of_worker(work: UnitOfWork, person_id: UUID, sessions: list[Any]) -> Copy:
    """Everything kept of somebody's account; of their sales the numbers, for the rest is their
    customers'."""
    row = await work.one_or_404(_ACCOUNT, person_id)
    acts = [_act(one, "", own=True) for one in await work.all(_BY, person_id)]
    told = {name: json.loads(row[name]) for name in _OF_AN_ACCOUNT}
    files = [
        File(
            paper_key(person_id, UUID(one["id"])),
            f"papers/{rank}-{one['kind']}.{one['media'].rpartition('/')[2]}",
            one["sha256"],
        )
        for rank, one in enumerate(told["papers"], start=1)
    ]
    return Copy({**told, "agency": row["agency"], "sessions": sessions, "acts": acts}, files)


async def sessions_of(person_id: UUID) -> list[Any]:
    """Somebody's sessions, which the database shows to them, and to the job that forgets them."""
    async with unit_of_work(worker("copy_account")) as work:
        found: list[Any] = json.loads(await work.value(_SESSIONS, person_id))
    return found


def _answers(sale_id: UUID, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        one
        | {
            "answers": {
                name: open_secret(sale_id, one["step"], name, value)
                if isinstance(value, dict) and "sealed" in value
                else value
                for name, value in one["answers"].items()
            }
        }
        for one in steps
    ]


def _files(folder: str, rows: list[dict[str, Any]], ending: str) -> list[File]:
    return [
        File(row["key"], f"{folder}/{rank}-{row['kind']}.{ending}", row["sha256"])
        for rank, row in enumerate(rows, start=1)
    ]


def _act(row: Any, number: str, *, own: bool = False) -> dict[str, Any]:
    """An entry of the journal as a sentence; whoever acted is told by their role."""
    facts, details = json.loads(row["facts"]), json.loads(row["content"] or "{}")
    role = ROLE_LABELS[Role(row["role"])] if row["role"] else ""
    told = Told(
        seq=row["seq"],
        id=row["id"],
        at=row["at"],
        act=row["act"],
        actor_id=row["actor_id"],
        actor_kind=row["actor_kind"],
        role=row["role"],
        name=role,
        agency_id=row["agency_id"],
        object_kind=row["object_kind"],
        object_id=row["object_id"],
        number=number,
        before=facts["before"],
        after=facts["after"],
        personal={},
        address="",
        device="",
        digest="",
    )
    said: dict[str, Any] = {"at": row["at"].isoformat(), "sentence": describe(told, "fr")}
    if own or row["actor_kind"] == "customer":
        said |= {"address": details.get("address", ""), "device": details.get("device", "")}
    return said
