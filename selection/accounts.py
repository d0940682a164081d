"""Who has an account, and how do they like their pages?"""

import re
from typing import TypedDict, Unpack

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from analysis.decision_file import layout
from selection import ledger, limits, links
from selection.events import PersonEvent
from selection.models import Event, User

DETAILS = ("name_zh", "name_en", "department", "title_zh", "title_en", "email", "is_site_admin")
PASSWORD = ("password", "is_password_printed")


class Details(TypedDict, total=False):
    """What an administrator says of a person."""

    name_zh: str
    name_en: str
    department: str
    title_zh: str
    title_en: str
    email: str
    is_site_admin: bool


Visitor = AbstractBaseUser | AnonymousUser
BACKEND = "selection.signing_in.Backend"  # who just proved themselves is signed in through it


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


@transaction.atomic
def create_first_administrator(*, username: str, password: str, language: str, **details: str) -> User:
    limits.check(layout.PERSON, details)
    # Of two first administrators at the same moment one waits here, and then finds the other.
    ledger.locked_head()
    if not is_empty():
        raise PermissionDenied("first_administrator")
    user = User.objects.create_user(username, password=password, language=language, is_site_admin=True, **details)
    ledger.record(PersonEvent.INSTALLATION_STARTED, actor=user, object=user.username)
    return user


@transaction.atomic
def add_person(*, actor: User, username: str = "", **details: Unpack[Details]) -> User:
    """Somebody who can sign in once they have used a link; without a wish the name makes the sign-in name."""
    limits.check(layout.PERSON, details)
    # Free sign-in names are looked up below: two at once would find the same.
    ledger.locked_head()
    user = User(username=username or free_username(details["name_en"] or details["name_zh"]), **details)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    ledger.record(PersonEvent.PERSON_ADDED, actor=actor, object=user.username, payload=_details(user))
    return user


def free_username(name: str) -> str:
    """`Lin Lan` → lin.lan; 林岚 → 林岚; a number follows when it is taken."""
    stem = re.sub(r"[^\w.-]+", ".", name.strip().lower()).strip(".")[:30] or "person"
    taken = {
        known.lower() for known in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    # Of one name more than are taken at least one is free.
    return next(
        name for number in range(1, len(taken) + 2) if (name := stem if number == 1 else f"{stem}{number}") not in taken
    )


@transaction.atomic
def change_person(user: User, *, actor: User, **details: Unpack[Details]) -> None:
    limits.check(layout.PERSON, details)
    before = _details(User.objects.get(pk=user.pk))
    for field, value in details.items():
        setattr(user, field, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=list(details))
    _keep_an_administrator()
    ledger.record(
        PersonEvent.PERSON_CHANGED, actor=actor, object=user.username, payload={"from": before, "to": _details(user)}
    )


@transaction.atomic
def deactivate(user: User, *, actor: User) -> None:
    """End this person's access, by password or link; what they did stays. A new link lets them in again."""
    if user == actor:
        raise ValidationError(_("You cannot deactivate your own account. Ask another administrator."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    links.end(user)
    _keep_an_administrator()
    ledger.record(PersonEvent.PERSON_DEACTIVATED, actor=actor, object=user.username)


def is_unused(user: User) -> bool:
    """Nobody ever signed in with it, it sits on no committee and has left nothing in the record."""
    return not (
        user.last_login
        or user.has_usable_password()
        or user.memberships.exists()
        or user.created_selections.exists()
        or Event.objects.filter(actor=user).exists()
    )


@transaction.atomic
def delete_unused(user: User, *, actor: User) -> None:
    """Take back an account that was made by mistake; one that was used is deactivated instead."""
    # A seat that is being given to this account waits, and then finds no account to give it to.
    row = User.objects.select_for_update().get(pk=user.pk)
    if row == actor or not is_unused(row):
        words = _("“%(name)s” has signed in or sits on a committee. Deactivate the account instead.")
        raise ValidationError(words % {"name": row.username})
    User.objects.filter(pk=row.pk).delete()
    ledger.record(PersonEvent.PERSON_DELETED, actor=actor, object=row.username, payload=_details(row))


def save_profile(user: User, *, language: str, theme: str, letter_keys: bool) -> None:
    """How somebody likes their pages is nobody's business, so no chain keeps it."""
    user.language, user.theme, user.letter_keys = language, theme, letter_keys
    user.save(update_fields=["language", "theme", "letter_keys"])


@transaction.atomic
def note_sign_in(user: User, *, is_remembered: bool) -> None:
    ledger.record(PersonEvent.SIGNED_IN, actor=user, object=user.username, payload={"remembered": is_remembered})


@transaction.atomic
def note_sign_out(visitor: Visitor) -> None:
    if isinstance(visitor, User):
        ledger.record(PersonEvent.SIGNED_OUT, actor=visitor, object=visitor.username)


@transaction.atomic
def change_password(user: User, *, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=PASSWORD)
    ledger.record(PersonEvent.PASSWORD_CHANGED, actor=user, object=user.username)


@transaction.atomic
def replace_printed_password(user: User) -> None:
    """The start prints another one in the place of one that others know; `user` has it already."""
    user.save(update_fields=PASSWORD)
    ledger.record(PersonEvent.PRINTED_PASSWORD_REPLACED, object=user.username)


@transaction.atomic
def end_printed_password(user: User, *, actor: User) -> None:
    """What was printed opens nothing any more; a one-time link lets the person choose a password."""
    user.set_unusable_password()
    user.is_password_printed = False
    user.save(update_fields=PASSWORD)
    ledger.record(PersonEvent.PRINTED_PASSWORD_ENDED, actor=actor, object=user.username)


@transaction.atomic
def hash_again(user: User, *, password: str) -> None:
    """Keep the same password as this version hashes it; nobody else ever writes one without an event."""
    user.password = make_password(password)
    user.save(update_fields=["password"])
    ledger.record(PersonEvent.PASSWORD_HASHED, actor=user, object=user.username)


def choose_language(visitor: Visitor, language: str) -> None:
    """Remember the language for somebody who is signed in."""
    if isinstance(visitor, User):
        save_profile(visitor, language=language, theme=visitor.theme, letter_keys=visitor.letter_keys)


def choose_theme(visitor: Visitor, theme: str) -> None:
    if isinstance(visitor, User):
        save_profile(visitor, language=visitor.language, theme=theme, letter_keys=visitor.letter_keys)


def _keep_an_administrator() -> None:
    if not User.objects.filter(is_site_admin=True, is_active=True).exists():
        raise ValidationError(_("The site needs an administrator. Name another one first."))


def _details(user: User) -> dict[str, str | bool]:
    return {field: getattr(user, field) for field in DETAILS}
