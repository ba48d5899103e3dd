"""Whoever does something leaves an entry: every way in that may act, and every job.

What is done on the test company in `extranet.tests.acts` is what `table.py` says the journal has of
it. A route or a job that is added stands in that table, in a scene that does it, or among what
leaves nothing, with why.
"""

from collections.abc import Awaitable, Callable

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.settings import Settings
from extranet.rooms import plug_jobs
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.acts import desk, overseeing, own_account, selling
from extranet.tests.acts.stage import Stage, acts_asked, jobs_run
from extranet.tests.acts.table import NOTHING, SCENES

plug_jobs()

_ROOMS = (own_account, overseeing, selling, desk)


def scene(name: str) -> Callable[[Stage], Awaitable[None]]:
    """The scene of that name."""
    [found] = [getattr(room, name) for room in _ROOMS if hasattr(room, name)]
    played: Callable[[Stage], Awaitable[None]] = found
    return played


@pytest.fixture
def stage(
    app: Litestar, cast: Cast, settings: Settings, visit: Visit, superuser: asyncpg.Connection
) -> Stage:
    """The test company, where everything that is done is witnessed."""
    return Stage(app, cast, settings, superuser, visit)


async def test_every_act_and_every_job_stands_in_the_table(app: Litestar) -> None:
    shown = {deed for deeds in SCENES.values() for deed in deeds}
    there = {*acts_asked(app), *jobs_run()}
    assert sorted(there - shown - set(NOTHING)) == [], "play these in a scene, or say why not"
    assert sorted((shown | set(NOTHING)) - there) == [], "these are no more"
    assert shown & set(NOTHING) == set()


@pytest.mark.parametrize("name", SCENES)
async def test_it_leaves_what_the_table_says(stage: Stage, name: str) -> None:
    await scene(name)(stage)
    told = {deed: " ".join(sorted(acts)) for deed, acts in stage.left.items()}
    assert told == {deed: " ".join(sorted(acts.split())) for deed, acts in SCENES[name].items()}
    assert [deed for deed in stage.silent if deed not in NOTHING] == []


async def test_a_search_is_journalled_by_the_list_it_leads_to(stage: Stage) -> None:
    browser = await stage.visit(stage.cast.back_office)
    for path, act in (("/people", "people:list"), ("/contracts", "contract:list")):
        led = await browser.post(f"{path}/search", data={"name": "martin"})
        await browser.get(led.headers["location"])
        facts = await stage.truth.fetchval("SELECT facts::text FROM entry WHERE act = $1", act)
        assert '"search": true' in facts
