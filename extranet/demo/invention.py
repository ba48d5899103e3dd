"""Inventing sales: what a year of doorsteps leaves in the tables, the same for the same dice.

Pure: makes rows, loads nothing. Every state of a sale and of a contract occurs.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, pairwise
from typing import Any

from extranet.contracts.search import listed_name, stored_tokens
from extranet.core.clock import PARIS
from extranet.demo.answering import Answering, Offer
from extranet.demo.customers import Neighbourhood
from extranet.demo.founding import Adviser, Checker
from extranet.demo.ids import id_at
from extranet.demo.invented import InventedSale, digest
from wizard.cart import Catalogue
from wizard.facts import facts
from wizard.published import journeys
from wizard.secrets import mask_secrets, seal_secrets
from wizard.signing.mark import Mark
from wizard.terms import TERMS

Rows = dict[str, list[tuple[Any, ...]]]

COLUMNS: dict[str, list[str]] = {
    "sale": ["id", "number", "adviser_id", "agency_id", "adviser", "seller", "journey",
             "journey_version", "state", "step", "customer_name", "today_cents", "month_cents",
             "opened_at", "changed_at", "signed_at"],
    "submission": ["id", "sale_id", "adviser_id", "agency_id", "step", "seq", "answers",
                   "digest", "captured_at", "received_at"],
    "sale_step": ["id", "sale_id", "adviser_id", "agency_id", "step", "seq", "answers",
                  "captured_at"],
    "sale_line": ["id", "sale_id", "position", "adviser_id", "agency_id", "product_id",
                  "quantity", "unit_price_cents", "total_cents", *TERMS],
    "handover": ["sale_id", "adviser_id", "agency_id", "document_id", "document_sha256",
                 "channel", "masked_destination", "handed_at"],
    "signature": ["sale_id", "adviser_id", "agency_id", "document_id", "document_sha256",
                  "manner", "sealed_mark", "drawn_at", "confirmed_at"],
    "contract": ["id", "number", "sale_id", "adviser_id", "agency_id", "state", "customer_name",
                 "customer_city", "search", "adviser_name", "agency_name", "partner_names",
                 "signature_level", "today_cents", "month_cents", "signed_at", "changed_at",
                 "first_delivery_at"],
    "contract_move": ["id", "contract_id", "sale_id", "adviser_id", "agency_id", "from_state",
                      "to_state", "by_id", "by_name", "reason", "at"],
}  # fmt: skip
"""The columns of the rows, in their order."""

_STATES = {"signed": 80, "open": 4, "ready_to_sign": 2, "out_for_signature": 1, "to_print": 3,
           "stalled": 5, "dropped": 5}  # fmt: skip
_YEAR = 365
_LIVES = {
    "to_check": (("to_check",), 1),
    "validated": (("to_check", "validated"), 8),
    "rejected": (("to_check", "rejected"), 30),
    "withdrawn": (("to_check", "validated", "withdrawn"), 40),
    "active": (("to_check", "validated", "active"), 60),
    "terminated": (("to_check", "validated", "active", "terminated"), 150),
}
"""What becomes of a contract: the states it goes through, and the days since its sale."""
_DAYS = {"to_check": 0, "rejected": 2, "validated": 2, "withdrawn": 9, "active": 15,
         "terminated": 110}  # fmt: skip
"""The days from a signature to each state."""


@dataclass(slots=True)
class Inventor:
    """Invents sales of `advisers`, who sell `offers`, up to the moment `until`; `checkers` decide
    on the contracts."""

    dice: random.Random
    neighbourhood: Neighbourhood
    advisers: Sequence[Adviser]
    checkers: Sequence[Checker]
    offers: Mapping[str, Offer]
    catalogue: Catalogue
    catalogue_version: str
    until: datetime
    _answering: Answering = field(init=False)

    def __post_init__(self) -> None:
        self._answering = Answering(self.dice, self.offers, self.catalogue, self.catalogue_version)

    def sales(self, numbers: Iterable[int]) -> Iterator[Rows]:
        """Yield the rows of one sale for each of `numbers`.

        The first are in one state each, and their contracts too: few sales show them all.
        """
        unsigned = [(state, "") for state in _STATES if state != "signed"]
        wanted = chain(unsigned, (("signed", life) for life in _LIVES), self._any())
        for number, (state, life) in zip(numbers, wanted, strict=False):
            yield self._sale(number, state, life)

    def _any(self) -> Iterator[tuple[str, str]]:
        while True:
            yield self.dice.choices(list(_STATES), list(_STATES.values()))[0], ""

    def _sale(self, number: int, state: str, life: str) -> Rows:
        adviser = self.dice.choice(self.advisers)
        opened = self._doorstep_hour(state, life)
        customer = self.neighbourhood.meet(adviser.region, opened.date())
        answers = self._answering.all(customer)
        kept = self._answering.until(state, answers)
        truth = facts(kept, self.catalogue)
        moments = self._moments(opened, list(kept))
        sale = InventedSale(
            id=id_at(opened, self.dice),
            number=f"{opened:%Y}-{number:06d}",
            state=state,
            adviser=adviser,
            customer=customer,
            answers=kept,
            truth=truth,
            moments=moments,
        )
        rows: Rows = {table: [] for table in COLUMNS}
        rows["sale"].append(self._sale_row(sale))
        self._steps(rows, sale)
        self._lines(rows, sale)
        self._handover(rows, sale)
        if state == "signed":
            self._signature(rows, sale)
            self._contract(rows, sale, life)
        return rows

    def _doorstep_hour(self, state: str, life: str) -> datetime:
        """A moment between ten and twenty in Paris; unfinished business is mostly recent."""
        spread = 20 if state in ("open", "ready_to_sign", "out_for_signature") else _YEAR
        ago = _LIVES[life][1] if life else self.dice.random() ** 1.3 * spread + 1
        day = self.until.astimezone(PARIS) - timedelta(days=ago)
        hour = self.dice.choices(range(10, 20), (5, 8, 6, 3, 6, 7, 9, 12, 14, 8))[0]
        return day.replace(
            hour=hour, minute=self.dice.randrange(60), second=self.dice.randrange(60)
        )

    def _moments(self, opened: datetime, steps: list[str]) -> dict[str, datetime]:
        moments = {}
        moment = opened
        for step in steps:
            moment += timedelta(seconds=self.dice.randint(20, 140))
            moments[step] = moment
        return moments

    def _sale_row(self, sale: InventedSale) -> tuple[Any, ...]:
        name = sale.customer.name if "customer" in sale.answers else ""
        signed = sale.signed_at if sale.state == "signed" else None
        return (
            sale.id, f"V-{sale.number}", sale.adviser.id, sale.adviser.agency_id,
            sale.adviser.particulars, sale.adviser.seller, "home_sale", 1, sale.state,
            list(sale.answers)[-1], name, sale.today_cents, sale.month_cents,
            sale.opened, signed or sale.last, signed,
        )  # fmt: skip

    def _steps(self, rows: Rows, sale: InventedSale) -> None:
        journey = journeys().get("home_sale", 1)
        for seq, (step, values) in enumerate(sale.answers.items(), start=1):
            declared = journey.step(step)
            if declared is None:
                raise KeyError(step)
            archived = json.dumps(mask_secrets(declared, values), ensure_ascii=False)
            kept = json.dumps(seal_secrets(sale.id, declared, values), ensure_ascii=False)
            moment = sale.moments[step]
            owner = (sale.id, *sale.owner)
            born = id_at(moment, self.dice)
            content = digest(born, sale.id, step, seq, values, moment)
            rows["submission"].append((born, *owner, step, seq, archived, content, moment, moment))
            rows["sale_step"].append((id_at(moment, self.dice), *owner, step, seq, kept, moment))

    def _lines(self, rows: Rows, sale: InventedSale) -> None:
        for position, line in enumerate(sale.answers["products"]["lines"], start=1):
            offer = self.offers[line["product"]]
            rows["sale_line"].append(
                (
                    id_at(sale.opened, self.dice), sale.id, position, sale.adviser.id,
                    sale.adviser.agency_id, offer.id, line["quantity"], offer.price_cents,
                    line["quantity"] * offer.price_cents, *offer.terms,
                )
            )  # fmt: skip

    def _handover(self, rows: Rows, sale: InventedSale) -> None:
        """The sheet was given; its bytes are set again from the record when somebody opens it."""
        if "information" not in sale.answers:
            return
        given = sale.moments["information"]
        rows["handover"].append(
            (
                sale.id, *sale.owner, id_at(given, self.dice), "",
                sale.answers["information"]["channel"], sale.destination, given,
            )
        )  # fmt: skip

    def _signature(self, rows: Rows, sale: InventedSale) -> None:
        mark = Mark("typed", typed_name=sale.customer.name).seal(sale.id)
        drawn = sale.last + timedelta(minutes=3)
        rows["signature"].append(
            (
                sale.id, *sale.owner, id_at(drawn, self.dice), "", "typed", mark, drawn,
                sale.signed_at,
            )
        )  # fmt: skip

    def _contract(self, rows: Rows, sale: InventedSale, life: str) -> None:
        signed = sale.signed_at
        contract = id_at(signed, self.dice)
        moves = (
            self._life(sale.adviser, signed, life) if life else self._moves(sale.adviser, signed)
        )
        _, state, _, changed = moves[-1]
        customer = sale.customer
        name = listed_name(customer.first_name, customer.last_name)
        partners = sorted(
            {
                self.offers[line["product"]].partner_name
                for line in sale.answers["products"]["lines"]
            }
        )
        owner = sale.owner
        number = f"C-{sale.number}"
        delivered = signed + timedelta(days=6) if state in ("active", "terminated") else None
        rows["contract"].append(
            (
                contract, number, sale.id, *owner, state, name, customer.city,
                stored_tokens(customer.name, number), sale.adviser.name, sale.adviser.agency_name,
                ", ".join(partners), "SES", sale.today_cents, sale.month_cents, signed, changed,
                delivered,
            )
        )  # fmt: skip
        for before, after, who, moment in moves:
            by = (who.id, who.name)
            rows["contract_move"].append(
                (
                    id_at(moment, self.dice),
                    contract,
                    sale.id,
                    *owner,
                    before,
                    after,
                    *by,
                    "",
                    moment,
                )
            )

    def _life(
        self, seller: Adviser, signed: datetime, life: str
    ) -> list[tuple[str, str, Adviser | Checker, datetime]]:
        """A contract's life as it is wanted, like `_moves`."""
        states, _ = _LIVES[life]
        checker = self.dice.choice(self.checkers)
        return [
            (before, after, checker if before else seller, signed + timedelta(days=_DAYS[after]))
            for before, after in pairwise(("", *states))
        ]

    def _moves(
        self, seller: Adviser, signed: datetime
    ) -> list[tuple[str, str, Adviser | Checker, datetime]]:
        """The contract's life so far: (from, to, by whom, when); older ones went further."""
        moves: list[tuple[str, str, Adviser | Checker, datetime]] = [
            ("", "to_check", seller, signed)
        ]
        age = (self.until - signed).days
        if age < 4 and self.dice.random() < 0.8:
            return moves
        checked = signed + timedelta(hours=self.dice.randint(14, 70))
        who = self.dice.choice(self.checkers)
        fate = self.dice.random()
        if fate < 0.04:
            return [*moves, ("to_check", "rejected", who, checked)]
        moves.append(("to_check", "validated", who, checked))
        if fate < 0.11 and age > 12:
            return [*moves, ("validated", "withdrawn", who, signed + timedelta(days=9))]
        if age > 15:
            moves.append(("validated", "active", who, signed + timedelta(days=15)))
            if fate > 0.94 and age > 120:
                moves.append(("active", "terminated", who, signed + timedelta(days=110)))
        return moves
