"""More roles, given and taken; agencies opened, renamed, moved and closed; people who move."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import (
    AGENCIES,
    AGENCY,
    ANY_ROW,
    OVERSEEN,
    PERSON,
    allow,
    protect,
    works_for,
)

ID = "2026-11-29T10:00:00:000002"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_VISITOR = ActorKind.VISITOR.database_role
_WORKER = ActorKind.WORKER.database_role
_OVERSEERS = [kind.database_role for kind in (ActorKind.MANAGER, ActorKind.BACK_OFFICE)]
_ROLE = "(SELECT current_setting('app.role', true))"
_MINE = f"invited_by = {PERSON}"
_GIVEN = f"may_give({_ROLE}, role)"
_BY_THE_OFFICE = f"current_setting('role') = '{_OFFICE}'"
_TREE = "pg_advisory_xact_lock(7236412)"

# Nobody changes a role or the tree but through functions, which look at who asks: the back office's
# own rights on `person` and `agency` shrink to what it may set there by itself. The functions work
# for the jobs' role. `may_give` says `gives` of `ROLES` (extranet/core/access.py), `may_keep` its
# permissions on agencies and teams; tests hold both to that table.
#
# What changes the tree holds one lock, so that of two moves that would make a ring the second finds
# what the first did. A manager's reach is read from the tree itself and not from the identity,
# which may be a move old. An agency is closed and stays, since its sales name it; the trigger keeps
# people out who arrive while it is being closed.
_RIGHTS = "".join(
    (
        works_for("switch_account(uuid, boolean)", _OFFICE, *_OVERSEERS),
        works_for("give_role(uuid, text)", _WORKER, *_OVERSEERS),
        works_for("end_former_sessions(uuid)", _VISITOR, *_OVERSEERS),
        works_for("open_agency(uuid, uuid, text, text)", _WORKER, *_OVERSEERS),
        works_for("rename_agency(uuid, text)", _WORKER, *_OVERSEERS),
        works_for("move_agency(uuid, uuid)", _WORKER, *_OVERSEERS),
        works_for("close_agency(uuid)", _WORKER, *_OVERSEERS),
        works_for("move_person(uuid, uuid, uuid)", _WORKER, *_OVERSEERS),
    )
)


def _function(declaration: str, body: str, *, language: str = "sql") -> str:
    return (
        f"CREATE FUNCTION {declaration} LANGUAGE {language} VOLATILE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ {body} $$;"
    )


def _within(agency: str) -> str:
    """Whether whoever asks oversees `agency`."""
    return f"({_BY_THE_OFFICE} OR {agency}.path @> ARRAY[{AGENCY}])"


def _below(agency: str) -> str:
    """Whether `agency` lies below the one whoever asks is in: theirs to keep."""
    return f"({_BY_THE_OFFICE} OR {agency}.path @> ARRAY[{AGENCY}] AND {agency}.id <> {AGENCY})"


SQL = f"""
ALTER TABLE person
    DROP CONSTRAINT person_role_check,
    ADD CONSTRAINT person_role_check CHECK (role IN ('adviser', 'referent', 'manager',
        'back_office', 'back_office_lead', 'administrator', 'auditor')),
    ADD COLUMN role_given_at timestamptz;
ALTER TABLE agency ADD COLUMN closed_at timestamptz;

