"""Which passwords of the examples does a start print, and for how long do they open an account?

The published ones open accounts only where nobody but this machine gets in. Elsewhere every person of the examples has
one of their own; it is kept beside the data, for the owner alone, so that the next start can print it again.
"""

import json
import secrets
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from reports import filing
from selection import accounts
from selection.models import User

PEOPLE = settings.BASE_DIR / "fixtures" / "demo" / "people.json"
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1: they are read aloud
GROUPS, GROUP = 3, 5


class Kept(NamedTuple):
    """A printed password, and the account as it was when it opened it."""

    password: str
    stamp: str


def published() -> dict[str, str]:
    """What everybody can read in the fixtures, by sign-in name."""
    return {row["username"]: row["password"] for row in json.loads(PEOPLE.read_bytes())}


def give(user: User) -> str:
    """A password that will be printed; the caller stores the account."""
    known = published().get(user.username) if settings.IS_LOCAL else None
    password = known or "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    user.set_password(password)
    user.is_password_printed = True
    return password


def keep(passwords: dict[str, str]) -> None:
    """Remember what was given, for the next start."""
    people = User.objects.filter(username__in=passwords)
    _write({user.username: Kept(passwords[user.username], _stamp(user)) for user in people})


@transaction.atomic
def settle() -> dict[str, str]:
    """What opens which account, by sign-in name; what may not, or is not known any more, is replaced."""
    kept, published_ones = _read(), published()
    found: dict[str, Kept] = {}
    for user in User.objects.filter(is_password_printed=True, is_active=True).order_by("pk"):
        known = kept.get(user.username, Kept("", ""))
        password = _still_good(user, known, published_ones.get(user.username, ""))
        if not password:
            password = give(user)
            accounts.replace_printed_password(user)
        found[user.username] = Kept(password, _stamp(user))
    if found != kept:
        _write(found)
    return {name: entry.password for name, entry in found.items()}


def _still_good(user: User, known: Kept, published_one: str) -> str:
    """The password that opens the account and may do so here; empty when there is none."""
    for password in filter(None, (known.password, published_one)):
        is_allowed = settings.IS_LOCAL or password != published_one
        if is_allowed and (known.stamp == _stamp(user) or user.check_password(password)):
            return password
    return ""


def _stamp(user: User) -> str:
    """It changes with the password, and checking it takes no time."""
    return salted_hmac("printed password", user.password).hexdigest()[:20]


def _file() -> Path:
    return settings.DATA_DIR / "demo_passwords.json"


def _read() -> dict[str, Kept]:
    try:
        rows = json.loads(_file().read_bytes())
        return {name: Kept(*entry) for name, entry in rows.items()}
    except (FileNotFoundError, ValueError, TypeError, AttributeError):
        return {}


def _write(found: dict[str, Kept]) -> None:
    if found:
        filing.keep(_file(), json.dumps(found, indent=1).encode())
    else:
        _file().unlink(missing_ok=True)
