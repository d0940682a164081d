"""Who may come in with a name and a password?"""

from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.db.models import QuerySet
from django.http import HttpRequest

from selection import accounts
from selection.models import User
from selection.prepared import Prepared


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
        user = PERSON.row(pk=user_id)
        return user if user and ModelBackend().user_can_authenticate(user) else None


def _is_of_before(encoded: str) -> bool:
    preferred = get_hasher()
    return identify_hasher(encoded).algorithm != preferred.algorithm or preferred.must_update(encoded)


def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


PERSON: Prepared[User] = Prepared(_person, pk=int)  # every request asks for its person
