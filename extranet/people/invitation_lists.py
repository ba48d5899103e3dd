"""A list of people to invite: handed in as a file, looked over, then sent, once.

What was handed in lies sealed for its reader alone, and for two days, with what each of its lines
would do. They are judged again when it is sent; from then on it says what became of each.
"""

import json
from dataclasses import astuple, dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.ids import new_id
from extranet.core.vault import vault
from extranet.people import invitation_quota
from extranet.people.invitation_sheet import Line, Sheet
from extranet.people.invitations import invite_all
from extranet.people.judging import Fault, Judged, Reason, judge_lines

KEPT = timedelta(days=2)
"""Whoever has sent what they may send in a day finds their list the day after."""

LOOKED_OVER = "invitation:look_over"
DOWNLOADED = "invitation:download"

_KEEP = "INSERT INTO invitation_list (id, person_id, sealed) VALUES ($1, $2, $3)"
_LOOK = """
    SELECT sealed, sent_at, journal_record($2::jsonb) AS journalled
    FROM invitation_list WHERE id = $1
"""
_READ = "SELECT sealed, sent_at FROM invitation_list WHERE id = $1"
_SENT = "UPDATE invitation_list SET sealed = $2, sent_at = $3 WHERE id = $1"
_PURGE = "DELETE FROM invitation_list WHERE read_at < $1"


@dataclass(frozen=True, slots=True)
class InvitationList:
    """A list as its reader sees it; `sent` once its invitations have left. `ignored` are the
    columns nobody reads."""

    id: UUID
    lines: list[Judged]
    ignored: list[str]
    sent: bool

    @property
    def good(self) -> list[Judged]:
        """The lines that invite somebody."""
        return [one for one in self.lines if one.good]

    @property
    def refused(self) -> list[Judged]:
        """The lines to correct."""
        return [one for one in self.lines if not one.good]


async def keep(actor: Actor, sheet: Sheet) -> UUID:
    """Judge what was read from a file and keep it until it is sent; return the id of the list."""
    list_id = new_id()
    async with unit_of_work(actor) as work:
        lines = await judge_lines(work, sheet.lines)
        sealed = _seal(list_id, lines, sheet.ignored)
        await work.run(_KEEP, list_id, actor.person_id, sealed)
        facts = {"lines": len(lines), "refused": sum(not one.good for one in lines)}
        work.record("invitation:hand_in", "invitation_list", list_id, after=facts)
    return list_id


async def look(actor: Actor, list_id: UUID, act: str = LOOKED_OVER) -> InvitationList:
    """One of the actor's own lists; journals `act`, one of the two above. Raises `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view(act, "invitation_list", list_id)
        return _list(list_id, await work.one_or_404(_LOOK, list_id, entry))


async def send(actor: Actor, list_id: UUID) -> None:
    """Invite everybody whose line is good, in one transaction; asking twice invites once.

    Raises `NotFound` for a list that is not the actor's, `invitation_quota.TooManyInvitations`.
    """
    async with unit_of_work(actor) as work:
        # Pressed twice at once, the second finds it sent.
        await invitation_quota.take_turn(work)
        found = _list(list_id, await work.one_or_404(_READ, list_id))
        if found.sent or not found.good:
            return
        lines = await judge_lines(work, [one.line for one in found.lines])
        invited = iter(await invite_all(work, [one.newcomer() for one in lines if one.good]))
        # Somebody else may have invited one of them while this was under way.
        lines = [one if not one.good or next(invited) else _late(one) for one in lines]
        await work.run(_SENT, list_id, _seal(list_id, lines, found.ignored), now())
        sent = sum(one.good for one in lines)
        facts = {"sent": sent, "refused": len(lines) - sent}
        work.record("invitation:send_list", "invitation_list", list_id, after=facts)


async def purge(work: UnitOfWork) -> int:
    """Forget lists that were handed in long ago; return how many."""
    return await work.run(_PURGE, now() - KEPT)


def _list(list_id: UUID, row: Row) -> InvitationList:
    told = json.loads(vault().open(row["sealed"], _context(list_id)))
    lines = [_judged(one) for one in told["lines"]]
    return InvitationList(list_id, lines, told["ignored"], row["sent_at"] is not None)


def _late(judged: Judged) -> Judged:
    return replace(judged, reasons=(Reason(Fault.INVITED),))


def _told(judged: Judged) -> dict[str, Any]:
    return {
        "line": astuple(judged.line),
        "role": judged.role,
        "agency_id": None if judged.agency_id is None else str(judged.agency_id),
        "agency": judged.agency,
        "reasons": [astuple(reason) for reason in judged.reasons],
    }


def _judged(told: dict[str, Any]) -> Judged:
    return Judged(
        line=Line(*told["line"]),
        role=None if told["role"] is None else Role(told["role"]),
        agency_id=None if told["agency_id"] is None else UUID(told["agency_id"]),
        agency=told["agency"],
        reasons=tuple(Reason(Fault(fault), *rest) for fault, *rest in told["reasons"]),
    )


def _seal(list_id: UUID, lines: list[Judged], ignored: list[str]) -> bytes:
    told = {"lines": [_told(one) for one in lines], "ignored": ignored}
    return vault().seal(json.dumps(told).encode(), _context(list_id))


def _context(list_id: UUID) -> str:
    return f"invitation_list:{list_id}"
