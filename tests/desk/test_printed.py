"""Which passwords of the examples does a start print, and where do the published ones open nothing?"""

import io
import stat

import pytest
from django.core.management import call_command

from desk import printed
from selection import accounts, links
from selection.models import Event, User
from tests import cast

pytestmark = pytest.mark.django_db
NAMES = ("fang", "lin")


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def load():
    """Two people of the examples, as the command makes them."""
    people = [User(username=name, is_site_admin=name == "fang") for name in NAMES]
    passwords = {user.username: printed.give(user) for user in people}
    for user in people:
        user.save()
    printed.keep(passwords)


def told():
    """What the command prints, by sign-in name."""
    output = io.StringIO()
    call_command("demo_people", stdout=output)
    return {line.split()[2]: line.split()[3] for line in output.getvalue().splitlines()}


def opens(password, name):
    return User.objects.get(username=name).check_password(password)


def test_local_start_prints_what_is_published():
    load()
    assert told() == {name: printed.published()[name] for name in NAMES} == printed.settle()
    assert all(opens(password, name) for name, password in told().items())


@pytest.mark.parametrize("is_moved", [False, True], ids=["loaded there", "opened to others later"])
def test_where_others_get_in_no_published_password_opens_an_account(settings, is_moved):
    settings.IS_LOCAL = is_moved
    load()
    settings.IS_LOCAL = False
    found = told()
    assert [opens(printed.published()[name], name) for name in NAMES] == [False, False]
    assert [opens(found[name], name) for name in NAMES] == [True, True]
    assert len({*found.values()}) == 2 and min(map(len, found.values())) == 17
    replaced = Event.objects.filter(type="selection.printed_password_replaced").values_list("object", flat=True)
    assert list(replaced) == (list(NAMES) if is_moved else [])


def test_second_start_prints_the_same_from_a_file_of_the_owner(settings, data):
    settings.IS_LOCAL = False
    load()
    first = told()
    assert (told(), told()) == (first, first)
    assert stat.S_IMODE((data / "demo_passwords.json").stat().st_mode) == 0o600
    settings.IS_LOCAL = True
    assert told() == first


@pytest.mark.parametrize("left", [None, "", "[]", '{"fang": 1}', '{"fang": ["x", "y"]}'])
def test_lost_or_odd_file_is_made_again(settings, data, left):
    settings.IS_LOCAL = False
    load()
    before = told()
    (data / "demo_passwords.json").unlink() if left is None else (data / "demo_passwords.json").write_text(left)
    assert [opens(password, name) for name, password in told().items()] == [True, True]
    assert set(told().values()) & set(before.values()) == set()


def test_file_of_another_database_is_not_believed(settings):
    settings.IS_LOCAL = False
    load()
    for user in User.objects.all():
        user.set_password("of-a-backup-9")
        user.is_password_printed = True
        user.save()
    assert [opens(password, name) for name, password in told().items()] == [True, True]


@pytest.mark.parametrize("how", ["profile", "link", "command"])
def test_who_chose_a_password_is_printed_no_more(how):
    load()
    lin = User.objects.get(username="lin")
    if how == "profile":
        accounts.change_password(lin, password=cast.PASSWORD)
    elif how == "link":
        links.use(links.hashed(links.issue(lin, actor=cast.admin())), password=cast.PASSWORD)
    else:
        lin.set_password(cast.PASSWORD)
        lin.save()
    assert (list(told()), opens(cast.PASSWORD, "lin")) == (["fang"], True)


def test_the_file_goes_with_the_last_of_them(data):
    load()
    told()
    User.objects.update(is_password_printed=False)
    assert (told(), list(data.iterdir())) == ({}, [])


def test_hash_of_a_password_that_is_made_anew_at_a_sign_in_changes_nothing():
    load()
    lin = User.objects.get(username="lin")
    lin.password = "pbkdf2_sha256$1$salt$" + "x" * 44
    lin.set_password(printed.published()["lin"])
    lin.save(update_fields=["password"])
    assert told()["lin"] == printed.published()["lin"]
