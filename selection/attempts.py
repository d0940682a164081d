"""Who tried too often to prove who they are, and how long do they wait?

A try is counted before it is looked at, so that many at once do not get past a limit. Where somebody has signed in
on a device before, only what comes from that device counts there: nobody else can make them wait.
"""

import ipaddress
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from selection.models import AttemptCount, User

WINDOW = timedelta(hours=1)  # tries are counted for so long after the first
MEMORY = timedelta(days=1)  # a pause within so long of another is twice as long
LONGEST = timedelta(hours=4)
WIDE = 5  # times as many for one name from everywhere, and for one address under all names
MAILS = 3  # to one address
NOT_YET = timedelta(0)


class Scope(NamedTuple):
    """Among which tries one is counted, and how many there may be."""

    kind: str
    what: str
    most: int
    name: str = ""
    is_shared: bool = False  # with others, whose tries stay when one succeeds

    @property
    def key(self) -> str:
        return f"{self.kind}:{_digest(self.what)}"


def signing_in(name: str, *, address: str, device: str) -> list[Scope]:
    """`device` is the mark of one on which this person has signed in before, else empty."""
    most, who = settings.SIGN_IN_ATTEMPTS, _folded(name)
    if device:
        return [Scope("device", f"{device} {who}", most, who)]
    place = _network(address)
    return [
        Scope("here", f"{place} {who}", most, who),
        Scope("name", who, WIDE * most, who, is_shared=True),
        Scope("address", place, WIDE * most, is_shared=True),
    ]


def old_password(user: User) -> list[Scope]:
    return [Scope("old", str(user.pk), settings.SIGN_IN_ATTEMPTS, _folded(user.username))]


def forgotten_from(address: str) -> Scope:
    return Scope("forgotten", _network(address), settings.SIGN_IN_ATTEMPTS)


def forgotten_by(mail: str) -> Scope:
    return Scope("mail", _folded(mail), MAILS)


@transaction.atomic
def admit(scopes: Collection[Scope]) -> timedelta:
    """Count a try, unless somebody has to wait: for how long."""
    now = timezone.now()
    AttemptCount.objects.filter(at__lt=now - MEMORY).delete()
    rows = _locked(scopes)
    if left := max(_left(row, scope) for row, scope in rows):
        return left
    for row, scope in rows:
        _count(row, scope.most)
    AttemptCount.objects.bulk_update([row for row, _scope in rows], ["failures", "pauses", "paused_at", "since", "at"])
    return NOT_YET


def wait(scopes: Collection[Scope]) -> timedelta:
    """How long the next try has to wait."""
    limits = {scope.key: scope for scope in scopes}
    rows = AttemptCount.objects.filter(key__in=limits)
    return max((_left(row, limits[row.key]) for row in rows), default=NOT_YET)


def succeeded(scopes: Collection[Scope]) -> None:
    """It was the person: their own failures are forgotten, and this try is no failure of anybody."""
    shared = [scope.key for scope in scopes if scope.is_shared]
    AttemptCount.objects.filter(key__in=[scope.key for scope in scopes if not scope.is_shared]).delete()
    # In the database, since others are counted at the same
    # moment; never below zero, which its column refuses.
    AttemptCount.objects.filter(key__in=shared, failures__gt=0).update(failures=F("failures") - 1)


def forgive(*, name: str = "", address: str = "") -> int:
    """End the pauses of a name, of an address, or, with neither, all."""
    rows = AttemptCount.objects.all()
    if name:
        rows = rows.filter(name=_digest(_folded(name)))
    if address:
        rows = rows.filter(key=Scope("address", _network(address), 0).key)
    return rows.delete()[0]


def minutes(left: timedelta) -> int:
    """Whole minutes after which the pause is certainly over."""
    return max(1, -(-left // timedelta(minutes=1)))  # rounded up


def _count(row: AttemptCount, most: int) -> None:
    now = timezone.now()
    if row.failures >= most:  # the pause is over
        row.failures, row.pauses, row.paused_at = 0, row.pauses + 1, row.at
    elif row.paused_at and row.paused_at < now - MEMORY:
        row.pauses = 0
    if not row.failures or row.since < now - WINDOW:
        row.failures, row.since = 0, now
    row.failures, row.at = row.failures + 1, now


def _locked(scopes: Collection[Scope]) -> list[tuple[AttemptCount, Scope]]:
    now = timezone.now()
    # Locked in one order: two tries that share rows would else wait for each other for ever.
    limits = {scope.key: scope for scope in sorted(scopes, key=lambda scope: scope.key)}
    fresh = [
        AttemptCount(key=key, name=_digest(scope.name) if scope.name else "", since=now, at=now)
        for key, scope in limits.items()
    ]
    # A row has to be there before it can be locked.
    AttemptCount.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = AttemptCount.objects.select_for_update().filter(key__in=limits).order_by("key")
    return [(row, limits[row.key]) for row in rows]


def _left(row: AttemptCount, scope: Scope) -> timedelta:
    if row.failures < scope.most:
        return NOT_YET
    first = timedelta(minutes=settings.SIGN_IN_PAUSE_MINUTES)
    # Ten doublings are beyond any pause; many more would not fit a timedelta. An operator may set a
    # first pause that is longer than the longest.
    pause = min(first * 2 ** min(row.pauses, 10), max(first, LONGEST))
    return max(row.at + pause - timezone.now(), NOT_YET)


def _folded(name: str) -> str:
    # As Django folds a sign-in name: in another spelling the same name would have tries of its own.
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _network(address: str) -> str:
    """One household or office has many addresses of the new kind; they count as one."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    # A socket for both kinds shows an old address inside a new one; all of them lie in one /64.
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))


def _digest(text: str) -> str:
    """What was typed as a name may be a password: it is kept nowhere."""
    return salted_hmac("who tried", text).hexdigest()[:32]
