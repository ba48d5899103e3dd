"""Who may invite whom, where; and what inviting tells, which is nothing."""

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from httpx import Response

from extranet.core.access import ROLES, Actor, Permission, Role, worker
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.ids import new_id
from extranet.people.jobs import INVITATIONS_KEPT, forget_sign_in_failures
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

EMAIL = "ines.faure@exemple.fr"


async def invite(
    visit: Visit,
    by: Actor,
    agency: UUID,
    *,
    email: str = EMAIL,
    role: Role | None = None,
    more: dict[str, str] | None = None,
) -> Response:
    """Send the form of the page."""
    form = {"email": email, "first_name": "Inès", "last_name": "Faure", "agency": str(agency)}
    if role is not None:
        form["role"] = role.value
    return await (await visit(by)).post("/people/invite", data=form | (more or {}))


async def rows() -> list[Row]:
    """Every invitation there is."""
    async with unit_of_work(worker("test")) as work:
        return await work.all("SELECT * FROM invitation ORDER BY id")


async def set_expired(ago: timedelta) -> None:
    """Let every invitation have expired that long ago, behind everybody's back."""
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        found = await work.all("DELETE FROM invitation RETURNING *")
    for row in found:
        async with unit_of_work(back_office_of(row)) as work:
            await work.run(
                "INSERT INTO invitation (id, email, first_name, last_name, role, agency_id, "
                "invited_by, token_digest, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                *list(row.values())[:8],
                now() - ago,
            )
            work.record("test:expire", "invitation", row["id"])


def back_office_of(row: Row) -> Actor:
    """Somebody who may write that row."""
    rights = ROLES[Role.ADMINISTRATOR]
    return Actor(rights.kind, "test", person_id=row["invited_by"], role=Role.ADMINISTRATOR)


def test_who_may_invite_gives_roles_and_nobody_one_above_their_own() -> None:
    sellers = {Permission.SALE_SELL, Permission.FOLLOWED_READ}
    for role, rights in ROLES.items():
        assert bool(rights.gives) is (Permission.PERSON_INVITE in rights.permissions), role
        assert Role.ADMINISTRATOR not in rights.gives or role is Role.ADMINISTRATOR
        for given in rights.gives:
            assert ROLES[given].permissions <= rights.permissions | sellers


@pytest.mark.parametrize("place", ["lyon", "lyon_team"])
async def test_a_manager_invites_an_adviser_into_their_agencies(
    visit: Visit, cast: Cast, place: str
) -> None:
    agency: UUID = getattr(cast.agencies, place)
    answer = await invite(visit, cast.manager, agency, email=f" {EMAIL.title()} ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/people#b-{agency}")
    [row] = await rows()
    assert (row["email"], row["role"], row["agency_id"]) == (EMAIL, "adviser", agency)
    assert (row["invited_by"], row["token_digest"]) == (cast.manager.person_id, None)
    [facts] = await acts_of(cast, "invitation:make")
    assert EMAIL not in facts
    post = Post()
    [mail] = await post.arrived(EMAIL)
    assert "Marc Leroy vous invite à rejoindre Palier (Lyon" in mail["body"]
    assert len(await acts_of(cast, "invitation:send")) == 1


@pytest.mark.parametrize("role", list(Role))
async def test_the_administrator_invites_anybody_anywhere(
    visit: Visit, cast: Cast, role: Role
) -> None:
    for agency in (cast.agencies.distributor, cast.agencies.nantes):
        answer = await invite(visit, cast.administrator, agency, role=role)
        assert answer.status_code == 303
    assert [row["role"] for row in await rows()] == [role.value] * 2


@pytest.mark.parametrize("role", list(Role))
async def test_the_back_office_and_its_lead_invite_whom_the_table_says(
    visit: Visit, cast: Cast, role: Role
) -> None:
    for actor in (cast.back_office, cast.lead):
        answer = await invite(
            visit, actor, cast.agencies.nantes, role=role, email=f"{actor.role}@x.fr"
        )
        assert answer.status_code == (303 if actor.may_give(role) else 403)
    assert len(await rows()) == sum(one.may_give(role) for one in (cast.back_office, cast.lead))


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("manager", Role.MANAGER),
        ("manager", Role.BACK_OFFICE),
        ("manager", Role.ADMINISTRATOR),
        ("manager", Role.AUDITOR),
        ("back_office", Role.ADMINISTRATOR),
        ("back_office", Role.BACK_OFFICE),
        ("back_office", Role.BACK_OFFICE_LEAD),
        ("lead", Role.BACK_OFFICE_LEAD),
        ("lead", Role.ADMINISTRATOR),
        ("referent", Role.ADVISER),
        ("adviser", Role.ADVISER),
        ("auditor", Role.ADVISER),
    ],
)
async def test_it_rejects_a_role_above_one_s_own_whatever_the_form_holds(
    visit: Visit, cast: Cast, who: str, role: Role
) -> None:
    answer = await invite(visit, getattr(cast, who), cast.agencies.lyon, role=role)
    assert answer.status_code == 403
    assert await rows() == []


