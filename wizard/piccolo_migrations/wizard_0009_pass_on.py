"""Sales that pass from one adviser to another, with everything that hangs on them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import (
    AGENCIES,
    ANY_ROW,
    PERSON,
    allow,
    owned_by_sale,
    works_for,
)

ID = "2026-11-29T10:00:00:000007"

_ADVISER = ActorKind.ADVISER.database_role
_OFFICE = ActorKind.BACK_OFFICE.database_role
_WORKER = ActorKind.WORKER.database_role
_OVERSEERS = [kind.database_role for kind in (ActorKind.MANAGER, ActorKind.BACK_OFFICE)]

HANGING = (
    "submission",
    "sale_step",
    "sale_line",
    "handover",
    "signature",
    "confirmation_code",
    "signing_link",
    "doubtful_time",
    "document",
    "document_link",
    "print_job",
    "photo",
    "message",
    "sale_pass_on",
)
"""The tables whose rows are their adviser's because the sale is."""

_FOLLOW = "".join(
    f"UPDATE {table} t SET adviser_id = successor WHERE t.sale_id = ANY (passed);"
    for table in HANGING
)
_REACHED = f"""
    (current_setting('role') IN ('{_OFFICE}', '{_WORKER}') OR p.agency_id = ANY {AGENCIES})
"""
_RIGHTS = "".join(
    (
        works_for("pass_on_sales(uuid, uuid)", _WORKER, *_OVERSEERS),
        works_for("passed_on(uuid, uuid)", _WORKER, _ADVISER),
    )
)

# A sale that is not signed changes hands, and nothing else of it: it stays with the agency it was
# begun in, says what it said, and names in its papers whoever was at the door until its terms are
# set again. So a link or a code that is out holds good.
#
# The sales are locked first, against steps and papers under way: whatever is stored of a sale
# refers to its row, and so comes before or finds the other adviser. Half of a photo is its sender's
# alone, sealed for them: it begins again.
#
# `passed_on` tells whoever had a sale that it is somebody else's now: the digest of what they send
# again if it had arrived, an empty one if not, and nothing about a sale they never had.
SQL = f"""
CREATE TABLE sale_pass_on (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sale_id uuid NOT NULL REFERENCES sale (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    former_id uuid NOT NULL REFERENCES person (id),
    former_name text NOT NULL,
    passed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sale_pass_on_sale ON sale_pass_on (sale_id);
CREATE INDEX sale_pass_on_adviser ON sale_pass_on (adviser_id);
CREATE INDEX sale_pass_on_agency ON sale_pass_on (agency_id);
CREATE INDEX sale_pass_on_former ON sale_pass_on (former_id);
{owned_by_sale("sale_pass_on", adviser=("SELECT",), worker=("SELECT", "INSERT"))}
{
    "".join(
        allow(table, ActorKind.WORKER, ("UPDATE",), ANY_ROW, columns="adviser_id")
        for table in HANGING
        if table not in ("handover", "photo", "message")
    )
}

CREATE FUNCTION pass_on_sales(former uuid, successor uuid) RETURNS TABLE (
    sale_id uuid, former_name text, successor_name text
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    passed uuid[];
    giver person;
    taker person;
BEGIN
    SELECT p.* INTO giver FROM person p WHERE p.id = former AND {_REACHED};
    SELECT p.* INTO taker FROM person p WHERE p.id = successor AND p.id <> former AND p.active
        AND p.role IN ('adviser', 'referent') AND {_REACHED};
    IF giver IS NULL OR taker IS NULL THEN
        RETURN;
    END IF;
    SELECT array_agg(held.id) INTO passed FROM (
        SELECT s.id FROM sale s
        WHERE s.adviser_id = former AND s.state NOT IN ('signed', 'dropped')
        ORDER BY s.id FOR UPDATE) held;
    UPDATE sale s SET adviser_id = successor, revision = s.revision + 1
    WHERE s.id = ANY (passed);
    {_FOLLOW}
    DELETE FROM photo_piece t USING photo o
    WHERE o.sale_id = ANY (passed) AND t.person_id = former AND t.sha256 = o.sha256;
    INSERT INTO sale_pass_on (sale_id, adviser_id, agency_id, former_id, former_name)
    SELECT s.id, successor, s.agency_id, former, giver.first_name || ' ' || giver.last_name
    FROM sale s WHERE s.id = ANY (passed);
    RETURN QUERY SELECT s.id, giver.first_name || ' ' || giver.last_name,
        taker.first_name || ' ' || taker.last_name
    FROM sale s WHERE s.id = ANY (passed) ORDER BY s.id;
END $$;
CREATE FUNCTION passed_on(wanted uuid, submitted uuid) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(
        (SELECT u.digest FROM submission u WHERE u.id = submitted AND u.sale_id = wanted), '')
    WHERE EXISTS (SELECT FROM sale_pass_on o WHERE o.sale_id = wanted AND o.former_id = {PERSON})
$$;
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "sales that pass on", SQL)
