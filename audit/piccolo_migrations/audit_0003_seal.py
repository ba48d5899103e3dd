"""The seal of the journal: leaves, what is kept of the tree, signed checkpoints."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-22T04:00:00:000006"

# Nothing refers to `entry`: the sealer asks for no lock that `journal_record` could wait for.
TABLES = """
CREATE TABLE leaf (
    position bigint PRIMARY KEY CHECK (position >= 0),
    seq bigint NOT NULL UNIQUE,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE TABLE subtree (
    height integer NOT NULL,
    position bigint NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (height, position)
);
CREATE TABLE checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    at timestamptz NOT NULL
);
CREATE TABLE awaited_number (
    first_seq bigint PRIMARY KEY,
    last_seq bigint NOT NULL,
    since timestamptz NOT NULL
);
CREATE INDEX awaited_number_since ON awaited_number (since);
"""

RIGHTS = "".join(
    protect(table)
    + allow(table, ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)
    + allow(table, ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)
    + allow(table, ActorKind.AUDITOR, ("SELECT",), ANY_ROW)
    for table in ("leaf", "subtree", "checkpoint", "awaited_number")
)

SQL = TABLES + RIGHTS + allow("entry", ActorKind.WORKER, ("SELECT",), ANY_ROW)


async def forwards() -> MigrationManager:
    return sql_migration(ID, "audit", "the seal of the journal", SQL)
