"""Contracts in the back office, and the acts that moved them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OF_THE_SALE, OVERSEEN, OWN, allow, protect

ID = "2026-11-21T10:00:00:000007"

_ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyaaaaaaceeeeiiiinooooouuuuyy"

# `search` holds the tokens of `extranet.contracts.search`. `contract_matching` looks them up for
# those who see only some agencies: under their own role PostgreSQL keeps `@>`, which might leak,
# away from the index until row security has judged every row. It runs as the back office, holds
# the same condition, and returns where `most` rows lie, the newest of the first few thousand it
# meets. The query that asks, which sees the same rows (both read as of its start), fetches them
# there without another search, and row security judges each of them once more.
#
# An auditor reads the numbers of sales and contracts, which the journal is about, and no more.
#
# Each order of the list has an index over all contracts and one within an agency, so that a page
# reads as many rows as it shows, whoever asks.
SQL = f"""
CREATE TABLE contract (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    sale_id uuid NOT NULL UNIQUE,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN
        ('to_check', 'validated', 'active', 'terminated', 'rejected', 'withdrawn')),
    customer_name text NOT NULL,
    customer_sort text COLLATE "C" GENERATED ALWAYS AS
        (lower(translate(customer_name, '{_ACCENTED}', '{_PLAIN}') COLLATE "C")) STORED,
    customer_city text NOT NULL,
    search text[] NOT NULL,
    adviser_name text NOT NULL,
    agency_name text NOT NULL,
    partner_names text NOT NULL,
    signature_level text NOT NULL,
    today_cents int NOT NULL,
    month_cents int NOT NULL,
    signed_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    first_delivery_at timestamptz,
    version int NOT NULL DEFAULT 1
);
CREATE INDEX contract_signed ON contract (signed_at, id);
CREATE INDEX contract_customer ON contract (customer_sort, id);
CREATE INDEX contract_agency_name ON contract (agency_name, id);
CREATE INDEX contract_amount ON contract (month_cents, id);
CREATE INDEX contract_state_signed ON contract (state, signed_at, id);
CREATE INDEX contract_of_agency_signed ON contract (agency_id, signed_at, id);
CREATE INDEX contract_of_agency_customer ON contract (agency_id, customer_sort, id);
CREATE INDEX contract_of_agency_name ON contract (agency_id, agency_name, id);
CREATE INDEX contract_of_agency_amount ON contract (agency_id, month_cents, id);
CREATE INDEX contract_of_agency_state ON contract (agency_id, state, signed_at, id);
CREATE INDEX contract_adviser ON contract (adviser_id, signed_at, id);
CREATE INDEX contract_search ON contract USING gin (search) WITH (gin_pending_list_limit = 512);
{protect("contract")}
{allow("contract", ActorKind.ADVISER, ("SELECT", "INSERT"), OWN)}
{allow("contract", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("contract", ActorKind.BACK_OFFICE, ("SELECT", "UPDATE"), ANY_ROW)}
{allow("contract", ActorKind.WORKER, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
{allow("contract", ActorKind.CUSTOMER, ("SELECT",), OF_THE_SALE)}

CREATE TABLE contract_move (
    id uuid PRIMARY KEY,
    contract_id uuid NOT NULL REFERENCES contract (id),
    sale_id uuid NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    from_state text NOT NULL DEFAULT '',
    to_state text NOT NULL,
    by_id uuid,
    by_name text NOT NULL,
    reason text NOT NULL DEFAULT '',
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX contract_move_contract ON contract_move (contract_id, at);
{protect("contract_move")}
{allow("contract_move", ActorKind.ADVISER, ("SELECT", "INSERT"), OWN)}
{allow("contract_move", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("contract_move", ActorKind.BACK_OFFICE, ("SELECT", "INSERT"), ANY_ROW)}
{allow("contract_move", ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)}

GRANT SELECT (id, number) ON sale TO palier_auditor;
GRANT SELECT (id, sale_id, number) ON contract TO palier_auditor;
CREATE POLICY auditor_select ON sale FOR SELECT TO palier_auditor USING (true);
CREATE POLICY auditor_select ON contract FOR SELECT TO palier_auditor USING (true);

CREATE FUNCTION contract_matching(tokens text[], most int) RETURNS tid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(newest.place), '{{}}')
    FROM (
        SELECT found.place
        FROM (
            SELECT ctid AS place, signed_at FROM contract
            WHERE search @> tokens
                AND ((SELECT current_setting('role') = '{ActorKind.BACK_OFFICE.database_role}')
                    OR {OVERSEEN})
            LIMIT 4 * most
        ) found
        ORDER BY found.signed_at DESC
        LIMIT most
    ) newest
$$;
GRANT CREATE ON SCHEMA public TO {ActorKind.BACK_OFFICE.database_role};
ALTER FUNCTION contract_matching(text[], int) OWNER TO {ActorKind.BACK_OFFICE.database_role};
REVOKE CREATE ON SCHEMA public FROM {ActorKind.BACK_OFFICE.database_role};
REVOKE ALL ON FUNCTION contract_matching(text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contract_matching(text[], int)
    TO {ActorKind.BACK_OFFICE.database_role}, {ActorKind.MANAGER.database_role};
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "contracts", "contracts and their moves", SQL)
