"""Is a password unlike what everybody knows of its owner?"""

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.utils.translation import gettext as _


class UnlikeNames(UserAttributeSimilarityValidator):
    """Django's check, in words for people who choose a password."""

    def get_error_message(self) -> str:
        return _("Choose a password that is unlike your name and your sign-in name.")

    def get_help_text(self) -> str:
        return _("Unlike your name and your sign-in name.")
