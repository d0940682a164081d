"""Who may come in with a name and a password?"""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.http import HttpRequest

from selection import accounts
from selection.models import User


class Backend(BaseBackend):
    """Django's own, which lets a password that an earlier version hashed be hashed anew by an act."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **others: object
    ) -> User | None:
        user = ModelBackend().authenticate(request, username, password, **others)
        if user and password and _is_of_before(user.password):
            accounts.hash_again(user, password=password)
        return user

    def get_user(self, user_id: int) -> User | None:
        return ModelBackend().get_user(user_id)


def _is_of_before(encoded: str) -> bool:
    preferred = get_hasher()
    return identify_hasher(encoded).algorithm != preferred.algorithm or preferred.must_update(encoded)
