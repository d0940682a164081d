"""How does somebody without a password get in, once?"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from selection import ledger
from selection.models import AccessLink, User

VALID = timedelta(days=7)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def usable(token: str) -> AccessLink | None:
    """The link that this token opens: known, unused, in time, of a person who may sign in."""
    links = AccessLink.objects.select_related("user").filter(
        token_hash=hashed(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    return links.first()


@transaction.atomic
def issue(user: User, *, actor: User) -> str:
    """A new token, shown once and never stored; earlier links of this person end."""
    now = timezone.now()
    user.access_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    user.access_links.create(token_hash=hashed(token), created_by=actor, expires_at=now + VALID)
    ledger.record("selection.access_link_issued", actor=actor, object=user.username)
    return token


@transaction.atomic
def use(token: str, *, password: str) -> User | None:
    """Set the password and end the link; nobody when the link can no longer be used."""
    link = usable(token)
    unused = AccessLink.objects.filter(Q(used_at=None), token_hash=hashed(token))
    if not link or not unused.update(used_at=timezone.now()):
        return None
    link.user.set_password(password)
    link.user.save(update_fields=["password"])
    ledger.record("selection.access_link_used", actor=link.user, object=link.user.username)
    return link.user


def mail(user: User, *, address: str) -> None:
    """Send the link in the person's own language."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        body = render_to_string("selection/access_link.txt", {"person": user, "address": address, "days": VALID.days})
        send_mail(_("Your access to Touchstone"), body, None, [user.email])
