"""What the action journal stores, all of it append-only, entries and their details by month.

Entries are written by `journal_record` alone, their seal by the sealer alone.
"""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Entry(Table, tablename="entry"):
    """One act of one actor; holds no personal value. `behind_id` is who acted in their name."""

    seq = BigInt()
    id = UUID(primary_key=True, default=new_id)
    at = Timestamptz()
    actor_id = UUID(null=True, default=None)
    actor_kind = Text()
    role = Text(default="")
    agency_id = UUID(null=True, default=None)
    act = Text()
    object_kind = Text()
    object_id = UUID(null=True, default=None)
    facts = JSONB()
    details_digest = Bytea()
    behind_id = UUID(null=True, default=None)


class EntryDetails(Table, tablename="entry_details"):
    """The personal side of an entry, erasable: the entry keeps its salted digest."""

    entry_id = UUID(primary_key=True, default=None)
    salt = Bytea()
    content = JSONB()


class Leaf(Table, tablename="leaf"):
    """The place of an entry in the sealed tree, and its hash (docs/journal.md)."""

    position = BigInt(primary_key=True)
    seq = BigInt(unique=True)
    hash = Bytea()


class Subtree(Table, tablename="subtree"):
    """The hash of 2^height leaves, from leaf `position` × 2^height on; height 8, 16, 24 … Found by
    both."""

    height = Integer(primary_key=True)
    position = BigInt()
    hash = Bytea()


class Checkpoint(Table, tablename="checkpoint"):
    """The root of the tree of the first `size` leaves, signed: `note` is the signed note."""

    size = BigInt(primary_key=True)
    root = Bytea()
    note = Text()
    at = Timestamptz()


class AwaitedNumber(Table, tablename="awaited_number"):
    """Numbers of entries that could not be seen when later ones were sealed: their transaction
    was still open, or was undone."""

    first_seq = BigInt(primary_key=True)
    last_seq = BigInt()
    since = Timestamptz()
