"""Whatever was done to entries straight in PostgreSQL is found, and named."""

import asyncpg
import pytest

from audit.seal import sealing, verifying, walking
from audit.seal.findings import Kind
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import SIZES, Tamper, Write, apart
from audit.seal.tests.verified import added, newest, verified
from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.testing.cast import Cast

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
    "behind_id": "gen_random_uuid()",
}


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
    await tamper(added(-7))
    await write(1)
    await seal_journal()
    found = await verified(settings)
    assert found.kinds == [Kind.ADDED]
    assert found.texts[0].startswith("n° -7 (sale:view of ")


@pytest.mark.parametrize("seq", [5, 323])
async def test_an_entry_added_under_the_number_of_another(
    sealed: None, settings: Settings, tamper: Tamper, write: Write, seq: int
) -> None:
    await write(1)
    await tamper(added(seq))
    assert await seal_journal() == 1
    found = await verified(settings)
    assert found.kinds == [Kind.ADDED]
    assert found.texts[0].startswith(f"n° {seq} (sale:view of ")


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
    await tamper(added(1))
    await write(1)
    await seal_journal()
    assert (await verified(settings)).kinds == [Kind.ADDED]


async def test_an_entry_added_as_if_it_were_old(
    sealed: None, settings: Settings, tamper: Tamper
) -> None:
    await tamper(added("DEFAULT", at="now() - interval '3 hours'"))
    await tamper(added("DEFAULT", at="now() + interval '3 hours'"))
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
        await tamper(added(number))
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
    assert (await verified(settings, since=308)).outcome.since == 307
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


def _of(seq: int) -> str:
    return " ".join(("WHERE entry_id = (SELECT id FROM entry WHERE seq =", str(seq), ")"))
