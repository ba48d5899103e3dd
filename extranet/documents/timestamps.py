"""A time-stamping authority (RFC 3161), asked over HTTP."""

import httpx
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

_SECONDS = 10.0
_QUERY = "application/timestamp-query"
_REPLY = "application/timestamp-reply"


class HttpTimeStamper(TimeStamper):
    """Asks the authority at `url`; a refusal or silence raises `TimestampRequestError`."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            async with httpx.AsyncClient(timeout=_SECONDS) as client:
                answer = await client.post(
                    self.url, content=req.dump(), headers={"Content-Type": _QUERY}
                )
                answer.raise_for_status()
        except httpx.HTTPError as error:
            raise TimestampRequestError("the time-stamping authority did not answer") from error
        if answer.headers.get("content-type") != _REPLY:
            raise TimestampRequestError("the time-stamping authority did not answer with a stamp")
        return tsp.TimeStampResp.load(answer.content)
