"""Every way in, for the back office in an adviser's and in a manager's name: one looks at the desk,
and at nothing else."""

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.access import NEVER_BEHIND, Actor
from extranet.core.doors import Way, ways_in
from extranet.people.tests.test_impersonating import begin
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit
from extranet.tests.test_doors import knock
from extranet.tests.test_doors import theirs as _theirs_of_the_outsider

theirs = _theirs_of_the_outsider
WITHOUT_SESSION = ("/static/", "/health/")


def expected(way: Way, seen: Actor) -> set[int]:
    """What is answered; nothing where it would never end."""
    door = way.door
    if door.leaves:
        return {303}
    if way.method not in ("GET", "HEAD") or door.everybody or door.in_person:
        return {403}
    if door.permissions and not any(
        seen.may(one) and one not in NEVER_BEHIND for one in door.permissions
    ):
        return {403}
    return set() if way.path.endswith("/events") else {200, 303, 404, 409}


@pytest.mark.parametrize("name", ["outsider", "other_manager"])
async def test_one_looks_at_the_desk_and_does_nothing(
    app: Litestar,
    visit: Visit,
    cast: Cast,
    filled: Filled,
    theirs: dict[str, str],
    truth: asyncpg.Connection,
    name: str,
) -> None:
    seen: Actor = getattr(cast, name)
    browser = await visit(cast.back_office)
    assert (await begin(browser, seen)).status_code == 303
    before = await everything(truth)
    wrong = []
    for way in sorted(ways_in(app), key=lambda way: way.door.leaves):
        if way.path.startswith(WITHOUT_SESSION):
            continue
        wanted = expected(way, seen)
        if way.door.leaves:
            assert await everything(truth) == before
        if wanted and (got := await knock(browser, way, theirs)) not in wanted:
            wrong.append(f"{way.method} {way.path}: {got}, and not {wanted}")
    assert wrong == []
    both = await truth.fetchval(
        "SELECT count(*) FROM entry WHERE behind_id = $1 AND actor_id = $2",
        cast.back_office.person_id,
        seen.person_id,
    )
    assert both >= 3


async def everything(truth: asyncpg.Connection) -> dict[str, str]:
    """What every table holds, as a digest; but the journal."""
    tables = await truth.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind = 'r' AND relname !~ '^entry'"
    )
    held = {}
    for row in tables:
        name = row["relname"]
        query = " ".join(("SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM", name, "t"))
        held[name] = await truth.fetchval(query)
    return held
