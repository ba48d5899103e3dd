"""Partners and what they sell. Nobody owns the catalogue; only the back office changes it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-21T10:00:00:000003"

_READERS = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.CUSTOMER)
_TABLES = ("partner", "product", "seller")

SQL = f"""
CREATE TABLE seller (
    id uuid PRIMARY KEY,
    agency_id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    legal text NOT NULL,
    address text NOT NULL,
    siret text NOT NULL,
    vat_number text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    creditor_name text NOT NULL,
    creditor_id text NOT NULL,
    mediator_name text NOT NULL,
    mediator_address text NOT NULL,
    mediator_site text NOT NULL
);

CREATE TABLE partner (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    legal text NOT NULL,
    address text NOT NULL,
    siret text NOT NULL
);

CREATE TABLE product (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    partner_id uuid NOT NULL REFERENCES partner (id),
    label_fr text NOT NULL,
    label_en text NOT NULL,
    description_fr text NOT NULL,
    description_en text NOT NULL,
    price_cents int NOT NULL CHECK (price_cents > 0),
    period text NOT NULL CHECK (period IN ('once', 'month', 'quarter', 'year')),
    nature text NOT NULL CHECK (nature IN ('service', 'goods', 'regular_delivery')),
    exempt_39bis boolean NOT NULL DEFAULT false,
    max_quantity int NOT NULL DEFAULT 9 CHECK (max_quantity BETWEEN 1 AND 99),
    commitment_months int NOT NULL DEFAULT 0,
    active boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL DEFAULT now()
);

{"".join(protect(table) for table in _TABLES)}
{"".join(allow(table, kind, ("SELECT",), ANY_ROW) for table in _TABLES for kind in _READERS)}
{
    "".join(
        allow(table, ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)
        for table in _TABLES
    )
}
{"".join(allow(table, ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW) for table in _TABLES)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "catalogue", "partners and products", SQL)