CREATE TABLE agency_move (
    id uuid PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    from_id uuid NOT NULL REFERENCES agency (id),
    to_id uuid NOT NULL REFERENCES agency (id),
    sales int NOT NULL,
    moved_by uuid NOT NULL REFERENCES person (id),
    moved_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX agency_move_person ON agency_move (person_id, moved_at DESC);
{protect("agency_move")}
{
    allow(
        "agency_move",
        ActorKind.MANAGER,
        ("SELECT",),
        f"from_id = ANY {AGENCIES} OR to_id = ANY {AGENCIES}",
    )
}
{allow("agency_move", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("agency_move", ActorKind.WORKER, ("SELECT", "INSERT"), ANY_ROW)}

DROP POLICY backoffice_insert ON person;
REVOKE INSERT, UPDATE ON person FROM {_OFFICE};
GRANT UPDATE (first_name, last_name, phone, card_number, locale, active, suspended_at, suspended_by)
    ON person TO {_OFFICE};
DROP POLICY backoffice_insert ON agency;
DROP POLICY backoffice_update ON agency;
REVOKE INSERT, UPDATE ON agency FROM {_OFFICE};
GRANT UPDATE (role, role_given_at, agency_id) ON person TO {_WORKER};
{
    allow(
        "agency",
        ActorKind.WORKER,
        ("UPDATE",),
        ANY_ROW,
        columns="parent_id, name, path, closed_at",
    )
}

CREATE FUNCTION may_give(giver text, given text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE giver
        WHEN 'manager' THEN given IN ('adviser', 'referent')
        WHEN 'back_office' THEN given IN ('adviser', 'referent', 'manager', 'auditor')
        WHEN 'back_office_lead' THEN
            given IN ('adviser', 'referent', 'manager', 'back_office', 'auditor')
        ELSE coalesce(giver = 'administrator', false) END
$$;
CREATE FUNCTION may_keep(keeper text, kind text, moves boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN kind = 'team' THEN
            keeper IN ('manager', 'back_office', 'back_office_lead', 'administrator')
        WHEN moves THEN keeper IN ('back_office_lead', 'administrator')
        ELSE keeper IN ('back_office', 'back_office_lead', 'administrator') END
$$;
CREATE FUNCTION may_hold(kind text, below text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE below
        WHEN 'team' THEN true
        WHEN 'agency' THEN kind IN ('distributor', 'agency')
        ELSE false END
$$;

DROP POLICY manager_insert ON invitation;
DROP POLICY manager_delete ON invitation;
DROP POLICY backoffice_insert ON invitation;
DROP POLICY backoffice_delete ON invitation;
{allow("invitation", ActorKind.MANAGER, ("INSERT",), f"{OVERSEEN} AND {_GIVEN} AND {_MINE}")}
{allow("invitation", ActorKind.MANAGER, ("DELETE",), f"{OVERSEEN} AND {_GIVEN}")}
{allow("invitation", ActorKind.BACK_OFFICE, ("INSERT",), f"{_GIVEN} AND {_MINE}")}
{allow("invitation", ActorKind.BACK_OFFICE, ("DELETE",), _GIVEN)}

DROP FUNCTION switch_account(uuid, boolean);
{
    _function(
        "switch_account(target uuid, activate boolean) RETURNS text",
        f'''
    UPDATE person p SET active = activate,
        suspended_at = CASE WHEN NOT activate THEN now() END,
        suspended_by = CASE WHEN NOT activate THEN {PERSON} END
    WHERE p.id = target AND p.active <> activate AND p.id <> {PERSON}
        AND ({_BY_THE_OFFICE}
            OR p.role IN ('adviser', 'referent') AND p.agency_id = ANY {AGENCIES})
    RETURNING p.first_name || ' ' || p.last_name
''',
    )
}
{
    _function(
        "give_role(target uuid, given text) RETURNS text",
        f'''
    UPDATE person p SET role = given, role_given_at = now()
    FROM (SELECT o.id, o.role FROM person o WHERE o.id = target FOR UPDATE) former
    WHERE p.id = former.id AND p.id <> {PERSON} AND former.role <> given
        AND may_give({_ROLE}, former.role) AND may_give({_ROLE}, given)
        AND ({_BY_THE_OFFICE} OR p.agency_id = ANY {AGENCIES})
    RETURNING former.role
''',
    )
}
{
    _function(
        "end_former_sessions(target uuid) RETURNS integer",
        '''
    WITH ended AS (
        UPDATE session s SET ended_at = now()
        FROM person p
        WHERE p.id = target AND s.person_id = p.id AND s.created_at < p.role_given_at
            AND s.ended_at IS NULL AND s.expires_at > now()
        RETURNING s.id
    )
    SELECT count(*)::integer FROM ended
''',
    )
}
{
    _function(
        "open_agency(fresh uuid, above uuid, its_kind text, its_name text) RETURNS boolean",
        f'''
BEGIN
    PERFORM {_TREE};
    INSERT INTO agency (id, parent_id, kind, name, path)
    SELECT fresh, a.id, its_kind, its_name, a.path || fresh FROM agency a
    WHERE a.id = above AND a.closed_at IS NULL AND may_hold(a.kind, its_kind)
        AND may_keep({_ROLE}, its_kind, false) AND {_within("a")};
    RETURN FOUND;
END
''',
        language="plpgsql",
    )
}
{
    _function(
        "rename_agency(renamed uuid, its_name text) RETURNS text",
        f'''
    UPDATE agency a SET name = its_name
    FROM (SELECT o.id, o.name FROM agency o WHERE o.id = renamed FOR UPDATE) former
    WHERE a.id = former.id AND a.closed_at IS NULL
        AND may_keep({_ROLE}, a.kind, false) AND {_below("a")}
    RETURNING former.name
''',
    )
}
{
    _function(
        "move_agency(moved uuid, target uuid) RETURNS boolean",
        f'''
BEGIN
    PERFORM {_TREE};
    UPDATE agency b
    SET path = above.path || b.path[array_position(b.path, moved):],
        parent_id = CASE WHEN b.id = moved THEN target ELSE b.parent_id END
    FROM agency a, agency above
    WHERE a.id = moved AND above.id = target AND b.path @> ARRAY[moved]
        AND a.parent_id <> target AND NOT above.path @> ARRAY[moved]
        AND a.closed_at IS NULL AND above.closed_at IS NULL
        AND may_hold(above.kind, a.kind) AND may_keep({_ROLE}, a.kind, true)
        AND {_below("a")} AND {_within("above")};
    RETURN FOUND;
END
''',
        language="plpgsql",
    )
}
{
    _function(
        "close_agency(closed uuid) RETURNS boolean",
        f'''
BEGIN
    PERFORM {_TREE};
    PERFORM FROM agency a WHERE a.id = closed FOR UPDATE;
    UPDATE agency a SET closed_at = now()
    WHERE a.id = closed AND a.closed_at IS NULL AND a.parent_id IS NOT NULL
        AND may_keep({_ROLE}, a.kind, false) AND {_below("a")}
        AND NOT EXISTS (SELECT FROM person p WHERE p.agency_id = a.id)
        AND NOT EXISTS (SELECT FROM invitation i WHERE i.agency_id = a.id)
        AND NOT EXISTS (SELECT FROM agency b WHERE b.parent_id = a.id AND b.closed_at IS NULL);
    RETURN FOUND;
END
''',
        language="plpgsql",
    )
}
{
    _function(
        "move_person(moved uuid, target uuid, move_id uuid) RETURNS agency_move",
        f'''
DECLARE
    former uuid;
    done agency_move;
BEGIN
    SELECT p.agency_id INTO former FROM person p
    WHERE p.id = moved AND p.id <> {PERSON} AND p.agency_id <> target
        AND may_give({_ROLE}, p.role)
        AND ({_BY_THE_OFFICE} OR p.agency_id = ANY {AGENCIES})
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM FROM agency a WHERE a.id = target AND a.closed_at IS NULL AND {_within("a")};
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE person p SET agency_id = target WHERE p.id = moved;
    INSERT INTO agency_move (id, person_id, from_id, to_id, sales, moved_by)
    SELECT move_id, moved, former, target, count(*), {PERSON}
    FROM sale s WHERE s.adviser_id = moved AND s.agency_id = former
    RETURNING * INTO done;
    RETURN done;
END
''',
        language="plpgsql",
    )
}

CREATE FUNCTION refuse_closed_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM agency a WHERE a.id = NEW.agency_id AND a.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'agency % is closed', NEW.agency_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'agency_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER refuse_closed_agency AFTER INSERT OR UPDATE OF agency_id ON person
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_agency();
CREATE TRIGGER refuse_closed_agency AFTER INSERT ON invitation
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_agency();
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "roles given, agencies moved", SQL)
