"""SMS through Twilio."""

import asyncio

import aiohttp
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from extranet.core.settings import Settings
from extranet.messages.providers.port import TIMEOUT_SECONDS, DeliveryFailed, ProviderReceipt

_NOT_OURS_TO_DROP = (401, 403, 408, 429)
"""Refusals that say nothing about the message: keys, rights, haste. Later may be better."""


class TwilioSms:
    """`base_url` replaces Twilio's own address (a regional one, a stand-in)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, to: str, text: str, reference: str) -> ProviderReceipt:
        """Create a message at Twilio; it keeps no reference of ours, its `sid` is the receipt."""
        try:
            # The client ignores its own timeout.
            async with asyncio.timeout(TIMEOUT_SECONDS), AsyncTwilioHttpClient() as http:
                message = await self._client(http).messages.create_async(
                    to=to, from_=self._settings.twilio_from, body=text
                )
        except TwilioRestException as refused:
            raise DeliveryFailed(
                f"twilio {refused.code or refused.status}",
                permanent=400 <= refused.status < 500 and refused.status not in _NOT_OURS_TO_DROP,
            ) from None  # its sentence repeats the recipient
        except (aiohttp.ClientError, TimeoutError, ValueError) as unreachable:
            raise DeliveryFailed(f"twilio {type(unreachable).__name__}", permanent=False) from None
        return ProviderReceipt("twilio", str(message.sid))

    def _client(self, http: AsyncTwilioHttpClient) -> Client:
        settings = self._settings
        client = Client(settings.twilio_account, settings.twilio_token, http_client=http)
        if settings.twilio_base_url:
            client.api.base_url = settings.twilio_base_url
        return client
