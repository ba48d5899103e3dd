"""Whatever was done to the journal straight in PostgreSQL is found, and named."""

from dataclasses import replace

import asyncpg
import pytest

from audit.seal import leaves, sealing, verifying, walking
from audit.seal.findings import Finding, Kind
from audit.seal.key import signing_key
from audit.seal.notes import SigningKey, open_checkpoint, sign_checkpoint
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import Tamper, Write, apart
from audit.seal.verifying import NoSuchCheckpoint, Outcome, verify
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings, install
from extranet.testing.cast import Cast

SIZES = (3, 4, 300, 5, 8, 2)
"""How many entries each checkpoint of the sealed journal adds: 322 in all, one kept block."""

# One change per column of `entry`, each as small as it can be.
COLUMNS = {
    "id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "actor_id": "gen_random_uuid()",
    "actor_kind": "actor_kind || ' '",
    "role": "'administrator'",
    "agency_id": "gen_random_uuid()",
    "act": "'sale:list'",
    "object_kind": "'contract'",
    "object_id": "gen_random_uuid()",
    "facts": "jsonb_set(facts, '{after,rank}', '\"0\"')",
    "details_digest": "sha256('')",
}


@pytest.fixture
async def sealed(write: Write, database: str) -> None:
    """A journal of 322 entries, sealed in six times."""
    for many in SIZES:
        await write(many)
        await seal_journal()


