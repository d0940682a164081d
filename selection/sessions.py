"""How long does a device stay signed in, and whose device is it?"""

import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from selection import accounts
from selection.devices import name_of
from selection.failures import failure
from selection.models import User
from selection.prepared import Prepared

STARTED = "started"  # when it was signed in, in seconds since 1970
SEEN = "seen"  # the last request, to within a minute
REMEMBERED = "remembered"  # the person asked this device to keep them signed in
PERSON = "person"  # cookie: who was signed in here last, so that what they typed returns to nobody else
DAY, HOUR, MINUTE = 86_400, 3600, 60


def _alive(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


ALIVE: Prepared[Session] = Prepared(_alive, key=str, now=datetime)


class SessionStore(db.SessionStore[Session]):
    """Django's own; every request asks for its session."""

    def load(self) -> dict[str, Any]:
        found = ALIVE.row(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found.session_data)


def start(request: HttpRequest, user: User, *, is_remembered: bool = False) -> None:
    """Sign somebody in on this device, for a working day or for as many days as the installation allows."""
    login(request, user, accounts.BACKEND)
    now = int(time.time())
    is_kept = is_remembered and settings.KEEP_SIGNED_IN_DAYS > 0
    accounts.note_sign_in(user, is_remembered=is_kept)
    request.session.update({STARTED: now, SEEN: now, REMEMBERED: is_kept})
    if is_kept:
        request.session.set_expiry(settings.KEEP_SIGNED_IN_DAYS * DAY)


def end_in_time(request: HttpRequest) -> None:
    """Sign out a device that was idle, or signed in, for too long; else note that it was seen."""
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    started, seen = request.session.get(STARTED, now), request.session.get(SEEN, now)
    if request.session.get(REMEMBERED):
        is_over = now - started >= settings.KEEP_SIGNED_IN_DAYS * DAY
    else:
        is_over = now - started >= settings.SESSION_HOURS * HOUR or now - seen >= settings.SESSION_IDLE_MINUTES * MINUTE
    if is_over:
        logout(request)
    elif STARTED not in request.session or now - seen >= MINUTE:
        request.session.update({STARTED: started, SEEN: now})
        write(request)  # before the page, so that nothing has to be written once it has stored something


def write(request: HttpRequest) -> None:
    """Write the session now, and not after the answer: inside the transaction that one is in."""
    try:
        request.session.save()
    except UpdateError as error:
        # Django raises the same error when the session is gone and when the database has failed.
        cause = error.__context__
        if cause and failure(cause):
            raise cause from cause.__cause__
        raise SessionInterrupted("signed out in another request") from error
    request.session.modified = False


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """The cookie outlives the session, and says nothing but a signed number."""
    if request.user.is_authenticated and last_person(request) != request.user.pk:
        response.set_signed_cookie(
            name_of(PERSON),
            str(request.user.pk),
            salt=PERSON,
            max_age=14 * DAY,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )


def last_person(request: HttpRequest) -> int | None:
    """Who was signed in on this device last, when it has not been signed out since."""
    try:
        return int(request.get_signed_cookie(name_of(PERSON), salt=PERSON) or "")
    except (KeyError, ValueError, signing.BadSignature):
        return None


def forget(response: HttpResponseBase) -> None:
    """What signing out leaves in the browser: nothing of the person."""
    response.delete_cookie(name_of(PERSON), samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
