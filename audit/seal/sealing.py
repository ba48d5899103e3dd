"""The sealer: takes new entries into the tree and signs its root.

It only reads entries, so nobody waits for it. Entries are numbered as they are begun and seen once
they are committed: a number that is missing below the newest one is awaited, and its entry takes
the next free place in the tree whenever it shows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.seal.key import signing_key
from audit.seal.leaves import COLUMNS, Row, hash_of
from audit.seal.merkle import Frontier
from audit.seal.notes import KeyUnknown, NoteRefused, open_checkpoint, sign_checkpoint
from audit.seal.tree import TreeBroken, read_edge
from extranet.core.access import worker
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.settings import installed

AWAITED_FOR = timedelta(hours=1)
"""How long an entry may show after later ones were sealed: far longer than any transaction of
ours lasts. What shows later still was not written by Palier."""
BATCH = 2_000
"""Entries sealed in one transaction."""

_LOCK = 7_236_412
# How many entries an awaited range holds cannot be foreseen: PostgreSQL would expect many, and
# compile at every turn what then runs for a millisecond.
_BEGIN = """
SELECT pg_try_advisory_xact_lock($1) AS mine, set_config('jit', 'off', true),
    date_trunc('second', clock_timestamp()) AS at
"""
_STATE = """
SELECT c.size, c.root, c.note, c.at, coalesce((SELECT max(seq) FROM leaf), 0) AS highest,
    coalesce((SELECT max(position) + 1 FROM leaf), 0) AS leaves
FROM (SELECT 1) AS one LEFT JOIN LATERAL (
    SELECT * FROM checkpoint ORDER BY size DESC LIMIT 1
) c ON true
"""
# Each awaited range is a walk of its own along the index, and each entry found in it a look-up of
# its leaf: joined freely, PostgreSQL may prefer to read the journal from its beginning.
_UNSEALED = f"""
(SELECT late.* FROM awaited_number w CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM entry e WHERE e.seq BETWEEN w.first_seq AND w.last_seq
        AND (SELECT l.seq FROM leaf l WHERE l.seq = e.seq) IS NULL
    ORDER BY e.seq LIMIT $3
) late WHERE w.since >= $1 ORDER BY late.seq LIMIT $3)
UNION ALL
(SELECT {COLUMNS} FROM entry e WHERE e.seq > $2 ORDER BY e.seq LIMIT $3)
ORDER BY seq LIMIT $3
"""  # noqa: S608 (our own columns)
_LEAVES = """
INSERT INTO leaf (position, seq, hash)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])
"""
_SUBTREES = """
INSERT INTO subtree (height, position, hash)
SELECT * FROM unnest($1::integer[], $2::bigint[], $3::bytea[])
"""
_AWAITED = """
INSERT INTO awaited_number (first_seq, last_seq, since)
SELECT *, $3::timestamptz FROM unnest($1::bigint[], $2::bigint[])
"""
_CHECKPOINT = "INSERT INTO checkpoint (size, root, note, at) VALUES ($1, $2, $3, $4)"


async def seal_journal() -> int:
    """Seal every entry that can be seen and is not sealed yet; return how many.

    One worker seals at a time; another one that comes meanwhile leaves it to them. Raises
    `TreeBroken`, and signs nothing, where what is kept is not what was signed last.
    """
    sealed = 0
    while many := await _seal_some():
        sealed += many
        if many < BATCH:
            break
    return sealed


async def _seal_some() -> int:
    """Seal a batch in a transaction of its own: leaves, kept hashes and checkpoint, or nothing."""
    # Nobody's act, and journalling it would make an entry to seal of every seal.
    async with unit_of_work(worker("seal_journal"), housekeeping=True) as work:
        begun = await work.one_or_404(_BEGIN, _LOCK)
        if not begun["mine"]:
            return 0
        state = await work.one_or_404(_STATE)
        size = state["size"] or 0
        if state["leaves"] != size:
            raise TreeBroken(f"there are {state['leaves']} leaves, and a checkpoint of {size}")
        since = (state["at"] or begun["at"]) - AWAITED_FOR
        entries = _one_each(await work.all(_UNSEALED, since, state["highest"], BATCH))
        if entries:
            edge = await read_edge(work, size)
            _refuse_another(edge, state)
            await _seal(work, edge, entries, state["highest"], begun["at"])
    return len(entries)


def _refuse_another(edge: Frontier, state: Row) -> None:
    """Raise `TreeBroken` unless the tree still is the one that was signed last: two signatures
    that contradict each other would be worth less than none."""
    if not edge.size:
        return
    signed = state["root"]
    try:
        signed = open_checkpoint(state["note"], [signing_key(installed()).public]).root
    except KeyUnknown:
        pass  # signed before the key was changed; `extranet audit verify` knows the old one
    except NoteRefused as refused:
        raise TreeBroken(f"the checkpoint of {state['size']} was changed: {refused}") from refused
    if edge.root() != signed:
        raise TreeBroken(f"the hashes kept give another root than was signed at {state['size']}")


async def _seal(
    work: UnitOfWork,
    edge: Frontier,
    entries: Sequence[Row],
    highest: int,
    at: datetime,
) -> None:
    first = edge.size
    hashes = [hash_of(entry) for entry in entries]
    numbers = [entry["seq"] for entry in entries]
    heights, positions, subtrees = [], [], []
    for hashed in hashes:
        for height, root in edge.add(hashed):
            heights.append(height)
            positions.append((edge.size >> height) - 1)
            subtrees.append(root)
    await work.run(_LEAVES, list(range(first, edge.size)), numbers, hashes)
    if subtrees:
        await work.run(_SUBTREES, heights, positions, subtrees)
    if missing := _missing(numbers, highest):
        await work.run(_AWAITED, [one for one, _ in missing], [last for _, last in missing], at)
    root = edge.root()
    note = sign_checkpoint(signing_key(installed()), edge.size, root, at)
    await work.run(_CHECKPOINT, edge.size, root, note, at)


def _one_each(entries: Sequence[Row]) -> list[Row]:
    """The first of those that bear one number: the sequence gave it to one alone, and `verify`
    names the other."""
    return list({entry["seq"]: entry for entry in reversed(entries)}.values())[::-1]


def _missing(numbers: Sequence[int], highest: int) -> list[tuple[int, int]]:
    """The ranges of numbers between `highest` and the last of `numbers` that are not there."""
    missing = []
    for number in numbers:
        if number > highest + 1:
            missing.append((highest + 1, number - 1))
        highest = max(highest, number)
    return missing
