"""The rescue file of somebody who left: what it holds goes to whoever has their sales now.

A step of a sale that passed on is taken under the adviser who has it, and so counted once whatever
had arrived; a sale nobody heard of is the successor's. What the author signed stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.core.access import ROLES, Actor, Role
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import PalierError
from wizard.outbox import receive
from wizard.problems import Problem
from wizard.receipts import Outcome, Receipt, refused
from wizard.states import SaleState
from wizard.submissions import Submission, read_submission

_SALES = "SELECT id, adviser_id, state FROM sale WHERE id = ANY ($1)"
_STORED = "SELECT id FROM submission WHERE id = ANY ($1)"
_SUCCESSOR = """
    SELECT successor_id FROM departure WHERE person_id = $1 AND done_at IS NOT NULL
    ORDER BY decided_at DESC, id DESC LIMIT 1
"""
_SELLERS = """
    SELECT id, first_name || ' ' || last_name AS name, role, agency_id, locale
    FROM person WHERE id = ANY ($1) AND sells(id)
"""
_ENDS = {SaleState.SIGNED: "already_signed", SaleState.DROPPED: "sale_closed"}


class NoHeir(PalierError):
    """Nobody who may sell has the author's sales: somebody has to be named first."""


@dataclass(frozen=True, slots=True)
class Estate:
    """What became of the author's sales: who has each one now, what state it is in, and who gets
    those nobody heard of. `sellers` are those who may take something."""

    author: UUID
    holders: Mapping[UUID, UUID]
    states: Mapping[UUID, SaleState]
    stored: frozenset[UUID]
    successor: Actor
    sellers: Mapping[UUID, Actor]

    def answer(self, submission: Submission) -> Receipt | None:
        """The answer to a step of a sale that is still the author's: nothing of it is taken."""
        if self.holders.get(submission.sale) != self.author:
            return None
        if submission.id in self.stored:
            return Receipt(str(submission.id), Outcome.ALREADY_STORED)
        code = _ENDS.get(self.states[submission.sale])
        if code is None:
            raise NoHeir
        return refused(str(submission.id), [Problem("", code)])

    def heir_of(self, sale: UUID) -> Actor:
        """Who has the sale now; raises `NoHeir` when they may not sell."""
        holder = self.holders.get(sale)
        if holder is None:
            return self.successor
        if holder not in self.sellers:
            raise NoHeir
        return self.sellers[holder]


async def open_estate(actor: Actor, author: UUID, raw: list[Mapping[str, Any]]) -> Estate:
    """Find out who has what of `author`, as far as the file `raw` asks. Raises `NoHeir`."""
    read = [one for one in map(read_submission, raw) if isinstance(one, Submission)]
    async with unit_of_work(actor) as work:
        sales = await work.all(_SALES, list({one.sale for one in read}))
        stored = await work.all(_STORED, [one.id for one in read])
        successor = await work.value(_SUCCESSOR, author)
        holders = {row["id"]: row["adviser_id"] for row in sales}
        sellers = await _sellers(work, actor, {*holders.values(), successor} - {None})
    if successor not in sellers:
        raise NoHeir
    return Estate(
        author=author,
        holders=holders,
        states={row["id"]: SaleState(row["state"]) for row in sales},
        stored=frozenset(row["id"] for row in stored),
        successor=sellers[successor],
        sellers=sellers,
    )


async def take_for_heirs(estate: Estate, raw: list[Mapping[str, Any]]) -> list[Receipt]:
    """Take each step under whoever has its sale now, in the order they were typed."""
    receipts: list[Receipt] = []
    for one in raw:
        read = read_submission(one)
        answered = estate.answer(read) if isinstance(read, Submission) else None
        if answered is not None:
            receipts.append(answered)
            continue
        heir = estate.heir_of(read.sale) if isinstance(read, Submission) else estate.successor
        receipts += await receive(heir, [one])
    return receipts


async def _sellers(work: UnitOfWork, actor: Actor, people: set[UUID]) -> dict[UUID, Actor]:
    return {
        row["id"]: Actor(
            kind=ROLES[Role(row["role"])].kind,
            name=row["name"],
            person_id=row["id"],
            role=Role(row["role"]),
            agency_id=row["agency_id"],
            locale=row["locale"],
            origin=actor.origin,
        )
        for row in await work.all(_SELLERS, list(people))
    }
