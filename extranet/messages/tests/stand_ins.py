"""Stand-ins for the outside: real servers on 127.0.0.1 that answer as the providers do."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(slots=True)
class HttpStandIn:
    """Answers every request with `status` and `body`, and keeps what it was asked.

    A `body` that is a text goes out as it is, anything else as JSON.
    """

    url: str = ""
    status: int = 200
    body: dict[str, Any] | str = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def http_stand_in() -> Iterator[HttpStandIn]:
    """Serve until the block ends."""
    stand_in = HttpStandIn()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, form: str) -> None:
            values = {name: words[0] for name, words in parse_qs(form).items()}
            stand_in.asked.append(
                {
                    "method": self.command,
                    "path": urlsplit(self.path).path,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "values": values,
                }
            )
            told = stand_in.body
            text = told if isinstance(told, str) else json.dumps(told)
            content = text.encode()
            self.send_response(stand_in.status)
            kind = "text/plain" if isinstance(told, str) else "application/json"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(slots=True)
class SmtpStandIn:
    """A relay that answers RCPT with `to_recipient` and the text with `to_text`."""

    url: str = ""
    to_recipient: str = "250 ok"
    to_text: str = "250 taken"
    logins: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak SMTP to one client."""

        async def say(words: str) -> None:
            writer.write(words.encode() + b"\r\n")
            await writer.drain()

        await say("220 stand-in")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb == "EHLO":
                await say("250-stand-in\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                self.logins.append(line.split(" ")[-1])
                await say("235 welcome")
            elif verb == "RCPT":
                await say(self.to_recipient)
            elif verb == "DATA":
                await say("354 go on")
                self._keep(await reader.readuntil(b"\r\n.\r\n"))
                await say(self.to_text)
            elif verb == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writer.close()
        await writer.wait_closed()

    def _keep(self, raw: bytes) -> None:
        mail = message_from_bytes(raw.removesuffix(b"\r\n.\r\n"), policy=policy.default)
        if isinstance(mail, EmailMessage):
            self.mails.append(mail)


@asynccontextmanager
async def smtp_stand_in() -> AsyncIterator[SmtpStandIn]:
    """Listen until the block ends."""
    stand_in = SmtpStandIn()
    server = await asyncio.start_server(stand_in.converse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stand_in.url = f"smtp://relay%40palier:se%2Fcret@127.0.0.1:{port}"
    async with server:
        yield stand_in
