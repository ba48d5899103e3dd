"""Sellers whose contract has ended, who left, and who have papers: for the pages that show them."""

from e2e.installation import Installation
from e2e.seller import rows, visitor

_PDF = b"%PDF-1.7\n%%EOF\n"
_ENDED = "SELECT person_id AS id FROM seller_contract WHERE ends_on < now() LIMIT 1"
_OTHERS = """
    SELECT p.id FROM person p JOIN seller_contract c ON c.person_id = p.id AND c.ends_on IS NULL
    WHERE p.email LIKE 'demo%' ORDER BY p.email DESC LIMIT 2
"""


def part_with_somebody(installation: Installation, desk_of: str, adviser: str) -> dict[str, str]:
    """Have one seller of the demo leave, by the back office, and keep a paper of the adviser's.

    Returns the ids of whoever left (`left_seller`) and of somebody out of contract.
    """
    left, successor = (str(row["id"]) for row in rows(installation, _OTHERS))
    desk = visitor(installation, desk_of)
    form = {"moment": "now", "successor": successor, "tablets": "keep"}
    desk.post(f"/people/{left}/departure", data=form)
    paper = {"kind": "identity", "expires_on": "2027-03-31"}
    place = f"/people/{adviser}/contract/papers"
    desk.post(place, data=paper, files={"file": ("carte.pdf", _PDF)})
    desk.close()
    return {"left_seller": left, "ended_seller": str(rows(installation, _ENDED)[0]["id"])}
