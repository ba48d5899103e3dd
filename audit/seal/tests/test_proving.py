"""The proof of one entry: made by the journal, checked with the public key alone."""

import json
from typing import Any
from uuid import uuid4

import pytest

from audit.seal.key import signing_key
from audit.seal.notes import SigningKey
from audit.seal.proving import NoProof, check_proof, newest_checkpoint, prove
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import Tamper, Write
from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.testing.cast import Cast


async def entries(actor: Actor, act: str) -> list[Any]:
    async with unit_of_work(actor) as work:
        return await work.all("SELECT * FROM entry WHERE act = $1 ORDER BY seq", act)


async def test_every_entry_can_be_proved_and_it_is_journalled(
    write: Write, settings: Settings, cast: Cast
) -> None:
    trusted = [signing_key(settings).public]
    await write(6)
    await seal_journal()
    rows = await entries(cast.auditor, "sale:view")
    for row in rows:
        proved = check_proof(await prove(row["seq"], trusted), trusted)
        assert proved.entry["id"] == str(row["id"])
        assert proved.entry["seq"] == row["seq"]
        assert proved.entry["act"] == "sale:view"
        assert proved.signed.size == 7
        assert proved.known is None
    by_id = check_proof(await prove(rows[0]["id"], trusted), trusted)
    assert by_id.entry["seq"] == rows[0]["seq"]
    made = await entries(cast.auditor, "journal:prove")
    assert [row["object_id"] for row in made] == [row["id"] for row in [*rows, rows[0]]]
    assert json.loads(made[0]["facts"])["after"] == {"seq": rows[0]["seq"], "size": 7}


async def test_a_proof_holds_no_personal_value(write: Write, settings: Settings) -> None:
    await write(1)
    await seal_journal()
    assert "Dupont" not in await prove(1, [signing_key(settings).public])


async def test_it_goes_on_from_a_checkpoint_kept_elsewhere(
    write: Write, settings: Settings
) -> None:
    trusted = [signing_key(settings).public]
    assert await newest_checkpoint() is None
    await write(300)
    await seal_journal()
    kept = await newest_checkpoint()
    assert kept is not None
    await write(250)
    await seal_journal()
    proved = check_proof(await prove(17, trusted, kept), trusted)
    assert proved.known is not None
    assert (proved.known.size, proved.signed.size) == (300, 550)


async def test_another_history_than_the_one_kept_elsewhere_is_not_proved(
    write: Write, settings: Settings, tamper: Tamper
) -> None:
    trusted = [signing_key(settings).public]
    await write(3)
    await seal_journal()
    kept = await newest_checkpoint()
    assert kept is not None
    for table in ("leaf", "checkpoint", "awaited_number"):
        await tamper("TRUNCATE", table)
    await tamper("DELETE FROM entry WHERE seq = 2")
    await write(3)
    await seal_journal()
    with pytest.raises(NoProof, match="does not lead to both roots"):
        await prove(1, trusted, kept)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("leaf", lambda leaf: leaf.replace("sale:view", "sale:list")),
        ("position", lambda position: position + 1),
        ("position", str),
        ("position", lambda position: -1),
        ("path", lambda path: path[:-1]),
        ("path", lambda path: path[::-1]),
        ("path", lambda path: ["*", *path[1:]]),
        ("checkpoint", lambda note: note.replace("\n5\n", "\n6\n")),
        ("format", lambda name: "palier-journal-proof/2"),
        ("other", lambda nothing: 1),
    ],
)
async def test_a_file_that_was_changed_proves_nothing(
    write: Write, settings: Settings, name: str, value: Any
) -> None:
    trusted = [signing_key(settings).public]
    await write(5)
    await seal_journal()
    file = json.loads(await prove(2, trusted))
    file[name] = value(file.get(name))
    with pytest.raises(NoProof):
        check_proof(json.dumps(file), trusted)


async def test_another_key_proves_nothing(write: Write, settings: Settings) -> None:
    await write(2)
    await seal_journal()
    text = await prove(1, [signing_key(settings).public])
    other = SigningKey.of(signing_key(settings).public.name, bytes(32)).public
    for wrong in ("", "{}", "[]", text[:-9]):
        with pytest.raises(NoProof):
            check_proof(wrong, [signing_key(settings).public])
    with pytest.raises(NoProof, match="none of the known keys"):
        check_proof(text, [other])


async def test_what_cannot_be_proved_is_said(
    write: Write, settings: Settings, tamper: Tamper
) -> None:
    trusted = [signing_key(settings).public]
    await write(2)
    with pytest.raises(NoProof, match="not sealed yet"):
        await prove(1, trusted)
    await seal_journal()
    for unknown in (99, uuid4()):
        with pytest.raises(NoProof, match="no such entry"):
            await prove(unknown, trusted)
    await tamper("UPDATE entry SET act = 'sale:list' WHERE seq = 1")
    with pytest.raises(NoProof, match="not what was sealed"):
        await prove(1, trusted)
    await tamper("UPDATE leaf SET hash = sha256('') WHERE position = 0")
    with pytest.raises(NoProof, match="does not lead to the root"):
        await prove(2, trusted)
    await tamper("DELETE FROM leaf WHERE position = 0")
    with pytest.raises(NoProof, match="not whole"):
        await prove(2, trusted)
