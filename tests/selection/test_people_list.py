"""Do people that are pasted get the accounts that were shown, all or nothing?"""

import pytest
from django.urls import reverse
from django.utils import translation

from reports.proof.verification import verify_site
from selection.bringing.lists import to_fill_in
from selection.models import Department, Event, User
from selection.people_list import PEOPLE, department_of
from tables.mapping import meant_by_parts
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    ada = cast.admin()
    User.objects.filter(pk=ada.pk).update(language="en")
    client.force_login(ada)
    client.get(reverse("profile"))
    return ada


def send(client, page, **data):
    return client.post(reverse(page), data)


def accounts(*fields):
    return list(User.objects.exclude(username="ada").order_by("pk").values_list(*fields))


def test_everybody_without_an_account_gets_one(client, ada):
    block = (
        "供应商评审人员\t\t\t\t\n姓名\t登录名\t部门\t职务\t邮箱\n林岚\t\t财务部\t主管\tlin@firm.example\n"
        "Wu Min\twu\t\tLead\t\nAda\tADA\t\t\t"
    )
    page = send(client, "people_preview", block=block)
    found = page.context["found"]
    assert [(row.moved.is_same, row.moved.now) for row in found.read] == [(False, "林岚"), (False, "wu"), (True, "ada")]
    assert accounts("username") == []
    assert send(client, "people_paste", block=block, write="1").status_code == 302
    assert accounts("username", "name_zh", "name_en", "department", "title_zh", "title_en", "email") == [
        ("林岚", "林岚", "", "finance", "主管", "", "lin@firm.example"),
        ("wu", "", "Wu Min", "service", "", "Lead", ""),
    ]
    assert not any(user.is_site_admin or user.has_usable_password() for user in User.objects.exclude(pk=ada.pk))
    assert Event.objects.filter(type="selection.person_added").count() == 2
    assert verify_site().findings == []


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ("Ada\t\t\t", (3, 1), "Somebody of this name has an account: ada."),
        ("Ada Two\tada2\t\tADA@firm.example", (3, 1), "The account “ada” has this address."),
        ("Wu\ta b\t\t", (3, 1), "valid username"),
        ("Wu\twu\t\tnowhere", (3, 1), "valid email"),
        ("\twu\t\t", (3, 1), "Nobody is named in this row"),
    ],
)
def test_one_bad_row_stops_them_all(client, ada, row, place, said):
    User.objects.filter(pk=ada.pk).update(email="ada@firm.example")
    block = f"Name\tSign-in name\tDepartment\tE-mail\nLin\tlin\tIT\t\n{row}"
    page = send(client, "people_paste", block=block, write="1")
    [bad] = page.context["found"].bad
    assert (page.status_code, (bad.row, bad.column), accounts("username")) == (422, place, [])
    assert said in bad.message


def test_a_department_that_nobody_knows_is_asked_about_once(client, ada):
    block = "姓名\t部门\n林岚\t战略部\n吴敏\t战略部"
    page = send(client, "people_preview", block=block)
    [question] = page.context["found"].asked
    answer = {"answered": page.context["mark"], question.field: "other"}
    send(client, "people_paste", block=block, write="1", **answer)
    assert accounts("department") == [("other",), ("other",)]


def test_two_rows_of_one_person_are_asked_about(client, ada):
    page = send(client, "people_paste", block="姓名\n林岚\n林 岚", write="1")
    assert ([bad.row for bad in page.context["found"].bad], len(page.context["found"].asked)) == ([3], 1)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_empty_workbook_are_known(client, ada, language):
    names = {name: [meaning] for meaning in PEOPLE.meanings for name in meaning.names}
    with translation.override(language):
        heads = [meant_by_parts(head, names) for head in to_fill_in(PEOPLE, "").head]
        labels = [meant_by_parts(str(column.label), names) for column in PEOPLE.columns]
        assert [department_of(str(one.label)) for one in Department] == list(Department)
    assert [[one.key for one in ones] for ones in heads] == [
        ["name"],
        ["username"],
        ["department"],
        ["title"],
        ["email"],
    ]
    assert [[one.key for one in ones] for ones in labels] == [[column.key] for column in PEOPLE.columns]
    assert client.get(reverse("people_empty")).status_code == 200


def test_who_does_not_administer_has_no_such_page(client):
    client.force_login(cast.person("eva"))
    assert client.get(reverse("people_paste")).status_code == 403
    assert send(client, "people_preview", block="Name\nLin").status_code == 403
