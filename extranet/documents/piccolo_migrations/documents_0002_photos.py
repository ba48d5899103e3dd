"""The photos of a sale, and the pieces they arrive in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, PERSON, allow, owned_by_sale, protect

ID = "2026-11-21T22:00:00:000011"

# A row for each place where a step names a photo; `kept_at` is null until its bytes have come.
# `dropped_at` marks a photo its sale no longer names, or a dropped sale's: nobody sees it any
# more, and the job that forgets photos takes it away. Two rows of one adviser with the same hash
# share one file. Pieces are their sender's alone.
SQL = f"""
CREATE TABLE photo (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    step text NOT NULL,
    field text NOT NULL,
    position int NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    size int NOT NULL CHECK (size > 0),
    named_at timestamptz NOT NULL DEFAULT now(),
    keep_until timestamptz NOT NULL,
    dropped_at timestamptz,
    kept_at timestamptz,
    storage_key text,
    CHECK ((kept_at IS NULL) = (storage_key IS NULL)),
    UNIQUE (sale_id, step, field, sha256)
);
CREATE INDEX photo_content ON photo (adviser_id, sha256);
CREATE INDEX photo_agency ON photo (agency_id);
CREATE INDEX photo_due ON photo (keep_until);
CREATE INDEX photo_dropped ON photo (dropped_at) WHERE dropped_at IS NOT NULL;
{
    owned_by_sale(
        "photo",
        adviser=("SELECT", "INSERT", "UPDATE"),
        worker=("SELECT", "INSERT", "UPDATE", "DELETE"),
    )
}

CREATE TABLE photo_piece (
    person_id uuid NOT NULL,
    sha256 text NOT NULL,
    start int NOT NULL,
    stop int NOT NULL CHECK (stop > start),
    sealed bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id, sha256, start)
);
CREATE INDEX photo_piece_received ON photo_piece (received_at);
{protect("photo_piece")}
{
    allow(
        "photo_piece",
        ActorKind.ADVISER,
        ("SELECT", "INSERT", "DELETE"),
        f"person_id = {PERSON}",
    )
}
{allow("photo_piece", ActorKind.WORKER, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "documents", "photos and their pieces", SQL)
