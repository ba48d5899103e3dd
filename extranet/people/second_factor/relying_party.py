"""Who passkeys are made for: the host of this installation, and no other."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from extranet.core.settings import installed

NAME = "Palier"
_LOCAL = "localhost"


def host() -> str:
    """The name passkeys are bound to. An address of figures has none: a demonstration on this
    machine is then opened at localhost."""
    name = urlsplit(installed().public_url).hostname or ""
    return _LOCAL if _is_loopback(name) else name


def origin() -> str:
    """The origin of the pages that may ask for them."""
    parts = urlsplit(installed().public_url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host()}{port}"


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
