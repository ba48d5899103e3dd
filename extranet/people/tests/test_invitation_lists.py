"""A file of people to invite: handed in, looked over, sent once."""

import json
from datetime import timedelta
from uuid import UUID

import anyio
import asyncpg
import pytest
from httpx import AsyncClient, Response

from extranet.core.access import Actor, Role, worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.people import invitation_lists, invitation_quota
from extranet.people.invitation_sheet import MOST_LINES
from extranet.people.invitations import Newcomer, invite_all
from extranet.people.jobs import forget_sign_in_failures
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.people.tests.test_invitations import invite, rows
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

TITLES = "E-mail;Prénom;Nom;Rôle;Agence\n"
FILE = (
    TITLES
    + "ines.faure@exemple.fr;Inès;Faure;Conseiller;Lyon Est\n"
    + "paul.roy@exemple.fr;Paul;Roy;;Lyon\n"
    + "lea@exemple;Léa;Mas;;Lyon\n"
    + "max@exemple.fr;Max;Bon;Auditeur;Nantes\n"
)


async def hand_in(browser: AsyncClient, text: str = FILE) -> Response:
    """Send the form of the page with a file."""
    files = {"file": ("equipe.csv", text.encode(), "text/csv")}
    return await browser.post("/people/invitations/file", files=files)


async def list_of(browser: AsyncClient, text: str = FILE) -> str:
    """The page of a list that was handed in."""
    answer = await hand_in(browser, text)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_what_a_file_holds_is_looked_over_before_anybody_is_invited(
    visit: Visit, cast: Cast
) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    text = (await browser.get(path)).text
    assert "2 personnes à inviter" in text
    assert "2 lignes à corriger" in text
    assert "Écrivez une adresse e-mail complète" in text
    assert "Vous ne pouvez pas inviter comme «\u202fAuditeur\u202f». Écrivez par exemple" in text
    assert "Vous n’avez pas d’agence «\u202fNantes\u202f»" in text
    assert await rows() == []
    [handed_in] = await acts_of(cast, "invitation:hand_in")
    assert json.loads(handed_in)["after"] == {"lines": 4, "refused": 2}
    assert len(await acts_of(cast, "invitation:look_over")) == 1


async def test_the_good_lines_are_sent_once_without_the_others(visit: Visit, cast: Cast) -> None:
    browser, post = await visit(cast.manager), Post()
    path = await list_of(browser)
    for _ in range(2):
        answer = await browser.post(f"{path}/send")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    told = [(row["email"], row["role"], row["agency_id"]) for row in await rows()]
    lyon, team = cast.agencies.lyon, cast.agencies.lyon_team
    assert told == [
        ("ines.faure@exemple.fr", "adviser", team),
        ("paul.roy@exemple.fr", "adviser", lyon),
    ]
    assert len(await acts_of(cast, "invitation:make")) == 2
    [sent] = await acts_of(cast, "invitation:send_list")
    assert '"sent": 2' in sent
    assert "ines" not in sent
    assert len(await post.arrived("ines.faure@exemple.fr")) == 1
    text = (await browser.get(path)).text
    assert "2 invitations envoyées" in text
    assert "2 lignes à corriger" in text
    assert f"{path}/send" not in text


