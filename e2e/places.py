"""What the pages need to be there: sales, contracts and tablets, each in another state."""

from e2e.installation import Installation
from e2e.invitation_lists import hand_in_lists
from e2e.leavers import part_with_somebody
from e2e.letters import links_by_mail
from e2e.lost_tablets import register_tablets
from e2e.privacy_requests import ask_for_data
from e2e.protected import protect_somebody
from e2e.seller import (
    Answers,
    Seller,
    newest_code,
    read_by_phone,
    rows,
    sign_by_phone,
    visitor,
)
from e2e.stop import ACCOUNTS


def prepare(installation: Installation) -> dict[str, str]:
    """Bring sales into every state; returns what fills the `{places}` of the stops."""
    seller = Seller(installation, ACCOUNTS["adviser"])
    places = {
        "dropped": seller.sell("customer", changed=_of("Benoît", "Hervé")),
        "paper": seller.sell(changed={**_of("Yvonne", "Le Goff"), **_ON_PAPER}),
        "doubt": seller.sell(changed=_of("Marcel", "Petit", doubt=True)),
        "signed": seller.sell(),
        "code": seller.sell(changed=_BY_E_MAIL),
        "cart": seller.sell("products"),
        "open": seller.sell("address", changed=_of("Inès", "Da Costa")),
        "ready": seller.sell(changed=_of("Geneviève", "Laurent")),
    }
    seller.sign(places["code"])
    seller.sign(places["signed"])
    seller.conclude(places["signed"])
    places["token"] = seller.link(places["signed"])
    places |= _on_phones(installation, seller)
    protect_somebody(installation)
    seller.http.post(f"/sales/{places['dropped']}/close")
    gone = seller.sell("customer", changed=_of("Léonie", "Astier"))
    places |= ask_for_data(installation, places["ready"], places["signed"], gone)
    places["erased"] = gone
    signed = "SELECT id FROM contract WHERE sale_id = $1"
    contract = rows(installation, signed, places["signed"])[0]["id"]
    places |= {
        "locale": "fr",
        "to_check": str(contract),
        **register_tablets(installation, seller, ACCOUNTS["manager"]),
        **hand_in_lists(installation),
    }
    places |= _agencies(installation)
    places |= part_with_somebody(installation, ACCOUNTS["back_office"], places["adviser"])
    return _of_the_demo(installation) | places | links_by_mail(installation)


def _on_phones(installation: Installation, seller: Seller) -> dict[str, str]:
    """Sales whose customers sign on their own phone, each at another stage, by their tokens."""
    customer = visitor(installation)
    names = {
        "unread": ("Paulette", "Roux"),
        "read": ("Simon", "Ferrand"),
        "phone_code": ("Odile", "Vasseur"),
        "phone_signed": ("Hakim", "Benali"),
    }
    sales = {stage: seller.sell(changed=_of(*name)) for stage, name in names.items()}
    tokens = {stage: seller.signing_token(sale) for stage, sale in sales.items()}
    for stage in ("read", "phone_code", "phone_signed"):
        read_by_phone(customer, tokens[stage])
    for stage in ("phone_code", "phone_signed"):
        sign_by_phone(customer, tokens[stage], " ".join(names[stage]))
    code = newest_code(installation, sales["phone_signed"])
    customer.post(f"/s/{tokens['phone_signed']}/code", data={"code": code})
    customer.close()
    return {**tokens, "on_phone": sales["read"]}


def _agencies(installation: Installation) -> dict[str, str]:
    """An agency with a team below it, and somebody who was moved to theirs."""
    named = {
        row["name"]: str(row["id"])
        for row in rows(installation, "SELECT name, id FROM agency WHERE kind <> 'distributor'")
    }
    of_the_team = "SELECT id FROM person WHERE agency_id = $1 AND role = 'adviser' ORDER BY id"
    [moved, *_] = rows(installation, of_the_team, named["Équipe Capitole"])
    desk = visitor(installation, ACCOUNTS["lead"])
    desk.post(f"/people/{moved['id']}/agency", data={"agency": named["Agence de Toulouse"]})
    desk.close()
    return {
        "agency": named["Agence de Lyon"],
        "team": named["Équipe Croix-Rousse"],
        "moved": str(moved["id"]),
    }


_ON_PAPER: dict[str, Answers] = {
    "contact": {"phone_kind": "none", "code_channel": "paper"},
    "consents": {"contract_medium": "paper", "privacy_read": True},
    "information": {"channel": "paper", "received": True},
}
_BY_E_MAIL: dict[str, Answers] = {
    "contact": {
        "phone_kind": "none",
        "email": "elodie.lefevre@exemple.fr",
        "code_channel": "email",
    },
    "information": {"channel": "email", "received": True},
}


def _of(first: str, last: str, *, doubt: bool = False) -> dict[str, Answers]:
    """The sale is another customer's."""
    names = {"first_name": first, "last_name": last, "birth_date": "1957-05-02"}
    return {"customer": {**names, "doubt": doubt}}


def _of_the_demo(installation: Installation) -> dict[str, str]:
    by_state = {
        row["state"]: str(row["id"])
        for row in rows(installation, "SELECT DISTINCT ON (state) state, id FROM contract")
    }
    foreign = rows(
        installation,
        "SELECT s.id FROM sale s JOIN person p ON p.id = s.adviser_id WHERE p.email <> $1 LIMIT 1",
        ACCOUNTS["adviser"],
    )
    [product] = rows(installation, "SELECT id FROM product WHERE code = 'CYC-JARD'")
    return by_state | {"foreign": str(foreign[0]["id"]), "product": str(product["id"])}
