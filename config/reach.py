"""Who gets to this installation: only people at this machine, or others as well?"""

from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def is_direct(*, https: bool, proxy_count: int, public_url: str) -> bool:
    """Whether a browser speaks to us itself, so that the address of the other end is the browser's."""
    return not https and not proxy_count and urlsplit(public_url).scheme != "https"


def is_local(*, host: str, public_url: str) -> bool:
    """Whether we listen on this machine only, under no address that others are given."""
    return host in LOOPBACK and (not public_url or urlsplit(public_url).hostname in LOOPBACK)
