"""What the action journal stores: append-only, written by `journal_record` alone."""

from piccolo.columns import JSONB, UUID, BigInt, Bytea, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Entry(Table, tablename="entry"):
    """One act of one actor; holds no personal value."""

    seq = BigInt(primary_key=True)
    id = UUID(unique=True, default=new_id)
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


class EntryDetails(Table, tablename="entry_details"):
    """The personal side of an entry, erasable: the entry keeps its salted digest."""

    entry_id = UUID(primary_key=True, default=None)
    salt = Bytea()
    content = JSONB()
