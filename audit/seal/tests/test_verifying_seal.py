"""Whatever was done to the seal straight in PostgreSQL is found, and named."""

from dataclasses import replace

import asyncpg
import pytest

from audit.seal import leaves
from audit.seal.findings import Finding, Kind
from audit.seal.key import signing_key
from audit.seal.notes import SigningKey, sign_checkpoint
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import Tamper, Write
from audit.seal.tests.verified import newest, verified
from audit.seal.verifying import verify
from extranet.core.clock import now
from extranet.core.settings import Settings, install


@pytest.mark.parametrize(("one", "other"), [(310, 311), (100, 200), (0, 2), (308, 313)])
async def test_leaves_that_exchanged_their_positions(
    sealed: None, settings: Settings, tamper: Tamper, one: int, other: int
) -> None:
    await tamper(
        f"UPDATE leaf SET position = 9999 WHERE position = {one};"  # noqa: S608 (our numbers)
        f"UPDATE leaf SET position = {one} WHERE position = {other};"
        f"UPDATE leaf SET position = {other} WHERE position = 9999"
    )
    found = await verified(settings)
    assert found.kinds == [Kind.REORDERED, Kind.REORDERED]
    assert found.texts == [
        f"position {one} has that of n° {other + 1}, n° {one + 1} was sealed there",
        f"position {other} has that of n° {one + 1}, n° {other + 1} was sealed there",
    ]


