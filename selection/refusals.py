"""How often was somebody refused? Counted beside the record: a chain would let anybody fill it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from selection.models import LONGEST_SIGN_IN_NAME, Refusal, User

KEPT = timedelta(days=90)


@transaction.atomic
def count(kind: str, *, person: str = "") -> None:
    """One more refusal of this kind today; nobody can make more rows than there are people, kinds and days."""
    now = timezone.now()
    # By the installation's clock; a committee's page has set its own.
    today = timezone.localdate(now, timezone.get_default_timezone())
    counted = Refusal.objects.filter(day=today, kind=kind, person=person)
    if counted.update(count=F("count") + 1, last_at=now):
        return
    # Of two that are first at the same moment one finds the row of the other.
    _row, is_first = Refusal.objects.get_or_create(day=today, kind=kind, person=person, defaults={"last_at": now})
    counted.update(count=F("count") + 1, last_at=now)
    if is_first:
        Refusal.objects.filter(day__lt=today - KEPT).delete()


def count_sign_in(typed: str) -> None:
    """A failed sign-in; all names that nobody has are one."""
    known = User.objects.filter(username=typed[:LONGEST_SIGN_IN_NAME]).values_list("username", flat=True).first()
    count(Refusal.Kind.SIGN_IN, person=known or "")
