"""Where to go after an act: a path of ours, whatever the request says."""

from urllib.parse import urlsplit


def local_path(wanted: str) -> str:
    """Return `wanted` when it is a path on this host, else « / ».

    Browsers read a backslash as a slash and drop tabs and line breaks, so slash-backslash-host
    and slash-tab-slash-host would leave for elsewhere.
    """
    if not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted
