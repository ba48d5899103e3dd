"""Accounts of people who left end by themselves."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ERASER, FORGETTER, works_for
from extranet.privacy.piccolo_migrations.privacy_0001_start import for_the_eraser

ID = "2026-11-29T10:00:00:000031"

_WORKER = ActorKind.WORKER.database_role

GONE_WITH_THE_ACCOUNT = (
    "seller_paper",
    "seller_contract",
    "departure",
    "agency_move",
    "credential",
    "email_change",
    "tablet_key",
)
_BLANKED = {
    "person": "email, first_name, last_name, phone, card_number, erased_at",
    "tablet": "name, revoked_at, revoked_by",
    "sale_pass_on": "former_name",
}
_RIGHTS = "".join(
    [
        *(for_the_eraser(table, "SELECT", "DELETE") for table in GONE_WITH_THE_ACCOUNT),
        for_the_eraser("following", "SELECT", "DELETE"),
        for_the_eraser("seller_warning", "SELECT", "DELETE"),
        *(
            for_the_eraser(table, "SELECT", "UPDATE", columns=columns)
            for table, columns in _BLANKED.items()
        ),
    ]
)
_GONE = "".join(
    f"    DELETE FROM {table} x WHERE x.person_id = target;\n" for table in GONE_WITH_THE_ACCOUNT
)

# `erase_account` takes the person out of an account for good, and gives the papers whose files are
# to go. It refuses, whoever asks, whoever is here or left less than five years ago (C. civ. 2224).
# The row stays for what refers to it: that there was somebody, of which role, in which agency. A
# tablet that never came back must still be told to wipe itself. What somebody sold names them where
# the sale does, and as long.
ERASE_ACCOUNT = f"""
ALTER TABLE person
    ADD COLUMN erased_at timestamptz,
    ADD CONSTRAINT person_erased CHECK (erased_at IS NULL OR left_at IS NOT NULL);
CREATE INDEX person_left_at ON person (left_at) WHERE left_at IS NOT NULL AND erased_at IS NULL;
{_RIGHTS}
CREATE FUNCTION erase_account(target uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone_since timestamptz;
    said_by uuid;
    papers uuid[];
BEGIN
    SELECT p.left_at, p.suspended_by INTO gone_since, said_by FROM person p
    WHERE p.id = target AND p.erased_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF gone_since IS NULL OR gone_since > now() - interval '5 years' THEN
        RAISE restrict_violation USING MESSAGE = 'the account is kept for five years';
    END IF;
    papers := ARRAY(SELECT x.id FROM seller_paper x WHERE x.person_id = target);
    DELETE FROM seller_warning w WHERE w.subject_id = ANY (papers)
        OR w.subject_id IN (SELECT c.id FROM seller_contract c WHERE c.person_id = target);
    DELETE FROM following f WHERE target IN (f.referent_id, f.adviser_id);
{_GONE}
    UPDATE tablet t SET name = '', revoked_at = coalesce(t.revoked_at, now()),
        revoked_by = coalesce(t.revoked_by, said_by)
    WHERE t.person_id = target;
    UPDATE sale_pass_on s SET former_name = '' WHERE s.former_id = target;
    UPDATE person p SET first_name = 'Compte', last_name = 'effacé', phone = '', card_number = '',
        email = p.id || '@erased.invalid', erased_at = now()
    WHERE p.id = target;
    RETURN papers;
END $$;
{works_for("erase_account(uuid)", ERASER, _WORKER)}
"""

# The personal half of what the journal says somebody did, alone or in another's name.
FORGET_ACTS = f"""
CREATE FUNCTION forget_acts_of(target uuid) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM entry_details WHERE entry_id IN (
            SELECT e.id FROM entry e WHERE e.actor_id = target OR e.behind_id = target)
        RETURNING 1
    )
    SELECT count(*)::integer FROM gone
$$;
{works_for("forget_acts_of(uuid)", FORGETTER, _WORKER)}
"""

SQL = ERASE_ACCOUNT + FORGET_ACTS


async def forwards() -> MigrationManager:
    return sql_migration(ID, "privacy", "accounts of people who left", SQL)
