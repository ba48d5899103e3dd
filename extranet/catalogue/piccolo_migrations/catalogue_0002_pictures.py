"""What products look like. A picture is small, so that tablets carry those of a whole catalogue."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-29T14:00:00:000010"

_READERS = (ActorKind.ADVISER, ActorKind.MANAGER)

SQL = f"""
CREATE TABLE product_picture (
    product_id uuid PRIMARY KEY REFERENCES product (id),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    content bytea NOT NULL CHECK (octet_length(content) BETWEEN 1 AND 200000)
);
CREATE INDEX product_picture_sha256 ON product_picture (sha256);
{protect("product_picture")}
{"".join(allow("product_picture", kind, ("SELECT",), ANY_ROW) for kind in _READERS)}
{
    allow(
        "product_picture",
        ActorKind.BACK_OFFICE,
        ("SELECT", "INSERT", "UPDATE", "DELETE"),
        ANY_ROW,
        columns="sha256, content",
    )
}
{allow("product_picture", ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "catalogue", "pictures of products", SQL)
