"""People with a second factor: an application that shows codes, as a telephone would."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pyotp
from httpx import AsyncClient, Response

from extranet.core.access import ROLES, Actor, Origin, Role
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.vault import vault
from extranet.people.second_factor import recovery_codes
from extranet.people.second_factor.authenticator import SECONDS
from extranet.people.tests.conftest import EMAIL, PASSWORD

_LINK = """
    INSERT INTO authenticator (id, person_id, secret, confirmed_at) VALUES ($1, $2, $3, now())
"""


@dataclass(frozen=True)
class Application:
    """What shows codes on a telephone."""

    secret: str

    def code(self, steps: int = 0) -> str:
        """The code it shows, so many steps from now."""
        return pyotp.TOTP(self.secret).at(now() + timedelta(seconds=SECONDS * steps))


def somebody(person_id: UUID, role: Role = Role.ADVISER) -> Actor:
    """The actor that a session of `person_id` makes."""
    kind, origin = ROLES[role].kind, Origin("127.0.0.1", "tests")
    return Actor(kind, "Camille Morel", person_id=person_id, role=role, origin=origin)


async def link_application(actor: Actor) -> Application:
    """Give somebody an application none of whose codes was used."""
    application = Application(pyotp.random_base32())
    sealed = vault().seal(application.secret.encode(), f"authenticator:{actor.person_id}")
    async with unit_of_work(actor) as work:
        await work.run(_LINK, new_id(), actor.person_id, sealed)
        work.record("test:link", "person", actor.person_id)
    return application


async def make_codes(actor: Actor) -> list[str]:
    """Give somebody recovery codes."""
    async with unit_of_work(actor) as work:
        return await recovery_codes.make(work)


async def give_password(
    browser: AsyncClient, *, email: str = EMAIL, going_to: str = "/"
) -> Response:
    """Send the right password, the first step of signing in."""
    form = {"email": email, "password": PASSWORD, "next": going_to}
    return await browser.post("/sign-in", data=form)


async def give_code(browser: AsyncClient, code: str, going_to: str = "/") -> Response:
    """Send a code, the second step."""
    form = {"code": code, "next": going_to}
    return await browser.post("/sign-in/second-factor", data=form)


async def is_inside(browser: AsyncClient) -> bool:
    """Whether the browser is signed in."""
    return (await browser.get("/me.json")).status_code == 200
