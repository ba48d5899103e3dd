"""Writing to a customer, or to somebody about their account: the text is rendered and sealed now,
and leaves after the commit.

A kind of message is a folder `templates/messages/<kind>/` with `sms.txt`, `subject.txt`,
`body.txt` and `body.html`; the comment at the head of `sms.txt` names the values it needs, that of
`subject.txt` where there is no SMS of the kind.
A value left out raises `jinja2.UndefinedError` where the message is sent from.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from extranet.core.templates import render_text
from extranet.messages.envelope import Envelope
from extranet.messages.gsm import to_gsm
from extranet.messages.masking import mask_email, mask_phone

Channel = Literal["sms", "email"]

_INSERT = (
    "INSERT INTO message "
    "(id, sale_id, adviser_id, agency_id, channel, kind, masked_recipient, sealed) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)

_UNHURRIED = frozenset({"invitation", "account_exists"})
"""Kinds that may leave by the thousand."""


@dataclass(frozen=True, slots=True)
class SaleOwner:
    """The sale a message is about, and whose it is: they may read the message's state."""

    sale_id: UUID
    adviser_id: UUID
    agency_id: UUID


async def send(
    work: UnitOfWork,
    owner: SaleOwner | None,
    *,
    channel: Channel,
    kind: str,
    recipient: str,
    locale: str,
    **values: object,
) -> UUID:
    """Queue a message in `work`'s transaction and return its id.

    `recipient` is an E.164 phone or an e-mail address, already checked. A message about no sale
    has no owner: only the back office and jobs see it. Nothing leaves when the transaction is
    undone.
    """
    message_id = new_id()
    masked = masked_recipient(channel, recipient)
    envelope = _write(channel, kind, recipient, locale, values)
    await work.run(
        _INSERT,
        message_id,
        owner.sale_id if owner else None,
        owner.adviser_id if owner else None,
        owner.agency_id if owner else None,
        channel,
        kind,
        masked,
        envelope.seal(message_id),
    )
    # Somebody may be waiting for it, at a door: papers being set for others stand behind.
    await work.enqueue("send_message", str(message_id), urgent=kind not in _UNHURRIED)
    work.record(
        "message:queue",
        "message",
        message_id,
        after={**({"sale": owner.sale_id} if owner else {}), "kind": kind, "channel": channel},
        personal={"recipient": masked},
    )
    return message_id


def masked_recipient(channel: Channel, recipient: str) -> str:
    """The recipient as pages may show it."""
    return mask_phone(recipient) if channel == "sms" else mask_email(recipient)


def _write(
    channel: Channel, kind: str, recipient: str, locale: str, values: dict[str, object]
) -> Envelope:
    def render(part: str) -> str:
        return render_text(f"messages/{kind}/{part}", locale, **values).strip()

    if channel == "sms":
        return Envelope(recipient, to_gsm(" ".join(render("sms.txt").split())))
    return Envelope(recipient, render("body.txt"), render("subject.txt"), render("body.html"))
