"""What stands between a tablet and the server: a network, no network, or a captive portal."""

import re
import select
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PORTAL = "Bienvenue sur le Wi-Fi de l’immeuble"
_PAGE = f"<!doctype html><html><h1>{PORTAL}</h1></html>".encode()
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    b"Cache-Control: max-age=600\r\nConnection: close\r\n"
    b"Content-Length: " + str(len(_PAGE)).encode() + b"\r\n\r\n" + _PAGE
)
_KEEP_ALIVE = re.compile(rb"\r\nConnection: [^\r]*", re.IGNORECASE)


class Gate:
    """The way to a server, on an address of its own.

    `passes` are the paths a portal lets through.
    """

    def __init__(self, server: str) -> None:
        self.leads_to(server)
        self.state = "open"
        self.passes: tuple[str, ...] = ()
        self._lines: set[socket.socket] = set()
        self._listener = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _handler(self._serve))
        self._listener.daemon_threads = True
        threading.Thread(target=self._listener.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._listener.server_address[1]}"

    def leads_to(self, server: str) -> None:
        """Lead to another server from the next connection on."""
        address = urlsplit(server)
        self._server = (str(address.hostname), int(address.port or 80))

    def become(self, state: str, *, passes: tuple[str, ...] = ()) -> None:
        """Be "open", "cut", or a "portal", which answers all but `passes` with its own page."""
        self.state, self.passes = state, passes
        for line in tuple(self._lines):
            _shut(line)

    def close(self) -> None:
        """Take the gate away."""
        self.become("cut")
        self._listener.shutdown()
        self._listener.server_close()

    def _serve(self, line: socket.socket) -> None:
        self._lines.add(line)
        try:
            if self.state == "open":
                self._connect(line, b"")
            elif self.state == "portal":
                self._stand_in(line)
        except OSError:
            return  # one side hung up
        finally:
            self._lines.discard(line)

    def _stand_in(self, line: socket.socket) -> None:
        head = line.recv(65_536)
        path = head.split(b" ", 2)[1].decode() if head else ""
        if path in self.passes:
            # One request a line: what comes next on it would pass, too.
            once = _KEEP_ALIVE.sub(b"\r\nConnection: close", head)
            self._connect(line, once)
        else:
            line.sendall(_ANSWER)

    def _connect(self, line: socket.socket, said: bytes) -> None:
        with socket.create_connection(self._server) as server:
            self._lines.add(server)
            try:
                server.sendall(said)
                _pump(line, server)
            finally:
                self._lines.discard(server)


def _handler(serve: Callable[[socket.socket], None]) -> type[socketserver.BaseRequestHandler]:
    class Line(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            serve(self.request)

    return Line


def _pump(one: socket.socket, other: socket.socket) -> None:
    """Carry everything both ways until one side has nothing more to say."""
    while True:
        for ready in select.select([one, other], [], [])[0]:
            said = ready.recv(65_536)
            if not said:
                return
            (other if ready is one else one).sendall(said)


def _shut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


@contextmanager
def gate_to(server: str) -> Iterator[Gate]:
    """A gate that is taken away with the block."""
    gate = Gate(server)
    try:
        yield gate
    finally:
        gate.close()
