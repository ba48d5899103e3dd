"""The page of a request: who asks, what is kept of them, what becomes of it."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.access import Role
from extranet.core.database import UnitOfWork
from extranet.privacy.criteria import Criteria
from extranet.privacy.fates import CAUSES
from extranet.privacy.finding import FoundSale, find_sales, see_chosen_sales
from extranet.privacy.letters import letter
from extranet.privacy.requests import KIND, PrivacyRequest, load_request
from extranet.privacy.terms import State, Subject

_PEOPLE = """
WITH viewed AS MATERIALIZED (SELECT journal_record($3::jsonb) AS done),
theirs AS (
    SELECT p.id, p.first_name, p.last_name, p.email, p.role, p.active, a.name AS agency
    FROM person p JOIN agency a ON a.id = p.agency_id
    WHERE p.id = $4 OR p.email = $1 OR lower(p.last_name) = lower($2)
)
SELECT theirs.* FROM viewed LEFT JOIN theirs ON viewed.done IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """An account that may be theirs."""

    id: UUID
    name: str
    email: str
    role: Role
    agency: str
    active: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A request with what was found; once it is answered, with the letter that says so."""

    request: PrivacyRequest
    sales: list[FoundSale]
    people: list[FoundPerson]
    letter: str

    @property
    def theirs(self) -> list[FoundSale]:
        """The sales that somebody said are theirs."""
        return [sale for sale in self.sales if sale.id in self.request.sales]

    def fate_words(self, sale: FoundSale) -> str:
        """What becomes of a sale, to be translated."""
        return CAUSES[sale.fate.cause]


async def load_page(work: UnitOfWork, request_id: UUID) -> RequestPage:
    """Read a request and what is kept of its person, and journal that it was looked at.

    Two queries and not one: the first tells what to look for, which lies sealed. Raises `NotFound`.
    """
    request = await load_request(work, request_id)
    facts = {"number": request.number}
    entry = work.view("privacy:view", KIND, request_id, facts=facts)
    if request.criteria is None or request.state is State.ANSWERED:
        return await _answered(work, request, entry)
    if request.subject is Subject.WORKER:
        people = await _find_people(work, request.criteria, request.person_id, entry)
        return RequestPage(request, [], people, "")
    sales = await find_sales(work, request.criteria, request.sales, entry)
    return RequestPage(request, sales, [], "")


async def _answered(work: UnitOfWork, request: PrivacyRequest, entry: str) -> RequestPage:
    sales = await see_chosen_sales(work, request.sales, entry)
    return RequestPage(request, sales, [], letter(request, sales, request.outcome))


async def _find_people(
    work: UnitOfWork, wanted: Criteria, chosen: UUID | None, entry: str
) -> list[FoundPerson]:
    rows = await work.all(_PEOPLE, wanted.email.lower(), wanted.last_name, entry, chosen)
    return [
        FoundPerson(
            id=row["id"],
            name=f"{row['first_name']} {row['last_name']}",
            email=row["email"],
            role=Role(row["role"]),
            agency=row["agency"],
            active=row["active"],
        )
        for row in rows
        if row["id"]
    ]
