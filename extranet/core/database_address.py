"""Whether the way to PostgreSQL is one that nobody can listen on or stand in."""

from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

_ELSEWHERE = ("service", "servicefile")
"""What a URL may leave to a file: who reads it alone does not see where it leads."""


def is_protected(database_url: str) -> bool:
    """Whether every host of a PostgreSQL URL is this machine, or TLS is asked for with the
    certificate and the name of the server checked (`sslmode=verify-full`).

    A URL without a host names nothing that can be judged, as one does that leaves it to a file:
    the environment of the process would decide. Write `localhost` or the folder of the socket.
    """
    parts = urlsplit(database_url)
    said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if said.get("sslmode") == "verify-full":
        return True
    named = unquote(parts.netloc.rpartition("@")[2]) or said.get("host", "")
    hosts = [_without_port(host) for host in named.split(",")]
    return all(map(_is_here, hosts)) and said.keys().isdisjoint(_ELSEWHERE)


def _without_port(host: str) -> str:
    if host.startswith("/"):
        return host
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def _is_here(host: str) -> bool:
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
