"""What did somebody send after their session ended, and how does it reach its page after all?"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

SALT = "unsaved"
MAX_AGE = 3600  # seconds
MOST = 200_000  # characters


@dataclass(frozen=True)
class Unsaved:
    """A form as it was sent: where to, and its fields without secrets."""

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> str:
    """The sent form as a signed text for a hidden field; empty when there is nothing to keep."""
    if request.method != "POST":
        return ""
    fields = [(name, value) for name, values in request.POST.lists() if _is_kept(name) for value in values]
    text = signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)
    return text if fields and len(text) <= MOST else ""


def restore(text: str) -> Unsaved | None:
    """What was kept, when it is ours and not older than an hour."""
    try:
        kept: dict[str, Any] = signing.loads(text, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return Unsaved(kept["path"], [(name, value) for name, value in kept["fields"]])


def _is_kept(name: str) -> bool:
    return name != "csrfmiddlewaretoken" and "password" not in name
