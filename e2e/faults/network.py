"""What the network does to a request of the outbox, each kind by its name."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from random import Random
from typing import Any

from e2e.faults.talk import Cut, Talk
from extranet.core.ids import new_id

_PORTAL = "<!doctype html><title>Bienvenue sur le Wi-Fi</title><h1>Acceptez les conditions</h1>"
_SECONDS = (0.02, 0.25)
_TYPOS = (("Lef", "Laf"), ('"quantity": 1', '"quantity": 2'))


@dataclass(frozen=True, slots=True)
class Hands:
    """What a fault may reach besides the request: the dice, and ways to wait and to come back."""

    dice: Random
    held: Callable[[], Awaitable[None]]
    """Says that the request is held here, and waits until the machine lets go."""
    later: Callable[[Coroutine[Any, Any, Any]], None]
    """Runs something after the request is over."""

    async def pause(self) -> None:
        """Wait a moment of the schedule's choosing."""
        await asyncio.sleep(self.dice.uniform(*_SECONDS))


Fault = Callable[[Talk, Hands], Coroutine[Any, Any, None]]


async def calm(talk: Talk, hands: Hands) -> None:
    """Hand the request on, and the reply back."""
    await talk.reply(await talk.ask())


async def refused(talk: Talk, hands: Hands) -> None:
    """Cut before the server heard a word."""
    raise Cut


async def cut_in_the_request(talk: Talk, hands: Hands) -> None:
    """Cut while the request is on its way."""
    await talk.begin(hands.dice.uniform(0.1, 0.95))
    raise Cut


async def swallowed(talk: Talk, hands: Hands) -> None:
    """The server commits and answers; nobody hears it."""
    await talk.ask()
    raise Cut


async def cut_in_the_reply(talk: Talk, hands: Hands) -> None:
    """The reply breaks off in the middle."""
    reply = await talk.ask()
    await talk.reply(reply[: int(len(reply) * hands.dice.uniform(0.1, 0.95))])
    raise Cut


async def late(talk: Talk, hands: Hands) -> None:
    """The request takes its time."""
    await hands.pause()
    await calm(talk, hands)


async def late_reply(talk: Talk, hands: Hands) -> None:
    """The reply takes its time."""
    reply = await talk.ask()
    await hands.pause()
    await talk.reply(reply)


async def doubled(talk: Talk, hands: Hands) -> None:
    """The server gets the request twice at once."""
    first, _ = await asyncio.gather(talk.ask(), talk.ask())
    await talk.reply(first)


async def repeated(talk: Talk, hands: Hands) -> None:
    """The server gets the request again, when others have come in between."""
    await calm(talk, hands)

    async def again() -> None:
        await hands.pause()
        await talk.ask()

    hands.later(again())


async def overtaken(talk: Talk, hands: Hands) -> None:
    """The browser hears nothing, and the request reaches the server after its own repeat."""

    async def at_last() -> None:
        await hands.pause()
        await talk.ask()

    hands.later(at_last())
    raise Cut


async def half_closed_here(talk: Talk, hands: Hands) -> None:
    """The browser is told that nothing more comes, while the server still works."""
    talk.writer.write_eof()
    await talk.ask()
    raise Cut


async def half_closed_there(talk: Talk, hands: Hands) -> None:
    """The server is told that nothing more comes, while it still works."""
    await talk.reply(await talk.ask(half_close=True))


async def hanging(talk: Talk, hands: Hands) -> None:
    """Nothing comes, and nothing ends, until the machine lets go."""
    await hands.held()
    raise Cut


async def held_before(talk: Talk, hands: Hands) -> None:
    """Held until the machine has killed something; then nobody is left to hear it."""
    await hands.held()
    await talk.ask()
    raise Cut


async def held_after(talk: Talk, hands: Hands) -> None:
    """The server has committed; the reply is held until the machine has killed something."""
    await talk.ask()
    await hands.held()
    raise Cut


async def captive(talk: Talk, hands: Hands) -> None:
    """A captive portal says 200 to everything."""
    await talk.answer(200, _PORTAL.encode(), "text/html; charset=utf-8")


def answered(status: int) -> Fault:
    """An answer that is not the server's."""

    async def say(talk: Talk, hands: Hands) -> None:
        await talk.answer(status, b'{"error": "not the server"}')

    return say


async def false_receipt(talk: Talk, hands: Hands) -> None:
    """Planted: somebody says « stored » who stores nothing."""
    told = [{"id": one["id"], "outcome": "stored", "errors": []} for one in talk.asked.submissions]
    await talk.answer(200, json.dumps({"receipts": told}).encode())


async def other_ids(talk: Talk, hands: Hands) -> None:
    """Planted: the server gets everything again, under other ids."""
    again = [{**one, "id": str(new_id())} for one in talk.asked.submissions]
    await calm(talk, hands)
    await talk.ask(talk.asked.with_submissions(again))


async def misspelt(talk: Talk, hands: Hands) -> None:
    """Planted: what was typed arrives otherwise, whichever steps the request carries."""
    said = json.dumps(talk.asked.submissions)
    for right, wrong in _TYPOS:
        said = said.replace(right, wrong)
    await talk.reply(await talk.ask(talk.asked.with_submissions(json.loads(said))))


FAULTS: dict[str, Fault] = {
    "refused": refused,
    "cut in the request": cut_in_the_request,
    "swallowed": swallowed,
    "cut in the reply": cut_in_the_reply,
    "late": late,
    "late reply": late_reply,
    "doubled": doubled,
    "repeated": repeated,
    "overtaken": overtaken,
    "half-closed here": half_closed_here,
    "half-closed there": half_closed_there,
    "hanging": hanging,
    "captive portal": captive,
    **{f"answers {status}": answered(status) for status in (400, 401, 413, 429, 500, 503)},
}
"""What a schedule may do to a request."""

HOLDS: dict[str, Fault] = {"before": held_before, "after": held_after}
"""Where a request may be held while something is killed: before the server, or after its commit."""

PLANTED: dict[str, Fault] = {
    "false receipt": false_receipt,
    "other ids": other_ids,
    "misspelt": misspelt,
}
"""What no honest network does: planted to see that the machine finds it."""
