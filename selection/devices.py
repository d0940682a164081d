"""On which devices has somebody signed in before, so that failures elsewhere do not keep them out there?"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "device"  # a mark of the device, then a digest for each person; it outlives signing out
YEAR = 31_536_000
MOST_PEOPLE = 8


def mark(request: HttpRequest, name: str) -> str:
    """The device's own mark when this person has signed in on it, else nothing."""
    device, people = _read(request)
    return device if device and _digest(device, name) in people else ""


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever is signed in has proved themselves on this device."""
    if not request.user.is_authenticated or mark(request, request.user.get_username()):
        return
    device, people = _read(request)
    device = device or secrets.token_urlsafe(12)
    people = [*people, _digest(device, request.user.get_username())][-MOST_PEOPLE:]
    # Signed: who could make one up would have tries of their own on a device that nobody knows.
    response.set_signed_cookie(
        name_of(COOKIE),
        " ".join([device, *people]),
        salt=COOKIE,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def name_of(cookie: str) -> str:
    """Under https no other host, and nobody on the way, can plant one."""
    return f"{settings.COOKIE_PREFIX}{cookie}"


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, *people = (request.get_signed_cookie(name_of(COOKIE), salt=COOKIE, max_age=YEAR) or "").split(" ")
    except (KeyError, signing.BadSignature):
        return "", []
    return device, people


# A digest, so that the cookie names nobody who uses the device.
def _digest(device: str, name: str) -> str:
    return salted_hmac("known device", f"{device} {name}").hexdigest()[:20]
