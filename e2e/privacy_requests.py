"""Requests about personal data in every state, for the pages that handle them."""

import re
import time

import httpx

from e2e.installation import Installation
from e2e.seller import rows, visitor
from e2e.stop import ACCOUNTS
from extranet.core.clock import today

_BORN = "1957-05-02"
_PATIENCE = 30


def ask_for_data(installation: Installation, ready: str, signed: str, gone: str) -> dict[str, str]:
    """Requests that wait, that are recognised (of the customers of two sales), and one that was
    answered: the customer of the sale `gone` is erased."""
    desk = visitor(installation, ACCOUNTS["administrator"])
    waiting = _ask(desk, "Geneviève", "Laurent", birth_date=_BORN)
    recognised = _ask(desk, "Élodie", "Lefèvre", number=_number(installation, signed))
    _recognise(desk, recognised, ready, signed)
    unknown = _ask(desk, "Personne", "Inconnu", phone="06 12 00 00 00")
    answered = _ask(desk, "Léonie", "Astier", birth_date=_BORN)
    _recognise(desk, answered, gone)
    _erase(installation, desk, answered)
    desk.close()
    return {
        "asked": waiting,
        "recognised": recognised,
        "asked_by_stranger": unknown,
        "answered": answered,
    }


def _ask(desk: httpx.Client, first: str, last: str, **known: str) -> str:
    form = {
        "wish": "erasure",
        "subject": "customer",
        "channel": "mail",
        "received_on": today().isoformat(),
        "first_name": first,
        "last_name": last,
        **known,
    }
    reply = desk.post("/privacy/new", data=form)
    return str(reply.headers["location"].rpartition("/")[2])


def _recognise(desk: httpx.Client, asked: str, *sales: str) -> None:
    form = {"identity": "contact", "theirs": list(sales)}
    desk.post(f"/privacy/requests/{asked}/identity", data=form)


def _erase(installation: Installation, desk: httpx.Client, asked: str) -> None:
    number = re.findall(r"D-\d{4}-\d{6}", desk.get(f"/privacy/requests/{asked}").text)[0]
    desk.post(f"/privacy/requests/{asked}/erasure", data={"typed": number})
    until = time.monotonic() + _PATIENCE
    state = "SELECT state FROM privacy_request WHERE number = $1"
    while rows(installation, state, number)[0]["state"] != "answered":
        assert time.monotonic() < until, "the job did not erase"


def _number(installation: Installation, sale: str) -> str:
    return str(rows(installation, "SELECT number FROM sale WHERE id = $1", sale)[0]["number"])
