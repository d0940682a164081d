"""Do members that are pasted get the seats that were shown, all or nothing, and are they taken back?"""

import pytest
from django.urls import reverse
from django.utils import translation

from reports.proof.verification import verify
from scoring.member_list import MEMBERS
from scoring.tables_out import members_sheet
from selection import brought, committee
from selection.bringing.list_writing import write_list
from selection.bringing.lists import to_fill_in
from selection.models import BroughtTable, Phase, Selection, User
from tables.mapping import meant_by_parts
from tests import cast
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client):
    made = scene(Phase.SCORE)
    enter(client, "bo")
    return made


def enter(client, name):
    User.objects.filter(username=name).update(language="en")
    client.force_login(cast.person(name))
    client.get(reverse("profile"))


def send(client, page, **data):
    return client.post(reverse(page, args=["S-0001"]), data)


def seats(made):
    return {seat.key: (seat.roles, seat.department) for seat in committee.active(made.selection)}


def test_members_get_seats_and_seats_change_and_all_goes_back(client, made):
    cast.person("lin", department="finance")
    cast.person("wu", department="it")
    before = seats(made)
    block = "序号\t姓名\t部门\t角色\n1\tlin\t\t评委、观察员\n2\tWU\t质检部\t\n3\tOtto\t财务部\tObserver; auditor"
    page = send(client, "members_preview", block=block)
    found = page.context["found"]
    assert [(row.moved.name, row.moved.was, row.moved.now) for row in found.read] == [
        ("lin", "", "Evaluator, Observer · Finance"),
        ("wu", "", "Evaluator · Service quality"),
        ("Otto", "Observer · Other", "Observer, Auditor · Finance"),
    ]
    assert seats(made) == before
    assert send(client, "members_paste", block=block, write="1").status_code == 302
    assert seats(made) == before | {
        "lin": (["evaluator", "observer"], "finance"),
        "wu": (["evaluator"], "quality"),
        "otto": (["observer", "auditor"], "finance"),
    }
    assert "3 members" in client.get(reverse("members", args=["S-0001"])).content.decode()
    brought.undo(BroughtTable.objects.get(), member=made.committee.bo)
    assert seats(made) == before


def test_a_seat_that_was_scored_on_does_not_go_back(client, made):
    cast.person("lin")
    send(client, "members_paste", block="Person\tRoles\nlin\tevaluator", write="1")
    made.committee.members["lin"] = made.member("lin")
    made.give("lin", "F1", "A")
    answer = client.post(reverse("brought_undo", args=["S-0001", BroughtTable.objects.get().pk]))
    assert "Scores were given on it." in answer.content.decode()
    assert "lin" in seats(made)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Nobody\t\t", "Nobody with an account and without a seat here is called so."),
        ("张伟\t\tevaluator", "2 people are called so. Write the sign-in name in a column of its own."),
        ("Eva\tbo\tevaluator", "This sign-in name belongs to Bo."),
        ("\tzhang1\tjudge", "“judge” is no role. Write one or several of: Chair, Procurement, Evaluator"),
        ("\tzhang1\tchair", "Only a chair gives or takes the role of the chair."),
        ("Bo\t\tobserver", "Nobody changes their own roles. Ask: Chen."),
    ],
)
def test_who_cannot_be_told_or_may_not_be_seated_is_refused_by_the_row(client, made, row, said):
    for name in ("zhang1", "zhang2"):
        cast.person(name)
        User.objects.filter(username=name).update(name_zh="张伟")
    before = seats(made)
    page = send(client, "members_paste", block=f"Person\tSign-in name\tRoles\n{row}", write="1")
    [bad] = page.context["found"].bad
    assert (page.status_code, bad.row, seats(made)) == (422, 2, before)
    assert said.replace("Chair, Procurement, Evaluator", "Chair · Procurement · Evaluator") in bad.message


def test_the_sign_in_name_tells_two_of_one_name_apart(client, made):
    for name in ("zhang1", "zhang2"):
        cast.person(name)
        User.objects.filter(username=name).update(name_zh="张伟")
    send(client, "members_paste", block="姓名\t登录名\n张伟\tzhang2", write="1")
    assert seats(made).keys() & {"zhang1", "zhang2"} == {"zhang2"}
    page = send(client, "members_paste", block="姓名\t角色\n张伟\t观察员", write="1")
    assert [bad.message[:8] for bad in page.context["found"].bad] == ["2 people"]


def test_who_scores_chosen_criteria_stops_on_their_own_page(client, made):
    made.committee.eva.assignments.create(criterion=made.criteria["F1"])
    page = send(client, "members_paste", block="Person\tRoles\nEva\tobserver", write="1")
    assert "Change this seat on its page" in page.context["found"].bad[0].message


def test_the_same_person_twice_is_asked_about(client, made):
    block = "Person\tRoles\nOtto\tobserver\n欧图\tauditor"
    page = send(client, "members_paste", block=block, write="1")
    assert ([bad.row for bad in page.context["found"].bad], len(page.context["found"].asked)) == ([3], 1)


def test_the_table_that_is_handed_out_comes_in_again_as_it_is(client, made):
    sheet = members_sheet(made.selection)
    block = "\n".join("\t".join(str(cell or "") for cell in row) for row in [sheet.head, *sheet.rows])
    found = send(client, "members_preview", block=block).context["found"]
    assert (found.bad, {row.moved.is_same for row in found.read}) == ([], {True})


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_empty_workbook_are_known(client, made, language):
    names = {name: [meaning] for meaning in MEMBERS.meanings for name in meaning.names}
    with translation.override(language):
        labels = [meant_by_parts(head, names) for head in to_fill_in(MEMBERS, "").head]
        roles = [str(label) for label in committee.ROLE_NAMES.values()]
    assert [[one.key for one in ones] for ones in labels] == [[column.key] for column in MEMBERS.columns]
    assert [MEMBERS.read({"person": "x", "roles": role})["roles"] for role in roles] == list(committee.ROLE_NAMES)
    assert client.get(reverse("members_empty", args=["S-0001"])).status_code == 200


def test_who_may_not_change_the_committee_has_no_such_page(client, made):
    enter(client, "eva")
    assert client.get(reverse("members_paste", args=["S-0001"])).status_code == 403
    enter(client, "bo")
    Selection.objects.update(phase=Phase.DONE)
    assert send(client, "members_paste", block="Person\nOtto", write="1").status_code == 409


def test_the_record_follows_seats_in_and_out(db):
    made = cast.committee()
    cast.person("lin")
    assert not write_list(MEMBERS, made.selection, "Person\nlin", member=made.bo).is_refused
    assert verify(made.selection).findings == []
    brought.undo(BroughtTable.objects.get(), member=made.bo)
    assert verify(made.selection).findings == []
