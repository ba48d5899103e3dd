"""C. conso. L221-10-1 on the tablet: it recognises the addresses that the server recognises, and is
given nothing that could be read."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import pytest
from asyncpg import InsufficientPrivilegeError
from hypothesis import given, settings
from hypothesis import strategies as st

from extranet.core.access import Actor, worker
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.no_visit.listing import (
    Removal,
    Source,
    add_refusal,
    list_refusals,
    remove_refusal,
)
from wizard.normalise import line
from wizard.tests import generated
from wizard.tests.bridge import RulesBridge
from wizard.tests.generated import as_sent
from wizard.tests.vectors import read

HERE = "/refused-addresses.json"
CASES = read("refused_address")["cases"]
ABBREVIATED = (
    *("r", "av", "ave", "bd", "bld", "blvd", "boul", "pl", "ch", "che", "chem", "imp", "all"),
    *("rte", "sq", "crs", "fg", "fbg", "st", "ste", "rue", "saint", "12", "bis", "l", "Église"),
)
STREETS = st.one_of(
    generated.words,
    st.lists(
        st.sampled_from([*ABBREVIATED, "Œ", "œ", "é", "É", "ﬁ", "İ", "ſ", "ª"]), max_size=8
    ).map(" ".join),
    st.lists(st.sampled_from([*ABBREVIATED, "’", "'", ".", "-", ",", " "]), max_size=10).map(
        "".join
    ),
)


def listed(
    line1: str = "3 rue des Lilas", postcode: str = "69003", days: int = 30
) -> dict[str, Any]:
    until = today() + timedelta(days=days)
    told = {"line1": line1, "postcode": postcode, "city": "Lyon"}
    return {**told, "source": Source.DOOR, "until": until}


async def refuse(actor: Actor, *refusals: dict[str, Any]) -> None:
    for one in refusals:
        async with unit_of_work(actor) as work:
            await add_refusal(work, **one)


async def server_keys(cases: list[dict[str, str]]) -> list[str]:
    async with unit_of_work(worker("test")) as work:
        rows = await work.all(
            "SELECT address_key(c.value ->> 'line1', c.value ->> 'postcode') AS key "
            "FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS c ORDER BY c.ordinality",
            json.dumps(cases),
        )
    return [row["key"] for row in rows]


async def test_both_sides_find_the_key_of_every_vector(cast: Cast, tablet: RulesBridge) -> None:
    assert [case["key"] for case in CASES] == await server_keys(CASES)
    for case in CASES:
        told = {name: case[name] for name in ("line1", "postcode")}
        assert tablet.call("address_key", **told) == case["key"], case


async def test_both_sides_find_the_same_key_of_anything(cast: Cast, tablet: RulesBridge) -> None:
    typed: list[str] = []

    @settings(max_examples=400, deadline=None, database=None)
    @given(street=STREETS)
    def type_in(street: str) -> None:
        typed.append(line(as_sent(street)))

    type_in()
    cases = [{"line1": street, "postcode": "69 003"} for street in typed if "\0" not in street]
    for case, key in zip(cases, await server_keys(cases), strict=True):
        assert tablet.call("address_key", **case) == key, case


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_the_tablet_hashes_as_everybody_does(text: str, tablet: RulesBridge) -> None:
    assert tablet.call("hash", text=text) == hashlib.sha256(text.encode()).hexdigest()


async def test_l221_10_1_a_tablet_recognises_what_is_listed_and_nothing_else(
    cast: Cast, visit: Visit, tablet: RulesBridge
) -> None:
    yesterday, tomorrow = today() - timedelta(days=1), today() + timedelta(days=1)
    await refuse(
        cast.back_office,
        listed("3 r. des LILAS"),
        listed("5 rue des Lilas", days=1),
        listed("7 rue des Lilas", days=-1),
    )
    reply = await (await visit(cast.adviser)).get(HERE)
    carried = reply.json()

    def refuses(line1: str, day: date, postcode: str = "69003") -> bool:
        address = {"line1": line1, "postcode": postcode}
        return bool(tablet.call("refuses", carried=carried, address=address, today=str(day)))

    assert refuses("3 rue des Lilas", today())
    assert refuses("3, rue dès lilas", today(), "69 003")
    assert not refuses("3 bis rue des Lilas", today())
    assert not refuses("3 rue des Lilas", today(), "69004")
    assert refuses("5 rue des Lilas", tomorrow)
    assert not refuses("5 rue des Lilas", tomorrow + timedelta(days=1))
    assert not refuses("7 rue des Lilas", yesterday), "it lapsed before it was carried"


async def test_it_is_told_once_per_version_kept_in_no_cache_and_journalled(
    cast: Cast, visit: Visit
) -> None:
    browser = await visit(cast.adviser)
    empty = await browser.get(HERE)
    assert empty.json()["until"] == {}
    await refuse(cast.manager, listed(), listed("5 rue des Lilas"))

    first = await browser.get(HERE, headers={"if-none-match": empty.headers["etag"]})
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-store"
    tag = {"if-none-match": first.headers["etag"]}
    same = await browser.get(HERE, headers=tag)
    assert (same.status_code, same.content) == (304, b"")
    assert (await (await visit(cast.colleague)).get(HERE)).json() == first.json()

    async with unit_of_work(cast.back_office) as work:
        listing = await list_refusals(work, "")
        await remove_refusal(work, listing.addresses[0].id, Removal.MISTAKE)
    assert (await browser.get(HERE, headers=tag)).status_code == 200
    async with unit_of_work(cast.back_office) as work:
        given = await work.all(
            "SELECT actor_id FROM entry WHERE act = 'refusal:carry' ORDER BY seq"
        )
    people = [row["actor_id"] for row in given]
    assert people == [
        *[cast.adviser.person_id] * 2,
        cast.colleague.person_id,
        cast.adviser.person_id,
    ]


async def test_nothing_in_it_can_be_read_and_only_who_sells_gets_it(
    cast: Cast, visit: Visit
) -> None:
    await refuse(cast.back_office, listed())
    told = (await (await visit(cast.adviser)).get(HERE)).text
    for personal in ("Lilas", "lilas", "69003", "Lyon", "door", str(cast.back_office.person_id)):
        assert personal not in told
    for actor, status in (
        (None, 401),
        (cast.manager, 403),
        (cast.back_office, 403),
        (cast.auditor, 403),
    ):
        assert (await (await visit(actor)).get(HERE)).status_code == status


@pytest.mark.parametrize("who", ["manager", "auditor"])
async def test_the_database_gives_it_to_nobody_else(cast: Cast, who: str) -> None:
    with pytest.raises(InsufficientPrivilegeError):
        async with unit_of_work(getattr(cast, who)) as work:
            await work.all("SELECT * FROM carried_refusals('salt', '')")


async def test_whether_an_address_is_listed_is_told_to_those_who_sell_and_sign(cast: Cast) -> None:
    question = "SELECT address_refused('{}')"
    for actor in (cast.adviser, cast.manager, cast.back_office, worker("test")):
        async with unit_of_work(actor) as work:
            assert await work.value(question) in (None, False)
    with pytest.raises(InsufficientPrivilegeError):
        async with unit_of_work(cast.auditor) as work:
            await work.value(question)
