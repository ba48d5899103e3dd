"""What a referent sees of the sales of those they follow, and how they hear of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import PERSON, works_for

ID = "2026-11-29T10:00:00:000004"

_ADVISER = ActorKind.ADVISER.database_role
_OFFICE = ActorKind.BACK_OFFICE.database_role
_WORKER = ActorKind.WORKER.database_role

# Columns and no rows: row security shows a referent, like any adviser, their own sales alone, so
# that no query of a page can bring an answer of a customer, an account or a signature along.
#
# A sale tells its adviser's referent that it moved on. Most advisers have none: they cost one look
# into an index, and no notification, which would hold up the commits of others.
SQL = f"""
CREATE FUNCTION followed_now() RETURNS TABLE (
    adviser_id uuid, name text, agency_name text, active boolean, since timestamptz, sales jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.first_name || ' ' || p.last_name, a.name, p.active, f.since,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'number', s.number,
                'state', s.state, 'step', s.step, 'journey', s.journey,
                'version', s.journey_version, 'customer_name', s.customer_name,
                'month_cents', s.month_cents, 'opened_at', s.opened_at,
                'changed_at', s.changed_at,
                'newest', (SELECT jsonb_build_object('step', u.step, 'at', u.received_at)
                    FROM submission u WHERE u.sale_id = s.id
                    ORDER BY u.received_at DESC, u.seq DESC LIMIT 1),
                'products', (SELECT coalesce(jsonb_agg(jsonb_build_object('fr', l.label_fr,
                        'en', l.label_en) ORDER BY l.position), '[]')
                    FROM sale_line l WHERE l.sale_id = s.id))
                ORDER BY s.changed_at, s.id), '[]')
            FROM sale s WHERE s.adviser_id = p.id
                AND s.state IN ('open', 'ready_to_sign', 'out_for_signature', 'stalled'))
    FROM following f
    JOIN person p ON p.id = f.adviser_id
    JOIN agency a ON a.id = p.agency_id
    WHERE f.referent_id = {PERSON} AND f.until IS NULL
        AND current_setting('app.role', true) = 'referent'
    ORDER BY p.last_name, p.first_name
$$;
{works_for("followed_now()", _OFFICE, _ADVISER)}

CREATE FUNCTION tell_referent_of_sale() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    referent uuid;
BEGIN
    SELECT f.referent_id INTO referent FROM following f
    WHERE f.adviser_id = NEW.adviser_id AND f.until IS NULL;
    IF FOUND THEN
        PERFORM pg_notify('followed', referent::text);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER tell_referent_opened AFTER INSERT ON sale
    FOR EACH ROW EXECUTE FUNCTION tell_referent_of_sale();
CREATE TRIGGER tell_referent_moved AFTER UPDATE OF state ON sale
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION tell_referent_of_sale();
{works_for("tell_referent_of_sale()", _WORKER)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "referents follow sales", SQL)
