"""The requests that are measured: who asks for which page."""

from dataclasses import dataclass
from itertools import islice

from bench.installation import Installation
from bench.submissions import STORED, submissions
from bench.visitors import ADVISER, BACK_OFFICE, MANAGER, Visitor
from extranet.core import database
from extranet.core.access import worker
from extranet.core.database import unit_of_work

CONNECTIONS = 8
_MOST_PAGES = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A kind of request, raw, one list per connection; answers must contain `expect`."""

    name: str
    lanes: list[list[str]]
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A page, who looks at it, and the addresses under which it is asked for in turn."""

    name: str
    visitor: Visitor
    paths: list[str]

    def asked(self) -> Asked:
        """The page as requests; each connection begins elsewhere in the list."""
        raw = [self.visitor.raw_get(path) for path in self.paths]
        starts = [len(raw) * lane // CONNECTIONS for lane in range(CONNECTIONS)]
        return Asked(self.name, [raw[start:] + raw[:start] for start in starts])


def addresses(url: str, deep: str, surname: str) -> list[Address]:
    """Every page that is measured. `deep` is a contract halfway down, `surname` a common name."""
    adviser = Visitor.sign_in(url, ADVISER)
    manager = Visitor.sign_in(url, MANAGER)
    desk = Visitor.sign_in(url, BACK_OFFICE)
    found = desk.post("/contracts/search", {"name": surname}).headers["location"]
    after = f"/contracts?after={deep}"
    files = [*desk.linked("/contracts", "/contracts"), *desk.linked(after, "/contracts")]
    own = adviser.linked("/sales", "/sales")
    overseen = manager.linked("/contracts", "/contracts")
    return [
        Address("adviser: home", adviser, ["/"]),
        Address("adviser: sales", adviser, ["/sales"]),
        Address("adviser: one sale", adviser, own[:_MOST_PAGES]),
        Address("adviser: catalogue", adviser, ["/catalogue.json"]),
        Address("adviser: booklet", adviser, ["/booklets/home_sale/1"]),
        Address("manager: sales", manager, ["/sales"]),
        Address("manager: contracts", manager, ["/contracts"]),
        Address("manager: one contract", manager, overseen[:_MOST_PAGES]),
        Address("manager: people", manager, ["/people"]),
        Address("back office: contracts", desk, ["/contracts"]),
        Address("back office: contracts to check", desk, ["/contracts?state=to_check"]),
        Address("back office: contracts by customer", desk, ["/contracts?sort=customer"]),
        Address("back office: contracts, halfway down", desk, [after]),
        Address("back office: contracts, searched", desk, [found]),
        Address("back office: one contract", desk, files[-_MOST_PAGES:]),
        Address("back office: sales", desk, ["/sales"]),
        Address("back office: journal", desk, ["/journal"]),
        Address("nobody: sign-in page", Visitor(url, ""), ["/sign-in"]),
    ]


def outbox(url: str, per_lane: int) -> Asked:
    """Steps of sales from the adviser's tablet, `per_lane` for each connection, in order."""
    adviser = Visitor.sign_in(url, ADVISER)
    lanes = [list(islice(submissions(adviser), per_lane)) for _ in range(CONNECTIONS)]
    return Asked("adviser: a step from the outbox", lanes, STORED)


async def landmarks(installed: Installation) -> tuple[str, str]:
    """The id of a contract halfway down the list, and a common surname."""
    await database.connect(installed.settings)
    try:
        async with unit_of_work(worker("bench"), housekeeping=True) as work:
            deep = await work.value(
                "SELECT id FROM contract ORDER BY signed_at DESC, id DESC "
                "OFFSET (SELECT count(*) / 2 FROM contract) LIMIT 1"
            )
            surname = await work.value(
                "SELECT split_part(customer_name, ' ', 2) AS surname FROM contract "
                "GROUP BY surname ORDER BY count(*) DESC, surname LIMIT 1"
            )
    finally:
        await database.disconnect()
    return str(deep), str(surname)