@pytest.mark.parametrize("place", ["nantes", "distributor"])
async def test_it_rejects_an_agency_beside_or_above(visit: Visit, cast: Cast, place: str) -> None:
    answer = await invite(visit, cast.manager, getattr(cast.agencies, place))
    assert answer.status_code == 404
    assert (await invite(visit, cast.manager, new_id())).status_code == 404
    assert await rows() == []


async def test_it_rejects_fields_nobody_asked_for(visit: Visit, cast: Cast) -> None:
    more = {"invited_by": str(cast.administrator.person_id), "token_digest": "x", "active": "true"}
    more |= {
        "expires_at": "2099-01-01",
        "agency_id": str(cast.agencies.nantes),
        "id": str(new_id()),
    }
    assert (await invite(visit, cast.manager, cast.agencies.lyon, more=more)).status_code == 303
    [row] = await rows()
    assert row["invited_by"] == cast.manager.person_id
    assert (row["agency_id"], row["token_digest"]) == (cast.agencies.lyon, None)
    assert str(row["id"]) != more["id"]
    assert row["expires_at"] < now() + timedelta(days=8)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "inès"}, "adresse e-mail complète"),
        ({"email": "inès@exemple.fr\r\nBcc: x@exemple.fr"}, "adresse e-mail complète"),
        ({"first_name": " "}, "Écrivez son prénom"),
        ({"first_name": "x" * 61}, "Écrivez son prénom"),
        ({"last_name": "Faure\nBcc"}, "Écrivez son nom"),
        ({"agency": "lyon"}, "Choisissez une agence."),
        ({"role": "emperor"}, "Choisissez un rôle."),
    ],
)
async def test_it_rejects_what_is_no_answer(
    visit: Visit, cast: Cast, change: dict[str, str], sentence: str
) -> None:
    form = {"email": EMAIL, "first_name": "Inès", "last_name": "Faure"}
    form |= {"agency": str(cast.agencies.lyon), **change}
    answer = await (await visit(cast.back_office)).post("/people/invite", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await rows() == []


async def test_the_form_offers_what_the_reader_may_give(visit: Visit, cast: Cast) -> None:
    offered = (await (await visit(cast.manager)).get("/people/invite")).text
    assert "Lyon Est" in offered
    assert "Nantes" not in offered
    assert 'value="referent"' in offered
    assert 'value="manager"' not in offered
    offered = (await (await visit(cast.back_office)).get("/people/invite")).text
    assert "Nantes" in offered
    assert 'value="auditor"' in offered
    assert 'value="administrator"' not in offered
    assert "/people/invite" in (await (await visit(cast.manager)).get("/people")).text
    for actor in (cast.adviser, cast.auditor):
        assert (await (await visit(actor)).get("/people/invite")).status_code == 403
    assert (await (await visit()).get("/people/invite")).status_code == 303


async def test_the_database_holds_a_manager_to_it(cast: Cast) -> None:
    insert = (
        "INSERT INTO invitation (id, email, first_name, last_name, role, agency_id, invited_by, "
        "expires_at) VALUES ($1, 'x@exemple.fr', 'X', 'Y', $2, $3, $4, now())"
    )
    lyon, nantes = cast.agencies.lyon, cast.agencies.nantes
    me = cast.manager.person_id
    for values in (
        (new_id(), "manager", lyon, me),
        (new_id(), "adviser", nantes, me),
        (new_id(), "adviser", lyon, cast.administrator.person_id),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(cast.manager) as work:
                await work.run(insert, *values)
    for desk, role in (
        (cast.back_office, "administrator"),
        (cast.back_office, "back_office"),
        (cast.lead, "back_office_lead"),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(desk) as work:
                await work.run(insert, new_id(), role, lyon, desk.person_id)
    for actor in (cast.adviser, cast.auditor):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(actor) as work:
                await work.run(insert, new_id(), "adviser", lyon, actor.person_id)


async def test_invitations_stand_on_the_page_of_people_of_those_who_oversee(
    visit: Visit, cast: Cast
) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon_team)
    for actor in (cast.manager, cast.back_office):
        text = (await (await visit(actor)).get("/people")).text
        assert "Inès Faure" in text
        assert "Invitation envoyée" in text
    assert "Inès Faure" not in (await (await visit(cast.other_manager)).get("/people")).text
    await set_expired(timedelta(minutes=1))
    assert "Invitation expirée" in (await (await visit(cast.manager)).get("/people")).text


async def test_sent_again_the_old_link_is_dead_and_who_sends_it_invites(
    visit: Visit, cast: Cast
) -> None:
    post, stranger = Post(), await visit()
    await invite(visit, cast.manager, cast.agencies.lyon)
    old = await post.link(EMAIL)
    [row] = await rows()
    path = f"/people/invitations/{row['id']}"
    answer = await (await visit(cast.back_office)).post(f"{path}/resend")
    assert answer.status_code == 303
    assert (await stranger.get(old)).status_code == 404
    fresh = await post.link(EMAIL)
    assert fresh != old
    assert (await stranger.get(old)).status_code == 404
    assert "Béatrice Noël vous invite" in (await stranger.get(fresh)).text
    [again] = await rows()
    assert (again["id"], again["expires_at"] > row["expires_at"]) == (row["id"], True)
    assert len(await acts_of(cast, "invitation:resend")) == 1


async def test_withdrawn_it_is_gone(visit: Visit, cast: Cast) -> None:
    post, stranger = Post(), await visit()
    await invite(visit, cast.manager, cast.agencies.lyon)
    link = await post.link(EMAIL)
    [row] = await rows()
    browser = await visit(cast.manager)
    path = f"/people/invitations/{row['id']}/withdraw"
    assert (await browser.post(path)).status_code == 303
    assert (await browser.post(path)).status_code == 404
    assert await rows() == []
    assert (await stranger.get(link)).status_code == 404
    assert len(await acts_of(cast, "invitation:withdraw")) == 1


async def test_withdrawn_before_the_mail_is_written_none_leaves(visit: Visit, cast: Cast) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon)
    [row] = await rows()
    await (await visit(cast.manager)).post(f"/people/invitations/{row['id']}/withdraw")
    assert await Post().arrived(EMAIL) == []


async def test_it_rejects_acts_on_invitations_of_others(visit: Visit, cast: Cast) -> None:
    await invite(visit, cast.back_office, cast.agencies.lyon, role=Role.MANAGER)
    [row] = await rows()
    for what in ("resend", "withdraw"):
        path = f"/people/invitations/{row['id']}/{what}"
        # Theirs to see, but not a role they give; then not theirs to see; then not their trade.
        assert (await (await visit(cast.manager)).post(path)).status_code == 403
        assert (await (await visit(cast.other_manager)).post(path)).status_code == 404
        assert (await (await visit(cast.adviser)).post(path)).status_code == 403
        assert (await (await visit()).post(path)).status_code == 303
    assert await rows() == [row]


async def test_invitations_nobody_answered_are_forgotten(visit: Visit, cast: Cast) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon)
    await set_expired(INVITATIONS_KEPT - timedelta(minutes=1))
    await forget_sign_in_failures()
    assert len(await rows()) == 1
    await set_expired(INVITATIONS_KEPT + timedelta(minutes=1))
    await forget_sign_in_failures()
    assert await rows() == []


