"""People's requests about their data, holds, and the two functions that erase."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, ERASER, FORGETTER, allow, protect, works_for

ID = "2026-11-29T10:00:00:000021"

_WORKER = ActorKind.WORKER.database_role

# Of whom a request is, and what they are looked for by, lies sealed and goes with the answer.
TABLES = f"""
CREATE SEQUENCE privacy_request_number START 1;
GRANT USAGE ON SEQUENCE privacy_request_number TO {ActorKind.BACK_OFFICE.database_role};
CREATE TABLE privacy_request (
    id uuid PRIMARY KEY,
    number text NOT NULL UNIQUE,
    wish text NOT NULL CHECK (wish IN ('access', 'portability', 'erasure')),
    subject text NOT NULL CHECK (subject IN ('customer', 'worker')),
    channel text NOT NULL CHECK (channel IN ('mail', 'email', 'phone', 'door', 'desk')),
    received_on date NOT NULL,
    due_on date NOT NULL,
    identity text NOT NULL DEFAULT '' CHECK (identity IN ('', 'document', 'contact', 'account')),
    sales uuid[] NOT NULL DEFAULT '{{}}',
    person_id uuid REFERENCES person (id),
    no_visit boolean NOT NULL DEFAULT false,
    sealed bytea,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'erasing', 'answered')),
    outcome text NOT NULL DEFAULT ''
        CHECK (outcome IN ('', 'given', 'erased', 'partly', 'nothing', 'refused')),
    taken_by uuid NOT NULL REFERENCES person (id),
    answered_at timestamptz,
    CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
    CHECK ((state = 'answered') = (outcome <> ''))
);
CREATE INDEX privacy_request_due ON privacy_request (due_on) WHERE state <> 'answered';

CREATE TABLE sale_hold (
    sale_id uuid PRIMARY KEY REFERENCES sale (id),
    reason text NOT NULL CHECK (reason IN ('dispute', 'claim', 'authority')),
    held_by uuid NOT NULL REFERENCES person (id),
    since timestamptz NOT NULL DEFAULT now()
);

