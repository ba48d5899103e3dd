"""The organisation over HTTP: what each is shown of it, and what they may press."""

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_everybody_sees_the_tree_as_far_as_they_oversee(visit: Visit, cast: Cast) -> None:
    whole = (await (await visit(cast.back_office)).get("/agencies")).text
    for name in ("Porte à Porte SAS", "Lyon Est", "Nantes", "11 personnes"):
        assert name in whole
    theirs = (await (await visit(cast.manager)).get("/agencies")).text
    assert "Lyon Est" in theirs
    for hidden in ("Porte à Porte", "Nantes"):
        assert hidden not in theirs
    for actor in (cast.adviser, cast.referent, cast.auditor):
        assert (await (await visit(actor)).get("/agencies")).status_code == 403


async def test_a_page_offers_what_may_be_done(visit: Visit, cast: Cast) -> None:
    lyon = f"/agencies/{cast.agencies.lyon}"
    desk = await visit(cast.back_office)
    page = (await desk.get(lyon)).text
    assert f'action="{lyon}/rename"' in page
    assert f'href="{lyon}/move"' not in page
    away = await desk.get(f"{lyon}/move")
    assert (away.status_code, away.headers["location"]) == (303, lyon)
    nantes = {"place": str(cast.agencies.nantes)}
    assert (await desk.post(f"{lyon}/move", data=nantes)).status_code == 403
    lead = await visit(cast.lead)
    assert f'href="{lyon}/move"' in (await lead.get(lyon)).text
    asked = (await lead.get(f"{lyon}/move")).text
    assert "Nantes" in asked
    assert "Lyon Est" not in asked
    own = (await (await visit(cast.manager)).get(lyon)).text
    assert f'action="{lyon}/open"' in own
    assert "Porte à Porte" not in own
    for act in ("rename", "close", "move"):
        assert f'"{lyon}/{act}"' not in own


async def test_a_team_is_opened_renamed_moved_and_closed(visit: Visit, cast: Cast) -> None:
    manager = await visit(cast.manager)
    lyon = f"/agencies/{cast.agencies.lyon}"
    opened = await manager.post(f"{lyon}/open", data={"fresh_name": " Lyon Ouest "})
    assert opened.status_code == 303
    west = opened.headers["location"]
    assert "Lyon Ouest" in (await manager.get(west)).text
    renamed = await manager.post(f"{west}/rename", data={"name": "Lyon Vaise"})
    assert (renamed.status_code, renamed.headers["location"]) == (303, west)
    place = {"place": str(cast.agencies.lyon_team)}
    assert (await manager.post(f"{west}/move", data=place)).status_code == 303
    closed = await manager.post(f"{west}/close")
    assert (closed.status_code, closed.headers["location"]) == (303, "/agencies")
    assert (await manager.get(west)).status_code == 404
    assert "Lyon Vaise" not in (await manager.get("/people")).text
    assert "Lyon Vaise" not in (await manager.get("/people/invite")).text


async def test_it_rejects_what_is_no_answer(visit: Visit, cast: Cast) -> None:
    lead = await visit(cast.lead)
    lyon = f"/agencies/{cast.agencies.lyon}"
    for act, data, sentence in (
        ("rename", {"name": " "}, "Écrivez son nom"),
        ("open", {"fresh_name": "x" * 81}, "Écrivez son nom"),
        ("open", {"fresh_name": "x", "kind": "kingdom"}, "Choisissez une agence ou une équipe."),
        ("move", {"place": "nowhere"}, "Choisissez où elle doit se trouver."),
        ("move", {"place": str(cast.agencies.lyon_team)}, "sous elle-même"),
    ):
        answer = await lead.post(f"{lyon}/{act}", data=data)
        assert answer.status_code == 422, act
        assert sentence in answer.text
    assert (await lead.post(f"{lyon}/close")).status_code == 409


async def test_a_form_cannot_hold_more_than_is_asked(visit: Visit, cast: Cast) -> None:
    team = cast.agencies.lyon_team
    more = {"path": "{}", "parent_id": str(cast.agencies.nantes), "closed_at": "2020-01-01"}
    manager = await visit(cast.manager)
    data = {"name": "Lyon Sud", **more}
    assert (await manager.post(f"/agencies/{team}/rename", data=data)).status_code == 303
    data = {"fresh_name": "Sous Lyon", "kind": "agency", **more}
    assert (await manager.post(f"/agencies/{team}/open", data=data)).status_code == 403
    async with unit_of_work(worker("test")) as work:
        row = await work.one_or_404("SELECT * FROM agency WHERE id = $1", team)
    assert (row["name"], row["parent_id"], row["closed_at"]) == (
        "Lyon Sud",
        cast.agencies.lyon,
        None,
    )
