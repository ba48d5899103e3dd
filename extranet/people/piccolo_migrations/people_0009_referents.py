"""Referents: who follows which adviser, since when, and until when."""

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

ID = "2026-11-29T10:00:00:000003"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_WORKER = ActorKind.WORKER.database_role
_OVERSEERS = [kind.database_role for kind in (ActorKind.MANAGER, ActorKind.BACK_OFFICE)]
_BY_THE_OFFICE = f"current_setting('role') = '{_OFFICE}'"

# A following is never deleted: challenges ask who followed whom on a day that is over. It holds as
# long as one is an adviser, the other a referent, and their agencies stand on one line of the tree;
# whoever moves one of them, or gives another role, ends what holds no longer. `agency_id` is always
# the adviser's, like that of a tablet.
_HOLDS = """(p.role = 'adviser' AND r.role = 'referent'
    AND (a.path @> ARRAY[r.agency_id] OR b.path @> ARRAY[p.agency_id]))"""
_RIGHTS = "".join(
    (
        works_for("follow(uuid, uuid, uuid)", _WORKER, *_OVERSEERS),
        works_for("end_following(uuid)", _WORKER, *_OVERSEERS),
        works_for("end_broken_followings()", _WORKER, *_OVERSEERS),
    )
)


def _within(agency: str) -> str:
    return f"({_BY_THE_OFFICE} OR {agency}.path @> ARRAY[{AGENCY}])"


SQL = f"""
CREATE TABLE following (
    id uuid PRIMARY KEY,
    referent_id uuid NOT NULL REFERENCES person (id),
    adviser_id uuid NOT NULL,
    agency_id uuid NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    until timestamptz,
    named_by uuid NOT NULL REFERENCES person (id),
    told_on date,
    FOREIGN KEY (adviser_id, agency_id) REFERENCES person (id, agency_id) ON UPDATE CASCADE,
    CHECK (referent_id <> adviser_id),
    CHECK (until >= since)
);
CREATE UNIQUE INDEX following_now ON following (adviser_id) WHERE until IS NULL;
CREATE INDEX following_referent ON following (referent_id) WHERE until IS NULL;
CREATE INDEX following_adviser ON following (adviser_id, since DESC);
{protect("following")}
{
    allow(
        "following",
        ActorKind.ADVISER,
        ("SELECT",),
        f"referent_id = {PERSON} OR adviser_id = {PERSON}",
    )
}
{allow("following", ActorKind.MANAGER, ("SELECT",), OVERSEEN)}
{allow("following", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{
    allow(
        "following",
        ActorKind.WORKER,
        ("SELECT", "INSERT", "UPDATE"),
        ANY_ROW,
        columns="until, told_on",
    )
}

CREATE FUNCTION follow(fresh uuid, followed uuid, referent uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM person p WHERE p.id = followed FOR UPDATE;
    PERFORM FROM person p JOIN agency a ON a.id = p.agency_id,
        person r JOIN agency b ON b.id = r.agency_id
    WHERE p.id = followed AND r.id = referent AND r.active AND {_HOLDS}
        AND {_within("a")} AND {_within("b")};
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE following f SET until = now() WHERE f.adviser_id = followed AND f.until IS NULL;
    INSERT INTO following (id, referent_id, adviser_id, agency_id, named_by)
    SELECT fresh, referent, p.id, p.agency_id, {PERSON} FROM person p WHERE p.id = followed;
    RETURN true;
END $$;
CREATE FUNCTION end_following(followed uuid) RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE following f SET until = now()
    WHERE f.adviser_id = followed AND f.until IS NULL
        AND ({_BY_THE_OFFICE} OR f.agency_id = ANY {AGENCIES})
    RETURNING f.referent_id
$$;
CREATE FUNCTION end_broken_followings() RETURNS TABLE (adviser_id uuid, referent_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE following f SET until = now()
    FROM person p JOIN agency a ON a.id = p.agency_id,
        person r JOIN agency b ON b.id = r.agency_id
    WHERE f.until IS NULL AND p.id = f.adviser_id AND r.id = f.referent_id AND NOT {_HOLDS}
    RETURNING f.adviser_id, f.referent_id
$$;
{_RIGHTS}

CREATE FUNCTION tell_referent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('followed', NEW.referent_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_referent AFTER INSERT OR UPDATE OF until ON following
    FOR EACH ROW EXECUTE FUNCTION tell_referent();
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "referents", SQL)
