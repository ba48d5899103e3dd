"""Sales that pass on take every table along; one added later is not forgotten."""

import asyncpg

from wizard.piccolo_migrations.wizard_0009_pass_on import HANGING

_OF_SALES = """
SELECT c.relname FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relnamespace = 'public'::regnamespace AND 2 = (SELECT count(*) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname IN ('sale_id', 'adviser_id'))
"""
_SIGNED = {"contract", "contract_move"}
"""They come with the signature, and what is signed stays."""


async def test_every_table_that_hangs_on_a_sale_follows_it(truth: asyncpg.Connection) -> None:
    rows = await truth.fetch(_OF_SALES)
    assert {row["relname"] for row in rows} - _SIGNED == set(HANGING)