async def test_pressed_twice_at_once_it_is_sent_once(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    answers: list[int] = []

    async def press() -> None:
        answers.append((await browser.post(f"{path}/send")).status_code)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(press)
    assert answers == [303] * 3
    assert len(await rows()) == 2
    assert len(await acts_of(cast, "invitation:send_list")) == 1


async def test_sent_again_after_a_withdrawal_nobody_is_invited_anew(
    visit: Visit, cast: Cast
) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    await browser.post(f"{path}/send")
    for row in await rows():
        await browser.post(f"/people/invitations/{row['id']}/withdraw")
    await browser.post(f"{path}/send")
    assert await rows() == []


async def test_what_changed_since_the_look_is_told(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    await invite(visit, cast.back_office, cast.agencies.lyon, email="paul.roy@exemple.fr")
    await browser.post(f"{path}/send")
    text = (await browser.get(path)).text
    assert "1 invitation envoyée" in text
    assert "déjà invitée dans cette agence" in text


async def test_an_account_is_told_to_whoever_sees_it_and_to_nobody_else(
    visit: Visit, cast: Cast
) -> None:
    line = TITLES + "chloé.durand@palier.example;Chloé;Durand;;{agency}\n"
    async with unit_of_work(worker("test")) as work:
        # An address that a mail can be sent to.
        await work.run(
            "UPDATE person SET email = 'chloe.durand@exemple.fr' WHERE id = $1",
            cast.outsider.person_id,
        )
        work.record("test:move", "person", None)
    line = line.replace("chloé.durand@palier.example", "Chloe.Durand@exemple.fr")
    for actor, agency, known in (
        (cast.manager, "Lyon", False),
        (cast.other_manager, "Nantes", True),
        (cast.back_office, "Lyon", True),
    ):
        browser = await visit(actor)
        text = (await browser.get(await list_of(browser, line.format(agency=agency)))).text
        assert ("a déjà un compte" in text) is known
        assert ("1 personne à inviter" in text) is not known


async def test_the_refused_lines_come_back_as_a_file(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    answer = await browser.get(f"{await list_of(browser)}/refused.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    titles, lea, max_ = answer.content.decode("utf-8-sig").splitlines()
    assert titles == "E-mail;Prénom;Nom;Rôle;Agence;Ligne;À corriger"
    assert lea.startswith("lea@exemple;Léa;Mas;;Lyon;4;Écrivez une adresse")
    assert max_.startswith("max@exemple.fr;Max;Bon;Auditeur;Nantes;5;")
    assert len(await acts_of(cast, "invitation:download")) == 1
    again = await list_of(browser, answer.content.decode("utf-8-sig"))
    text = (await browser.get(again)).text
    assert "2 lignes à corriger" in text
    assert "2 colonnes sont laissées de côté" in text


async def test_the_example_is_a_file_that_works(visit: Visit, cast: Cast) -> None:
    for actor in (cast.manager, cast.administrator):
        browser = await visit(actor)
        example = (await browser.get("/people/invitations/example.csv")).content
        text = (await browser.get(await list_of(browser, example.decode("utf-8-sig")))).text
        assert "2 personnes à inviter" in text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ne nomme personne"),
        ("Nom;Prénom\nFaure;Inès\n", "Il manque une colonne : E-mail."),
        (TITLES + 'a@x.fr;"Inès;F\n', "Ligne 2 : des guillemets sont mal fermés"),
    ],
)
async def test_it_rejects_a_file_that_names_nobody(
    visit: Visit, cast: Cast, text: str, sentence: str
) -> None:
    answer = await hand_in(await visit(cast.manager), text)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("\u00a0", " ")


async def test_it_rejects_no_file_at_all(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    for files in (None, {"file": ("", b"", "text/csv")}):
        answer = await browser.post("/people/invitations/file", files=files)
        assert answer.status_code == 422
        assert "Choisissez le fichier" in answer.text


async def test_a_list_is_its_reader_s_alone(visit: Visit, cast: Cast) -> None:
    path = await list_of(await visit(cast.manager))
    for actor in (cast.other_manager, cast.back_office, cast.administrator):
        other = await visit(actor)
        assert (await other.get(path)).status_code == 404
        assert (await other.get(f"{path}/refused.csv")).status_code == 404
        assert (await other.post(f"{path}/send")).status_code == 404
    for actor in (cast.adviser, cast.auditor):
        assert (await (await visit(actor)).get(path)).status_code == 403
    assert await rows() == []


async def test_names_lie_sealed_and_for_two_days(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    async with unit_of_work(cast.manager) as work:
        assert b"exemple" not in await work.value("SELECT sealed FROM invitation_list")
    await forget_sign_in_failures()
    assert (await browser.get(path)).status_code == 200
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        row = await work.one("DELETE FROM invitation_list RETURNING id, person_id, sealed")
    assert row is not None
    long_ago = now() - invitation_lists.KEPT - timedelta(minutes=1)
    async with unit_of_work(cast.manager) as work:
        await work.run("INSERT INTO invitation_list VALUES ($1, $2, $3, $4)", *row, long_ago)
        work.record("test:age", "invitation_list", None)
    await forget_sign_in_failures()
    assert (await browser.get(path)).status_code == 404


async def test_the_database_holds_a_list_s_sender_to_their_agencies(cast: Cast) -> None:
    stranger = Newcomer("x@exemple.fr", "X", "Y", Role.ADVISER, cast.agencies.nantes)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work(cast.manager) as work:
            await invite_all(work, [stranger])


async def test_it_rejects_more_in_a_day_than_anybody_needs(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    path = await list_of(browser)
    await sent_by(cast.manager, invitation_quota.MOST - 1)
    answer = await browser.post(f"{path}/send")
    assert answer.status_code == 429
    assert "Recommencez demain" in answer.text
    assert await rows() == []
    lyon = cast.agencies.lyon
    assert (await invite(visit, cast.manager, lyon)).status_code == 303
    answer = await invite(visit, cast.manager, lyon, email="autre@exemple.fr")
    assert answer.status_code == 422
    assert "Recommencez demain" in answer.text
    [row] = await rows()
    assert (await browser.post(f"/people/invitations/{row['id']}/resend")).status_code == 429
    assert await rows() == [row]
    # Somebody else's count is their own, and a day later it begins anew.
    assert (await invite(visit, cast.back_office, lyon, email="c@exemple.fr")).status_code == 303


async def test_what_left_a_day_ago_counts_no_more(visit: Visit, cast: Cast) -> None:
    await sent_by(cast.manager, invitation_quota.MOST, ago=invitation_quota.WINDOW)
    assert (await invite(visit, cast.manager, cast.agencies.lyon)).status_code == 303
    await forget_sign_in_failures()
    async with unit_of_work(cast.manager) as work:
        assert await work.value("SELECT sum(mails) FROM invitation_batch") == 1


async def test_nobody_lowers_their_own_count(cast: Cast) -> None:
    await sent_by(cast.manager, 5)
    for query in ("UPDATE invitation_batch SET mails = 1", "DELETE FROM invitation_batch"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(cast.manager) as work:
                await work.run(query)


async def test_a_full_file_leaves_in_one_go(visit: Visit, cast: Cast) -> None:
    lines = [f"p{number}@exemple.fr;P{number};Roy;;Lyon" for number in range(MOST_LINES)]
    browser = await visit(cast.manager)
    path = await list_of(browser, TITLES + "\n".join(lines))
    assert (await browser.post(f"{path}/send")).status_code == 303
    async with unit_of_work(worker("test")) as work:
        assert await work.value("SELECT count(*) FROM invitation") == MOST_LINES
        # Nobody waits for them: whatever somebody does wait for goes before.
        queued = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'send_invitation'"
        assert await work.value(f"{queued} AND priority = 0") == MOST_LINES


async def sent_by(actor: Actor, mails: int, ago: timedelta = timedelta(0)) -> UUID:
    """Let `actor` have sent that many invitations, that long ago."""
    batch = new_id()
    async with unit_of_work(actor) as work:
        await work.run(
            "INSERT INTO invitation_batch VALUES ($1, $2, $3, $4)",
            batch,
            actor.person_id,
            mails,
            now() - ago,
        )
        work.record("test:send", "invitation", None)
    return batch
