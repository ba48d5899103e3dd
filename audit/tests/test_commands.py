"""`extranet audit`, as somebody at a console types it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from audit.seal.key import signing_key
from audit.seal.sealing import seal_journal
from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.settings import ROOT, Settings


class Console:
    """Runs the command in a process of its own, on the database of the tests."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment

    def run(self, *words: str, code: int = 0) -> str:
        """What it printed; it has to end with `code`."""
        done = subprocess.run(
            [sys.executable, "-m", "extranet.cli", "audit", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def console(settings: Settings, database: str) -> Console:
    """Somebody with the settings of the installation."""
    return Console(
        {
            "PATH": os.environ["PATH"],
            "PALIER_MODE": "test",
            "PALIER_SECRET": settings.secret.hex(),
            "PUBLIC_URL": settings.public_url,
            "DATABASE_URL": database,
            "DATA": str(settings.data),
        }
    )


async def sealed(many: int) -> None:
    async with unit_of_work(worker("tests")) as work:
        for _ in range(many):
            work.record("sale:view", "sale", None)
    await seal_journal()


async def test_verify_prove_and_check(console: Console, settings: Settings, tmp_path: Path) -> None:
    await sealed(5)
    public = console.run("key").strip()
    assert public == str(signing_key(settings).public)
    assert public.startswith("palier.test/journal+")
    checkpoint = tmp_path / "checkpoint"
    checkpoint.write_text(console.run("checkpoint"))
    proof = tmp_path / "proof.json"
    assert "Written" in console.run("proof", "3", "--out", str(proof), "--known", str(checkpoint))
    stranger = Console({"PATH": os.environ["PATH"]})
    told = stranger.run("check", str(proof), "--key", public)
    assert 'act: "sale:view"' in told
    assert "In the journal palier.test/journal of 5 entries, signed 20" in told
    assert "goes on from the 5 entries" in told
    proof.write_text(proof.read_text().replace("sale:view", "sale:list"))
    assert "does not hold" in stranger.run("check", str(proof), "--key", public, code=1)
    told = console.run("verify", "--known", str(checkpoint))
    assert "5 entries against 5 leaves and 1 checkpoints." in told
    assert "1 entries wait for their seal." in told
    assert "as it was sealed" in told


async def test_verify_ends_with_1_and_names_what_it_found(console: Console, tmp_path: Path) -> None:
    await sealed(3)
    kept = tmp_path / "checkpoint"
    kept.write_text(console.run("checkpoint"))
    earlier = Console({**console.environment, "PALIER_SECRET": "ab" * 32})
    told = earlier.run("verify", code=1)
    assert "checkpoint of an unknown key: that of size 3" in told
    assert "1 findings." in told
    earlier.run("verify", "--key", console.run("key").strip())
    assert "none of the known keys" in earlier.run("verify", "--known", str(kept), code=1)
    console.run("verify", "--since", "2")
    assert "0 checkpoints thinned out" in console.run("retain")


async def test_what_was_typed_wrong_is_said(console: Console, tmp_path: Path) -> None:
    assert "nothing is sealed yet" in console.run("checkpoint", code=1)
    assert "number or its id" in console.run("proof", "first", code=1)
    assert "no such entry" in console.run("proof", "7", code=1)
    file = tmp_path / "file"
    file.write_text("{}")
    assert "no public key" in console.run("check", str(file), "--key", "key", code=1)
    key = console.run("key").strip()
    assert "no proof file" in console.run("check", str(file), "--key", key, code=1)
    assert "no signed note" in console.run("verify", "--known", str(file), code=1)
