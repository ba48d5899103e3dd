"""Signing on the customer's own phone: their link, their role's part in the ceremony, the news."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OF_THE_SALE, SALE, allow, owned_by_sale

ID = "2026-11-21T22:05:00:000001"

# One link per sale: the key says so. A new token takes the place of the one before, which is dead
# from then on. `sheet_seen` and `contract_seen` are prints of what the customer said they read.
#
# `signing_link_sale` runs as the visitor, who may read the links and nothing of the sales.
#
# The customer's role gets the part of the ceremony that the adviser's has, on its one sale. Of the
# sale itself it may move the state and nothing else.
#
# The triggers tell whoever follows a sale that its signature went on: the id and nothing more. They
# are silent while a sale is being answered, when thousands of steps arrive at once and each
# notification would have its commit wait for the others.
_STATE = "state, changed_at, revision, signed_at"

SQL = f"""
CREATE TABLE signing_link (
    sale_id uuid PRIMARY KEY REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    token_digest bytea NOT NULL UNIQUE,
    channel text NOT NULL CHECK (channel IN ('sms', 'email')),
    masked_destination text NOT NULL,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    opened_at timestamptz,
    read_at timestamptz,
    sheet_seen text NOT NULL DEFAULT '',
    contract_seen text NOT NULL DEFAULT ''
);
CREATE INDEX signing_link_adviser ON signing_link (adviser_id);
CREATE INDEX signing_link_agency ON signing_link (agency_id);
{
    owned_by_sale(
        "signing_link",
        adviser=("SELECT", "INSERT", "UPDATE"),
        worker=("SELECT", "INSERT"),
        customer=("SELECT",),
    )
}
{
    allow(
        "signing_link",
        ActorKind.CUSTOMER,
        ("UPDATE",),
        OF_THE_SALE,
        columns="opened_at, read_at, sheet_seen, contract_seen",
    )
}
{allow("signing_link", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}

CREATE FUNCTION signing_link_sale(digest bytea, OUT sale_id uuid, OUT expires_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.sale_id, k.expires_at FROM signing_link k WHERE k.token_digest = digest
$$;
GRANT CREATE ON SCHEMA public TO palier_visitor;
ALTER FUNCTION signing_link_sale(bytea) OWNER TO palier_visitor;
REVOKE CREATE ON SCHEMA public FROM palier_visitor;
REVOKE ALL ON FUNCTION signing_link_sale(bytea) FROM PUBLIC;
DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION signing_link_sale(bytea) TO %I', session_user);
END $$;

ALTER TABLE signature ADD COLUMN device_of text NOT NULL DEFAULT 'adviser'
    CHECK (device_of IN ('adviser', 'customer'));

{allow("sale", ActorKind.CUSTOMER, ("UPDATE",), f"id = {SALE}", columns=_STATE)}
{allow("submission", ActorKind.CUSTOMER, ("SELECT",), OF_THE_SALE)}
{allow("handover", ActorKind.CUSTOMER, ("INSERT", "UPDATE"), OF_THE_SALE)}
{allow("signature", ActorKind.CUSTOMER, ("INSERT", "UPDATE"), OF_THE_SALE)}
{allow("confirmation_code", ActorKind.CUSTOMER, ("SELECT", "INSERT", "UPDATE"), OF_THE_SALE)}

CREATE FUNCTION tell_of_signing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('signing', to_jsonb(NEW) ->> TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_of_signing AFTER INSERT OR UPDATE ON signing_link
    FOR EACH ROW EXECUTE FUNCTION tell_of_signing('sale_id');
CREATE TRIGGER tell_of_signing AFTER INSERT ON confirmation_code
    FOR EACH ROW EXECUTE FUNCTION tell_of_signing('sale_id');
CREATE TRIGGER tell_of_signing AFTER UPDATE OF state ON sale
    FOR EACH ROW WHEN (OLD.state <> NEW.state
        AND OLD.state IN ('ready_to_sign', 'out_for_signature'))
    EXECUTE FUNCTION tell_of_signing('id');
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "signing on the customer's own phone", SQL)
