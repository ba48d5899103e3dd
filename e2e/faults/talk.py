"""One request on its way through the proxy: handed on, held, answered or cut."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

_CLOSE = b"connection: close"
_LONGEST_HEAD = 64_000
_AWAY = (OSError, EOFError, asyncio.LimitOverrunError)
"""How a connection ends that was lost: reset, refused, or closed in the middle of a message."""


class Cut(Exception):
    """The connection to the browser is to end here, whatever it was waiting for."""


_UNREADABLE = (400, 413)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, whole."""

    method: str
    path: str
    head: bytes
    body: bytes

    @property
    def submissions(self) -> list[dict[str, Any]]:
        """The submissions it carries; none unless it is the outbox's."""
        if self.kind != "outbox":
            return []
        return list(json.loads(self.body)["submissions"])

    @property
    def kind(self) -> str:
        """What it does that may not be lost or done twice: `outbox` hands submissions over,
        `signing` signs or confirms; empty for all else."""
        if self.method != "POST":
            return ""
        if self.path == "/outbox":
            return "outbox"
        return "signing" if self.path.endswith(("/signature", "/code")) else ""

    def with_submissions(self, submissions: list[dict[str, Any]]) -> "Asked":
        """The same request with other submissions in it."""
        body = json.dumps({"submissions": submissions}).encode()
        kept = [line for line in self.head.split(b"\r\n") if not _is(line, b"content-length")]
        head = b"\r\n".join([*kept, b"Content-Length: %d" % len(body)])
        return Asked(self.method, self.path, head, body)

    def raw(self) -> bytes:
        """As it goes to the server: a connection of its own, so that the reply ends with it, and
        receipts in plain text, so that they can be read here."""
        dropped = (b"connection", b"accept-encoding") if self.kind else (b"connection",)
        kept = [
            line
            for line in self.head.split(b"\r\n")
            if not any(_is(line, name) for name in dropped)
        ]
        return b"\r\n".join([*kept, b"Connection: close", b"", self.body])

    @classmethod
    async def read(cls, reader: asyncio.StreamReader) -> "Asked":
        """The next request of a browser; raises `EOFError` or `OSError` when none comes."""
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4]
        first, *lines = head.split(b"\r\n")
        method, path, _ = first.decode().split(" ", 2)
        length = next((one for one in lines if _is(one, b"content-length")), b":0")
        body = await reader.readexactly(int(length.partition(b":")[2]))
        return cls(method, path, head, body)


@dataclass
class Talk:
    """A request and the two connections it lies between."""

    asked: Asked
    writer: asyncio.StreamWriter
    upstream: int
    replies: list[bytes] = field(default_factory=list)
    """What the server answered, each time it was asked, whether anybody heard it or not."""
    turned_away: bool = False
    """Whether somebody answered in the server's place that the request cannot be read."""

    async def ask(self, asked: Asked | None = None, *, half_close: bool = False) -> bytes:
        """The server's whole reply; raises `Cut` when it gives none."""
        try:
            reader, writer = await self._server()
            writer.write((asked or self.asked).raw())
            if half_close:
                writer.write_eof()
            reply = _kept_alive(await reader.read())
            writer.close()
        except _AWAY as lost:
            raise Cut from lost
        if not reply:
            raise Cut
        self.replies.append(reply)
        return reply

    async def begin(self, share: float) -> None:
        """Give the server the beginning of the request, then leave."""
        raw = self.asked.raw()
        try:
            _, writer = await self._server()
            writer.write(raw[: int(len(raw) * share)])
            await writer.drain()
            writer.close()
        except _AWAY as lost:
            raise Cut from lost

    async def pass_on(self) -> None:
        """Hand the request on and the reply back as it comes, however long it streams."""
        try:
            reader, writer = await self._server()
            writer.write(self.asked.raw())
            head = await reader.readuntil(b"\r\n\r\n")
            self.writer.write(_kept_alive(head))
            while part := await reader.read(65_536):
                self.writer.write(part)
                await self.writer.drain()
            writer.close()
        except _AWAY as lost:
            raise Cut from lost

    async def reply(self, reply: bytes) -> None:
        """Give the browser a reply."""
        self.writer.write(reply)
        await self.writer.drain()

    async def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
        """Answer in the server's place."""
        self.turned_away = self.turned_away or status in _UNREADABLE
        head = f"HTTP/1.1 {status} Answered\r\nContent-Type: {kind}\r\n"
        await self.reply(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    async def _server(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.upstream, limit=_LONGEST_HEAD)


def receipts_in(reply: bytes) -> list[dict[str, Any]]:
    """The receipts of a reply to the outbox; none where it holds something else."""
    head, _, body = reply.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        return []
    return list(json.loads(body)["receipts"])


def _is(line: bytes, name: bytes) -> bool:
    return line.lower().startswith(name + b":")


def _kept_alive(reply: bytes) -> bytes:
    """The reply without the server's wish to close: the browser keeps its connection to us."""
    head, gap, body = reply.partition(b"\r\n\r\n")
    kept = [line for line in head.split(b"\r\n") if line.lower() != _CLOSE]
    return b"\r\n".join(kept) + gap + body
