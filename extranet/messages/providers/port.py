"""What a provider of SMS or e-mail must do.

`reference` is ours: the id of the message. The receipt holds the provider's own.
"""

from dataclasses import dataclass
from typing import Protocol

TIMEOUT_SECONDS = 10
"""How long a provider may take; the lease of a message is longer."""


class DeliveryFailed(Exception):
    """The provider did not take the message.

    `permanent` when trying again would change nothing (a number that does not exist). `problem`
    is for the operator and holds nothing personal: provider and code, never its sentence, which
    may repeat the recipient.
    """

    def __init__(self, problem: str, *, permanent: bool) -> None:
        super().__init__(problem)
        self.problem = problem
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class ProviderReceipt:
    """The provider took the message under `reference`."""

    provider: str
    reference: str


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail, the same words as plain text and as HTML."""

    recipient: str
    subject: str
    text: str
    html: str
    reference: str


class SmsProvider(Protocol):
    """Hands an SMS over; raises `DeliveryFailed`."""

    async def send(self, to: str, text: str, reference: str) -> ProviderReceipt:
        """Send `text` to the E.164 number `to`."""
        ...


class MailProvider(Protocol):
    """Hands an e-mail over; raises `DeliveryFailed`."""

    async def send(self, mail: Mail) -> ProviderReceipt:
        """Send `mail`."""
        ...
