"""Who has an account, how do they get in, and how do they like their pages?"""

from django.db import transaction

from selection import ledger
from selection.models import User


@transaction.atomic
def save_profile(user: User, *, language: str, theme: str, letter_keys: bool) -> None:
    user.language, user.theme, user.letter_keys = language, theme, letter_keys
    user.save(update_fields=["language", "theme", "letter_keys"])
    ledger.record("selection.profile_changed", actor=user, object=user.username)
