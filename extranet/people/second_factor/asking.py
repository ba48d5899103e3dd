"""The password asked again before a second factor changes, and the codes shown once: what those
pages have in common."""

from enum import StrEnum
from typing import Annotated, Any

from litestar import Request, Response
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, Field

from extranet.core.access import NEED_SECOND_FACTOR
from extranet.core.forms import Form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import person_of, visit_of
from extranet.core.settings import installed

WRONG_PASSWORD = N_("Ce n’est pas votre mot de passe actuel.")
PRESENT = {"present": N_("Écrivez votre mot de passe actuel.")}

Browser = Request[Any, Any, Any]


class Act(StrEnum):
    """What the password is asked for."""

    LINK = "link"
    UNLINK = "unlink"
    REMOVE_PASSKEY = "remove_passkey"
    MAKE_CODES = "make_codes"


class PresentForm(BaseModel):
    """The password one has."""

    present: Annotated[str, Field(min_length=1)]


def ask(
    request: Browser,
    act: Act,
    email: str,
    form: Form[PresentForm] | None = None,
    *,
    passkey: str = "",
) -> Response[Any]:
    """Ask for the password of `email` before `act`, on the page that posts to its own address."""
    return page(
        request,
        "people/second_factor/password.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        act=act.value,
        email=email,
        passkey=passkey,
        needed=installed().second_factor_required and person_of(request).role in NEED_SECOND_FACTOR,
        action=request.url.path,
    )


def done(request: Browser, codes: list[str]) -> Response[Any]:
    """Show recovery codes, this once, or go back to the account where none were made."""
    if not codes:
        return see_other(request, "/account?news=factor")
    whom = person_of(request)
    return page(
        request,
        "people/second_factor/codes.html",
        status=HTTP_201_CREATED,
        codes=codes,
        name=f"{whom.first_name} {whom.last_name}",
        onward="/" if visit_of(request).lacks_second_factor else "/account",
    )
