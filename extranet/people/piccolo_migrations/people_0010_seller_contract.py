"""The contracts of sellers, the papers that go with them, and who was told what ends."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, OVERSEEN, PERSON, allow, protect, run_by, works_for

ID = "2026-11-29T10:00:00:000005"

_VISITOR = ActorKind.VISITOR.database_role
_WORKER = ActorKind.WORKER.database_role
_OTHERS = [kind.database_role for kind in ActorKind if kind is not ActorKind.WORKER]
_OWN = f"person_id = {PERSON}"

# The agency follows its person's, as that of a tablet does. Nothing is ever changed in a contract:
# another is written, and on any day that one counts which was written last of those begun by then.
#
# `sells` is that rule for the database: whoever has no contract written sells (they are shown as
# missing), whoever has one sells within it. It says yes or no of anybody and nothing else.
#
# Who suspends is a person, or the house itself with a reason (`suspended_for`), which goes when the
# account is active again.
SQL = f"""
CREATE TABLE seller_contract (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('employee', 'vdi')),
    starts_on date NOT NULL,
    ends_on date CHECK (ends_on >= starts_on),
    registry text NOT NULL DEFAULT '' CHECK (registry IN ('', 'rsac', 'rcs')),
    siren text NOT NULL DEFAULT '' CHECK (siren ~ '^([0-9]{{9}})?$'),
    registered_until date,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    written_by uuid REFERENCES person (id),
    FOREIGN KEY (person_id, agency_id) REFERENCES person (id, agency_id) ON UPDATE CASCADE,
    CHECK ((registry = '') = (siren = '')),
    CHECK (kind = 'vdi' OR registry = ''),
    CHECK (registry <> '' OR registered_until IS NULL)
);
CREATE INDEX seller_contract_person ON seller_contract (person_id, written_at DESC);

CREATE TABLE seller_paper (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('contract', 'identity', 'registration', 'card', 'other')),
    media text NOT NULL CHECK (media IN ('application/pdf', 'image/jpeg')),
    sha256 text NOT NULL,
    size int NOT NULL CHECK (size > 0),
    expires_on date,
    kept_at timestamptz NOT NULL DEFAULT now(),
    kept_by uuid REFERENCES person (id),
    FOREIGN KEY (person_id, agency_id) REFERENCES person (id, agency_id) ON UPDATE CASCADE
);
CREATE INDEX seller_paper_person ON seller_paper (person_id);

CREATE TABLE seller_warning (
    subject_id uuid NOT NULL,
    matter text NOT NULL CHECK (matter IN ('contract', 'registration', 'due', 'paper')),
    ends_on date NOT NULL,
    days int NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (subject_id, matter, ends_on, days)
);

{protect("seller_contract")}{protect("seller_paper")}{protect("seller_warning")}
{
    "".join(
        allow(table, kind, ("SELECT",), rows)
        for table in ("seller_contract", "seller_paper")
        for kind, rows in (
            (ActorKind.ADVISER, _OWN),
            (ActorKind.MANAGER, f"{OVERSEEN} OR {_OWN}"),
            (ActorKind.BACK_OFFICE, ANY_ROW),
            (ActorKind.WORKER, ANY_ROW),
        )
    )
}
{
    "".join(
        allow(table, kind, ("INSERT",), f"{rows} AND {by} = {PERSON} AND person_id <> {PERSON}")
        for table, by in (("seller_contract", "written_by"), ("seller_paper", "kept_by"))
        for kind, rows in ((ActorKind.MANAGER, OVERSEEN), (ActorKind.BACK_OFFICE, ANY_ROW))
    )
}
{allow("seller_paper", ActorKind.MANAGER, ("DELETE",), f"{OVERSEEN} AND person_id <> {PERSON}")}
{allow("seller_paper", ActorKind.BACK_OFFICE, ("DELETE",), f"person_id <> {PERSON}")}
{allow("seller_contract", ActorKind.WORKER, ("INSERT",), ANY_ROW)}
{allow("seller_warning", ActorKind.WORKER, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}

ALTER TABLE person
    ADD COLUMN suspended_for text NOT NULL DEFAULT ''
        CHECK (suspended_for IN ('', 'contract', 'departure')),
    DROP CONSTRAINT person_suspended_by,
    ADD CONSTRAINT person_suspended_by
        CHECK ((suspended_at IS NULL) = (suspended_by IS NULL AND suspended_for = ''));
GRANT UPDATE (active, suspended_at, suspended_by, suspended_for) ON person TO {_WORKER};
CREATE FUNCTION forget_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.suspended_for := '';
    RETURN NEW;
END $$;
CREATE TRIGGER forget_suspension BEFORE UPDATE OF active ON person
    FOR EACH ROW WHEN (NEW.active AND NOT OLD.active) EXECUTE FUNCTION forget_suspension();
{run_by("end_suspended_sessions(uuid)", _VISITOR, _WORKER)}

CREATE FUNCTION sells(seller uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT p.active AND (
        NOT EXISTS (SELECT FROM seller_contract c WHERE c.person_id = p.id)
        OR coalesce((
            SELECT least(c.ends_on, c.registered_until) >= day.today
                OR c.ends_on IS NULL AND c.registered_until IS NULL
            FROM seller_contract c
            WHERE c.person_id = p.id AND c.starts_on <= day.today
            ORDER BY c.written_at DESC, c.id DESC LIMIT 1), false))
    FROM person p, (SELECT (now() AT TIME ZONE 'Europe/Paris')::date AS today) AS day
    WHERE p.id = seller
$$;
{works_for("sells(uuid)", _WORKER, *_OTHERS)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "contracts of sellers", SQL)
