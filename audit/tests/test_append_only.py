"""What is written in the journal stays as it is, under the name of who did it."""

import json

import asyncpg
import pytest

from extranet.core.access import ActorKind
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.testing.cast import Cast

CHANGES = [
    "UPDATE entry SET act = 'other:act'",
    "DELETE FROM entry",
    "TRUNCATE entry CASCADE",
    "INSERT INTO entry (id, actor_kind, act, object_kind, facts, details_digest) "
    "VALUES (gen_random_uuid(), 'adviser', 'a:b', 'sale', '{}', '')",
    "UPDATE entry_details SET content = '{}'",
    "DELETE FROM entry_details",
    "TRUNCATE entry_details",
    "INSERT INTO entry_details (entry_id, salt, content) VALUES (gen_random_uuid(), '', '{}')",
    "ALTER TABLE entry DISABLE ROW LEVEL SECURITY",
    "DROP TABLE entry_details",
    "UPDATE leaf SET hash = hash",
    "DELETE FROM leaf",
    "TRUNCATE leaf",
    "UPDATE subtree SET hash = hash",
    "DELETE FROM subtree",
    "TRUNCATE subtree",
    "UPDATE checkpoint SET note = note",
    "DELETE FROM checkpoint",
    "TRUNCATE checkpoint",
    "UPDATE awaited_number SET since = now()",
    "DELETE FROM awaited_number",
    "TRUNCATE awaited_number",
]
SEALS = [
    "INSERT INTO leaf (position, seq, hash) SELECT 0, 1, sha256('')",
    "INSERT INTO subtree (height, position, hash) SELECT 8, 0, sha256('')",
    "INSERT INTO checkpoint (size, root, note, at) SELECT 1, sha256(''), 'note', now()",
    "INSERT INTO awaited_number (first_seq, last_seq, since) VALUES (2, 2, now())",
]


@pytest.mark.parametrize("role", [kind.database_role for kind in ActorKind] + ["palier_scribe"])
async def test_no_role_of_the_product_changes_or_adds_by_hand(
    role: str, database: str, cast: Cast
) -> None:
    connection = await asyncpg.connect(database)
    try:
        for change in CHANGES:
            if role == "palier_scribe" and change.startswith("INSERT"):
                continue  # the scribe writes; nobody takes on that role but the function it owns
            async with connection.transaction():
                await connection.execute(f"SET LOCAL ROLE {role}")
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with connection.transaction():
                        await connection.execute(change)
        assert await _written(cast) > 0
    finally:
        await connection.close()


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.WORKER])
async def test_only_the_sealer_adds_to_the_seal(kind: ActorKind, database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        for change in SEALS:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL ROLE {kind.database_role}")
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with connection.transaction():
                        await connection.execute(change)
    finally:
        await connection.close()


async def test_an_entry_bears_the_identity_of_its_transaction(cast: Cast) -> None:
    entry: dict[str, object] = {
        "id": str(new_id()),
        "actor_id": str(cast.administrator.person_id),
        "actor_kind": "backoffice",
        "role": "administrator",
        "act": "sale:view",
        "object_kind": "sale",
        "object_id": None,
        "before": {},
        "after": {},
        "personal": {},
    }
    forged = json.dumps({"who": {"name": "Ada Simon"}, "entries": [entry]})
    async with unit_of_work(cast.adviser) as work:
        await work.value("SELECT journal_record($1::jsonb)", forged)
        work.journalled = True
    async with unit_of_work(cast.auditor) as work:
        kept = await work.one_or_404("SELECT * FROM entry WHERE act = 'sale:view'")
    assert kept["actor_id"] == cast.adviser.person_id
    assert kept["actor_kind"] == "adviser"
    assert kept["role"] == "adviser"
    assert kept["agency_id"] == cast.agencies.lyon


async def test_every_digest_is_that_of_the_details(cast: Cast) -> None:
    async with unit_of_work(cast.adviser) as work:
        work.record("sale:view", "sale", None, personal={"customer_name": "Élodie Dupont"})
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all(
            "SELECT length(d.salt) AS salt, d.content ->> 'name' AS name, e.facts::text AS facts,"
            " e.details_digest = sha256(d.salt || convert_to(d.content::text, 'UTF8')) AS true"
            " FROM entry e JOIN entry_details d ON d.entry_id = e.id ORDER BY e.seq"
        )
        entries = await work.value("SELECT count(*) FROM entry")
    assert len(rows) == entries > 0
    assert all(row["true"] and row["salt"] == 32 for row in rows)
    assert rows[-1]["name"] == "Alice Martin"
    assert not any("Dupont" in row["facts"] for row in rows)


async def test_an_undone_act_leaves_no_entry(cast: Cast) -> None:
    before = await _written(cast)
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(cast.adviser) as work:
            work.record("sale:view", "sale", None)
            await work.flush()
            raise ZeroDivisionError
    assert await _written(cast) == before


async def _written(cast: Cast) -> int:
    async with unit_of_work(cast.auditor) as work:
        return int(await work.value("SELECT count(*) FROM entry"))
