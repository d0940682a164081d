"""What is somebody told of, until they have read it?"""

from collections.abc import Iterable

from django.utils import timezone

from selection.models import Event, Member, Notice


def tell(event: Event, members: Iterable[Member]) -> None:
    """Put an event before these people, inside the transaction of its change."""
    Notice.objects.bulk_create(Notice(member=member, event=event) for member in members)


def see(member: Member) -> None:
    """The person has read what they were told of in this selection."""
    unread = Notice.objects.filter(member=member, seen_at=None)
    # On nearly every page nothing is unread: nothing is written, so no lock is taken.
    if unread.exists():
        unread.update(seen_at=timezone.now())
