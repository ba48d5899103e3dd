"""The Piccolo tables are those of the database, column for column."""

import asyncpg
from piccolo.columns import Column

from extranet.piccolo_conf import registry
from extranet.testing.visibility import TOOLS

KINDS = {
    "ARRAY": {"Array"},
    "bigint": {"BigInt"},
    "boolean": {"Boolean"},
    "bytea": {"Bytea"},
    "date": {"Date"},
    "integer": {"Integer"},
    "jsonb": {"JSONB"},
    "text": {"Text"},
    "timestamp with time zone": {"Timestamptz"},
    "uuid": {"UUID"},
}


def described() -> dict[str, dict[str, Column]]:
    return {
        table._meta.tablename: {
            column._meta.db_column_name: column for column in table._meta.columns
        }
        for app in registry().app_configs.values()
        for table in app.table_classes
    }


async def test_tables_py_and_the_database_say_the_same(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch(
            "SELECT table_name, column_name, data_type, is_nullable = 'YES' AS nullable "
            "FROM information_schema.columns JOIN pg_class ON oid = table_name::regclass "
            "WHERE table_schema = 'public' AND NOT relispartition ORDER BY 1, 2"
        )
    finally:
        await connection.close()
    stored: dict[str, dict[str, tuple[str, bool]]] = {}
    for row in rows:
        columns = stored.setdefault(row["table_name"], {})
        columns[row["column_name"]] = (row["data_type"], row["nullable"])
    tables = described()
    assert set(tables) == {name for name in stored if name not in TOOLS}
    for name, described_columns in tables.items():
        assert set(described_columns) == set(stored[name]), name
        for column, told in described_columns.items():
            kind, nullable = stored[name][column]
            assert type(told).__name__ in KINDS[kind], f"{name}.{column}"
            assert told._meta.null is nullable, f"{name}.{column}"
