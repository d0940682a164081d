"""What did somebody send after their session ended, and how does it reach its page after all?"""

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from selection.sessions import last_person

KEPT = "unsaved"  # in the session of the device, so that no page and no log carries it
MAX_AGE = 3600  # seconds
MOST = 200_000  # characters


@dataclass(frozen=True)
class Unsaved:
    """A form as it was sent: where to, and its fields without secrets."""

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> bool:
    """Keep the sent form for the person who was signed in on this device; whether there was something to keep."""
    person = last_person(request)
    if request.method != "POST" or person is None:
        return False
    fields = sent(request)
    if not fields or sum(len(name) + len(value) for name, value in fields) > MOST:
        return False
    now = int(time.time())
    request.session[KEPT] = {"person": person, "path": request.get_full_path(), "fields": fields, "at": now}
    return True


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as it was sent, without secrets."""
    return [(name, value) for name, values in request.POST.lists() if _is_kept(name) for value in values]


def is_waiting(request: HttpRequest) -> bool:
    return KEPT in request.session


def restore(request: HttpRequest) -> Unsaved | None:
    """What was kept, once, when the one who has signed in typed it within the last hour."""
    kept: dict[str, Any] | None = request.session.pop(KEPT, None)
    if not kept or kept["person"] != request.user.pk or time.time() - kept["at"] > MAX_AGE:
        return None
    return Unsaved(kept["path"], [(name, value) for name, value in kept["fields"]])


def _is_kept(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and "password" not in name
