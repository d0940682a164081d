"""How does somebody without a password get in, once?"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selection import ledger, notices
from selection.events import CommitteeEvent, EventKind, PersonEvent
from selection.models import AccessLink, Member, User

VALID = timedelta(days=7)


def hashed(token: str) -> str:
    # Not salted: a token is 256 bits of chance and cannot be guessed from a list.
    return hashlib.sha256(token.encode()).hexdigest()


def usable(token_hash: str) -> AccessLink | None:
    """The link that this token opens: known, unused, in time, of a person who may sign in or comes back by it."""
    links = AccessLink.objects.select_related("user", "created_by").filter(
        Q(user__is_active=True) | Q(reopens=True), token_hash=token_hash, used_at=None, expires_at__gt=timezone.now()
    )
    return links.first()


@transaction.atomic
def issue(user: User, *, actor: User) -> str:
    """A new token, shown once and never stored; earlier links of this person end."""
    end(user)
    token = secrets.token_urlsafe(32)
    expires = timezone.now() + VALID
    reopens = not user.is_active
    user.access_links.create(token_hash=hashed(token), created_by=actor, expires_at=expires, reopens=reopens)
    _tell_committees(CommitteeEvent.MEMBER_LINK_ISSUED, user, actor=actor, payload={"reopens": reopens})
    ledger.record(PersonEvent.ACCESS_LINK_ISSUED, actor=actor, object=user.username, payload={"reopens": reopens})
    return token


def end(user: User) -> None:
    """No link that was made for this person opens anything any more."""
    now = timezone.now()
    user.access_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)


@transaction.atomic
def use(token_hash: str, *, password: str) -> User | None:
    """Set the password and end the link; nobody when the link can no longer be used.

    Somebody who was deactivated can sign in from this moment on, with this password and no session of before.
    """
    link = usable(token_hash)
    # The condition once more, in the database: of two clicks at once one uses the link.
    if not link or not AccessLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        return None
    user, issuer = link.user, link.created_by
    issued_by = issuer.username if issuer else ""
    _tell_committees(CommitteeEvent.MEMBER_LINK_USED, user, actor=user, payload={"issued_by": issued_by})
    if not user.is_active:
        user.is_active = True
        ledger.record(PersonEvent.PERSON_REACTIVATED, actor=issuer, object=user.username)
    user.set_password(password)
    user.save(update_fields=["password", "is_password_printed", "is_active"])
    ledger.record(PersonEvent.ACCESS_LINK_USED, actor=user, object=user.username, payload={"issued_by": issued_by})
    return user


def _tell_committees(kind: EventKind, user: User, *, actor: User, payload: Mapping[str, object]) -> None:
    """Whoever holds a link can sit in somebody's seat: their committees know, the person and the chairs are told."""
    seats = user.memberships.filter(removed_at=None).select_related("selection")
    # These chains in this order, then the site's: two who do this at once never wait for each other.
    for seat in seats.order_by("selection_id"):
        about = {"person": user.username, **payload}
        event = ledger.record(kind, selection=seat.selection, actor=actor, object=seat.key, payload=about)
        # Who made the link knows of it; a use is told to everybody.
        told = Member.objects.filter(Q(is_chair=True) | Q(pk=seat.pk), selection=seat.selection, removed_at=None)
        notices.tell(event, told if kind == CommitteeEvent.MEMBER_LINK_USED else told.exclude(user=actor))


def mail(user: User, *, address: str) -> None:
    """Send the link in the person's own language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        body = render_to_string("selection/access_link.txt", {"person": user, "address": address, "days": VALID.days})
        send_mail(_("Your access to Touchstone"), body, None, [user.email])
