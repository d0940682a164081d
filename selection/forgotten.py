"""How does somebody get in who has forgotten their password, where mail is configured?"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from selection import accounts, ledger
from selection.models import User

log = logging.getLogger(__name__)


def mail(address: str) -> None:
    """A link for each account with this address; to the address of the account, in its person's language."""
    for user in PasswordResetForm().get_users(address):
        assert isinstance(user, User)
        with translation.override(user.language or settings.LANGUAGE_CODE):
            context = {"person": user, "address": _link(user), "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
            body = render_to_string("selection/forgotten_link.txt", context)
            try:
                send_mail(_("A new password for Touchstone"), body, None, [user.email])
            except (SMTPException, OSError) as error:  # its text may hold the address
                log.warning("the mail for a forgotten password could not be sent: %s", type(error).__name__)


@transaction.atomic
def reset(user: User, *, token: str, password: str) -> User | None:
    """Set the password once; nobody when the link was used in the meantime, or the person may not sign in."""
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.is_active or not default_token_generator.check_token(row, token):
        return None
    row.set_password(password)
    row.save(update_fields=accounts.PASSWORD)
    ledger.record("selection.password_reset", actor=row, object=row.username)
    return row


def _link(user: User) -> str:
    """Under the address that the operator has set, whatever the one who asks has typed."""
    uid, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    return f"{settings.PUBLIC_URL}{reverse('forgotten_link', args=[uid, token])}"
