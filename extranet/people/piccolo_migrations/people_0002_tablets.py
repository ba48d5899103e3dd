"""Tablets, their data keys, and the session that is open on each."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OVERSEEN, PERSON, allow, protect

ID = "2026-11-21T22:00:00:000001"

OWN = f"person_id = {PERSON}"
_SIGNED_IN = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE, ActorKind.AUDITOR)

# The agency follows its person's, so that whoever oversees them now sees their tablets too. Keys
# lie in a table of their own, which shows everybody theirs alone: who may revoke a tablet cannot
# read it. `end_tablet_sessions` is how somebody ends sessions that are not theirs; it reaches
# those of a revoked tablet and no other.
SQL = f"""
ALTER TABLE person ADD CONSTRAINT person_of_agency UNIQUE (id, agency_id);

CREATE TABLE tablet (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    name text NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    revoked_by uuid REFERENCES person (id),
    wiped_at timestamptz,
    FOREIGN KEY (person_id, agency_id) REFERENCES person (id, agency_id) ON UPDATE CASCADE,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CHECK (wiped_at IS NULL OR revoked_at IS NOT NULL)
);
CREATE INDEX tablet_person ON tablet (person_id);

CREATE TABLE tablet_key (
    tablet_id uuid PRIMARY KEY REFERENCES tablet (id),
    person_id uuid NOT NULL REFERENCES person (id),
    data_key bytea NOT NULL
);

ALTER TABLE session ADD COLUMN tablet_id uuid REFERENCES tablet (id);
CREATE INDEX session_tablet ON session (tablet_id) WHERE tablet_id IS NOT NULL;
GRANT UPDATE (tablet_id) ON session TO {", ".join(kind.database_role for kind in _SIGNED_IN)};

{protect("tablet")}{protect("tablet_key")}
{allow("tablet", ActorKind.ADVISER, ("SELECT", "INSERT", "UPDATE"), OWN, columns="seen_at")}
{
    allow(
        "tablet",
        ActorKind.MANAGER,
        ("SELECT", "UPDATE"),
        f"{OVERSEEN} OR {OWN}",
        columns="seen_at, revoked_at, revoked_by",
    )
}
{
    allow(
        "tablet",
        ActorKind.BACK_OFFICE,
        ("SELECT", "UPDATE"),
        ANY_ROW,
        columns="seen_at, revoked_at, revoked_by",
    )
}
{allow("tablet", ActorKind.AUDITOR, ("SELECT", "UPDATE"), OWN, columns="seen_at")}
{allow("tablet", ActorKind.VISITOR, ("SELECT", "UPDATE"), ANY_ROW, columns="seen_at, wiped_at")}
{allow("tablet_key", ActorKind.ADVISER, ("INSERT",), OWN)}
{"".join(allow("tablet_key", kind, ("SELECT",), OWN) for kind in _SIGNED_IN)}

CREATE FUNCTION end_tablet_sessions(revoked uuid) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE session s SET ended_at = now()
        FROM tablet t
        WHERE t.id = revoked AND t.revoked_at IS NOT NULL
            AND s.tablet_id = t.id AND s.ended_at IS NULL
        RETURNING s.id
    )
    SELECT count(*)::integer FROM ended
$$;
GRANT CREATE ON SCHEMA public TO palier_visitor;
ALTER FUNCTION end_tablet_sessions(uuid) OWNER TO palier_visitor;
REVOKE CREATE ON SCHEMA public FROM palier_visitor;
REVOKE ALL ON FUNCTION end_tablet_sessions(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_tablet_sessions(uuid) TO palier_manager, palier_backoffice;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "tablets", SQL)
