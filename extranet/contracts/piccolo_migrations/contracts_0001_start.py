"""Contracts in the back office, and the acts that moved them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OF_THE_SALE, OVERSEEN, OWN, allow, protect

ID = "2026-11-21T10:00:00:000007"

# `search` holds the normalised words of the customer's name, for prefix search without extensions.
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
CREATE INDEX contract_signed ON contract (signed_at DESC, id DESC);
CREATE INDEX contract_state_signed ON contract (state, signed_at DESC, id DESC);
CREATE INDEX contract_customer ON contract (customer_name, id);
CREATE INDEX contract_agency_name ON contract (agency_name, id);
CREATE INDEX contract_amount ON contract (month_cents, id);
CREATE INDEX contract_agency ON contract (agency_id, signed_at DESC, id DESC);
CREATE INDEX contract_adviser ON contract (adviser_id, signed_at DESC, id DESC);
CREATE INDEX contract_search ON contract USING gin (search);
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
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "contracts", "contracts and their moves", SQL)
