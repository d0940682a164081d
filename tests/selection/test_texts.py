"""What of a typed text is kept, and where is the rest refused?"""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from analysis.decision_file import layout
from criteria.weighting import explain_weight
from selection import limits, reasons, texts
from selection.bringing.block import MOST_CHARACTERS, cells
from selection.languages import NormalField
from selection.models import AttemptCount, Event, User
from tests import cast
from tests.vendors.builders import rated, vendor
from vendors.models import Vendor

HIDDEN = [
    "\0",
    "\x01",
    "\x0b",
    "\x1b",
    "\x7f",
    "\x85",
    "\u061c",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
]
REASON = "供应商周一才交来证明材料"


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_character_that_nobody_sees_is_named_with_its_place(sign):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        NormalField().clean(f"first line\nCloud{sign}Bridge")
    if sign != "\0":  # Django refuses this one by itself
        assert refused.value.messages == [
            f"After “Cloud” there is an invisible character (U+{ord(sign):04X}). Type this part again without it."
        ]
    with pytest.raises(ValidationError):
        reasons.check(f"{REASON}{sign}。")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\u0301", "é"),
        ("a\tb\r\nc", "a\tb\nc"),
        ("\u200b\u2060", ""),
        ("\u3164", ""),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("می\u200cروم", "می\u200cروم"),
    ],
)
def test_a_text_is_kept_in_one_form(typed, kept):
    assert NormalField(required=False).clean(typed) == kept


def test_a_name_of_invisible_characters_is_missing():
    with pytest.raises(ValidationError) as refused:
        NormalField().clean("\u200b\u200b")
    assert refused.value.code == "required"


def test_every_text_of_a_form_is_a_normal_one():
    """A plain field of Django's would let through what this one refuses."""
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for app in settings.OWN_APPS
        for path in sorted(Path(settings.BASE_DIR / app).rglob("*.py"))
        if "migrations" not in path.parts and path.stem != "models"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in ("CharField", "SlugField", "RegexField", "URLField")
        if isinstance(node.value, ast.Name) and node.value.id == "forms"
    ]
    own, password = found
    assert (own.split(":")[0], password.split(":")[0]) == ("selection/forms/account.py", "selection/languages.py")


@pytest.mark.django_db
def test_a_verb_refuses_what_no_form_saw():
    made = cast.committee()
    leaf = rated(made.selection)
    with pytest.raises(ValidationError) as refused:
        explain_weight(leaf, reason="more \u202ecalls", member=made.chen)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError) as refused:
        explain_weight(leaf, reason="x" * 501, member=made.chen)
    assert list(refused.value.message_dict) == ["reason"]
    with pytest.raises(ValidationError):
        vendor(made.bo, "云\u202e桥")
    assert (Event.objects.count(), Vendor.objects.count()) == (0, 0)


# ---- pages


@pytest.fixture
def site(client, db):
    made = cast.committee()
    User.objects.update(language="en")
    client.force_login(made.bo.user)
    client.raise_request_exception = True
    return client


@pytest.mark.parametrize("sign", ["\u202e", "\x0b", "\u200f"])
def test_a_form_says_it_at_its_field_and_keeps_what_was_typed(site, sign):
    page = site.post("/s/S-0001/vendors/add/", {"name_zh": "", "name_en": f"Cloud{sign}Bridge"})
    assert (page.status_code, next(iter(page.context["form"].errors))) == (422, "name_en")
    assert f"U+{ord(sign):04X}" in page.content.decode()
    assert not Vendor.objects.exists()


@pytest.mark.parametrize("field", ["name_en", "unknown", "bad\0name"])
def test_what_no_database_keeps_is_refused_in_any_field(site, field):
    page = site.post("/s/S-0001/vendors/add/", {"name_en": "Cloud", field: "a\0b"})
    assert page.status_code == 422
    assert f"“{field.replace(chr(0), '')}” holds a character that cannot be kept" in page.content.decode()
    assert not Vendor.objects.exists()


@pytest.mark.parametrize(
    "path", ["/?q=%00", "/?q=a%E2%80%AEb", "/?%00=1", "/s/%00/", "/s/S-0001/vendors/%01/", "/sign-in/?next=%00"]
)
def test_an_address_with_a_hidden_character_is_refused(site, path):
    assert site.get(path).status_code == 400


def test_a_script_is_answered_with_a_notice(site):
    page = site.post("/s/S-0001/vendors/add/", {"name_en": "a\0b"}, headers={"HX-Request": "true"})
    assert (page.status_code, page["HX-Retarget"]) == (422, "#notices")
    assert "<html" not in page.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_form_that_is_too_large_is_told_its_size(site, language):
    User.objects.update(language=language)
    page = site.post("/s/S-0001/vendors/add/", {"name_en": "x" * 2_600_000})
    assert page.status_code == 413
    assert "2.5" in page.content.decode()
    assert "2.4" in page.content.decode()
    assert not Vendor.objects.exists()


class Unread:
    """A body that fails the test when anybody looks at it."""

    def read(self, *size):
        raise AssertionError("the body was read")

    readline = read

    def close(self):
        pass


@pytest.mark.parametrize("path", ["/sign-in/", "/selections/new/", "/s/S-0001/vendors/add/"])
@pytest.mark.parametrize("sent", ["3000001", "100000000", "9" * 5000])
def test_what_is_larger_than_any_form_is_refused_before_it_is_read(path, sent, db):
    stranger = Client(enforce_csrf_checks=True)
    body = {"CONTENT_LENGTH": sent, "wsgi.input": Unread()}
    page = stranger.generic("POST", path, b"x", "multipart/form-data; boundary=b", **body)
    assert page.status_code == 413
    assert "2.9" in page.content.decode() or len(sent) > 7


def test_where_a_table_may_come_in_a_whole_workbook_is_taken(db):
    path, kind = "/s/S-0001/facts/paste/preview/", "multipart/form-data; boundary=b"
    body = {"CONTENT_LENGTH": "23971521", "wsgi.input": Unread()}
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.generic("POST", path, b"x", kind, **body).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        stranger.generic("POST", path, b"x", kind, **body | {"CONTENT_LENGTH": "23971520"})


def test_every_door_for_tables_is_an_address():
    assert set(get_resolver().reverse_dict) >= settings.TABLE_DOORS


def test_a_script_is_told_that_it_sends_too_much(site):
    page = site.post("/sign-in/", {"next": "x" * 3_000_001}, headers={"HX-Request": "true"})
    assert (page.status_code, page["HX-Retarget"]) == (413, "#notices")


def test_another_bad_request_stays_one(client, db):
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_large_block_is_told_its_size():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        cells("x" * (MOST_CHARACTERS + 1))
    assert refused.value.messages == ["The block has 500001 characters; 500000 is the most. Paste it in parts."]


def test_a_long_cell_is_read():
    assert cells("A\n" + "x" * 200_000) == [["A"], ["x" * 200_000]]


def test_the_limits_of_the_file_know_hidden_characters():
    assert limits.refusals(layout.VENDOR, "name_zh", "云\u202e桥") == [texts.refusal("云\u202e桥")]
    assert limits.refusals(layout.VENDOR, "name_zh", "云桥") == []


def test_a_sign_in_name_is_as_long_as_a_name_can_be(client, db):
    cast.person("eva")
    page = client.post("/sign-in/", {"username": "x" * 300, "password": "a-fine-password-9"})
    assert list(page.context["form"].errors) == ["username"]
    assert not AttemptCount.objects.exists()
