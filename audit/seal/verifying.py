"""Verifying the journal: every entry against its leaf, every leaf against the signed roots.

Read in stretches, each in a transaction of its own, so that it takes little memory and holds
nobody up, however long the journal is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.seal.dropping import Dropping, newest_drop
from audit.seal.explaining import MOST_COMPARED, explain, named
from audit.seal.findings import Finding, Kind
from audit.seal.leaves import COLUMNS, Row
from audit.seal.merkle import Frontier, completed_parts
from audit.seal.notes import PublicKey, SignedRoot
from audit.seal.sealing import AWAITED_FOR
from audit.seal.tree import TreeBroken, read_edge, read_hashes, read_kept
from audit.seal.walking import Stretch, Tell, Walk
from extranet.core.access import Actor, ActorKind
from extranet.core.database import unit_of_work

CONSOLE = Actor(kind=ActorKind.AUDITOR, name="extranet audit")
"""Who acts from the command line: somebody who may read the journal and nothing else."""

_STRETCH = 4_096
_ENTRIES_AT_ONCE = 50_000
_BEFORE_ALL = -(2**63)

_EXTENT = """
SELECT coalesce((SELECT max(size) FROM checkpoint), 0) AS size,
    coalesce((SELECT max(position) + 1 FROM leaf), 0) AS leaves,
    coalesce((SELECT max(seq) FROM leaf), 0) AS highest,
    (SELECT at FROM checkpoint ORDER BY size DESC LIMIT 1) AS at,
    since.size AS since, since.root,
    (SELECT seq FROM leaf WHERE position = since.size - 1) AS number
FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT size, root FROM checkpoint WHERE size <= $1 ORDER BY size DESC LIMIT 1
) AS since ON true
"""
# The newest ones; said as in `audit.reading`, so that the index gives the order.
_DROPS = f"""
SELECT {COLUMNS}, l.hash, (e.facts -> 'after' ->> 'dropped')::bigint AS dropped,
    (e.facts -> 'after' ->> 'last_seq')::bigint AS last_seq
FROM entry e LEFT JOIN leaf l ON l.seq = e.seq
WHERE e.act >= 'journal:drop' AND e.act <= 'journal:drop' ORDER BY e.act, e.seq DESC LIMIT 20
"""  # noqa: S608 (our own columns)
# LIMIT keeps each leaf's entry a look-up in the index: what is read grows with the stretch and
# not with the journal, whatever the planner believes. Two at most, for a number may have been
# given to another entry by hand, which PostgreSQL does not refuse.
_LEAVES = f"""
SELECT l.position, l.seq AS sealed_seq, l.hash, e.*, d.hold AS details_hold
FROM leaf l
LEFT JOIN LATERAL (
    SELECT {COLUMNS}, extract(epoch FROM e.at)::float8 AS seconds
    FROM entry e WHERE e.seq = l.seq ORDER BY e.id LIMIT 2
) e ON true
LEFT JOIN LATERAL (
    SELECT encode(sha256(d.salt || convert_to(d.content::text, 'UTF8')), 'hex')
        = e.details_digest AS hold
    FROM entry_details d WHERE d.entry_id = e.id LIMIT 1
) d ON true
WHERE l.position >= $1 AND l.position < $2 ORDER BY l.position
"""  # noqa: S608 (our own columns)
_CHECKPOINTS = "SELECT * FROM checkpoint WHERE size > $1 AND size <= $2"
_TOO_MANY = """
SELECT count(*) FROM subtree
WHERE position >= (SELECT coalesce(max(size), 0) FROM checkpoint) >> height
"""
_NEXT = """
SELECT max(seq) FROM (
    SELECT seq FROM entry WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3
) AS upto
"""
_STRAYS = f"""
SELECT {COLUMNS}, EXISTS (
    SELECT FROM awaited_number w
    WHERE e.seq BETWEEN w.first_seq AND w.last_seq AND w.since >= $3
) AS awaited
FROM entry e WHERE e.seq > $1 AND e.seq <= $2
    AND NOT EXISTS (SELECT FROM leaf l WHERE l.seq = e.seq AND l.seq > $1 AND l.seq <= $2)
