"""Lists of people to invite, how many invitations one sends, mails that never left, the first
administrator, and ending somebody's sessions; what the throttle counts gets its name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import AGENCIES, ANY_ROW, PERSON, allow, protect, works_for

ID = "2026-11-29T10:00:00:000008"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_MANAGER = ActorKind.MANAGER.database_role
_VISITOR = ActorKind.VISITOR.database_role
_WORKER = ActorKind.WORKER.database_role
_INVITERS = (ActorKind.MANAGER, ActorKind.BACK_OFFICE)
_OWN = f"person_id = {PERSON}"
_WRITTEN = "sealed, sent_at"
# As `switch_account` has it: whom somebody may suspend.
_SUSPENDABLE = f"""p.id <> {PERSON}
    AND (current_setting('role') = '{_OFFICE}'
        OR p.role IN ('adviser', 'referent') AND p.agency_id = ANY {AGENCIES})"""

# A batch is what one act had leave: nobody changes or takes one back, so that nobody lowers their
# own count. `message` belongs to a room whose tables are made later: a function in plpgsql looks
# for it when it runs, and `message_id` refers to it without a foreign key.
#
# An invitation of nobody makes the first administrator: only a worker, which is the command line,
# writes one. The functions that read invitations are replaced by their owner, who keeps them.
SQL = f"""
ALTER TABLE sign_in_failure RENAME TO counted_try;
ALTER INDEX sign_in_failure_pkey RENAME TO counted_try_pkey;
ALTER INDEX sign_in_failure_account RENAME TO counted_try_account;
ALTER INDEX sign_in_failure_address RENAME TO counted_try_address;

CREATE TABLE invitation_list (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    sealed bytea NOT NULL,
    read_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz
);
CREATE INDEX invitation_list_person ON invitation_list (person_id);
CREATE TABLE invitation_batch (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    mails integer NOT NULL CHECK (mails > 0),
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX invitation_batch_person ON invitation_batch (person_id, at);
{protect("invitation_list")}{protect("invitation_batch")}
{
    "".join(
        allow("invitation_list", kind, ("SELECT", "INSERT", "UPDATE"), _OWN, columns=_WRITTEN)
        + allow("invitation_batch", kind, ("SELECT", "INSERT"), _OWN)
        for kind in _INVITERS
    )
}
{allow("invitation_list", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}
{allow("invitation_batch", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}

ALTER TABLE invitation
    ADD COLUMN message_id uuid,
    ALTER COLUMN invited_by DROP NOT NULL,
    ADD CONSTRAINT invitation_of_nobody CHECK (
        invited_by IS NOT NULL OR role = 'administrator'
    );
GRANT UPDATE (message_id) ON invitation TO {_WORKER};
{allow("invitation", ActorKind.WORKER, ("INSERT",), "invited_by IS NULL")}

CREATE FUNCTION mail_lost(message uuid, tries integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM message m WHERE m.id = mail_lost.message
        AND (m.state = 'failed' OR m.state = 'waiting'
            AND (m.attempts >= tries OR m.created_at < now() - interval '1 hour')));
END $$;
{works_for("mail_lost(uuid, integer)", _WORKER, _MANAGER, _OFFICE)}

GRANT CREATE ON SCHEMA public TO {_WORKER};
SET LOCAL ROLE {_WORKER};
CREATE OR REPLACE FUNCTION invitation_behind(digest bytea) RETURNS TABLE (
    id uuid, email text, first_name text, last_name text, role text, agency_name text,
    inviter text, expires_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.email, i.first_name, i.last_name, i.role, a.name,
        coalesce(b.first_name || ' ' || b.last_name, ''), i.expires_at
    FROM invitation i
    JOIN agency a ON a.id = i.agency_id
    LEFT JOIN person b ON b.id = i.invited_by
    WHERE i.token_digest = digest AND i.expires_at > now()
        AND (i.invited_by IS NULL OR b.active)
        AND NOT EXISTS (SELECT FROM person p WHERE p.email = i.email)
$$;
CREATE OR REPLACE FUNCTION accept_invitation(
    digest bytea, person_id uuid, hash text, locale text
) RETURNS TABLE (
    id uuid, email text, first_name text, last_name text, role text, agency_id uuid
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken invitation;
BEGIN
    DELETE FROM invitation i
    WHERE i.token_digest = digest AND i.expires_at > now()
        AND (i.invited_by IS NULL
            OR EXISTS (SELECT FROM person b WHERE b.id = i.invited_by AND b.active))
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
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM {_WORKER};

CREATE FUNCTION sessions_overseen(target uuid) RETURNS TABLE (
    device text, created_at timestamptz, seen_at timestamptz
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.device, s.created_at, s.seen_at
    FROM session s JOIN person p ON p.id = s.person_id
    WHERE p.id = target AND s.ended_at IS NULL AND s.expires_at > now()
        AND s.seen_at > now() - interval '12 hours'
        AND {_SUSPENDABLE}
$$;
CREATE FUNCTION end_sessions_of(target uuid) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        UPDATE session s SET ended_at = now()
        FROM person p
        WHERE p.id = target AND s.person_id = p.id
            AND s.ended_at IS NULL AND s.expires_at > now()
            AND {_SUSPENDABLE}
        RETURNING s.id
    )
    SELECT count(*)::integer FROM ended
$$;
{works_for("sessions_overseen(uuid)", _VISITOR, _MANAGER, _OFFICE)}
{works_for("end_sessions_of(uuid)", _VISITOR, _MANAGER, _OFFICE)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "invitations", SQL)