@pytest.mark.parametrize(
    "lost",
    ["state = 'failed'", "attempts = 99", "created_at = now() - interval '2 hours'"],
)
async def test_a_mail_that_never_left_is_said_with_what_to_do(
    visit: Visit, cast: Cast, lost: str
) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon)
    browser = await visit(cast.manager)
    assert len(await Post().arrived(EMAIL)) == 1
    assert "E-mail non parti" not in (await browser.get("/people")).text
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        state = "" if lost.startswith("state") else "state = 'waiting', "
        await work.run(f"UPDATE message SET {state}{lost}")  # noqa: S608 (our own constants)
    for actor in (cast.manager, cast.back_office):
        text = (await (await visit(actor)).get("/people")).text
        assert "E-mail non parti" in text
        assert "retirez-la et invitez de nouveau" in text
    [row] = await rows()
    await browser.post(f"/people/invitations/{row['id']}/resend")
    assert "E-mail non parti" not in (await browser.get("/people")).text


async def test_whoever_has_an_account_reads_of_it_in_their_own_language(
    visit: Visit, cast: Cast
) -> None:
    async with unit_of_work(cast.adviser) as work:
        await work.run("UPDATE person SET locale = 'en' WHERE id = $1", cast.adviser.person_id)
        work.record("test:speak", "person", None)
    email = "alice.martin@palier.example"
    await invite(visit, cast.other_manager, cast.agencies.nantes, email=email)
    [mail] = await Post().arrived(email)
    assert mail["subject"] == "You already have a Palier account"
