"""Second factors: passkeys, authenticators, recovery codes, and the sessions that wait for one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, LOGIN, PERSON, allow, protect, works_for

ID = "2026-11-29T10:00:00:000001"

_VISITOR = ActorKind.VISITOR.database_role
_WORKER = ActorKind.WORKER.database_role
_OFFICE = ActorKind.BACK_OFFICE.database_role
_OVERSEERS = (ActorKind.MANAGER.database_role, _OFFICE)
_SIGNED_IN = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE, ActorKind.AUDITOR)
_OWN = f"person_id = {PERSON}"

_RIGHTS = "".join(
    (
        works_for("has_second_factor(uuid)", _WORKER, LOGIN, _VISITOR, *_OVERSEERS),
        works_for("half_session_behind(bytea)", _WORKER, _VISITOR),
        works_for("use_authenticator_step(bytea, bigint)", _WORKER, _VISITOR),
        works_for("use_recovery_code(bytea, bytea)", _WORKER, _VISITOR),
        works_for("passkey_behind(bytea)", _WORKER, _VISITOR),
        works_for("use_passkey(uuid, bigint, bytea, timestamptz)", _WORKER, _VISITOR),
        works_for("reset_second_factor(uuid)", _WORKER, _OFFICE),
        works_for("end_reset_sessions(uuid)", _VISITOR, _WORKER),
    )
)

# What somebody proves themselves with is read by nobody else, whatever their role: the overseers
# learn from `has_second_factor` that there is one, and no more. A visitor reads none of these
# tables; what the holder of a half-open session or of a passkey may do goes through functions.
#
# A half-open session is no session: `session_person` looks elsewhere, so that it opens nothing. It
# is worth nothing once the password changed after it was begun. An authenticator has been confirmed
# or is being set up; one of each at most. `last_step` is the step of the last code that was taken:
# none at or before it is taken again. `used_challenge` holds what passkeys have signed until it
# expires by itself.
SQL = f"""
CREATE TABLE passkey (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    credential_id bytea NOT NULL UNIQUE,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz
);
CREATE INDEX passkey_person ON passkey (person_id);
CREATE TABLE authenticator (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    secret bytea NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz,
    last_step bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX authenticator_confirmed ON authenticator (person_id)
    WHERE confirmed_at IS NOT NULL;
CREATE UNIQUE INDEX authenticator_begun ON authenticator (person_id) WHERE confirmed_at IS NULL;
CREATE TABLE recovery_code (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    digest bytea NOT NULL,
    used_at timestamptz,
    UNIQUE (person_id, digest)
);
CREATE TABLE half_session (
    id uuid PRIMARY KEY,
    token_digest bytea NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES person (id),
    begun_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX half_session_person ON half_session (person_id);
CREATE TABLE used_challenge (
    digest bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
);

{
    "".join(
        protect(table)
        for table in ("passkey", "authenticator", "recovery_code", "half_session", "used_challenge")
    )
}
{
    "".join(
        allow(table, kind, ("SELECT", "INSERT", "DELETE"), _OWN)
        for table in ("passkey", "authenticator", "recovery_code")
        for kind in _SIGNED_IN
    )
}
{allow("half_session", ActorKind.VISITOR, ("INSERT",), ANY_ROW)}
{
    "".join(
        allow(table, ActorKind.WORKER, ("SELECT", "UPDATE", "DELETE"), ANY_ROW, columns=columns)
        for table, columns in (
            ("passkey", "sign_count, used_at"),
            ("authenticator", "last_step"),
            ("recovery_code", "used_at"),
        )
    )
}
{allow("half_session", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}
{allow("used_challenge", ActorKind.WORKER, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}

CREATE FUNCTION has_second_factor(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM passkey k WHERE k.person_id = person)
        OR EXISTS (SELECT FROM authenticator a
            WHERE a.person_id = person AND a.confirmed_at IS NOT NULL)
$$;
CREATE FUNCTION half_session_behind(holder bytea) RETURNS TABLE (
    person_id uuid, secret bytea, last_step bigint, passkeys boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, a.secret, a.last_step,
        EXISTS (SELECT FROM passkey k WHERE k.person_id = p.id)
    FROM half_session h
    JOIN person p ON p.id = h.person_id AND p.active
    JOIN credential c ON c.person_id = p.id AND c.changed_at <= h.begun_at
    LEFT JOIN authenticator a ON a.person_id = p.id AND a.confirmed_at IS NOT NULL
    WHERE h.token_digest = holder AND h.expires_at > now()
$$;
CREATE FUNCTION use_authenticator_step(holder bytea, step bigint) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH taken AS (
        UPDATE authenticator a SET last_step = step FROM half_session_behind(holder) h
        WHERE a.person_id = h.person_id AND a.confirmed_at IS NOT NULL AND a.last_step < step
        RETURNING a.person_id
    )
    DELETE FROM half_session h USING taken WHERE h.token_digest = holder RETURNING taken.person_id
$$;
CREATE FUNCTION use_recovery_code(holder bytea, code bytea) RETURNS TABLE (
    person_id uuid, codes_left bigint
)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH taken AS (
        UPDATE recovery_code r SET used_at = now() FROM half_session_behind(holder) h
        WHERE r.person_id = h.person_id AND r.digest = code AND r.used_at IS NULL
        RETURNING r.person_id
    ), closed AS (
        DELETE FROM half_session h USING taken WHERE h.token_digest = holder
        RETURNING taken.person_id
    )
    SELECT closed.person_id, (SELECT count(*) FROM recovery_code r
        WHERE r.person_id = closed.person_id AND r.used_at IS NULL AND r.digest <> code)
    FROM closed
$$;
CREATE FUNCTION passkey_behind(credential bytea) RETURNS TABLE (
    id uuid, person_id uuid, public_key bytea, sign_count bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.id, k.person_id, k.public_key, k.sign_count
    FROM passkey k JOIN person p ON p.id = k.person_id AND p.active
    WHERE k.credential_id = credential
$$;
CREATE FUNCTION use_passkey(shown uuid, counter bigint, challenge bytea, until timestamptz)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner uuid;
BEGIN
    INSERT INTO used_challenge AS u (digest, expires_at) VALUES (challenge, until)
    ON CONFLICT ON CONSTRAINT used_challenge_pkey DO NOTHING;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE passkey k SET sign_count = counter, used_at = now()
    FROM person p
    WHERE k.id = shown AND p.id = k.person_id AND p.active
        AND (k.sign_count < counter OR k.sign_count = 0 AND counter = 0)
    RETURNING k.person_id INTO owner;
    RETURN owner;
END $$;
CREATE FUNCTION end_reset_sessions(target uuid) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE session s SET ended_at = now() WHERE s.person_id = target AND s.ended_at IS NULL
        RETURNING s.expires_at > now() AND s.seen_at > now() - interval '12 hours' AS living
    )
    SELECT count(*) FILTER (WHERE living)::integer FROM ended
$$;
CREATE FUNCTION reset_second_factor(target uuid) RETURNS TABLE (name text, sessions integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT has_second_factor(target) OR NOT EXISTS (
        SELECT FROM person p WHERE p.id = target AND p.id <> {PERSON}
            AND (p.role <> 'administrator' OR current_setting('app.role', true) = 'administrator')
    ) THEN
        RETURN;
    END IF;
    DELETE FROM passkey k WHERE k.person_id = target;
    DELETE FROM authenticator a WHERE a.person_id = target;
    DELETE FROM recovery_code r WHERE r.person_id = target;
    DELETE FROM half_session h WHERE h.person_id = target;
    RETURN QUERY SELECT p.first_name || ' ' || p.last_name, end_reset_sessions(target)
        FROM person p WHERE p.id = target;
END $$;
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "second factor", SQL)