{protect("privacy_request")}{protect("sale_hold")}
{allow("privacy_request", ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "UPDATE"), ANY_ROW)}
GRANT SELECT (id, number) ON privacy_request TO {ActorKind.AUDITOR.database_role};
CREATE POLICY auditor_select ON privacy_request FOR SELECT
    TO {ActorKind.AUDITOR.database_role} USING (true);
{allow("privacy_request", ActorKind.WORKER, ("SELECT", "UPDATE", "DELETE"), ANY_ROW)}
{allow("sale_hold", ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}
{allow("sale_hold", ActorKind.WORKER, ("SELECT",), ANY_ROW)}
"""

# What a person is found by. Partial: the other steps of a sale pay nothing for them.
FINDING = """
CREATE INDEX sale_step_email ON sale_step (lower(answers ->> 'email')) WHERE step = 'contact';
CREATE INDEX sale_step_phone ON sale_step ((answers ->> 'phone')) WHERE step = 'contact';
CREATE INDEX sale_step_born ON sale_step ((answers ->> 'birth_date')) WHERE step = 'customer';
"""

GONE_WITH_THE_SALE = (
    "doubtful_time",
    "submission",
    "sale_step",
    "handover",
    "signature",
    "confirmation_code",
    "signing_link",
    "document_link",
    "print_job",
    "document",
    "photo",
    "message",
)
_BLANKED = {
    "sale": "customer_name, state, erased_at, revision",
    "contract": "customer_name, customer_city, search",
    "contract_move": "reason",
}


def for_the_eraser(table: str, *commands: str, columns: str = "") -> str:
    """SQL that lets `ERASER` do this to every row of a table, an update of `columns` alone."""
    narrowed = f" ({columns})" if columns else ""
    statements = [
        f"GRANT {command}{narrowed if command == 'UPDATE' else ''} ON {table} TO {ERASER};"
        f"CREATE POLICY eraser_{command.lower()} ON {table} FOR {command} TO {ERASER} USING (true)"
        f"{' WITH CHECK (true)' if command == 'UPDATE' else ''};"
        for command in commands
    ]
    return "".join(statements)


RIGHTS = "".join(
    [
        *(for_the_eraser(table, "SELECT", "DELETE") for table in GONE_WITH_THE_SALE),
        for_the_eraser("photo_piece", "SELECT", "DELETE"),
        *(
            for_the_eraser(table, "SELECT", "UPDATE", columns=columns)
            for table, columns in _BLANKED.items()
        ),
        for_the_eraser("sale_hold", "SELECT"),
    ]
)

# `erase_sale` takes the person out of a sale for good, and gives the keys of the files that no row
# names any more. It refuses, whoever asks, what is held for a dispute, and what is evidence of a
# contract that runs or ended less than five years ago (C. civ. 2224). What stays says that there
# was a sale, when, and of how much.
_GONE = "".join(
    f"    DELETE FROM {table} WHERE sale_id = target;\n" for table in GONE_WITH_THE_SALE
)
ERASE_SALE = f"""
CREATE FUNCTION erase_sale(target uuid) RETURNS text[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    signed boolean;
    files text[];
BEGIN
    SELECT s.state IN ('signed', 'to_print') INTO signed FROM sale s
    WHERE s.id = target AND s.erased_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT FROM sale_hold h WHERE h.sale_id = target) THEN
        RAISE restrict_violation USING MESSAGE = 'the sale is held';
    END IF;
    IF signed AND coalesce((
        SELECT max(m.at) FILTER (WHERE c.state IN ('terminated', 'rejected', 'withdrawn'))
        FROM contract c JOIN contract_move m ON m.contract_id = c.id WHERE c.sale_id = target
    ), (
        SELECT CASE WHEN s.state = 'to_print' THEN s.changed_at ELSE now() END FROM sale s
        WHERE s.id = target
    )) > now() - interval '5 years' THEN
        RAISE restrict_violation USING MESSAGE = 'the contract is evidence';
    END IF;
    files := ARRAY(
        SELECT d.storage_key FROM document d WHERE d.sale_id = target
        UNION
        SELECT p.storage_key FROM photo p WHERE p.sale_id = target AND p.storage_key IS NOT NULL
            AND NOT EXISTS (SELECT FROM photo o
                WHERE o.storage_key = p.storage_key AND o.sale_id <> target));
    DELETE FROM photo_piece q USING photo p
    WHERE p.sale_id = target AND q.person_id = p.adviser_id AND q.sha256 = p.sha256
        AND NOT EXISTS (SELECT FROM photo o
            WHERE o.adviser_id = p.adviser_id AND o.sha256 = p.sha256 AND o.sale_id <> target);
{_GONE}
    UPDATE contract c SET customer_name = '', customer_city = '',
        search = ARRAY(SELECT token FROM unnest(c.search) token WHERE token LIKE '#%')
    WHERE c.sale_id = target;
    UPDATE contract_move SET reason = '' WHERE sale_id = target AND reason <> '';
    UPDATE sale SET customer_name = '', erased_at = now(), revision = revision + 1,
        state = CASE WHEN signed THEN state ELSE 'dropped' END
    WHERE id = target;
    RETURN files;
END $$;
{works_for("erase_sale(uuid)", ERASER, _WORKER)}
"""

# The personal half of what the journal says about some objects. The entries stay, and so does who
# acted where nothing else was personal; a customer's own acts name their telephone and address.
FORGET_DETAILS = f"""
GRANT SELECT ON entry TO {FORGETTER};
GRANT SELECT, DELETE ON entry_details TO {FORGETTER};
CREATE POLICY forgetter_select ON entry FOR SELECT TO {FORGETTER} USING (true);
CREATE POLICY forgetter_select ON entry_details FOR SELECT TO {FORGETTER} USING (true);
CREATE POLICY forgetter_delete ON entry_details FOR DELETE TO {FORGETTER} USING (true);

CREATE FUNCTION forget_details(about uuid[]) RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH personal AS (
        SELECT e.id FROM entry e JOIN entry_details d ON d.entry_id = e.id
        WHERE e.object_id = ANY (about)
            AND (d.content -> 'personal' <> '{{}}' OR e.actor_kind IN ('customer', 'visitor'))
    ), gone AS (
        DELETE FROM entry_details WHERE entry_id IN (SELECT id FROM personal) RETURNING 1
    )
    SELECT count(*)::integer FROM gone
$$;
{works_for("forget_details(uuid[])", FORGETTER, _WORKER)}
"""

# What the nightly job takes away itself. A tablet that was revoked and has not wiped itself stays:
# it must still be told so when it comes back.
RETENTION = f"""
{allow("message", ActorKind.WORKER, ("DELETE",), "sale_id IS NULL")}
{allow("tablet", ActorKind.WORKER, ("SELECT", "DELETE"), "wiped_at IS NOT NULL")}
{allow("tablet_key", ActorKind.WORKER, ("DELETE",), ANY_ROW)}
GRANT SELECT (tablet_id) ON tablet_key TO {_WORKER};
CREATE POLICY worker_select ON tablet_key FOR SELECT TO {_WORKER} USING (true);
"""

SQL = TABLES + FINDING + RIGHTS + ERASE_SALE + FORGET_DETAILS + RETENTION


async def forwards() -> MigrationManager:
    return sql_migration(ID, "privacy", "requests, holds, erasing", SQL)
