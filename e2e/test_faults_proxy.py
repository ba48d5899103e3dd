"""The proxy of the fault machine, with a browser and a server both in the hands of the test."""

import socket
from collections.abc import Iterator
from contextlib import closing
from random import Random
from threading import Thread

import pytest

from e2e.faults.network import HOLDS
from e2e.faults.proxy import Proxy

_ASKED = b"POST /outbox HTTP/1.1\r\nContent-Length: 19\r\n\r\n" + b'{"submissions": []}'
_TOLD = b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" + b'{"receipts": []}'


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A server that answers when the test does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)
        yield listening


def test_it_quietens_while_the_server_works_on_what_is_to_be_held_after_its_reply(
    server: socket.socket,
) -> None:
    with closing(Proxy(server.getsockname()[1])) as proxy:
        proxy.arm(HOLDS["after"], Random(0))  # noqa: S311 (this fault throws no dice)
        with socket.create_connection(("127.0.0.1", proxy.port)) as browser:
            browser.sendall(_ASKED)
            asked, _ = server.accept()
            quieten = Thread(target=proxy.quieten)
            quieten.start()
            with asked:
                asked.recv(4096)
                quieten.join(timeout=0.5)
                assert quieten.is_alive(), "the request is still on its way"
                asked.sendall(_TOLD)
            quieten.join(timeout=10)
            assert not quieten.is_alive()
