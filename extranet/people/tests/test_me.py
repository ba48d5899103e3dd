"""Who is signed in, for a tablet that comes back online."""

from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_it_says_who_is_signed_in(visit: Visit, cast: Cast) -> None:
    answer = await (await visit(cast.adviser)).get("/me.json")
    assert answer.json() == {
        "person": str(cast.adviser.person_id),
        "name": "Alice Martin",
        "known_as": "Alice M.",
        "locale": "fr",
    }
    assert answer.headers["cache-control"] == "no-store"


async def test_it_rejects_nobody_with_json(visit: Visit) -> None:
    answer = await (await visit()).get("/me.json")
    assert answer.status_code == 401
    assert answer.json() == {"error": "sign_in_required"}
    assert answer.headers["cache-control"] == "no-store"
