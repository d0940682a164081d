"""How do failed sign-ins make the next ones wait, and what does somebody see who has to?"""

import logging
from collections.abc import Mapping

from axes.handlers.base import AxesHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.proxy import client_address
from selection import attempts, devices
from selection.models import User

log = logging.getLogger(__name__)
Credentials = Mapping[str, object]


class Counting(AxesHandler):
    """What axes asks at each sign-in, answered by our own counts."""

    def is_allowed(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        return not attempts.admit(_scopes(request, credentials))

    def user_login_failed(
        self, sender: object, credentials: Credentials, request: HttpRequest | None = None, **_: object
    ) -> None:
        if request is None:
            return
        left = attempts.wait(_scopes(request, credentials))
        name, address = credentials.get("username", ""), client_address(request)
        # %r: a name with a line break in it would write a line of its own.
        log.warning("sign-in failed, name %r, address %s%s", name, address, _paused(left))
        if left:
            # Axes asks the request for it.
            request.axes_locked_out = True  # type: ignore[attr-defined]
            request.axes_credentials = credentials  # type: ignore[attr-defined]

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **_: object) -> None:
        attempts.succeeded(_scopes(request, {"username": user.get_username()}))

    def reset_attempts(self, *, ip_address: str | None = None, username: str | None = None, **_: object) -> int:
        return attempts.forgive(name=username or "", address=ip_address or "")


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Credentials | None = None
) -> HttpResponse:
    """The page says when to try again, and reveals nothing about the account."""
    left = attempts.wait(_scopes(request, credentials))
    return render(request, "429.html", {"minutes": attempts.minutes(left)}, status=429)


def _scopes(request: HttpRequest, credentials: Credentials | None) -> list[attempts.Scope]:
    name = str((credentials or {}).get("username") or "")
    return attempts.signing_in(name, address=client_address(request), device=devices.mark(request, name))


def _paused(left: attempts.timedelta) -> str:
    return f": paused for {attempts.minutes(left)} minutes" if left else ""
