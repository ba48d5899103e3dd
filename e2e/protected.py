"""Somebody whose account opens in two steps, for the page between them."""

import re

import pyotp

from e2e.installation import Installation
from e2e.letters import newest_link
from e2e.seller import rows, visitor
from e2e.stop import ACCOUNTS, PROTECTED, PROTECTED_PASSWORD


def protect_somebody(installation: Installation) -> None:
    """Invite `PROTECTED`, who links an application; once for an installation."""
    if rows(installation, "SELECT id FROM person WHERE email = $1", PROTECTED):
        return
    [agency] = rows(installation, "SELECT id FROM agency WHERE name = 'Agence de Lyon'")
    desk = visitor(installation, ACCOUNTS["back_office"])
    newcomer = {"email": PROTECTED, "first_name": "Solange", "last_name": "Roy"}
    desk.post("/people/invite", data={**newcomer, "agency": str(agency["id"])})
    desk.close()
    somebody = visitor(installation)
    link = newest_link(installation, PROTECTED, "/invitations/")
    somebody.post(link, data={"password": PROTECTED_PASSWORD})
    somebody.post("/account/authenticator", data={"present": PROTECTED_PASSWORD})
    page = somebody.get("/account/authenticator/code").text
    secret = re.search(r"secret=([A-Z2-7]{32})", page)
    assert secret, page
    code = pyotp.TOTP(secret[1]).now()
    assert somebody.post("/account/authenticator/code", data={"code": code}).status_code == 201
    somebody.close()
