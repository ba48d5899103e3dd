"""The customer signs over the same bad network: a contract is made once, a code sent once."""

import re
from contextlib import closing
from random import Random
from typing import Any

import httpx

from e2e.booklet import ADVISER
from e2e.faults.network import FAULTS
from e2e.faults.rig import Rig
from e2e.seller import newest_code, rows, visitor

_TRIES = 6
_HAPPENS = 0.6
_POSSIBLE = (
    "refused",
    "cut in the request",
    "swallowed",
    "cut in the reply",
    "late reply",
    "doubled",
    "repeated",
    "answers 500",
)
_STATE = "SELECT state FROM sale WHERE id = $1"


def sign(rig: Rig, sale: str, name: str, dice: Random) -> str:
    """Bring a sale that is ready to its contract, as somebody does who reloads the page when
    nothing comes; return what is wrong in the end, empty when it is signed."""
    with closing(visitor(rig.installation, ADVISER)) as client:
        for _ in range(_TRIES):
            state = rows(rig.installation, _STATE, sale)[0]["state"]
            if state == "signed":
                return ""
            if dice.random() < _HAPPENS:
                fault = FAULTS[dice.choice(_POSSIBLE)]
                rig.proxy.arm(fault, Random(dice.random()), "signing")  # noqa: S311 (replayable)
            try:
                _go_on(rig, client, state, sale, name)
            except httpx.TransportError:
                continue
        state = rows(rig.installation, _STATE, sale)[0]["state"]
    return "" if state == "signed" else f"{sale}: ready, and not signed in the end, but {state}"


def _go_on(rig: Rig, client: httpx.Client, state: str, sale: str, name: str) -> Any:
    if state == "out_for_signature":
        return _type_code(rig, client, sale)
    page = client.get(f"/sales/{sale}/signature").text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    if form.get("mark_before"):
        return _type_code(rig, client, sale)
    form |= {"read": "true", "mark": "", "mark_typed": name}
    return client.post(f"/sales/{sale}/signature", data=form)


def _type_code(rig: Rig, client: httpx.Client, sale: str) -> Any:
    code = newest_code(rig.installation, sale)
    return client.post(f"/sales/{sale}/code", data={"code": code})
