"""Suspending an account: by whom, since when, and which sessions ended with it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import AGENCIES, LOGIN, PERSON, works_for

ID = "2026-11-22T00:10:00:000001"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_VISITOR = ActorKind.VISITOR.database_role
_SUSPENDERS = [kind.database_role for kind in (ActorKind.MANAGER, ActorKind.BACK_OFFICE)]
_RIGHTS = "".join(
    (
        works_for("switch_account(uuid, boolean)", _OFFICE, *_SUSPENDERS),
        works_for("end_suspended_sessions(uuid)", _VISITOR, *_SUSPENDERS),
        works_for("session_suspended(bytea)", _VISITOR, LOGIN),
    )
)

# A manager writes on no row of others: `switch_account` is how they suspend and reinstate, and it
# reaches the advisers they oversee, nobody else. `end_suspended_sessions` reaches the sessions of
# somebody suspended and no other; it marks them, even those unused for long, so that whoever comes
# back with one of their tokens can be told why it opens nothing. `session_suspended` says just
# that, and that of a token alone: it names nobody.
SQL = f"""
ALTER TABLE person
    ADD COLUMN suspended_at timestamptz,
    ADD COLUMN suspended_by uuid REFERENCES person (id),
    ADD CONSTRAINT person_suspended CHECK (suspended_at IS NULL OR NOT active),
    ADD CONSTRAINT person_suspended_by CHECK ((suspended_at IS NULL) = (suspended_by IS NULL));
ALTER TABLE session ADD COLUMN ended_by_suspension boolean NOT NULL DEFAULT false;

CREATE FUNCTION switch_account(target uuid, activate boolean) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE person p SET active = activate,
        suspended_at = CASE WHEN NOT activate THEN now() END,
        suspended_by = CASE WHEN NOT activate THEN {PERSON} END
    WHERE p.id = target AND p.active <> activate AND p.id <> {PERSON}
        AND (current_setting('role') = '{_OFFICE}'
            OR p.role = 'adviser' AND p.agency_id = ANY {AGENCIES})
    RETURNING p.first_name || ' ' || p.last_name
$$;
CREATE FUNCTION end_suspended_sessions(suspended uuid) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE session s SET ended_at = now(), ended_by_suspension = true
        FROM person p
        WHERE p.id = suspended AND NOT p.active
            AND s.person_id = p.id AND s.ended_at IS NULL AND s.expires_at > now()
        RETURNING s.id
    )
    SELECT count(*)::integer FROM ended
$$;
CREATE FUNCTION session_suspended(digest bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM session s JOIN person p ON p.id = s.person_id
        WHERE s.token_digest = digest AND NOT p.active AND s.expires_at > now()
            AND (s.ended_by_suspension OR s.ended_at IS NULL))
$$;
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "suspension", SQL)
