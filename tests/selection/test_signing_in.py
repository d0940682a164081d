"""Does a password that an earlier version hashed become this version's hash by an act, and by nothing else?"""

import io

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command

from reports.proof import replay
from reports.proof.verification import verify_site
from selection import accounts
from selection.models import Event, User
from tests import cast

pytestmark = pytest.mark.django_db
HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def eva():
    """Her password was hashed by a release that hashed otherwise; the site has taken stock."""
    person = cast.person("eva")
    replay.baseline()
    return person


def found():
    return [(one.kind, one.place) for one in verify_site().findings]


def test_sign_in_hashes_anew_and_says_so(eva, client, settings, monkeypatch):
    settings.PASSWORD_HASHERS = HASHERS
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    before = eva.password
    client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD})
    eva.refresh_from_db()
    assert (eva.password != before, eva.password.startswith("pbkdf2_sha256$10$")) == (True, True)
    assert Event.objects.get(type="selection.password_hashed").actor == eva
    assert found() == []


def test_sign_in_with_a_hash_of_this_version_writes_nothing(eva, client):
    client.post("/sign-in/", {"username": "eva", "password": cast.PASSWORD})
    assert not Event.objects.filter(type="selection.password_hashed").exists()


def test_question_whether_it_is_the_password_changes_nothing(eva, settings, monkeypatch):
    settings.PASSWORD_HASHERS = HASHERS
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 10)
    assert (eva.check_password(cast.PASSWORD), eva.check_password("another")) == (True, False)
    assert User.objects.get(pk=eva.pk).password == eva.password


def test_password_that_was_replaced_is_found_and_one_that_was_changed_is_not(eva):
    accounts.change_password(eva, password="another-fine-password-7")
    assert found() == []
    User.objects.filter(pk=eva.pk).update(password="md5$x$y")
    assert found() == [("replay", "people eva")]


def test_what_goes_past_the_pages_shows(eva, monkeypatch):
    """Django's own commands write no event."""
    call_command("createsuperuser", interactive=False, username="mallory", verbosity=0)
    assert found() == [("replay", "people mallory"), ("replay", "names mallory")]
    User.objects.filter(username="mallory").delete()
    assert found() == []
    monkeypatch.setattr("getpass.getpass", lambda prompt: "another-fine-password-7")
    call_command("changepassword", "eva", stdout=io.StringIO())
    assert found() == [("replay", "people eva")]
