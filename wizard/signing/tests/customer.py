"""The customer of the tests: reads, signs with a finger, reads the code out of the message."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from httpx import AsyncClient, Response

from extranet.core.access import worker
from extranet.core.database import Row, unit_of_work
from extranet.core.settings import Settings
from extranet.messages.envelope import Envelope
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.tests.selling import Tablet

STROKES = [
    [[100, 200, 0], [160, 90, 20], [240, 210, 40], [330, 80, 60], [420, 220, 80]],
    [[460, 150, 200], [700, 140, 230]],
]


@dataclass
class Door:
    """Where the tests sell: the people, and the adviser's browser."""

    cast: Cast
    visit: Visit
    settings: Settings
    browser: AsyncClient


@dataclass
class Customer:
    """One sale, from the customer's side."""

    door: Door
    tablet: Tablet

    @property
    def sale(self) -> UUID:
        """The sale's id."""
        return self.tablet.sale

    @property
    def url(self) -> str:
        """The address of the sale."""
        return f"/sales/{self.sale}"

    async def read(self) -> dict[str, str]:
        """Open the signing page; return what its form carries of what there is to read."""
        page = await self.door.browser.get(f"{self.url}/signature")
        assert page.status_code == 200, page.text
        return carried(page.text)

    async def sign(self, opened: dict[str, str] | None = None, **other: str) -> Response:
        """Sign what was read: what the page carried, `opened` now unless it was before."""
        opened = await self.read() if opened is None else opened
        form = {"mark": json.dumps(STROKES), "read": "true", **opened}
        return await self.door.browser.post(f"{self.url}/signature", data=form | other)

    async def give(self, code: str) -> Response:
        """Type a code in."""
        return await self.door.browser.post(f"{self.url}/code", data={"code": code})

    async def sign_and_confirm(self) -> Response:
        """The whole ceremony."""
        signed = await self.sign()
        assert signed.status_code == 303, signed.text
        return await self.give(await self.code())

    async def code(self) -> str:
        """The code of the newest message that holds one."""
        found = re.search(r"(?<![\d-])\d{6}\b", await self.message("code"))
        assert found
        return found.group()

    async def link(self, kind: str = "documents") -> str:
        """The path of the link in the newest message of that kind."""
        found = re.search(r"https?://\S+(/documents/\S+)", await self.message(kind))
        assert found
        return found.group(1)

    async def message(self, kind: str) -> str:
        """The text of the newest message of that kind, as it waits to leave."""
        newest = (await self.rows("message", "kind = $2 ORDER BY created_at DESC, id DESC", kind))[
            0
        ]
        return Envelope.open(newest["sealed"], newest["id"]).text

    async def rows(self, table: str, where: str = "true", *args: Any) -> list[Row]:
        """Rows of this sale in a table, as the back office's jobs see them."""
        async with unit_of_work(worker("tests")) as work:
            return await work.all(
                f"SELECT * FROM {table} WHERE sale_id = $1 AND {where}",  # noqa: S608 (our own names)
                self.sale,
                *args,
            )

    async def state(self) -> str:
        """The state of the sale."""
        async with unit_of_work(worker("tests")) as work:
            return str(await work.value("SELECT state FROM sale WHERE id = $1", self.sale))

    async def acts(self) -> list[str]:
        """What the journal tells of this sale, in order."""
        async with unit_of_work(self.door.cast.back_office) as work:
            rows = await work.all(
                "SELECT act FROM entry WHERE object_id = $1 ORDER BY seq", self.sale
            )
        return [row["act"] for row in rows]


def wrong(code: str) -> str:
    """Another code than that one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def carried(text: str) -> dict[str, str]:
    """The hidden fields of a signing form."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    return {name: hidden[name] for name in ("seen", "mark_before") if name in hidden}