ORDER BY e.seq
"""  # noqa: S608 (our own columns)
_WAITING = "SELECT count(*) FROM entry WHERE seq > (SELECT coalesce(max(seq), 0) FROM leaf)"


class NoSuchCheckpoint(Exception):
    """What is kept of the tree is not whole where the verification should begin."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was verified, from the checkpoint of size `since` on. `erased` entries have no details
    any more, `dropped` ones are gone as the retention says, `waiting` ones have no leaf yet."""

    since: int
    size: int
    entries: int
    checkpoints: int
    signed_at: datetime | None
    erased: int
    dropped: int
    waiting: int
    findings: int


async def verify(
    trusted: Sequence[PublicKey],
    *,
    tell: Tell,
    advance: Callable[[int, int], None],
    since: int = 0,
    known: Sequence[SignedRoot] = (),
) -> Outcome:
    """Verify the journal from the checkpoint of size `since` on, or the last one there is before
    it, and journal that it was done.

    `trusted` are the keys that may have signed, `known` checkpoints kept elsewhere. Each finding
    is told as it is found, and how far the walk is (leaves, of how many).
    """
    told = _Told(tell)
    async with unit_of_work(CONSOLE) as work:
        extent = await work.one_or_404(_EXTENT, since)
        drop = newest_drop(await work.all(_DROPS), extent["highest"])
    size: int = extent["size"]
    since = extent["since"] or 0
    edge = await _start(since, extent["root"], told)
    dropping = Dropping(drop)
    passed = [one for one in known if since < one.size <= size]
    walk = Walk(edge, trusted, passed, dropping, told)
    await _compare_known(known, since, size, told)
    for start in range(since, size, _STRETCH):
        end = min(start + _STRETCH, size)
        walk.follow(await _read(start, end))
        advance(end - since, size - since)
    walk.end()
    await _tell_too_many(extent, told)
    floor = _BEFORE_ALL if extent["number"] is None else extent["number"]
    strays, waiting = await _strays(floor, extent, told)
    findings, explained = explain(walk.odd, strays)
    for finding in findings:
        told(finding)
    for stray in strays:
        if stray["seq"] not in explained:
            told(_added(stray))
    async with unit_of_work(CONSOLE) as work:
        waiting += await work.value(_WAITING)
        facts = {"entries": walk.entries, "findings": told.count}
        work.record("journal:verify", "entry", None, after=facts)
    return Outcome(
        since=since,
        size=size,
        entries=walk.entries,
        checkpoints=walk.checkpoints,
        signed_at=walk.signed_at,
        erased=walk.erased,
        dropped=dropping.entries,
        waiting=waiting,
        findings=told.count,
    )


class _Told:
    """Counts findings on their way."""

    def __init__(self, tell: Tell) -> None:
        self.count = 0
        self._tell = tell

    def __call__(self, finding: Finding) -> None:
        self.count += 1
        self._tell(finding)


async def _start(since: int, root: bytes, tell: Tell) -> Frontier:
    """The edge of the tree at `since`, from the hashes kept."""
    if not since:
        return Frontier()
    async with unit_of_work(CONSOLE) as work:
        try:
            edge = await read_edge(work, since)
        except TreeBroken as broken:
            raise NoSuchCheckpoint(f"{broken}: verify the whole journal") from broken
    if edge.root() != root:
        text = f"those before position {since} do not give the root of that checkpoint"
        tell(Finding(Kind.REWRITTEN, text))
    return edge


async def _compare_known(known: Sequence[SignedRoot], since: int, size: int, tell: Tell) -> None:
    """Compare the checkpoints kept elsewhere that the walk does not come past."""
    for one in known:
        of = f"the checkpoint of {one.size} kept elsewhere, of {one.at:%Y-%m-%dT%H:%M:%SZ}"
        if one.size > size:
            text = f"{of}, covers {one.size - size} entries more than are sealed here"
            tell(Finding(Kind.TRUNCATED, text))
        elif one.size <= since:
            async with unit_of_work(CONSOLE) as work:
                [root] = await read_hashes(work, [(0, one.size)])
            if root != one.root:
                tell(Finding(Kind.FORKED, f"{of}, has another root than this journal"))


async def _read(start: int, end: int) -> Stretch:
    async with unit_of_work(CONSOLE) as work:
        return Stretch(
            start,
            end,
            await work.all(_LEAVES, start, end),
            await work.all(_CHECKPOINTS, start, end),
            await read_kept(work, completed_parts(start, end)),
        )


async def _tell_too_many(extent: Row, tell: Tell) -> None:
    """Tell of leaves and kept hashes beyond the newest checkpoint."""
    size, leaves = extent["size"], extent["leaves"]
    if leaves > size:
        text = f"positions {size} to {leaves - 1} come after the newest checkpoint, of {size}"
        tell(Finding(Kind.LEAF_ADDED, text))
        return
    async with unit_of_work(CONSOLE) as work:
        if many := await work.value(_TOO_MANY):
            tell(Finding(Kind.SUBTREE, f"{many} more than the tree has"))


async def _strays(after: int, extent: Row, tell: Tell) -> tuple[list[Row], int]:
    """Entries that are older than sealed ones and have no leaf, and how many others only wait."""
    strays: list[Row] = []
    waiting = 0
    while extent["at"] is not None:
        async with unit_of_work(CONSOLE) as work:
            upto = await work.value(_NEXT, after, extent["highest"], _ENTRIES_AT_ONCE)
            if upto is None:
                break
            for stray in await work.all(_STRAYS, after, upto, extent["at"] - AWAITED_FOR):
                if stray["awaited"]:
                    waiting += 1
                elif len(strays) < MOST_COMPARED:
                    strays.append(stray)
                else:
                    tell(_added(stray))
        after = upto
    return strays, waiting


def _added(stray: Row) -> Finding:
    return Finding(Kind.ADDED, f"{named(stray)} is older than sealed entries, and not sealed")
