"""The refusal list at the desk: who keeps it, what is said of what is wrong."""

from datetime import timedelta
from typing import Any

from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

HERE = "/refused-addresses"


def refusal(**changed: str) -> dict[str, Any]:
    until = (today() + timedelta(days=365)).isoformat()
    told = {"line1": "12 bis rue de l’Église", "postcode": "75011", "city": "Paris"}
    return told | {"source": "door", "until": until} | changed


async def test_the_back_office_and_managers_keep_the_list_and_nobody_else(
    cast: Cast, visit: Visit
) -> None:
    for actor, status in (
        (None, 303),
        (cast.adviser, 403),
        (cast.auditor, 403),
        (cast.manager, 200),
        (cast.back_office, 200),
    ):
        browser = await visit(actor)
        assert (await browser.get(HERE)).status_code == status
        added = await browser.post(HERE, data=refusal(line1=f"rue {actor and actor.role}"))
        assert added.status_code == (303 if status == 200 else status)


async def test_an_address_is_added_shown_and_removed_with_its_reason(
    cast: Cast, visit: Visit
) -> None:
    browser = await visit(cast.back_office)
    added = await browser.post(HERE, data=refusal())
    assert (added.status_code, added.headers["location"]) == (303, HERE)
    await browser.post(HERE, data=refusal(line1="7 rue Basse", postcode="13001"))
    shown = (await browser.get(HERE)).text
    assert shown.index("7 rue Basse") < shown.index("12 bis rue de l’Église")
    assert "12 bis" in (await browser.get(f"{HERE}?postcode=75")).text
    assert "12 bis" not in (await browser.get(f"{HERE}?postcode=69")).text

    async with unit_of_work(cast.back_office) as work:
        stored = await work.one_or_404(
            "SELECT id, key FROM refused_address WHERE city = 'Paris' AND postcode = '75011'"
        )
    assert stored["key"] == "75011 12 bis rue de l eglise"
    gone = f"{HERE}/{stored['id']}/remove"
    assert (await browser.post(gone, data={})).status_code == 422
    assert (await browser.post(gone, data={"why": "moved"})).status_code == 303
    assert (await browser.post(gone, data={"why": "moved"})).status_code == 404
    assert "12 bis" not in (await browser.get(HERE)).text
    async with unit_of_work(cast.back_office) as work:
        acts = await work.all("SELECT act FROM entry WHERE act LIKE 'refusal:%' ORDER BY seq")
    told = [row["act"] for row in acts if row["act"] != "refusal:list"]
    assert told == ["refusal:add", "refusal:add", "refusal:remove"]


async def test_what_is_wrong_is_said_field_by_field(cast: Cast, visit: Visit) -> None:
    browser = await visit(cast.back_office)
    yesterday = (today() - timedelta(days=1)).isoformat()
    far = (today() + timedelta(days=365 * 11)).isoformat()
    for field, value in (
        ("line1", " "),
        ("line1", "x" * 101),
        ("postcode", "7501"),
        ("postcode", "75O11"),
        ("city", ""),
        ("source", "gossip"),
        ("until", yesterday),
        ("until", far),
        ("until", "soon"),
    ):
        answer = await browser.post(HERE, data=refusal(**{field: value}))
        assert answer.status_code == 422, (field, value)
        assert f'data-field="{field}"' in answer.text
        assert "field--error" in answer.text
    await browser.post(HERE, data=refusal())
    twice = await browser.post(HERE, data=refusal(line1="12 BIS R. DE L'EGLISE"))
    assert twice.status_code == 422
    assert "déjà sur la liste" in twice.text
