"""SMS and e-mail on their way, and the local inbox that stands in for phones and mailboxes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, owned_by_sale, protect

ID = "2026-11-21T10:00:00:000004"

# `sealed` holds recipient and text (vault); it is emptied once the message was handed over or
# refused for good. `claimed_until` is the lease of the job that is handing it over.
SQL = f"""
CREATE TABLE message (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    kind text NOT NULL,
    masked_recipient text NOT NULL,
    sealed bytea,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sent', 'delivered', 'failed')),
    provider text NOT NULL DEFAULT '',
    provider_reference text NOT NULL DEFAULT '',
    problem text NOT NULL DEFAULT '',
    attempts int NOT NULL DEFAULT 0,
    claimed_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
);
CREATE INDEX message_sale ON message (sale_id, created_at);
CREATE INDEX message_adviser ON message (adviser_id);
CREATE INDEX message_agency ON message (agency_id);
{
    owned_by_sale(
        "message",
        adviser=("SELECT", "INSERT"),
        back_office=("SELECT", "INSERT"),
        worker=("SELECT", "INSERT", "UPDATE"),
        customer=("SELECT", "INSERT"),
    )
}

CREATE TABLE inbox_item (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL DEFAULT '',
    body text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_item_received ON inbox_item (received_at DESC);
{protect("inbox_item")}
{allow("inbox_item", ActorKind.WORKER, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}
{allow("inbox_item", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "messages", "messages and the local inbox", SQL)
