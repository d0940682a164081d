"""How does somebody get in who has forgotten their password, where mail is configured?

What was asked for is a row until the mail is sent: broker and mail server may be away meanwhile.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from selection import accounts, ledger
from selection.events import PersonEvent
from selection.models import LinkRequest, User

log = logging.getLogger(__name__)
KEPT = timedelta(days=1)  # whoever still waits then has asked again


def request(address: str) -> LinkRequest:
    """Keep what was asked for, whether or not somebody has this address."""
    return LinkRequest.objects.create(address=address)


def waiting() -> list[int]:
    """What no worker is sending; what is too old is dropped."""
    LinkRequest.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return list(LinkRequest.objects.filter(_is_free()).order_by("pk").values_list("pk", flat=True))


def mail(pk: int) -> None:
    """A link for each account with the address that was typed. What is not taken waits until the lease is over."""
    # One conditional write: of two workers that hold the message only one changes a row.
    if not LinkRequest.objects.filter(_is_free(), pk=pk).update(lease_until=_lease()):
        return
    row = LinkRequest.objects.get(pk=pk)
    # Django's own look-up: equal but for case, so that no address that only looks alike gets a
    # link, and none for accounts without a password.
    people = [user for user in PasswordResetForm().get_users(row.address) if isinstance(user, User)]
    taken = [_send(user) for user in people]
    if all(taken):
        row.delete()


def _is_free() -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=Now())


def _lease() -> ExpressionWrapper:
    """By the clock of the database: those of the workers' machines may differ."""
    return ExpressionWrapper(Now() + timedelta(seconds=settings.LEASE_SECONDS), output_field=DateTimeField())


def _send(user: User) -> bool:
    """To the address of the account, in its person's language; whether the mail server took it."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {"person": user, "address": _link(user), "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
        body = render_to_string("selection/forgotten_link.txt", context)
        try:
            send_mail(_("A new password for Touchstone"), body, None, [user.email])
        except (SMTPException, OSError) as error:  # its text may hold the address
            log.warning("the mail for a forgotten password could not be sent yet: %s", type(error).__name__)
            return False
    return True


@transaction.atomic
def reset(user: User, *, token: str, password: str) -> User | None:
    """Set the password once; nobody when the link was used in the meantime, or the person may not sign in."""
    # Of two clicks on one link the second waits here;
    # then its token no longer fits the new password.
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active or not default_token_generator.check_token(row, token):
        return None
    row.set_password(password)
    row.save(update_fields=accounts.PASSWORD)
    ledger.record(PersonEvent.PASSWORD_RESET, actor=row, object=row.username)
    return row


def _link(user: User) -> str:
    """Under the address that the operator has set, whatever the one who asks has typed."""
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    return f"{settings.PUBLIC_URL}{reverse('forgotten_link', args=[uid, token])}"
