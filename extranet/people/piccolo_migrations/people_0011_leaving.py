"""People who leave: on which day, who takes over, and what ends with it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import (
    AGENCIES,
    ANY_ROW,
    OVERSEEN,
    PERSON,
    allow,
    protect,
    works_for,
)

ID = "2026-11-29T10:00:00:000006"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_WORKER = ActorKind.WORKER.database_role
_OVERSEERS = [kind.database_role for kind in (ActorKind.MANAGER, ActorKind.BACK_OFFICE)]
_DECIDED = f"decided_by = {PERSON} AND person_id <> {PERSON}"
_RIGHTS = "".join(
    (
        works_for("close_account(uuid, text)", _WORKER, *_OVERSEERS),
        works_for("reopen_account(uuid)", _WORKER, *_OVERSEERS),
    )
)
_LEFT = "EXISTS (SELECT FROM person p WHERE p.id = person_id AND p.left_at IS NOT NULL)"
_OF_LEAVERS = "".join(
    f"GRANT UPDATE ({columns}) ON {table} TO {_WORKER};"
    f"CREATE POLICY of_leavers ON {table} FOR UPDATE TO {_WORKER} "
    f"USING ({_LEFT}) WITH CHECK ({_LEFT});"
    for table, columns in (
        ("tablet", "revoked_at, revoked_by"),
        ("session", "ended_at, ended_by_suspension"),
        ("credential", "password_hash, changed_at"),
    )
) + (
    f"GRANT SELECT ON tablet TO {_WORKER};"
    f"CREATE POLICY of_leavers_seen ON tablet FOR SELECT TO {_WORKER} USING ({_LEFT});"
)
# Whom somebody may see leave: those they may suspend (`switch_account`), and never themselves.
_THEIRS = f"""
    p.id <> coalesce({PERSON}, '00000000-0000-0000-0000-000000000000')
    AND (current_setting('role') IN ('{_OFFICE}', '{_WORKER}')
        OR p.role IN ('adviser', 'referent') AND p.agency_id = ANY {AGENCIES})
"""

# A departure is decided, then done: at once, or by a job on its day. One that is not done can be
# taken back, and then its row goes. Nobody who left is active: `switch_account` cannot reinstate
# them by a slip.
#
# `close_account` and `reopen_account` do what no role may do to somebody else by itself: the hash
# is that of a password nobody knows; second factors and the links asked for die with the one
# before. It closes the account whose departure has been decided and no other, in the name of
# whoever decided it. What it ends for its owner is, by row security, of people who left alone.
SQL = f"""
CREATE TABLE departure (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    successor_id uuid REFERENCES person (id),
    leaves_on date NOT NULL,
    wipes boolean NOT NULL,
    decided_by uuid NOT NULL REFERENCES person (id),
    decided_at timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    FOREIGN KEY (person_id, agency_id) REFERENCES person (id, agency_id) ON UPDATE CASCADE,
    CHECK (successor_id <> person_id)
);
CREATE UNIQUE INDEX departure_decided ON departure (person_id) WHERE done_at IS NULL;
CREATE INDEX departure_person ON departure (person_id, decided_at DESC);
{protect("departure")}
{allow("departure", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("departure", ActorKind.MANAGER, ("INSERT",), f"{OVERSEEN} AND {_DECIDED}")}
{
    allow(
        "departure",
        ActorKind.MANAGER,
        ("DELETE",),
        f"{OVERSEEN} AND done_at IS NULL AND person_id <> {PERSON}",
    )
}
{allow("departure", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("departure", ActorKind.BACK_OFFICE, ("INSERT",), _DECIDED)}
{allow("departure", ActorKind.BACK_OFFICE, ("DELETE",), "done_at IS NULL")}
{
    allow(
        "departure",
        ActorKind.WORKER,
        ("SELECT", "UPDATE"),
        ANY_ROW,
        columns="done_at",
    )
}

ALTER TABLE person
    ADD COLUMN left_at timestamptz,
    ADD CONSTRAINT person_left CHECK (left_at IS NULL OR NOT active);
GRANT UPDATE (left_at) ON person TO {_WORKER};
{_OF_LEAVERS}

CREATE FUNCTION close_account(leaver uuid, hash text, OUT name text, OUT sessions int,
    OUT tablets int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    decided departure;
BEGIN
    SELECT d.* INTO decided FROM departure d JOIN person p ON p.id = d.person_id
    WHERE d.person_id = leaver AND d.done_at IS NULL AND {_THEIRS}
    FOR UPDATE OF d, p;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE person p SET active = false, left_at = now(), suspended_at = now(),
        suspended_by = decided.decided_by, suspended_for = 'departure'
    WHERE p.id = leaver
    RETURNING p.first_name || ' ' || p.last_name INTO close_account.name;
    WITH ended AS (
        UPDATE session s SET ended_at = now(), ended_by_suspension = true
        WHERE s.person_id = leaver AND s.ended_at IS NULL AND s.expires_at > now()
        RETURNING s.id
    ) SELECT count(*) INTO close_account.sessions FROM ended;
    WITH revoked AS (
        UPDATE tablet t SET revoked_at = now(), revoked_by = decided.decided_by
        WHERE decided.wipes AND t.person_id = leaver AND t.revoked_at IS NULL
        RETURNING t.id
    ) SELECT count(*) INTO close_account.tablets FROM revoked;
    UPDATE credential c SET password_hash = hash, changed_at = now() WHERE c.person_id = leaver;
    DELETE FROM passkey k WHERE k.person_id = leaver;
    DELETE FROM authenticator a WHERE a.person_id = leaver;
    DELETE FROM recovery_code r WHERE r.person_id = leaver;
    DELETE FROM half_session h WHERE h.person_id = leaver;
    DELETE FROM password_link l WHERE l.person_id = leaver;
    DELETE FROM email_change e WHERE e.person_id = leaver AND e.former IS NULL;
    UPDATE departure d SET done_at = now() WHERE d.id = decided.id;
END $$;
CREATE FUNCTION reopen_account(former uuid) RETURNS text
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE person p SET active = true, left_at = NULL, suspended_at = NULL, suspended_by = NULL
    WHERE p.id = former AND p.left_at IS NOT NULL AND {_THEIRS}
    RETURNING p.first_name || ' ' || p.last_name
$$;
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "leaving", SQL)