async def test_leaves_that_exchanged_their_numbers(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper(
        "UPDATE leaf SET seq = -1 WHERE seq = 3; UPDATE leaf SET seq = 3 WHERE seq = 7;"
        "UPDATE leaf SET seq = 7 WHERE seq = -1"
    )
    found = await verified(settings)
    assert found.kinds == [Kind.LEAF_CHANGED, Kind.LEAF_CHANGED]
    assert found.texts[0].startswith("position 2 bears n° 7 and seals n° 3 ")


@pytest.mark.parametrize("position", [2, 100, 255, 256, 321])
async def test_a_leaf_changed(
    sealed: None, settings: Settings, tamper: Tamper, position: int
) -> None:
    await tamper("UPDATE leaf SET hash = sha256('') WHERE position =", str(position))
    found = await verified(settings)
    assert found.kinds == [Kind.LEAF_CHANGED]
    assert found.texts[0].startswith(f"position {position}; n° {position + 1} (")


async def test_a_leaf_removed(sealed: None, settings: Settings, tamper: Tamper) -> None:
    await tamper("DELETE FROM leaf WHERE position IN (10, 11, 12)")
    found = await verified(settings)
    assert found.kinds[0] is Kind.LEAF_REMOVED
    assert found.texts[0] == "positions 10 to 12"
    assert found.kinds.count(Kind.ADDED) == 3
    assert set(found.kinds) == {Kind.LEAF_REMOVED, Kind.REWRITTEN, Kind.ADDED}


async def test_leaves_too_many(sealed: None, settings: Settings, tamper: Tamper) -> None:
    await tamper("INSERT INTO leaf SELECT n, n + 1, sha256('') FROM generate_series(322, 323) n")
    found = await verified(settings)
    assert found.kinds == [Kind.LEAF_ADDED]
    assert found.texts == ["positions 322 to 323 come after the newest checkpoint, of 322"]


@pytest.mark.parametrize(("position", "start", "end"), [(1, 0, 2), (100, 7, 306), (320, 320, 321)])
async def test_an_entry_changed_together_with_its_leaf(
    sealed: None,
    settings: Settings,
    tamper: Tamper,
    superuser: asyncpg.Connection,
    position: int,
    start: int,
    end: int,
) -> None:
    await tamper("UPDATE entry SET act = 'sale:list' WHERE seq =", str(position + 1))
    select = " ".join(("SELECT", leaves.COLUMNS, "FROM entry e WHERE seq = $1"))
    row = await superuser.fetchrow(select, position + 1)
    assert row is not None
    await tamper(
        "UPDATE leaf SET hash =", f"'\\x{leaves.hash_of(row).hex()}' WHERE position = {position}"
    )
    found = await verified(settings)
    assert found.kinds == [Kind.REWRITTEN]
    assert (
        f"positions {start} to {end} are not what the checkpoint of {end + 1} signed"
        in (found.texts[0])
    )


async def test_two_rewritten_places_are_both_named(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    for position in (1, 310):
        await tamper("UPDATE entry SET act = 'sale:list' WHERE seq =", str(position + 1))
        await tamper("UPDATE leaf SET hash = sha256('a') WHERE position =", str(position))
    found = await verified(settings)
    assert found.kinds.count(Kind.REWRITTEN) == 2
    assert found.kinds.count(Kind.CHANGED) == 2


async def test_a_kept_hash_changed(sealed: None, settings: Settings, tamper: Tamper) -> None:
    await tamper("UPDATE subtree SET hash = sha256('')")
    found = await verified(settings)
    assert found.kinds == [Kind.SUBTREE]
    assert found.texts == ["that of leaves 0 to 255 is not what they give"]
    await tamper("INSERT INTO subtree VALUES (8, 1, sha256('')), (16, 0, sha256(''))")
    assert "2 more than the tree has" in (await verified(settings)).texts


@pytest.mark.parametrize(
    "change",
    [
        "root = sha256('')",
        "at = at - interval '1 second'",
        "size = 400",
        "note = replace(note, E'\\n322\\n', E'\\n321\\n')",
        "note = left(note, 60)",
    ],
)
async def test_a_checkpoint_changed(
    sealed: None, settings: Settings, tamper: Tamper, change: str
) -> None:
    await tamper("UPDATE checkpoint SET", change, "WHERE size = 322")
    found = await verified(settings)
    assert Kind.CHECKPOINT in found.kinds
    assert found.texts[found.kinds.index(Kind.CHECKPOINT)].startswith("that of size ")


async def test_a_checkpoint_signed_by_somebody_else(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    name = signing_key(settings).public.name
    forged = sign_checkpoint(SigningKey.of(name, bytes(32)), 307, bytes(32), now())
    await tamper("UPDATE checkpoint SET note =", f"'{forged}' WHERE size = 307")
    found = await verified(settings)
    assert found.kinds == [Kind.UNSIGNED]
    assert found.texts[0].startswith("that of size 307: none of the known keys signed it")


async def test_a_history_cut_short_is_found_by_a_checkpoint_kept_elsewhere(
    sealed: None,
    settings: Settings,
    tamper: Tamper,
    superuser: asyncpg.Connection,
    write: Write,
) -> None:
    kept = await newest(superuser)
    await tamper(
        "DELETE FROM entry WHERE seq > 300; DELETE FROM leaf WHERE position >= 7;"
        "DELETE FROM checkpoint WHERE size > 7; DELETE FROM subtree; DELETE FROM awaited_number"
    )
    found = await verified(settings, kept)
    assert Kind.TRUNCATED in found.kinds
    await write(40)
    await seal_journal()
    assert Kind.FORKED in (await verified(settings, kept)).kinds
    assert Kind.FORKED in (await verified(settings, kept, since=7)).kinds
    end = (await verified(settings)).outcome.size
    assert end >= 322
    assert Kind.FORKED in (await verified(settings, kept, since=end)).kinds


async def test_a_new_key_signs_on(
    sealed: None, settings: Settings, superuser: asyncpg.Connection, write: Write
) -> None:
    changed = replace(settings, secret=b"another secret of thirty-two byt")
    install(changed)
    try:
        await write(2)
        assert await seal_journal() == 2
    finally:
        install(settings)
    found = await verified(changed)
    assert found.kinds == [Kind.UNSIGNED]
    assert "6 of them, from size 3 on" in found.texts[0]
    both = [signing_key(changed).public, signing_key(settings).public]
    told: list[Finding] = []
    await verify(both, tell=told.append, advance=lambda done, total: None)
    assert told == []
