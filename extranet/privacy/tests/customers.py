"""Customers as they are sold to at a door: everything of theirs that Palier comes to hold."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from schwifty import IBAN

from extranet.core.access import Actor
from extranet.testing.pictures import named
from wizard.jobs import hand_over_information
from wizard.tests.selling import Tablet, answers

_LETTERS = "abcdefghijlmnoprstuvzéèêëçàîïôûü"


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody with an address, a telephone and an account."""

    first_name: str
    last_name: str
    birth_date: date
    phone: str
    email: str
    street: str
    iban: str

    def needles(self) -> list[str]:
        """What must not be found of them anywhere."""
        national = "0" + self.phone[3:]
        spaced = " ".join(national[at : at + 2] for at in range(0, 10, 2))
        french = self.birth_date.strftime("%d/%m/%Y")
        return [
            self.first_name,
            self.last_name,
            self.birth_date.isoformat(),
            french,
            self.phone,
            national,
            spaced,
            self.email,
            self.street,
            self.iban,
        ]


def _word(end: str) -> st.SearchStrategy[str]:
    """A word that is part of no other: all are of one length, and each kind has its own end."""
    return st.text(_LETTERS, min_size=7, max_size=7).map(lambda word: word.capitalize() + end)


@st.composite
def customers(draw: st.DrawFn) -> Customer:
    """A customer like nobody else."""
    number = draw(st.integers(10_000_000, 19_999_999))
    account = str(draw(st.integers(10**10, 10**11 - 1)))
    mailbox = draw(st.text("abcdefghijk", min_size=10, max_size=10))
    return Customer(
        first_name=draw(_word("q")),
        last_name=draw(_word("w")),
        birth_date=draw(st.dates(date(1930, 1, 1), date(1999, 12, 31))),
        phone=f"+336{number}",
        email=f"{mailbox}@exemple.fr",
        street=f"{draw(st.integers(1, 999))} rue {draw(_word('x'))}",
        iban=str(IBAN.generate("FR", "30006", account, "00001")),
    )


def pairs() -> st.SearchStrategy[list[Customer]]:
    """Two customers who share nothing."""
    own = ("first_name", "last_name", "birth_date", "phone", "email", "street", "iban")
    return st.lists(
        customers(), min_size=2, max_size=2, unique_by=tuple(attrgetter(name) for name in own)
    )


ELODIE = Customer(
    "Elodienne",
    "Dupontelle",
    date(1958, 3, 27),
    "+33612349876",
    "elodienne@exemple.fr",
    "27 rue Vaubecour",
    "FR7630006000011234567890189",
)
HUGO = Customer(
    "Hugolin",
    "Garcinet",
    date(1961, 11, 2),
    "+33612987654",
    "hugolin@exemple.fr",
    "8 rue Tramassac",
    "FR7630006000019876543210173",
)


async def sell(actor: Actor, customer: Customer, *, photo: bytes | None = None) -> UUID:
    """Sell to `customer` up to the review, hand the sheet over; the id of the sale."""
    tablet = Tablet(actor)
    given: dict[str, dict[str, Any]] = answers()
    given["customer"] |= {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "birth_date": customer.birth_date.isoformat(),
    }
    given["address"] |= {"line1": customer.street}
    if photo is not None:
        given["address"]["letterbox"] = [named(photo)]
    given["contact"] |= {"phone": customer.phone, "email": customer.email}
    given["payment"] |= {
        "account_holder": f"{customer.first_name} {customer.last_name}",
        "iban": customer.iban,
    }
    version = 2 if photo is not None else 1
    receipts = await tablet.send(
        *(tablet.write(step, values, version=version) for step, values in given.items())
    )
    assert {one["outcome"] for one in receipts} == {"stored"}, receipts
    await hand_over_information(str(tablet.sale))
    return tablet.sale
