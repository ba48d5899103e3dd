"""Telling what ends of sellers before it does, once each, and suspending those whose contract
has ended.

A job does it every morning. Selling does not wait for it: the server refuses from the first day
without a contract (`sells`, in the database).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from extranet.core.clock import today
from extranet.core.database import Row, UnitOfWork
from extranet.core.i18n import N_, words
from extranet.core.settings import installed
from extranet.messages.sending import send
from extranet.people.sellers.contracts import SELLING, STOPPED
from extranet.people.sellers.deadlines import (
    Deadline,
    Matter,
    deadlines,
    sells,
    warning_due,
)
from extranet.people.sellers.file import CONTRACTS, PAPERS, ends_of, read_contracts, read_papers
from extranet.people.sellers.stopping import let_sell_again, stop

WHAT = {
    Matter.CONTRACT: N_("Fin du contrat"),
    Matter.REGISTRATION: N_("Fin de l’immatriculation"),
    Matter.DUE: N_("Immatriculation à demander"),
    Matter.PAPER: N_("Fin de validité d’un document"),
}

_SELLERS = f"""
    SELECT p.id, p.first_name, p.first_name || ' ' || p.last_name AS name, p.email, p.locale,
        p.active, p.suspended_for, a.path, {CONTRACTS.format(person="p.id")} AS contracts,
        {PAPERS.format(person="p.id")} AS papers
    FROM person p JOIN agency a ON a.id = p.agency_id
    WHERE p.role = ANY ($1) AND p.suspended_for <> 'departure'
        AND (EXISTS (SELECT FROM seller_contract c WHERE c.person_id = p.id)
            OR EXISTS (SELECT FROM seller_paper d WHERE d.person_id = p.id))
    ORDER BY p.id
"""  # noqa: S608 (our own constants)
_TOLD = """
    INSERT INTO seller_warning (subject_id, matter, ends_on, days) VALUES ($1, $2, $3, $4)
    ON CONFLICT DO NOTHING
"""
_MANAGERS = """
    SELECT id, first_name, email, locale, agency_id FROM person
    WHERE role = 'manager' AND active ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to tell of somebody."""

    seller: Row
    deadline: Deadline


async def warn(work: UnitOfWork) -> None:
    """Tell whatever is due by today and was not told; suspend whom no contract lets sell, and let
    those sell again whose next contract begins."""
    day = today()
    due: list[Warned] = []
    for seller in await work.all(_SELLERS, SELLING):
        contracts, papers = read_contracts(seller["contracts"]), read_papers(seller["papers"])
        ends = deadlines(contracts, ends_of(papers), day)
        due += [Warned(seller, one) for one in ends if await _is_news(work, seller, one, day)]
        if seller["active"] and not sells(contracts, day):
            await stop(work, seller["id"])
        elif seller["suspended_for"] == STOPPED and sells(contracts, day):
            await let_sell_again(work, seller["id"])
    await _tell(work, due)


async def _is_news(work: UnitOfWork, seller: Row, one: Deadline, day: date) -> bool:
    days = warning_due(one.day, day)
    if days is None:
        return False
    if not await work.run(_TOLD, one.subject, one.matter.value, one.day, days):
        return False
    facts = {"matter": one.matter, "ends_on": one.day, "days": days}
    work.record("seller:warn", "person", seller["id"], after=facts)
    return True


async def _tell(work: UnitOfWork, due: list[Warned]) -> None:
    """One mail to each: to sellers of their own, to managers of all those they answer for."""
    own: dict[UUID, list[Warned]] = defaultdict(list)
    overseen: dict[UUID, list[Warned]] = defaultdict(list)
    managers = {row["id"]: row for row in await work.all(_MANAGERS)} if due else {}
    for one in due:
        own[one.seller["id"]].append(one)
        for manager in nearest(list(managers.values()), one.seller["path"]):
            overseen[manager["id"]].append(one)
    for told in own.values():
        await _write(work, "own_deadlines", told[0].seller, told)
    for manager_id, told in overseen.items():
        await _write(work, "seller_deadlines", managers[manager_id], told)


def nearest(managers: list[Row], path: list[UUID]) -> list[Row]:
    """The managers of the agency at the end of `path`; where there are none, those above."""
    for agency in reversed(path):
        found = [one for one in managers if one["agency_id"] == agency]
        if found:
            return found
    return []


async def _write(work: UnitOfWork, kind: str, reader: Row, told: list[Warned]) -> None:
    speech = words(reader["locale"])
    page = "/account/contract" if kind == "own_deadlines" else "/seller-contracts"
    await send(
        work,
        None,
        channel="email",
        kind=kind,
        recipient=reader["email"],
        locale=reader["locale"],
        first_name=reader["first_name"],
        lines=[
            {
                "name": one.seller["name"],
                "what": speech.gettext(WHAT[one.deadline.matter]),
                "day": speech.date(one.deadline.day),
            }
            for one in told
        ],
        link=f"{installed().public_url}{page}",
    )
