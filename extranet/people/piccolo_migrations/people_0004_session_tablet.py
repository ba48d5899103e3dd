"""A session's lookup says on which tablet it is open."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import LOGIN, works_for

ID = "2026-11-22T00:40:00:000001"

# What a tablet sends names the tablet. A living session that is open on it says all there is to
# know: whoever revokes a tablet ends its sessions. So the lookup every request makes anyway spares
# each batch of the outbox a question of its own.
SQL = """
DROP FUNCTION session_person(bytea);
CREATE FUNCTION session_person(digest bytea) RETURNS TABLE (
    session_id uuid, person_id uuid, first_name text, last_name text, role text, locale text,
    agency_id uuid, agency_name text, agencies uuid[], tablet_id uuid
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT s.id, p.id, p.first_name, p.last_name, p.role, p.locale, p.agency_id, a.name,
            CASE WHEN p.role = 'manager'
                THEN ARRAY(SELECT b.id FROM agency b WHERE b.path @> ARRAY[p.agency_id])
                ELSE '{}'::uuid[] END,
            s.tablet_id
        FROM session s
        JOIN person p ON p.id = s.person_id AND p.active
        JOIN agency a ON a.id = p.agency_id
        WHERE s.token_digest = digest AND s.ended_at IS NULL AND s.expires_at > now()
            AND s.seen_at > now() - interval '12 hours';
    IF FOUND THEN
        UPDATE session s SET seen_at = now()
        WHERE s.token_digest = digest AND s.seen_at < now() - interval '5 minutes';
    END IF;
END $$;
""" + works_for("session_person(bytea)", ActorKind.VISITOR.database_role, LOGIN)


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "session_tablet", SQL)
