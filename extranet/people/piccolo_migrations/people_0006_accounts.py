"""Invitations, and the links by which somebody sets a password or confirms an e-mail address."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OVERSEEN, PERSON, allow, protect, works_for

ID = "2026-11-22T04:00:00:000002"

_VISITOR = ActorKind.VISITOR.database_role
_WORKER = ActorKind.WORKER.database_role
_SIGNED_IN = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.BACK_OFFICE, ActorKind.AUDITOR)
_OWN = f"person_id = {PERSON}"
_MINE = f"invited_by = {PERSON}"
# Nobody gives a role above their own: `ROLES` in extranet/core/access.py, for the database.
_ADVISERS = f"{OVERSEEN} AND role = 'adviser'"
_BELOW = "(role <> 'administrator' OR current_setting('app.role', true) = 'administrator')"

_BY_LINK = "".join(
    works_for(function, _WORKER, _VISITOR)
    for function in (
        "invitation_behind(bytea)",
        "accept_invitation(bytea, uuid, text, text)",
        "password_link_behind(bytea)",
        "use_password_link(bytea)",
        "email_change_behind(bytea)",
        "use_email_change(bytea)",
    )
)
_OF_ONESELF = "".join(
    works_for(function, _VISITOR, *(kind.database_role for kind in _SIGNED_IN))
    for function in ("own_password_hash()", "set_own_password(text)")
)

# A row lives only as long as its link may be used: accepted, withdrawn and used ones are deleted,
# so that the database cannot tell them from links that never were. The digest is set by the job
# that writes the mail; until then the row opens nothing. A new address that was confirmed keeps the
# former one until the mail that tells it has been written: its person cannot delete that row.
#
# A visitor reads none of these tables. What somebody who holds a token may do, and no more, goes
# through functions that take its digest. `own_password_hash` and `set_own_password` reach the
# credential of whoever is signed in, and no other.
SQL = f"""
CREATE TABLE invitation (
    id uuid PRIMARY KEY,
    email text NOT NULL CHECK (email = lower(email)),
    first_name text NOT NULL,
    last_name text NOT NULL,
    role text NOT NULL,
    agency_id uuid NOT NULL REFERENCES agency (id),
    invited_by uuid NOT NULL REFERENCES person (id),
    token_digest bytea UNIQUE,
    expires_at timestamptz NOT NULL,
    UNIQUE (agency_id, email)
);
CREATE TABLE password_link (
    id uuid PRIMARY KEY,
    person_id uuid REFERENCES person (id),
    token_digest bytea UNIQUE,
    asked_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_link_person ON password_link (person_id);
CREATE TABLE email_change (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    email text NOT NULL CHECK (email = lower(email)),
    former text,
    token_digest bytea UNIQUE,
    expires_at timestamptz NOT NULL,
    CHECK (former IS NULL OR token_digest IS NULL)
);
CREATE UNIQUE INDEX email_change_wanted ON email_change (person_id) WHERE former IS NULL;

{protect("invitation")}{protect("password_link")}{protect("email_change")}
{allow("invitation", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("invitation", ActorKind.MANAGER, ("INSERT",), f"{_ADVISERS} AND {_MINE}")}
{allow("invitation", ActorKind.MANAGER, ("DELETE",), _ADVISERS)}
{allow("invitation", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("invitation", ActorKind.BACK_OFFICE, ("INSERT",), f"{_BELOW} AND {_MINE}")}
{allow("invitation", ActorKind.BACK_OFFICE, ("DELETE",), _BELOW)}
{allow("password_link", ActorKind.VISITOR, ("INSERT",), ANY_ROW)}
{"".join(allow("email_change", kind, ("SELECT",), _OWN) for kind in _SIGNED_IN)}
{
    "".join(
        allow("email_change", kind, ("INSERT", "DELETE"), f"{_OWN} AND former IS NULL")
        for kind in _SIGNED_IN
    )
}
{
    "".join(
        allow(table, ActorKind.WORKER, ("SELECT", "UPDATE", "DELETE"), ANY_ROW, columns=columns)
        for table, columns in (
            ("invitation", "token_digest"),
            ("password_link", "token_digest"),
            ("email_change", "token_digest, former"),
        )
    )
}
{allow("person", ActorKind.WORKER, ("UPDATE",), ANY_ROW, columns="email")}
GRANT SELECT (person_id, changed_at) ON credential TO {_WORKER};
CREATE POLICY worker_select ON credential FOR SELECT TO {_WORKER} USING (true);

CREATE FUNCTION invitation_behind(digest bytea) RETURNS TABLE (
    id uuid, email text, first_name text, last_name text, role text, agency_name text,
    inviter text, expires_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.email, i.first_name, i.last_name, i.role, a.name,
        b.first_name || ' ' || b.last_name, i.expires_at
    FROM invitation i
    JOIN agency a ON a.id = i.agency_id
    JOIN person b ON b.id = i.invited_by AND b.active
    WHERE i.token_digest = digest AND i.expires_at > now()
        AND NOT EXISTS (SELECT FROM person p WHERE p.email = i.email)
$$;
CREATE FUNCTION accept_invitation(digest bytea, person_id uuid, hash text, locale text)
RETURNS TABLE (
    id uuid, email text, first_name text, last_name text, role text, agency_id uuid
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken invitation;
BEGIN
    DELETE FROM invitation i USING person b
    WHERE i.token_digest = digest AND i.expires_at > now() AND b.id = i.invited_by AND b.active
    RETURNING i.* INTO taken;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO person AS p (id, email, first_name, last_name, role, agency_id, locale)
    VALUES (person_id, taken.email, taken.first_name, taken.last_name, taken.role,
        taken.agency_id, locale)
    ON CONFLICT ON CONSTRAINT person_email_key DO NOTHING;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO credential AS c (person_id, password_hash)
    VALUES (accept_invitation.person_id, hash);
    RETURN QUERY SELECT taken.id, taken.email, taken.first_name, taken.last_name, taken.role,
        taken.agency_id;
END $$;

CREATE FUNCTION password_link_behind(digest bytea) RETURNS TABLE (
    person_id uuid, email text, first_name text, last_name text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, p.email, p.first_name, p.last_name
    FROM password_link l
    JOIN person p ON p.id = l.person_id AND p.active
    JOIN credential c ON c.person_id = p.id AND c.changed_at < l.asked_at
    WHERE l.token_digest = digest AND l.expires_at > now()
$$;
CREATE FUNCTION use_password_link(digest bytea) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner person;
BEGIN
    DELETE FROM password_link l USING person p, credential c
    WHERE l.token_digest = digest AND l.expires_at > now()
        AND p.id = l.person_id AND p.active
        AND c.person_id = p.id AND c.changed_at < l.asked_at
    RETURNING p.* INTO owner;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    DELETE FROM password_link l WHERE l.person_id = owner.id;
    DELETE FROM email_change e WHERE e.person_id = owner.id AND e.former IS NULL;
    RETURN owner.id;
END $$;

CREATE FUNCTION email_change_behind(digest bytea) RETURNS TABLE (person_id uuid, email text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.id, e.email
    FROM email_change e JOIN person p ON p.id = e.person_id AND p.active
    WHERE e.token_digest = digest AND e.expires_at > now()
        AND NOT EXISTS (SELECT FROM person o WHERE o.email = e.email)
$$;
CREATE FUNCTION use_email_change(digest bytea) RETURNS TABLE (
    id uuid, person_id uuid, former text, email text
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken email_change;
    owner person;
BEGIN
    SELECT e.* INTO taken FROM email_change e
    WHERE e.token_digest = digest AND e.expires_at > now()
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT p.* INTO owner FROM person p WHERE p.id = taken.person_id AND p.active;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    BEGIN
        UPDATE person p SET email = taken.email WHERE p.id = owner.id;
    EXCEPTION WHEN unique_violation THEN
        RETURN;
    END;
    UPDATE email_change e SET former = owner.email, token_digest = NULL WHERE e.id = taken.id;
    DELETE FROM password_link l WHERE l.person_id = owner.id;
    RETURN QUERY SELECT taken.id, owner.id, owner.email, taken.email;
END $$;

CREATE FUNCTION own_password_hash() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.password_hash FROM credential c WHERE c.person_id = {PERSON}
$$;
CREATE FUNCTION set_own_password(hash text) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE credential c SET password_hash = hash, changed_at = now() WHERE c.person_id = {PERSON}
    RETURNING true
$$;
{_BY_LINK}{_OF_ONESELF}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "accounts", SQL)
