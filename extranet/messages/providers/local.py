"""The local inbox: SMS and e-mail land on the page /inbox instead of phones and mailboxes."""

from uuid import UUID

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.messages.providers.port import Mail, ProviderReceipt

# The id is the message's: a message handed over twice lies there once.
_INSERT = (
    "INSERT INTO inbox_item (id, channel, recipient, subject, body) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (id) DO NOTHING"
)


async def _receive(
    channel: str, recipient: str, subject: str, body: str, reference: str
) -> ProviderReceipt:
    async with unit_of_work(worker("local inbox"), housekeeping=True) as work:
        await work.run(_INSERT, UUID(reference), channel, recipient, subject, body)
    return ProviderReceipt("local", reference)


class LocalSms:
    """Takes every SMS."""

    async def send(self, to: str, text: str, reference: str) -> ProviderReceipt:
        """Put the SMS into the inbox."""
        return await _receive("sms", to, "", text, reference)


class LocalMail:
    """Takes every e-mail; the inbox shows its plain text."""

    async def send(self, mail: Mail) -> ProviderReceipt:
        """Put the e-mail into the inbox."""
        return await _receive("email", mail.recipient, mail.subject, mail.text, mail.reference)
