"""An adviser's tablets in every state, for the pages that list them."""

from e2e.installation import Installation
from e2e.seller import Seller, visitor

_WIPED = "Mozilla/5.0 (Linux; Android 14; SM-X200) Chrome/142.0.0.0 Safari/537.36"
_LOST = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"
_IN_USE = "Mozilla/5.0 (Linux; Android 15; SM-X210) SamsungBrowser/28.0 Safari/537.36"


def register_tablets(installation: Installation, seller: Seller, boss: str) -> dict[str, str]:
    """Give the seller a tablet that was wiped, one that is lost and one in use.

    Returns the ids of the seller (`adviser`) and of the account `boss` that revoked the tablets.
    """
    desk = visitor(installation, boss)
    people = {
        "adviser": str(seller.http.get("/me.json").json()["person"]),
        "boss": str(desk.get("/me.json").json()["person"]),
    }
    # In use is the last one: the seller's own session is open on it.
    wiped, lost, _ = (_registered(seller, device) for device in (_WIPED, _LOST, _IN_USE))
    for tablet in (wiped, lost):
        desk.post(f"/people/{people['adviser']}/tablets/{tablet}/revoke")
    seller.http.post(f"/tablets/{wiped}/wiped")
    desk.close()
    return people


def _registered(seller: Seller, device: str) -> str:
    reply = seller.http.post("/tablets", headers={"User-Agent": device})
    return str(reply.json()["tablet"])
