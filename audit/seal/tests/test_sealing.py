"""The sealer: whatever is committed gets its leaf, in an order of its own, and a signed root."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from audit.jobs import seal
from audit.seal import sealing
from audit.seal.key import signing_key
from audit.seal.leaves import COLUMNS, hash_of
from audit.seal.merkle import Frontier
from audit.seal.notes import open_checkpoint
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import Write, apart
from audit.seal.tree import TreeBroken, read_edge
from audit.tests.test_plans import nodes, table_of
from extranet.core import database as ground
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings


async def rows(superuser: asyncpg.Connection, table: str, order: str) -> list[Any]:
    return list(await superuser.fetch(" ".join(("SELECT * FROM", table, "ORDER BY", order))))


async def test_every_entry_has_its_leaf_and_the_root_is_signed(
    write: Write, superuser: asyncpg.Connection, settings: Settings
) -> None:
    await write(5)
    assert await seal_journal() == 5
    entries = await superuser.fetch(" ".join(("SELECT", COLUMNS, "FROM entry e ORDER BY seq")))
    leaves = await rows(superuser, "leaf", "position")
    assert [(leaf["position"], leaf["seq"]) for leaf in leaves] == [(n, n + 1) for n in range(5)]
    assert [leaf["hash"] for leaf in leaves] == [hash_of(entry) for entry in entries]
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf["hash"])
    [checkpoint] = await rows(superuser, "checkpoint", "size")
    signed = open_checkpoint(checkpoint["note"], [signing_key(settings).public])
    assert (signed.size, signed.root) == (checkpoint["size"], checkpoint["root"])
    assert (signed.size, signed.root, signed.at) == (5, tree.root(), checkpoint["at"])
    assert signed.origin == "palier.test/journal"


async def test_nothing_is_signed_while_nothing_comes(
    write: Write, superuser: asyncpg.Connection
) -> None:
    assert await seal_journal() == 0
    assert await rows(superuser, "checkpoint", "size") == []
    await write(1)
    await seal()
    await seal()
    assert len(await rows(superuser, "checkpoint", "size")) == 1
    assert await superuser.fetchval("SELECT count(*) FROM entry") == 1


async def test_the_tree_grows_from_what_is_kept(
    write: Write, superuser: asyncpg.Connection
) -> None:
    for many in (250, 5, 1, 300, 2, 500):
        await write(many)
        assert await seal_journal() == many
    leaves = await rows(superuser, "leaf", "position")
    tree, kept, roots = Frontier(), [], {}
    for leaf in leaves:
        for height, root in tree.add(leaf["hash"]):
            kept.append((height, (tree.size >> height) - 1, root))
        roots[tree.size] = tree.root()
    assert [tuple(row) for row in await rows(superuser, "subtree", "position")] == kept
    assert [kept_one[1] for kept_one in kept] == [0, 1, 2, 3]
    for checkpoint in await rows(superuser, "checkpoint", "size"):
        assert checkpoint["root"] == roots[checkpoint["size"]]
    async with unit_of_work(worker("tests")) as work:
        assert (await read_edge(work, 1_058)).root() == roots[1_058]


async def test_much_is_sealed_in_small_transactions(
    write: Write, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 10)
    await write(25)
    assert await seal_journal() == 25
    checkpoints = await rows(superuser, "checkpoint", "size")
    assert [checkpoint["size"] for checkpoint in checkpoints] == [10, 20, 25]


async def test_sealing_waits_for_nobody_and_takes_in_whoever_commits_late(
    write: Write, superuser: asyncpg.Connection
) -> None:
    await write(2)
    async with unit_of_work(worker("slow")) as work:
        for _ in range(2):
            work.record("sale:view", "sale", None)
        await work.flush()  # numbers 3 and 4 are given, and nobody sees them yet
        await apart(_others(write))
        assert [leaf["seq"] for leaf in await rows(superuser, "leaf", "position")] == [1, 2, 5]
    await write(1)
    await seal_journal()
    leaves = await rows(superuser, "leaf", "position")
    assert [leaf["seq"] for leaf in leaves] == [1, 2, 5, 3, 4, 6]
    [awaited] = await rows(superuser, "awaited_number", "first_seq")
    assert (awaited["first_seq"], awaited["last_seq"]) == (3, 4)
    await seal_journal()
    assert len(await rows(superuser, "leaf", "position")) == 6


async def _others(write: Write) -> None:
    await write(1)
    assert await seal_journal() == 3


async def test_a_number_that_was_given_back_is_awaited_an_hour_of_sealing(
    write: Write, superuser: asyncpg.Connection
) -> None:
    await write(1)
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(worker("undone")) as work:
            work.record("sale:view", "sale", None)
            await work.flush()
            raise ZeroDivisionError
    await write(1)
    await seal_journal()
    await superuser.execute("UPDATE awaited_number SET since = since - interval '61 minutes'")
    await superuser.execute(_ADDED)
    await write(1)
    await seal_journal()
    leaves = await rows(superuser, "leaf", "position")
    assert [leaf["seq"] for leaf in leaves] == [1, 3, 4]


async def test_it_is_awaited_however_long_no_worker_sealed(
    write: Write, superuser: asyncpg.Connection
) -> None:
    async with unit_of_work(worker("slow")) as work:
        work.record("sale:view", "sale", None)
        await work.flush()
        await apart(_sealed_meanwhile(write))
        # As if both had happened yesterday, and no worker had run since.
        await superuser.execute("UPDATE awaited_number SET since = since - interval '1 day'")
        await superuser.execute("UPDATE checkpoint SET at = at - interval '1 day'")
    assert await seal_journal() == 1


async def _sealed_meanwhile(write: Write) -> None:
    await write(1)
    await seal_journal()


async def test_a_turn_reads_what_is_new_however_long_the_journal_is(
    write: Write, superuser: asyncpg.Connection
) -> None:
    async with unit_of_work(worker("slow")) as work:
        for _ in range(3):
            work.record("sale:view", "sale", None)
        await work.flush()
        await apart(_many_sealed_meanwhile(write, 5_000))
    await write(20)
    for table in ("entry", "leaf", "awaited_number"):
        await superuser.execute(" ".join(("ANALYZE", table)))
    async with unit_of_work(worker("tests")) as work:
        since, highest = now() - sealing.AWAITED_FOR, 5_003
        explain = " ".join(("EXPLAIN (ANALYZE, FORMAT JSON)", sealing._UNSEALED))
        plan = json.loads(await work.value(explain, since, highest, sealing.BATCH))
    scans = [node for node in nodes(plan[0]["Plan"]) if "Relation Name" in node]
    read = sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in scans
    )
    assert {table_of(node) for node in scans} == {"entry", "leaf", "awaited_number"}
    assert read <= 30
    assert await seal_journal() == 23


async def _many_sealed_meanwhile(write: Write, many: int) -> None:
    await write(many)
    assert await seal_journal() == many


async def test_two_workers_do_not_seal_at_once(write: Write, superuser: asyncpg.Connection) -> None:
    await write(3)
    async with superuser.transaction():
        await superuser.execute("SELECT pg_advisory_xact_lock($1)", sealing._LOCK)
        assert await seal_journal() == 0
    assert sorted(await asyncio.gather(seal_journal(), seal_journal())) == [0, 3]
    assert len(await rows(superuser, "leaf", "position")) == 3


async def test_nobody_who_sells_waits_for_the_sealer(
    write: Write, superuser: asyncpg.Connection, database: str
) -> None:
    await write(3)
    connection = await asyncpg.connect(database)
    try:
        await connection.execute("SET lock_timeout = '50ms'")
        async with unit_of_work(worker("seal"), housekeeping=True) as work:
            # Everything the sealer touches, and its transaction still open.
            for table in ("entry", "leaf", "subtree", "checkpoint", "awaited_number"):
                await work.all(" ".join(("SELECT * FROM", table)))
            await work.run(sealing._LEAVES, [0], [1], [bytes(32)])
            await work.run(sealing._CHECKPOINT, 1, bytes(32), "note", now())
            async with connection.transaction():
                await connection.execute("SET LOCAL ROLE palier_adviser")
                assert await connection.fetchval("SELECT journal_record($1::jsonb)", _BATCH)
    finally:
        await connection.close()


async def test_a_crash_leaves_nothing_half_sealed(
    write: Write, superuser: asyncpg.Connection, settings: Settings
) -> None:
    await write(3)
    await superuser.execute(
        "CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;"
        "CREATE TRIGGER crash BEFORE INSERT ON checkpoint FOR EACH ROW EXECUTE FUNCTION crash()"
    )
    try:
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await seal_journal()
    finally:
        await superuser.execute("DROP TRIGGER crash ON checkpoint; DROP FUNCTION crash()")
    assert await rows(superuser, "leaf", "position") == []
    await ground.disconnect()
    await ground.connect(settings)
    assert await seal_journal() == 3


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM checkpoint WHERE size = 3",
        "INSERT INTO leaf VALUES (3, 4, sha256(''))",
        "UPDATE leaf SET hash = sha256('') WHERE position = 2",
        "DELETE FROM leaf WHERE position = 2",
        "UPDATE checkpoint SET root = sha256('') WHERE size = 3",
        "UPDATE checkpoint SET note = replace(note, E'\\n3\\n', E'\\n4\\n')",
        "DELETE FROM checkpoint",
    ],
)
async def test_nothing_is_signed_over_a_tree_that_was_changed(
    write: Write, superuser: asyncpg.Connection, tampering: str
) -> None:
    for many in (2, 1):
        await write(many)
        await seal_journal()
    await superuser.execute(tampering)
    before = await rows(superuser, "checkpoint", "size")
    await write(1)
    if tampering.startswith("UPDATE checkpoint SET root"):
        assert await seal_journal() == 1  # what was signed is in the note
        return
    with pytest.raises(TreeBroken):
        await seal_journal()
    await seal()
    assert await rows(superuser, "checkpoint", "size") == before


_ADDED = (
    "INSERT INTO entry (seq, id, actor_kind, act, object_kind, facts, details_digest) "
    "OVERRIDING SYSTEM VALUE "
    "VALUES (2, gen_random_uuid(), 'adviser', 'sale:view', 'sale', '{}', '')"
)
_BATCH = (
    '{"who": {}, "entries": [{"id": "0197f3c5-0000-7000-8000-000000000001", "act": "sale:view", '
    '"object_kind": "sale", "object_id": null, "before": {}, "after": {}, "personal": {}}]}'
)
