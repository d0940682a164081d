"""From which address did a request really come?"""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Forwarded addresses count only as far as our own proxies wrote them."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    hops = [hop.strip() for hop in seen if hop.strip()]
    if 0 < settings.PROXY_COUNT <= len(hops):
        return hops[-settings.PROXY_COUNT]
    return str(request.META.get("REMOTE_ADDR", ""))
