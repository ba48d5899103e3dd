"""The back office looks in somebody's name: with a reason, for half an hour, and only looks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, LOGIN, PERSON, allow, protect, works_for

ID = "2026-11-29T10:00:00:000009"

_SIGNED_IN = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE, ActorKind.AUDITOR)
_ROLE = "(SELECT current_setting('app.role', true))"
_MINE = f"agent_id = {PERSON}"
# The session is the agent's own and the person somebody active they may see as.
_BEGUN = f"""{_MINE} AND ended_at IS NULL
    AND EXISTS (SELECT FROM session s WHERE s.id = session_id AND s.person_id = {PERSON})
    AND may_impersonate({_ROLE}, (SELECT p.role FROM person p WHERE p.id = person_id AND p.active))
"""

# `may_impersonate` says `impersonates` of `ROLES` (extranet/core/access.py); a test holds it to
# that table. A session in somebody's name is that of the agent: whatever ends it, or takes away
# what they may, ends that too. When it is over, by time or because the person may not be seen as
# any more, the lookup names the agent again and says so, until they have left.
SQL = f"""
CREATE FUNCTION may_impersonate(agent text, seen text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(agent IN ('back_office', 'back_office_lead', 'administrator')
        AND seen IN ('adviser', 'referent', 'manager'), false)
$$;

CREATE TABLE impersonation (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL,
    agent_id uuid NOT NULL REFERENCES person (id),
    agent_name text NOT NULL,
    person_id uuid NOT NULL REFERENCES person (id),
    reason text NOT NULL CHECK (char_length(btrim(reason)) BETWEEN 10 AND 500),
    begun_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL DEFAULT now() + interval '30 minutes',
    ended_at timestamptz,
    CHECK (until <= begun_at + interval '30 minutes'),
    CHECK (person_id <> agent_id)
);
CREATE UNIQUE INDEX impersonation_session ON impersonation (session_id) WHERE ended_at IS NULL;
CREATE INDEX impersonation_person ON impersonation (person_id, begun_at DESC);
CREATE INDEX impersonation_agent ON impersonation (agent_id);
{protect("impersonation")}
{
    "".join(
        allow("impersonation", kind, ("SELECT",), f"person_id = {PERSON} OR {_MINE}")
        for kind in _SIGNED_IN
    )
}
GRANT INSERT (id, session_id, agent_id, agent_name, person_id, reason), UPDATE (ended_at)
    ON impersonation TO {ActorKind.BACK_OFFICE.database_role};
CREATE POLICY backoffice_insert ON impersonation FOR INSERT
    TO {ActorKind.BACK_OFFICE.database_role} WITH CHECK ({_BEGUN});
CREATE POLICY backoffice_update ON impersonation FOR UPDATE
    TO {ActorKind.BACK_OFFICE.database_role} USING ({_MINE}) WITH CHECK ({_MINE});
{allow("impersonation", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}
{
    allow(
        "impersonation",
        ActorKind.WORKER,
        ("SELECT", "UPDATE", "DELETE"),
        ANY_ROW,
        columns="ended_at",
    )
}

DROP FUNCTION session_person(bytea);
CREATE FUNCTION session_person(digest bytea) RETURNS TABLE (
    session_id uuid, person_id uuid, first_name text, last_name text, role text, locale text,
    agency_id uuid, agency_name text, agencies uuid[], tablet_id uuid,
    behind_id uuid, behind_name text, behind_role text, behind_agency uuid,
    seen_id uuid, seen_why text, seen_until timestamptz
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT s.id, p.id, p.first_name, p.last_name, p.role, o.locale, p.agency_id, a.name,
            CASE WHEN p.role = 'manager'
                THEN ARRAY(SELECT b.id FROM agency b WHERE b.path @> ARRAY[p.agency_id])
                ELSE '{{}}'::uuid[] END,
            CASE WHEN i.id IS NULL THEN s.tablet_id END,
            CASE WHEN seen.id IS NOT NULL THEN o.id END,
            CASE WHEN seen.id IS NOT NULL THEN o.first_name || ' ' || o.last_name END,
            CASE WHEN seen.id IS NOT NULL THEN o.role END,
            CASE WHEN seen.id IS NOT NULL THEN o.agency_id END,
            i.person_id, i.reason, i.until
        FROM session s
        JOIN person o ON o.id = s.person_id AND o.active
        LEFT JOIN impersonation i ON i.session_id = s.id AND i.ended_at IS NULL
        LEFT JOIN person seen ON seen.id = i.person_id AND seen.active AND i.until > now()
            AND may_impersonate(o.role, seen.role)
        JOIN person p ON p.id = coalesce(seen.id, o.id)
        JOIN agency a ON a.id = p.agency_id
        WHERE s.token_digest = digest AND s.ended_at IS NULL AND s.expires_at > now()
            AND s.seen_at > now() - interval '12 hours';
    IF FOUND THEN
        UPDATE session s SET seen_at = now()
        WHERE s.token_digest = digest AND s.seen_at < now() - interval '5 minutes';
    END IF;
END $$;
{works_for("session_person(bytea)", ActorKind.VISITOR.database_role, LOGIN)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "impersonation", SQL)
