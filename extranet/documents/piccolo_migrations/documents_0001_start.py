"""The papers of a sale, the customers' links to them, and the print queue."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, owned_by_sale

ID = "2026-11-21T10:00:00:000005"

# `link_sale` tells which sale a customer's token opens; it runs as the visitor, who may read the
# links and nothing of the papers.
SQL = f"""
CREATE TABLE document (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('sheet', 'contract', 'sealed_contract', 'evidence')),
    sha256 text NOT NULL,
    size int NOT NULL,
    page_count int NOT NULL,
    storage_key text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX document_sale ON document (sale_id, created_at);
CREATE INDEX document_adviser ON document (adviser_id);
CREATE INDEX document_agency ON document (agency_id);
{
    owned_by_sale(
        "document",
        adviser=("SELECT", "INSERT"),
        worker=("SELECT", "INSERT"),
        back_office=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}

CREATE TABLE document_link (
    id uuid PRIMARY KEY,
    token_digest bytea NOT NULL UNIQUE,
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX document_link_sale ON document_link (sale_id);
{
    owned_by_sale(
        "document_link",
        adviser=("SELECT", "INSERT"),
        back_office=("SELECT", "INSERT"),
        worker=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}
{allow("document_link", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}

CREATE TABLE print_job (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason IN ('sheet', 'contract', 'copy')),
    created_at timestamptz NOT NULL DEFAULT now(),
    printed_at timestamptz,
    UNIQUE (sale_id, reason)
);
{
    owned_by_sale(
        "print_job",
        adviser=("SELECT", "INSERT"),
        back_office=("SELECT", "UPDATE"),
        worker=("SELECT", "INSERT"),
    )
}

CREATE FUNCTION link_sale(digest bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT sale_id FROM document_link WHERE token_digest = digest AND expires_at > now()
$$;
GRANT CREATE ON SCHEMA public TO palier_visitor;
ALTER FUNCTION link_sale(bytea) OWNER TO palier_visitor;
REVOKE CREATE ON SCHEMA public FROM palier_visitor;
REVOKE ALL ON FUNCTION link_sale(bytea) FROM PUBLIC;
DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION link_sale(bytea) TO %I', session_user);
END $$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "documents", "papers, links, print queue", SQL)
