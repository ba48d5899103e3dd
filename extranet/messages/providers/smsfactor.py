"""SMS through SMSFactor, the provider the brief names."""

from typing import Any

import httpx

from extranet.core.settings import Settings
from extranet.messages.providers.port import TIMEOUT_SECONDS, DeliveryFailed, ProviderReceipt

_TAKEN = 1
_MODERATED = -8
"""A person looks at it and then sends it: sending it again would send it twice."""

_ABOUT_THE_MESSAGE = (-4, -7)
"""Date or data wrong. Other codes are the account's (key, credits) and may be mended."""


class SmsFactorSms:
    """One request per SMS; the answer's `ticket` is the receipt."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, to: str, text: str, reference: str) -> ProviderReceipt:
        """Ask for the SMS as an alert (no marketing), under our reference."""
        answer = await self._ask(
            {
                "to": to.removeprefix("+"),
                "text": text,
                "sender": self._settings.sms_sender,
                "pushtype": "alert",
                "gsmsmsid": reference,
            }
        )
        status = answer.get("status")
        if status == _TAKEN and answer.get("sent", 1) == 0:
            raise DeliveryFailed(f"smsfactor filtered {_reasons(answer)}".strip(), permanent=True)
        if status not in (_TAKEN, _MODERATED):
            raise DeliveryFailed(f"smsfactor {status}", permanent=status in _ABOUT_THE_MESSAGE)
        return ProviderReceipt("smsfactor", str(answer.get("ticket", reference)))

    async def _ask(self, query: dict[str, str]) -> dict[str, Any]:
        settings = self._settings
        headers = {
            "Authorization": f"Bearer {settings.smsfactor_token}",
            "Accept": "application/json",  # XML otherwise
        }
        try:
            async with httpx.AsyncClient(
                base_url=settings.smsfactor_base_url, headers=headers, timeout=TIMEOUT_SECONDS
            ) as client:
                response = await client.get("/send", params=query)
                response.raise_for_status()
                answer = response.json()
        except httpx.HTTPStatusError as refused:
            # `from None`: the error holds the address, and with it recipient and text.
            raise DeliveryFailed(
                f"smsfactor http {refused.response.status_code}", permanent=False
            ) from None
        except (httpx.HTTPError, ValueError) as unreachable:
            raise DeliveryFailed(
                f"smsfactor {type(unreachable).__name__}", permanent=False
            ) from None
        if not isinstance(answer, dict):
            raise DeliveryFailed("smsfactor answered no object", permanent=False)
        return answer


def _reasons(answer: dict[str, Any]) -> str:
    names = ("invalid", "blacklisted", "npai", "duplicated", "not_allowed", "flood")
    return " ".join(name for name in names if answer.get(name))
