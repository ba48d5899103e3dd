"""Looking in somebody's name: with a reason, for half an hour, under both names."""

from dataclasses import replace

import asyncpg
import pytest
from httpx import AsyncClient, Response

from extranet.core.access import NEVER_BEHIND, ROLES, Actor, Behind, Role, worker
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.people.jobs import forget_sign_in_failures
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

WHY = "Ne retrouve pas la vente de Mme Laurent"


async def begin(browser: AsyncClient, seen: Actor, reason: str = WHY) -> Response:
    """Send the form with the reason."""
    return await browser.post(f"/people/{seen.person_id}/impersonate", data={"reason": reason})


async def behind(cast: Cast) -> list[tuple[str, object, object]]:
    """What was done by somebody in the name of whom, and by whom."""
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all(
            "SELECT act, actor_id, behind_id FROM entry WHERE behind_id IS NOT NULL ORDER BY seq"
        )
    return [(row["act"], row["actor_id"], row["behind_id"]) for row in rows]


async def test_the_table_and_the_database_say_the_same(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        for agent, rights in ROLES.items():
            for seen in Role:
                said = await work.value("SELECT may_impersonate($1, $2)", agent, seen)
                assert said is (seen in rights.impersonates), (agent, seen)
        assert await work.value("SELECT may_impersonate(NULL, 'adviser')") is False


def test_nobody_sees_as_somebody_who_may_more() -> None:
    for rights in ROLES.values():
        for seen in rights.impersonates:
            assert ROLES[seen].permissions - NEVER_BEHIND <= (
                rights.permissions | ROLES[Role.REFERENT].permissions
            )
            assert not ROLES[seen].impersonates


@pytest.mark.parametrize("seen", ["adviser", "outsider", "manager"])
@pytest.mark.parametrize("agent", ["back_office", "administrator"])
async def test_pages_are_those_of_the_person_and_say_so(
    visit: Visit, cast: Cast, agent: str, seen: str
) -> None:
    person: Actor = getattr(cast, seen)
    browser = await visit(getattr(cast, agent))
    path = f"/people/{person.person_id}"
    assert f"{path}/impersonate" in (await browser.get(path)).text
    assert person.name in (await browser.get(f"{path}/impersonate")).text
    answer = await begin(browser, person)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    text = (await browser.get("/sales")).text
    assert f"Vous voyez Palier comme {person.name}" in text
    assert f"Vous êtes {getattr(cast, agent).name}." in text
    assert WHY in text
    assert "Encore 30" in text
    assert "/journal" not in text
    landing = await browser.get("/", follow_redirects=True)
    assert landing.status_code == 200
    assert "Vous voyez Palier comme" in landing.text


async def test_nothing_of_a_tablet_is_on_the_pages(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    for path in ("/sales", "/account"):
        text = (await browser.get(path)).text
        for script in ("tablet/sender", "tablet/home", "tablet/main", "app/register"):
            assert script not in text
    assert (await browser.get("/")).headers["location"] == "/sales"


async def test_leaving_one_is_oneself_again(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    assert (await browser.get("/journal")).status_code == 403
    for location in (f"/people/{cast.adviser.person_id}", "/"):
        answer = await browser.post("/impersonation/end")
        assert (answer.status_code, answer.headers["location"]) == (303, location)
    text = (await browser.get("/journal")).text
    assert "Vous voyez Palier comme" not in text
    assert len(await acts_of(cast, "impersonation:end")) == 1
    assert (await begin(browser, cast.manager)).status_code == 303


async def test_the_journal_keeps_both_names(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    await browser.get("/sales")
    await browser.get("/account")
    await browser.post("/impersonation/end")
    pair = (cast.adviser.person_id, cast.back_office.person_id)
    assert await behind(cast) == [("sale:list", *pair), ("account:view", *pair)]
    [begun] = await acts_of(cast, "impersonation:begin")
    assert WHY not in begun
    text = (await (await visit(cast.auditor)).get("/journal")).text
    assert "Béatrice Noël, au nom d’Alice Martin, a consulté" in text
    assert "Béatrice Noël a commencé à regarder Palier au nom d’une autre personne" in text
    assert WHY in text


async def test_the_person_reads_who_looked_and_why(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    own = await visit(cast.adviser)
    text = (await own.get("/account")).text
    assert "Qui a regardé en votre nom" in text
    assert "Béatrice Noël" in text
    assert WHY in text
    assert "en ce moment" in text
    await browser.post("/impersonation/end")
    assert "en ce moment" not in (await own.get("/account")).text
    assert "Béatrice" not in (await (await visit(cast.colleague)).get("/account")).text


@pytest.mark.parametrize(
    ("agent", "seen"),
    [
        ("back_office", "back_office"),
        ("back_office", "administrator"),
        ("back_office", "auditor"),
        ("administrator", "back_office"),
        ("manager", "adviser"),
        ("adviser", "colleague"),
        ("auditor", "adviser"),
    ],
)
async def test_it_rejects_whoever_is_not_below(
    visit: Visit, cast: Cast, agent: str, seen: str
) -> None:
    browser, person = await visit(getattr(cast, agent)), getattr(cast, seen)
    assert (await browser.get(f"/people/{person.person_id}/impersonate")).status_code == 403
    assert (await begin(browser, person)).status_code == 403
    assert await acts_of(cast, "impersonation:begin") == []


async def test_it_rejects_somebody_suspended_and_nobody(visit: Visit, cast: Cast) -> None:
    await suspend(cast.administrator, cast.adviser.person_id or new_id())
    browser = await visit(cast.back_office)
    answer = await begin(browser, cast.adviser)
    assert answer.status_code == 409
    assert "rétablissez-le d’abord" in answer.text
    assert (await browser.get(f"/people/{new_id()}/impersonate")).status_code == 404


@pytest.mark.parametrize("reason", ["", "aide", "         .", "x" * 501])
async def test_it_rejects_no_reason(visit: Visit, cast: Cast, reason: str) -> None:
    answer = await begin(await visit(cast.back_office), cast.adviser, reason)
    assert answer.status_code == 422
    assert "Écrivez pourquoi" in answer.text
    assert reason.strip() in answer.text


async def test_the_database_holds_the_office_to_it(cast: Cast, visit: Visit) -> None:
    insert = (
        "INSERT INTO impersonation (id, session_id, agent_id, agent_name, person_id, reason) "
        "VALUES ($1, $2, $3, 'x', $4, 'une bonne raison')"
    )
    for actor in (cast.back_office, cast.administrator):
        await visit(actor)
    sessions = {}
    for actor in (cast.back_office, cast.administrator):
        async with unit_of_work(actor) as work:
            sessions[actor] = await work.value("SELECT id FROM session")
    own, others = sessions[cast.back_office], sessions[cast.administrator]
    me = cast.back_office.person_id
    for values in (
        (others, me, cast.adviser.person_id),
        (own, cast.administrator.person_id, cast.adviser.person_id),
        (own, me, cast.administrator.person_id),
        (own, me, cast.auditor.person_id),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(cast.back_office) as work:
                await work.run(insert, new_id(), *values)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work(cast.back_office) as work:
            await work.run("UPDATE impersonation SET until = now() + interval '1 day'")


async def test_half_an_hour_later_one_is_oneself_and_does_nothing_by_mistake(
    visit: Visit, cast: Cast, superuser: asyncpg.Connection
) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.manager)
    await pass_by(superuser, "31 minutes")
    answer = await browser.get("/journal")
    assert answer.status_code == 200
    assert "Votre visite au nom de quelqu’un d’autre est terminée" in answer.text
    path = f"/people/{cast.adviser.person_id}/suspend"
    assert (await browser.post(path)).status_code == 403
    assert await behind(cast) == []
    await browser.post("/impersonation/end")
    assert "terminée" not in (await browser.get("/journal")).text
    assert (await browser.post(path)).status_code == 303


async def test_what_nobody_left_in_time_is_closed(
    visit: Visit, cast: Cast, superuser: asyncpg.Connection
) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.manager)
    await forget_sign_in_failures()
    assert "Vous voyez Palier" in (await browser.get("/sales")).text
    await pass_by(superuser, "31 minutes")
    await forget_sign_in_failures()
    assert len(await acts_of(cast, "impersonation:lapse")) == 1
    assert "terminée" not in (await browser.get("/journal")).text
    await pass_by(superuser, "366 days")
    await forget_sign_in_failures()
    assert await superuser.fetchval("SELECT count(*) FROM impersonation") == 0


async def test_it_ends_when_either_account_is_suspended(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    await suspend(cast.administrator, cast.adviser.person_id or new_id())
    assert "terminée" in (await browser.get("/journal")).text
    await browser.post("/impersonation/end")
    await begin(browser, cast.manager)
    await suspend(cast.administrator, cast.back_office.person_id or new_id())
    assert (await browser.get("/sales")).status_code == 303


@pytest.mark.parametrize(("whose", "role"), [("adviser", "auditor"), ("back_office", "manager")])
async def test_it_ends_when_a_role_forbids_it(
    visit: Visit, cast: Cast, superuser: asyncpg.Connection, whose: str, role: str
) -> None:
    browser = await visit(cast.back_office)
    await begin(browser, cast.adviser)
    await superuser.execute(
        "UPDATE person SET role = $2 WHERE id = $1", getattr(cast, whose).person_id, role
    )
    text = (await browser.get("/account")).text
    assert "Votre visite au nom de quelqu’un d’autre est terminée" in text
    assert "Vous êtes de nouveau Béatrice Noël" in text


async def test_nothing_is_written_in_another_s_name_by_no_way(
    cast: Cast, superuser: asyncpg.Connection
) -> None:
    tables = await superuser.fetch(
        "SELECT relname, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid "
        "AND t.tgname = 'only_looks') AS held FROM pg_class c "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
        "AND relrowsecurity AND NOT relispartition"
    )
    assert {row["relname"] for row in tables if not row["held"]} == {"entry", "entry_details"}
    agent = Behind(cast.back_office.person_id or new_id(), cast.back_office.name)
    for actor in (cast.adviser, cast.manager):
        looking = replace(actor, behind=agent)
        for change in (
            "UPDATE person SET locale = 'en'",
            "DELETE FROM email_change",
            "SELECT set_own_password('hash')",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="in another's name"):
                async with unit_of_work(looking) as work:
                    await work.run(change)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="in another's name"):
        await suspend(replace(cast.manager, behind=agent), cast.adviser.person_id or new_id())


async def pass_by(superuser: asyncpg.Connection, span: str) -> None:
    """Let that much time have passed since everything began."""
    await superuser.execute(
        "UPDATE impersonation SET begun_at = begun_at - $1::text::interval, "
        "until = until - $1::text::interval",
        span,
    )
