"""Agencies, people, their credentials and sessions, and the throttle of sign-in."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import AGENCIES, AGENCY, ANY_ROW, PERSON, allow, protect

ID = "2026-11-21T10:00:00:000002"

# `agency.path` holds the agency's ancestors and itself, so that "this agency and below" is one
# comparison. `session_person` is the only thing a request may ask before it has an identity; it
# runs as the visitor and notes that the session is alive, every five minutes at most.
SQL = f"""
CREATE TABLE agency (
    id uuid PRIMARY KEY,
    parent_id uuid REFERENCES agency (id),
    kind text NOT NULL CHECK (kind IN ('distributor', 'agency', 'team')),
    name text NOT NULL,
    path uuid[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX agency_path ON agency USING gin (path);

CREATE TABLE person (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    first_name text NOT NULL,
    last_name text NOT NULL,
    phone text NOT NULL DEFAULT '',
    card_number text NOT NULL DEFAULT '',
    role text NOT NULL
        CHECK (role IN ('adviser', 'manager', 'back_office', 'administrator', 'auditor')),
    agency_id uuid NOT NULL REFERENCES agency (id),
    locale text NOT NULL DEFAULT 'fr' CHECK (locale IN ('fr', 'en')),
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX person_agency ON person (agency_id);

CREATE TABLE credential (
    person_id uuid PRIMARY KEY REFERENCES person (id),
    password_hash text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
    id uuid PRIMARY KEY,
    token_digest bytea NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES person (id),
    device text NOT NULL,
    address text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE sign_in_failure (
    id uuid PRIMARY KEY,
    account_digest bytea NOT NULL,
    address_digest bytea NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failure_account ON sign_in_failure (account_digest, at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address_digest, at);

{protect("agency")}{protect("person")}{protect("credential")}{protect("session")}
{protect("sign_in_failure")}
{allow("agency", ActorKind.ADVISER, ("SELECT",), f"id = {AGENCY}")}
{allow("agency", ActorKind.MANAGER, ("SELECT",), f"id = ANY {AGENCIES}")}
{allow("agency", ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
{allow("agency", ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)}
{allow("agency", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}
{allow("person", ActorKind.ADVISER, ("SELECT", "UPDATE"), f"id = {PERSON}", columns="locale")}
{allow("person", ActorKind.MANAGER, ("SELECT",), f"agency_id = ANY {AGENCIES} OR id = {PERSON}")}
{allow("person", ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
{allow("person", ActorKind.AUDITOR, ("SELECT", "UPDATE"), f"id = {PERSON}", columns="locale")}
{allow("person", ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)}
{allow("person", ActorKind.VISITOR, ("SELECT",), ANY_ROW)}
GRANT UPDATE (locale) ON person TO palier_manager;
CREATE POLICY manager_update ON person FOR UPDATE TO palier_manager
    USING (id = {PERSON}) WITH CHECK (id = {PERSON});
{allow("credential", ActorKind.VISITOR, ("SELECT", "UPDATE"), ANY_ROW)}
{allow("credential", ActorKind.WORKER, ("INSERT",), ANY_ROW)}
{allow("session", ActorKind.VISITOR, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
{allow("session", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}
{allow("sign_in_failure", ActorKind.VISITOR, ("SELECT", "INSERT"), ANY_ROW)}
{allow("sign_in_failure", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}
{
    "".join(
        allow("session", kind, ("SELECT", "UPDATE"), f"person_id = {PERSON}", columns="ended_at")
        for kind in (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE, ActorKind.AUDITOR)
    )
}

CREATE FUNCTION session_person(digest bytea) RETURNS TABLE (
    session_id uuid, person_id uuid, first_name text, last_name text, role text, locale text,
    agency_id uuid, agency_name text, agencies uuid[]
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT s.id, p.id, p.first_name, p.last_name, p.role, p.locale, p.agency_id, a.name,
            CASE WHEN p.role = 'manager'
                THEN ARRAY(SELECT b.id FROM agency b WHERE b.path @> ARRAY[p.agency_id])
                ELSE '{{}}'::uuid[] END
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
GRANT CREATE ON SCHEMA public TO palier_visitor;
ALTER FUNCTION session_person(bytea) OWNER TO palier_visitor;
REVOKE CREATE ON SCHEMA public FROM palier_visitor;
REVOKE ALL ON FUNCTION session_person(bytea) FROM PUBLIC;
DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION session_person(bytea) TO %I', session_user);
END $$;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "agencies, people, sessions", SQL)
