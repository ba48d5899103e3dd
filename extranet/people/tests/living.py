"""One living link of each kind that a mail about an account may hold."""

from extranet.people.tests.conftest import EMAIL, PASSWORD, make_account
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_INVITED, _WANTED = "ines.faure@exemple.fr", "camille@nouvelle.example"


async def living_links(visit: Visit, cast: Cast) -> dict[str, str]:
    """The path of each, by what comes before its token."""
    await make_account(cast)
    owner, manager, stranger = await visit(), await visit(cast.manager), await visit()
    newcomer = {"email": _INVITED, "first_name": "Inès", "last_name": "Faure"}
    form = {**newcomer, "agency": str(cast.agencies.lyon)}
    await manager.post("/people/invite", data=form)
    await stranger.post("/forgotten-password", data={"email": EMAIL})
    await owner.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    await owner.post("/account/email", data={"email": _WANTED, "present": PASSWORD})
    post = Post()
    paths = [await post.link(recipient) for recipient in (_INVITED, EMAIL, _WANTED)]
    return {path[: path.rindex("/") + 1]: path for path in paths}
