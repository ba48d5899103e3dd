"""How a customer can be reached: what their answers offer, never what somebody wishes."""

from dataclasses import dataclass

from extranet.messages.sending import Channel, masked_recipient
from wizard.records import SaleRecord


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to write to the customer."""

    channel: Channel
    recipient: str

    @property
    def masked(self) -> str:
        """The recipient as pages and papers may show it."""
        return masked_recipient(self.channel, self.recipient)


def reach_for_code(record: SaleRecord) -> Reach | None:
    """Where the signature code goes: the customer's mobile, without one their mailbox.

    None when neither is there, or when they chose paper: the contract is then signed by hand.
    """
    chosen = record.facts["code_channel"]
    if chosen == "paper":
        return None
    mobile, mailbox = _mobile(record), _mailbox(record)
    return (mailbox or mobile) if chosen == "email" else (mobile or mailbox)


def reach_for_link(record: SaleRecord) -> Reach | None:
    """Where the link goes that has the customer sign on their own phone: their mobile, without one
    their mailbox. None when no code can reach them: the contract is then signed by hand."""
    if reach_for_code(record) is None:
        return None
    return _mobile(record) or _mailbox(record)


def reach_for_information(record: SaleRecord) -> Reach | None:
    """Where the link to the pre-contract sheet goes; None for paper."""
    chosen = record.answers.get("information", {}).get("channel")
    if chosen == "sms":
        return _mobile(record)
    return _mailbox(record) if chosen == "email" else None


def _mobile(record: SaleRecord) -> Reach | None:
    contact = record.answers.get("contact", {})
    if contact.get("phone_kind") != "mobile" or not contact.get("phone"):
        return None
    return Reach("sms", contact["phone"])


def _mailbox(record: SaleRecord) -> Reach | None:
    address = record.answers.get("contact", {}).get("email")
    return Reach("email", address) if address else None
