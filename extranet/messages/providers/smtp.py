"""E-mail through any relay that speaks SMTP (Mailjet, the company's own)."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TypedDict
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from extranet.core.clock import now
from extranet.core.settings import Settings
from extranet.messages.providers.port import (
    TIMEOUT_SECONDS,
    DeliveryFailed,
    Mail,
    ProviderReceipt,
)


class Relay(TypedDict):
    """Where the relay listens, as aiosmtplib takes it."""

    hostname: str
    port: int
    username: str | None
    password: str | None
    use_tls: bool
    start_tls: bool


def read_relay(url: str) -> Relay:
    """Read `smtp://user:password@host:587?starttls` or `smtps://…`; raise ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("MAIL_URL must read smtp://user:password@host:port?starttls or smtps://…")
    tls = parts.scheme == "smtps"
    return Relay(
        hostname=parts.hostname,
        port=parts.port or (465 if tls else 587),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=tls,
        start_tls=not tls and "starttls" in parse_qs(parts.query, keep_blank_values=True),
    )


class SmtpMail:
    """One connection per e-mail. The Message-ID is made of our reference, so that a mailbox
    that gets the same message twice may show it once."""

    def __init__(self, settings: Settings) -> None:
        self._relay = read_relay(settings.mail_url)
        self._sender = settings.mail_from

    async def send(self, mail: Mail) -> ProviderReceipt:
        """Hand `mail` to the relay; its Message-ID is the receipt."""
        try:
            message = self._compose(mail)
            await aiosmtplib.send(message, timeout=TIMEOUT_SECONDS, **self._relay)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            codes = [one.code for one in refused.recipients]
            raise DeliveryFailed(
                f"smtp recipient {codes[0]}", permanent=all(code >= 500 for code in codes)
            ) from None
        except aiosmtplib.SMTPDataError as refused:
            raise DeliveryFailed(
                f"smtp data {refused.code}", permanent=refused.code >= 500
            ) from None
        except (aiosmtplib.SMTPException, OSError) as unreachable:
            raise DeliveryFailed(f"smtp {type(unreachable).__name__}", permanent=False) from None
        except ValueError:
            # An address or subject that no header can hold.
            raise DeliveryFailed("smtp header", permanent=True) from None
        return ProviderReceipt("smtp", message["Message-ID"])

    def _compose(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = mail.recipient
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(now())
        domain = parseaddr(self._sender)[1].rpartition("@")[2]
        message["Message-ID"] = f"<{mail.reference}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
        return message