class Verified:
    """What a verification told."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.outcome: Outcome

    @property
    def kinds(self) -> list[Kind]:
        return [finding.kind for finding in self.findings]

    @property
    def texts(self) -> list[str]:
        return [finding.text for finding in self.findings]


async def verified(settings: Settings, *known: str, since: int = 0) -> Verified:
    found = Verified()
    trusted = [signing_key(settings).public]
    found.outcome = await verify(
        trusted,
        tell=found.findings.append,
        advance=lambda done, total: None,
        since=since,
        known=[open_checkpoint(note, trusted) for note in known],
    )
    assert found.outcome.findings == len(found.findings)
    return found


async def newest(superuser: asyncpg.Connection) -> str:
    note = await superuser.fetchval("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
    assert isinstance(note, str)
    return note


async def test_a_journal_as_it_was_sealed_has_no_findings(
    sealed: None, settings: Settings, cast: Cast, superuser: asyncpg.Connection
) -> None:
    first = await verified(settings, await newest(superuser))
    assert first.findings == []
    outcome = first.outcome
    assert (outcome.size, outcome.entries, outcome.checkpoints) == (322, 322, 6)
    assert outcome.signed_at is not None
    assert outcome.waiting == 1  # the making of the cast
    async with unit_of_work(cast.auditor) as work:
        row = await work.one_or_404("SELECT * FROM entry WHERE act = 'journal:verify'")
    assert row["actor_kind"] == "auditor"


async def test_nothing_sealed_yet(write: Write, settings: Settings) -> None:
    assert (await verified(settings)).findings == []
    await write(2)
    found = await verified(settings)
    assert found.findings == []
    assert (found.outcome.entries, found.outcome.waiting) == (0, 3)


@pytest.mark.parametrize("seq", [2, 322])
async def test_a_column_of_an_entry_changed(
    sealed: None, settings: Settings, tamper: Tamper, seq: int
) -> None:
    await tamper("CREATE TEMP TABLE sealed AS SELECT * FROM entry")
    for column, value in COLUMNS.items():
        await tamper("UPDATE entry SET", f"{column} = {value} WHERE seq = {seq}")
        found = await verified(settings)
        # Details are looked up by the id, and compared with the digest.
        assert set(found.kinds) - {Kind.DETAILS} == {Kind.CHANGED}, column
        assert (Kind.DETAILS in found.kinds) == (column == "details_digest")
        [text] = [one.text for one in found.findings if one.kind is Kind.CHANGED]
        assert f"n° {seq} " in text
        assert f"position {seq - 1}" in text
        restored = f"{column} = s.{column} FROM sealed s WHERE s.seq = e.seq"
        await tamper("UPDATE entry e SET", restored)
    assert (await verified(settings)).findings == []


async def test_what_somebody_wrote_to_hide_it_is_shown(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper("UPDATE entry SET act = E'\\x1b[2K\\r' WHERE seq = 2")
    [finding] = (await verified(settings)).findings
    assert str(finding).startswith("entry changed: n° 2 (\ufffd[2K\ufffd of ")


async def test_every_column_is_tampered_with(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'entry'"
    )
    assert {row["column_name"] for row in rows} == {*COLUMNS, "seq"}


async def test_an_entry_removed(sealed: None, settings: Settings, tamper: Tamper) -> None:
    await tamper("DELETE FROM entry WHERE seq IN (5, 322)")
    found = await verified(settings)
    assert found.kinds == [Kind.REMOVED, Kind.REMOVED]
    assert found.texts[0] == "n° 5, sealed at position 4, is not there"
    assert found.outcome.entries == 320


async def test_an_entry_added_among_older_ones(
    sealed: None, settings: Settings, tamper: Tamper, write: Write
) -> None:
    await tamper(_added(-7))
    await write(1)
    await seal_journal()
    found = await verified(settings)
    assert found.kinds == [Kind.ADDED]
    assert found.texts[0].startswith("n° -7 (sale:view of ")


async def test_an_entry_added_under_a_number_that_was_given_back(
    write: Write, settings: Settings, tamper: Tamper
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(worker("undone")) as work:
            work.record("sale:view", "sale", None)
            await work.flush()
            raise ZeroDivisionError
    await write(1)
    await seal_journal()
    await tamper("UPDATE awaited_number SET since = since - interval '2 hours'")
    await tamper(_added(1))
    await write(1)
    await seal_journal()
    assert (await verified(settings)).kinds == [Kind.ADDED]


async def test_an_entry_added_as_if_it_were_old(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper(_added("DEFAULT", at="now() - interval '3 hours'"))
    await tamper(_added("DEFAULT", at="now() + interval '3 hours'"))
    assert await seal_journal() == 2  # whoever owns the database can write entries…
    found = await verified(settings)
    assert found.kinds == [Kind.MISDATED, Kind.MISDATED]  # … but not pass them off as others
    assert "n° 323 " in found.texts[0]
    assert "n° 324 " in found.texts[1]


async def test_entries_that_exchanged_their_numbers(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper(
        "ALTER TABLE entry ALTER COLUMN seq DROP IDENTITY;"
        "UPDATE entry SET seq = -1 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 310;"
        "UPDATE entry SET seq = 310 WHERE seq = -1;"
        "ALTER TABLE entry ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (RESTART 400)"
    )
    found = await verified(settings)
    assert found.kinds == [Kind.RENUMBERED, Kind.RENUMBERED]
    assert found.texts[0].startswith("n° 310 ")
    assert found.texts[0].endswith("was sealed as n° 2 at position 1")
    assert found.texts[1].endswith("was sealed as n° 310 at position 309")


async def test_an_entry_that_took_another_number(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper(
        "ALTER TABLE entry ALTER COLUMN seq DROP IDENTITY; UPDATE entry SET seq = -1 WHERE seq = 2;"
        "ALTER TABLE entry ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (RESTART 400)"
    )
    found = await verified(settings)
    assert found.kinds == [Kind.RENUMBERED]
    assert found.texts[0].startswith("n° -1 ")


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


async def test_whatever_is_changed_at_once_all_of_it_is_named(
    sealed: None, settings: Settings, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "_MOST_HELD", 50)
    monkeypatch.setattr(walking, "MOST_COMPARED", 20)
    monkeypatch.setattr(verifying, "MOST_COMPARED", 2)
    monkeypatch.setattr(verifying, "_STRETCH", 64)
    monkeypatch.setattr(verifying, "_ENTRIES_AT_ONCE", 10)
    assert (await verified(settings)).findings == []
    await tamper("UPDATE entry SET role = 'x' WHERE seq % 2 = 0")
    found = await verified(settings)
    assert found.kinds == [Kind.CHANGED] * 161
    await tamper("DELETE FROM entry WHERE seq % 2 = 1")
    assert (await verified(settings)).kinds.count(Kind.REMOVED) == 161
    for number in range(-5, 0):
        await tamper(_added(number))
    assert (await verified(settings)).kinds.count(Kind.ADDED) == 5
    await tamper("UPDATE checkpoint SET note = ''")
    assert (await verified(settings)).kinds.count(Kind.CHECKPOINT) == len(SIZES)


async def test_details_changed_and_details_erased(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper("UPDATE entry_details SET content = '{}'", _of(3))
    await tamper("UPDATE entry_details SET salt = ''", _of(4))
    await tamper("DELETE FROM entry_details", _of(5))
    found = await verified(settings)
    assert found.kinds == [Kind.DETAILS, Kind.DETAILS]
    assert "n° 3 " in found.texts[0]
    assert found.outcome.erased == 1


async def test_since_a_checkpoint_only_what_came_after_is_read(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper("DELETE FROM entry WHERE seq = 2")
    assert (await verified(settings)).kinds == [Kind.REMOVED]
    found = await verified(settings, since=307)
    assert found.findings == []
    assert (found.outcome.entries, found.outcome.checkpoints) == (15, 3)
    await tamper("DELETE FROM entry WHERE seq = 320")
    assert (await verified(settings, since=307)).kinds == [Kind.REMOVED]
    with pytest.raises(NoSuchCheckpoint, match="308"):
        await verified(settings, since=308)
    await tamper("UPDATE leaf SET hash = sha256('') WHERE position = 306")
    assert Kind.REWRITTEN in (await verified(settings, since=307)).kinds


async def test_a_late_committer_is_no_finding(
    write: Write, settings: Settings, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 3)
    await write(4)
    async with unit_of_work(worker("slow")) as work:
        work.record("sale:view", "sale", None)
        await work.flush()
        await apart(_write_and_seal(write))
    waiting = await verified(settings)
    assert (waiting.findings, waiting.outcome.waiting) == ([], 1)
    await write(2)
    await seal_journal()
    found = await verified(settings)
    assert found.findings == []
    assert found.outcome.entries == 9


async def _write_and_seal(write: Write) -> None:
    await write(1)
    await seal_journal()


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


def _of(seq: int) -> str:
    return " ".join(("WHERE entry_id = (SELECT id FROM entry WHERE seq =", str(seq), ")"))


def _added(seq: int | str, at: str = "now()") -> str:
    words = (
        "INSERT INTO entry (seq, id, at, actor_kind, act, object_kind, facts, details_digest)",
        f"OVERRIDING SYSTEM VALUE VALUES ({seq}, gen_random_uuid(), {at},",
        "'adviser', 'sale:view', 'sale', '{}', '')",
    )
    return " ".join(words)
