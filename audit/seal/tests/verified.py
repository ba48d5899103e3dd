"""A verification, and what it told."""

import asyncpg

from audit.seal.findings import Finding, Kind
from audit.seal.key import signing_key
from audit.seal.notes import open_checkpoint
from audit.seal.verifying import Outcome, verify
from extranet.core.settings import Settings


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


def added(seq: int | str, at: str = "now()") -> str:
    """The statement that adds an entry by hand."""
    words = (
        "INSERT INTO entry (seq, id, at, actor_kind, act, object_kind, facts, details_digest)",
        f"OVERRIDING SYSTEM VALUE VALUES ({seq}, gen_random_uuid(), {at},",
        "'adviser', 'sale:view', 'sale', '{}', '')",
    )
    return " ".join(words)
