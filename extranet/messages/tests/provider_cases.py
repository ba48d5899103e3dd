"""Every provider behind one face, so that one contract tests them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from extranet.core.access import Origin, visitor
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.messages.providers.chosen import mail_provider, sms_provider
from extranet.messages.providers.port import Mail, ProviderReceipt
from extranet.messages.tests.stand_ins import (
    HttpStandIn,
    SmtpStandIn,
    http_stand_in,
    smtp_stand_in,
)

NOWHERE = "127.0.0.1:9"
"""The discard port, where nothing listens."""


class Case(Protocol):
    """A provider with the outside it speaks to."""

    recipient: str

    async def send(self, text: str, reference: str) -> ProviderReceipt:
        """Send `text` through the provider."""
        ...

    async def arrived(self) -> list[tuple[str, str]]:
        """Recipient and text of what the outside took."""
        ...

    def refuse(self) -> None:
        """From now on the outside refuses the recipient for good."""
        ...

    def be_busy(self) -> None:
        """From now on the outside asks to come back later."""
        ...


class _Sms:
    recipient = "+33639981234"

    def __init__(self, settings: Settings) -> None:
        self._provider = sms_provider(settings)

    async def send(self, text: str, reference: str) -> ProviderReceipt:
        return await self._provider.send(self.recipient, text, reference)


class TwilioCase(_Sms):
    def __init__(self, settings: Settings, outside: HttpStandIn) -> None:
        super().__init__(
            replace(
                settings,
                sms_provider="twilio",
                twilio_account="AC" + "1" * 32,
                twilio_token="token",
                twilio_from="+33700000000",
                twilio_base_url=outside.url,
            )
        )
        self.outside = outside
        outside.status, outside.body = 201, {"sid": "SM" + "2" * 32}

    async def arrived(self) -> list[tuple[str, str]]:
        return [(asked["values"]["To"], asked["values"]["Body"]) for asked in self.outside.asked]

    def refuse(self) -> None:
        self.outside.status = 400
        self.outside.body = {"code": 21211, "message": f"{self.recipient} is not valid"}

    def be_busy(self) -> None:
        self.outside.status = 429
        self.outside.body = {"code": 20429, "message": "Too many requests"}


class SmsFactorCase(_Sms):
    def __init__(self, settings: Settings, outside: HttpStandIn) -> None:
        super().__init__(
            replace(
                settings,
                sms_provider="smsfactor",
                smsfactor_token="token",
                smsfactor_base_url=outside.url,
            )
        )
        self.outside = outside
        outside.body = {"status": 1, "message": "OK", "ticket": "14672468", "sent": 1}

    async def arrived(self) -> list[tuple[str, str]]:
        return [
            ("+" + asked["values"]["to"], asked["values"]["text"]) for asked in self.outside.asked
        ]

    def refuse(self) -> None:
        self.outside.body = {"status": 1, "message": "OK", "sent": 0, "invalid": 1}

    def be_busy(self) -> None:
        self.outside.body = {"status": -3, "message": "Not enough credits"}


class _Mail:
    recipient = "jeanne@example.fr"

    def __init__(self, settings: Settings) -> None:
        self._provider = mail_provider(settings)

    async def send(self, text: str, reference: str) -> ProviderReceipt:
        return await self._provider.send(
            Mail(self.recipient, "Votre contrat est signé", text, f"<p>{text}</p>", reference)
        )


class SmtpCase(_Mail):
    def __init__(self, settings: Settings, outside: SmtpStandIn) -> None:
        super().__init__(replace(settings, mail_provider="smtp", mail_url=outside.url))
        self.outside = outside

    async def arrived(self) -> list[tuple[str, str]]:
        found = []
        for mail in self.outside.mails:
            plain = mail.get_body(("plain",))
            found.append((str(mail["To"]), plain.get_content().strip() if plain else ""))
        return found

    def refuse(self) -> None:
        self.outside.to_recipient = f"550 {self.recipient} does not exist"

    def be_busy(self) -> None:
        self.outside.to_recipient = "451 later"


class _InLocalInbox:
    async def arrived(self) -> list[tuple[str, str]]:
        async with unit_of_work(visitor(Origin())) as work:
            rows = await work.all("SELECT recipient, body FROM inbox_item")
        return [(row["recipient"], row["body"]) for row in rows]


class LocalSmsCase(_InLocalInbox, _Sms):
    """The inbox takes all: it never refuses."""


class LocalMailCase(_InLocalInbox, _Mail):
    """The inbox takes all: it never refuses."""


@asynccontextmanager
async def outside_case(name: str, settings: Settings) -> AsyncIterator[Case]:
    """The provider `name` with a stand-in to speak to."""
    if name == "smtp":
        async with smtp_stand_in() as relay:
            yield SmtpCase(settings, relay)
        return
    with http_stand_in() as server:
        yield TwilioCase(settings, server) if name == "twilio" else SmsFactorCase(settings, server)


def unreachable_case(name: str, settings: Settings) -> Case:
    """The provider `name` with nobody to speak to."""
    if name == "smtp":
        return SmtpCase(settings, SmtpStandIn(url=f"smtp://{NOWHERE}"))
    nobody = HttpStandIn(url=f"http://{NOWHERE}")
    return TwilioCase(settings, nobody) if name == "twilio" else SmsFactorCase(settings, nobody)
