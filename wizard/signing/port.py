"""What a signing service does for a sale; the built-in ceremony is one (`builtin.py`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from extranet.core.access import Actor, ActorKind
from extranet.core.database import UnitOfWork
from wizard.records import SaleRecord
from wizard.signing.mark import Mark

SignatureLevel = Literal["SES", "AES", "QES"]


def device_of(actor: Actor) -> str:
    """Whose device `actor` signs on: the `adviser`'s tablet, or the `customer`'s own; empty for
    the installation, which signs nothing."""
    whose = {ActorKind.ADVISER: "adviser", ActorKind.CUSTOMER: "customer"}
    return whose.get(actor.kind, "")


@dataclass(frozen=True, slots=True)
class Concluded:
    """A signature that stands: when the customer's own act made the contract."""

    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The proof is not good; `sentence` is a French source sentence filled with `values`.

    `lost`: what was signed is no longer what the sale says, so read and sign again.
    """

    sentence: str
    values: dict[str, object]
    lost: bool = False


class SigningService(Protocol):
    """Takes a sale from "ready to sign" to "signed", under the caller's lock on the sale.

    Every method works in the caller's transaction and journals its own acts. `level` is the level
    of its signatures as eIDAS counts them.
    """

    @property
    def level(self) -> SignatureLevel: ...

    async def begin(self, work: UnitOfWork, record: SaleRecord, mark: Mark, place: str) -> str:
        """Put the sale out for signature; return the address of the page that goes on.

        `place` is the address the ceremony takes place under. What was begun before for this sale,
        there or elsewhere, no longer counts.
        """
        ...

    async def confirm(
        self, work: UnitOfWork, record: SaleRecord, proof: str
    ) -> Concluded | Refused:
        """Take the customer's proof (a code, a service's receipt) and conclude the contract.

        A refusal is an outcome like another: the caller commits it, tries are counted.
        """
        ...
