"""Completing an address, against a stand-in of the national address base."""

from dataclasses import replace

import pytest

from extranet.core.settings import Settings
from extranet.messages.tests.stand_ins import http_stand_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.addresses import LONGEST, Suggestion, suggestions


def feature(
    kind: str, name: str, postcode: str = "75011", city: str = "Paris"
) -> dict[str, object]:
    """An address as the base tells it."""
    return {"properties": {"type": kind, "name": name, "postcode": postcode, "city": city}}


async def test_it_offers_houses_and_streets_once_and_no_whole_town(settings: Settings) -> None:
    house = feature("housenumber", "12 Rue de l'Église", city="L'Haÿ-les-Roses")
    features = [house, house, feature("street", "Rue Oberkampf"), feature("municipality", "Paris")]
    with http_stand_in() as base:
        base.body = {"features": features}
        configured = replace(settings, address_url=f"{base.url}/search")
        found = await suggestions(configured, "  12 rue  de l")
    assert found == [
        Suggestion("12 Rue de l’Église", "75011", "L’Haÿ-les-Roses"),
        Suggestion("Rue Oberkampf", "75011", "Paris"),
    ]
    assert [asked["path"] for asked in base.asked] == ["/search"]
    assert base.asked[0]["values"] == {"q": "12 rue de l", "limit": "5", "autocomplete": "1"}


@pytest.mark.parametrize("typed", ["", "12 ru", "x" * (LONGEST + 1)])
async def test_it_asks_for_nothing_that_is_no_address_yet(settings: Settings, typed: str) -> None:
    with http_stand_in() as base:
        configured = replace(settings, address_url=base.url)
        assert await suggestions(configured, typed) == []
    assert base.asked == []


async def test_without_a_base_nothing_is_asked(settings: Settings) -> None:
    assert await suggestions(settings, "12 rue de l’Église") == []


@pytest.mark.parametrize("status", [200, 429, 500])
async def test_a_base_that_fails_offers_nothing(settings: Settings, status: int) -> None:
    with http_stand_in() as base:
        base.status, base.body = status, {"error": "busy"}
        assert await suggestions(replace(settings, address_url=base.url), "12 rue de l") == []


async def test_a_base_that_is_not_there_offers_nothing(settings: Settings) -> None:
    with http_stand_in() as base:
        gone = replace(settings, address_url=base.url)
    assert await suggestions(gone, "12 rue de l") == []


async def test_only_who_sells_may_ask(cast: Cast, visit: Visit) -> None:
    asked = {"typed": "12 rue de l"}
    assert (await (await visit()).post("/addresses", json=asked)).status_code == 401
    assert (await (await visit(cast.auditor)).post("/addresses", json=asked)).status_code == 403
    answer = await (await visit(cast.adviser)).post("/addresses", json=asked)
    assert answer.json() == {"addresses": []}


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'{"typed": 3}'])
async def test_what_is_no_question_is_answered_without_a_fault(
    cast: Cast, visit: Visit, sent: bytes
) -> None:
    adviser = await visit(cast.adviser)
    answer = await adviser.post("/addresses", content=sent)
    assert answer.json() == {"addresses": []}
