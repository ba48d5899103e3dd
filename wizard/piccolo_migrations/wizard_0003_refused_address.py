"""The refusal list: addresses where people want no doorstep visit (C. conso. L221-10-1)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-21T22:30:00:000003"

_ASKING = (
    ActorKind.ADVISER,
    ActorKind.MANAGER,
    ActorKind.BACK_OFFICE,
    ActorKind.WORKER,
    ActorKind.CUSTOMER,
)
_ABBREVIATED = {
    "r": "rue",
    "av|ave": "avenue",
    "bd|bld|blvd|boul": "boulevard",
    "pl": "place",
    "ch|che|chem": "chemin",
    "imp": "impasse",
    "all": "allee",
    "rte": "route",
    "sq": "square",
    "crs": "cours",
    "fg|fbg": "faubourg",
    "st": "saint",
    "ste": "sainte",
}

_PLAIN = """regexp_replace(
        lower(regexp_replace(normalize(replace(replace(line, 'œ', 'oe'), 'Œ', 'oe'), NFKD),
            '[\\u0300-\\u036f]', '', 'g')),
        '[^a-z0-9]+', ' ', 'g')"""


def _spelt_out(text: str) -> str:
    """SQL that writes the usual abbreviations of a street out."""
    for short, full in _ABBREVIATED.items():
        text = f"regexp_replace({text}, '\\m({short})\\M', '{full}', 'g')"
    return text


# An address is told by its postcode and its street line, without accents, capitals and punctuation,
# streets spelt out: however two people type a door, its key is one. `address_key` is the one place
# where that is said. Advisers never read the list: they learn of one address, the one they are at,
# whether it stands there, through `address_refused`.
SQL = f"""
CREATE FUNCTION address_key(line text, postcode text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT regexp_replace(postcode, '\\D', '', 'g') || ' ' || btrim({_spelt_out(_PLAIN)})
$$;

CREATE TABLE refused_address (
    id uuid PRIMARY KEY,
    key text NOT NULL GENERATED ALWAYS AS (address_key(line1, postcode)) STORED UNIQUE,
    line1 text NOT NULL,
    postcode text NOT NULL,
    city text NOT NULL,
    source text NOT NULL CHECK (source IN ('door', 'mail', 'phone', 'notice')),
    added_by uuid NOT NULL REFERENCES person (id),
    added_at timestamptz NOT NULL DEFAULT now(),
    until date NOT NULL
);
CREATE INDEX refused_address_added ON refused_address (added_at DESC, id DESC);
CREATE INDEX refused_address_until ON refused_address (until);
{protect("refused_address")}
{allow("refused_address", ActorKind.MANAGER, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}
{allow("refused_address", ActorKind.BACK_OFFICE, ("SELECT", "INSERT", "DELETE"), ANY_ROW)}
{allow("refused_address", ActorKind.WORKER, ("SELECT", "DELETE"), ANY_ROW)}

CREATE FUNCTION address_refused(answers jsonb) RETURNS boolean
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM refused_address r
        WHERE r.key = address_key(answers ->> 'line1', answers ->> 'postcode')
            AND r.until >= (now() AT TIME ZONE 'Europe/Paris')::date)
$$;
GRANT CREATE ON SCHEMA public TO palier_backoffice;
ALTER FUNCTION address_refused(jsonb) OWNER TO palier_backoffice;
REVOKE CREATE ON SCHEMA public FROM palier_backoffice;
REVOKE ALL ON FUNCTION address_refused(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION address_refused(jsonb) TO {
    ", ".join(kind.database_role for kind in _ASKING)
};
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "addresses that want no visit", SQL)
