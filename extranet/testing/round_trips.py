"""What a page costs the database: a proxy before PostgreSQL that counts round trips.

A round trip is what the network would make the page wait for: everything the client sends before
it needs an answer, and the answer. It is counted from the bytes themselves, whatever the driver
or the ORM says it does.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_CHUNK = 65_536


@dataclass
class RoundTrips:
    """`url` leads to the database through the proxy; `trips` holds, for each round trip since it
    was last cleared, the statements that were sent in it."""

    url: str = ""
    trips: list[list[str]] = field(default_factory=list)

    def told(self) -> str:
        """The statements, one round trip a line."""
        return "\n".join(
            f"  {number}. {' | '.join(_shortened(one) for one in trip) or '(protocol only)'}"
            for number, trip in enumerate(self.trips, start=1)
        )


@dataclass
class _Conversation:
    """One connection: reads the client's messages out of its bytes (PostgreSQL protocol 3)."""

    trips: list[list[str]]
    started: bool = False
    answered: bool = True
    unread: bytes = b""
    prepared: dict[str, str] = field(default_factory=dict)

    def client_says(self, data: bytes) -> None:
        """The first bytes after an answer begin a round trip."""
        if self.answered:
            self.answered = False
            self.trips.append([])
        self.unread += data
        while (message := self._next()) is not None:
            kind, body = message
            if text := self._statement(kind, body):
                self.trips[-1].append(text)

    def _next(self) -> tuple[bytes, bytes] | None:
        """The next whole message; the very first one of a connection has no kind."""
        kind = 1 if self.started else 0
        if len(self.unread) < kind + 4:
            return None
        end = kind + int.from_bytes(self.unread[kind : kind + 4], "big")
        if len(self.unread) < end:
            return None
        message = self.unread[:kind], self.unread[kind + 4 : end]
        self.unread, self.started = self.unread[end:], True
        return message

    def _statement(self, kind: bytes, body: bytes) -> str:
        if kind == b"Q":
            return body.rstrip(b"\0").decode()
        if kind == b"P":
            name, text = (part.decode() for part in body.split(b"\0")[:2])
            self.prepared[name] = text
            return f"PREPARE {text}"
        if kind == b"B":
            return self.prepared.get(body.split(b"\0")[1].decode(), "")
        return ""


@asynccontextmanager
async def counted(database_url: str) -> AsyncIterator[RoundTrips]:
    """Count the round trips of whoever connects to the `url` of what this yields."""
    counter = RoundTrips()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, ours = await _open(database_url)
        talk = _Conversation(counter.trips)

        async def ask() -> None:
            while data := await reader.read(_CHUNK):
                talk.client_says(data)
                ours.write(data)
            ours.close()

        async def answer() -> None:
            while data := await theirs.read(_CHUNK):
                talk.answered = True
                writer.write(data)
            writer.close()

        await asyncio.gather(ask(), answer(), return_exceptions=True)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    counter.url = _through(database_url, port)
    async with server:
        yield counter


async def _open(database_url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(database_url)
    host = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])[0]
    port = parts.port or 5432
    if host.startswith("/"):
        return await asyncio.open_unix_connection(f"{unquote(host)}/.s.PGSQL.{port}")
    return await asyncio.open_connection(host, port)


def _through(database_url: str, port: int) -> str:
    parts = urlsplit(database_url)
    user = parts.netloc.rpartition("@")[0]
    netloc = f"{user}@127.0.0.1:{port}" if user else f"127.0.0.1:{port}"
    # No TLS on the way to ourselves: the messages could not be read.
    return parts._replace(netloc=netloc, query="sslmode=disable").geturl()


def _shortened(statement: str) -> str:
    words = " ".join(statement.split())
    return words if len(words) <= 160 else f"{words[:157]}…"
