"""From which address did a request really come?"""

import ipaddress
import logging

from django.conf import settings
from django.http import HttpRequest

log = logging.getLogger(__name__)
named: set[str] = set()


def client_address(request: HttpRequest) -> str:
    """Forwarded addresses count only as far as our own proxies wrote them."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in seen if hop.strip()]
    if not 0 < settings.PROXY_COUNT <= len(hops):
        return peer
    if not is_own_proxy(peer):
        _name(peer)
        return peer
    # Counted from the end: what stands before was written by the client, who may write anything.
    return hops[-settings.PROXY_COUNT]


def is_own_proxy(peer: str) -> bool:
    """A socket file has no address: whoever reaches it is on this machine."""
    try:
        return not peer or any(ipaddress.ip_address(peer) in network for network in settings.PROXY_ADDRESSES)
    except ValueError:
        return False


def _name(peer: str) -> None:
    """Once an address: an operator who forgot to name the proxy sees why all people seem to come from it."""
    if peer not in named and len(named) < 100:  # the log stays short, whoever knocks
        named.add(peer)
        log.warning("X-Forwarded-For of %s is not believed; if it is your proxy, name it in PROXY_ADDRESSES", peer)
