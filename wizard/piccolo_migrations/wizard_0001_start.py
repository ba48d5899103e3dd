"""Sales, what tablets sent of them, and their signature."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import (
    ANY_ROW,
    OVERSEEN,
    OWN,
    SALE,
    allow,
    owned_by_sale,
    protect,
)

ID = "2026-11-21T10:00:00:000006"

# `submission` is what arrived, once each, in the order of `seq`, with a keyed digest of its content
# that tells a repeat from a reused id; `sale_step` is the newest answer of each step. A secret
# answer (the IBAN) lies sealed in `sale_step` alone, so that taking it away leaves none.
# `sale.revision` counts every change of a sale: who writes on an old one writes nothing.
# `sale_line` keeps the terms it was sold on, `sale` who sold and for whom (`wizard.terms`): the
# catalogue, the adviser and the seller may change after it. A customer may know both.
ADVISER_OF_THE_SALE = f"(SELECT s.adviser_id FROM sale s WHERE s.id = {SALE})"
AGENCY_OF_THE_SALE = f"(SELECT s.agency_id FROM sale s WHERE s.id = {SALE})"

SQL = f"""
CREATE SEQUENCE sale_number START 1;

CREATE TABLE sale (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    adviser jsonb NOT NULL,
    seller jsonb,
    journey text NOT NULL,
    journey_version int NOT NULL,
    state text NOT NULL CHECK (state IN
        ('open', 'ready_to_sign', 'out_for_signature', 'signed', 'to_print', 'stalled', 'dropped')),
    step text NOT NULL,
    locale text NOT NULL DEFAULT 'fr',
    customer_name text NOT NULL DEFAULT '',
    today_cents int NOT NULL DEFAULT 0,
    month_cents int NOT NULL DEFAULT 0,
    opened_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    signed_at timestamptz,
    revision int NOT NULL DEFAULT 1
);
CREATE INDEX sale_adviser ON sale (adviser_id, changed_at DESC, id DESC);
CREATE INDEX sale_agency ON sale (agency_id, changed_at DESC, id DESC);
CREATE INDEX sale_changed ON sale (changed_at DESC, id DESC);
CREATE INDEX sale_state ON sale (state, changed_at DESC, id DESC);
CREATE INDEX sale_under_way ON sale (adviser_id, changed_at DESC)
    WHERE state IN ('open', 'ready_to_sign', 'out_for_signature', 'stalled');
{protect("sale")}
{allow("sale", ActorKind.ADVISER, ("SELECT", "INSERT", "UPDATE"), OWN)}
{allow("sale", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("sale", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("sale", ActorKind.WORKER, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
{allow("sale", ActorKind.CUSTOMER, ("SELECT",), f"id = {SALE}")}
GRANT USAGE ON SEQUENCE sale_number TO palier_adviser, palier_worker;
{allow("person", ActorKind.CUSTOMER, ("SELECT",), f"id = {ADVISER_OF_THE_SALE}")}
{allow("agency", ActorKind.CUSTOMER, ("SELECT",), f"id = {AGENCY_OF_THE_SALE}")}

CREATE TABLE submission (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    step text NOT NULL,
    seq bigint NOT NULL,
    answers jsonb NOT NULL,
    digest bytea NOT NULL,
    captured_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX submission_sale ON submission (sale_id, seq);
CREATE INDEX submission_adviser ON submission (adviser_id);
CREATE INDEX submission_agency ON submission (agency_id);
{owned_by_sale("submission", adviser=("SELECT", "INSERT"), worker=("SELECT", "INSERT"))}

CREATE TABLE sale_step (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES sale (id),
    step text NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    answers jsonb NOT NULL,
    seq bigint NOT NULL,
    captured_at timestamptz NOT NULL,
    UNIQUE (sale_id, step)
);
CREATE INDEX sale_step_adviser ON sale_step (adviser_id);
CREATE INDEX sale_step_agency ON sale_step (agency_id);
{
    owned_by_sale(
        "sale_step",
        adviser=("SELECT", "INSERT", "UPDATE", "DELETE"),
        worker=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}

CREATE TABLE sale_line (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES sale (id),
    position int NOT NULL,
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    product_id uuid NOT NULL REFERENCES product (id),
    quantity int NOT NULL CHECK (quantity > 0),
    unit_price_cents int NOT NULL CHECK (unit_price_cents > 0),
    total_cents int NOT NULL CHECK (total_cents = quantity * unit_price_cents),
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    description_fr text NOT NULL,
    description_en text NOT NULL,
    period text NOT NULL CHECK (period IN ('once', 'month', 'quarter', 'year')),
    nature text NOT NULL CHECK (nature IN ('service', 'goods', 'regular_delivery')),
    exempt_39bis boolean NOT NULL,
    commitment_months int NOT NULL,
    partner_code text NOT NULL,
    partner_name text NOT NULL,
    partner_legal text NOT NULL,
    partner_address text NOT NULL,
    partner_siret text NOT NULL,
    UNIQUE (sale_id, position)
);
CREATE INDEX sale_line_adviser ON sale_line (adviser_id);
CREATE INDEX sale_line_agency ON sale_line (agency_id);
{
    owned_by_sale(
        "sale_line",
        adviser=("SELECT", "INSERT", "DELETE"),
        worker=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}

CREATE TABLE handover (
    sale_id uuid PRIMARY KEY REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    document_id uuid NOT NULL,
    document_sha256 text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'email', 'paper')),
    masked_destination text NOT NULL,
    handed_at timestamptz NOT NULL DEFAULT now()
);
{
    owned_by_sale(
        "handover",
        adviser=("SELECT", "INSERT", "UPDATE", "DELETE"),
        worker=("SELECT", "INSERT", "UPDATE"),
        customer=("SELECT",),
    )
}

CREATE TABLE signature (
    sale_id uuid PRIMARY KEY REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    document_id uuid NOT NULL,
    document_sha256 text NOT NULL,
    level text NOT NULL DEFAULT 'SES' CHECK (level IN ('SES', 'AES', 'QES')),
    manner text NOT NULL CHECK (manner IN ('drawn', 'typed', 'paper')),
    sealed_mark bytea NOT NULL,
    drawn_at timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz
);
{
    owned_by_sale(
        "signature",
        adviser=("SELECT", "INSERT", "UPDATE", "DELETE"),
        worker=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}

CREATE TABLE confirmation_code (
    id uuid PRIMARY KEY,
    sale_id uuid NOT NULL REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    code_digest bytea NOT NULL,
    document_sha256 text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    masked_destination text NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    sent_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    confirmed_at timestamptz
);
CREATE INDEX confirmation_code_sale ON confirmation_code (sale_id, sent_at DESC);
{
    owned_by_sale(
        "confirmation_code",
        adviser=("SELECT", "INSERT", "UPDATE"),
        back_office=("SELECT",),
        worker=("SELECT", "INSERT"),
    )
}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "sales, submissions, signatures", SQL)
