"""People with passwords, and ways to knock."""

from collections.abc import Awaitable
from typing import Protocol
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from extranet.core.access import Actor, Role, worker
from extranet.core.database import unit_of_work
from extranet.people.accounts import NewPerson, create_person
from extranet.people.passwords import hash_password
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

EMAIL = "camille.morel@palier.example"
PASSWORD = "un mot de passe à moi"
GOOD = "girafe orage tasse vélo"
"""A password that anybody may choose."""


class Knock(Protocol):
    """Posts the sign-in form."""

    def __call__(
        self, browser: AsyncClient, password: str = PASSWORD, email: str = EMAIL, **more: str
    ) -> Awaitable[Response]: ...


@pytest.fixture
async def account(cast: Cast) -> UUID:
    """An adviser of Lyon who signs in with `EMAIL` and `PASSWORD`."""
    return await make_account(cast)


@pytest.fixture
def knock() -> Knock:
    """The sign-in form, filled in."""

    async def post(
        browser: AsyncClient, password: str = PASSWORD, email: str = EMAIL, **more: str
    ) -> Response:
        return await browser.post("/sign-in", data={"email": email, "password": password, **more})

    return post


@pytest.fixture
async def link(visit: Visit, cast: Cast) -> str:
    """Where Inès Faure, invited by the manager of Lyon, is led by her mail."""
    guest = {"email": "ines.faure@exemple.fr", "first_name": "Inès", "last_name": "Faure"}
    form = {**guest, "agency": str(cast.agencies.lyon_team)}
    await (await visit(cast.manager)).post("/people/invite", data=form)
    return await Post().link(guest["email"])


async def make_account(cast: Cast, *, email: str = EMAIL, active: bool = True) -> UUID:
    """Create an adviser of Lyon with `PASSWORD`."""
    hashed = await hash_password(PASSWORD)
    async with unit_of_work(worker("test")) as work:
        return await create_person(
            work,
            NewPerson(
                email=email,
                first_name="Camille",
                last_name="Morel",
                role=Role.ADVISER,
                agency_id=cast.agencies.lyon,
                phone="+33639981234",
                active=active,
            ),
            hashed,
        )


async def acts_of(cast: Cast, act: str) -> list[str]:
    """The facts of every entry of `act`, as the journal holds them."""
    async with unit_of_work(cast.back_office) as work:
        rows = await work.all("SELECT facts FROM entry WHERE act = $1 ORDER BY seq", act)
    return [row["facts"] for row in rows]


async def sessions_in(actor: Actor) -> int:
    """How many sessions of `actor` are alive."""
    async with unit_of_work(actor) as work:
        found = await work.value("SELECT count(*) FROM session WHERE ended_at IS NULL")
    return int(found)
