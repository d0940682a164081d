"""Is it whoever started this installation that creates its first administrator?

The start prints a code on its console. At the machine itself nobody is asked for it.
"""

import base64
import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH, GROUP = 20, 5  # 20 letters of base32 are 100 bits
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def start_code() -> str:
    """The same in every process; it is known to nobody without the secret key."""
    digest = salted_hmac("start code", "first administrator", algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode().lower()[:LENGTH]
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def is_start_code(typed: str) -> bool:
    # People type it without its hyphens, or with spaces in their place.
    plain = "".join(sign for sign in typed.lower() if sign.isalnum())
    return constant_time_compare(plain, start_code().replace("-", ""))


def is_at_the_machine(request: HttpRequest) -> bool:
    """A local browser that speaks to us itself: no proxy of ours, and no trace of anybody else's."""
    if not settings.IS_DIRECT or any(request.META.get(name) for name in FORWARDED):
        return False
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    # A foreign name that resolves to this machine would let
    # another site's page speak through the browser here.
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _is_loopback(host))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
