"""Who sits on the committee, and who scores what?"""

import pytest

from criteria.assignments import codes
from scoring.models import Score
from selection.models import Member, Phase
from tests import cast
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client):
    made = scene(Phase.SCORE)
    client.force_login(cast.person("bo"))
    return made


def pk(made, name):
    return made.committee.members[name].pk


def test_the_page_lists_everybody_with_roles(client, made):
    rows = client.get("/s/S-0001/members/").context["rows"]
    assert [row["member"].key for row in rows] == ["chen", "eva", "bo", "otto", "aude", "ed"]


def test_a_person_joins_with_their_own_department(client, made):
    lin = cast.person("lin", department="finance")
    client.post("/s/S-0001/members/add/", {"user": lin.pk, "roles": ["evaluator"]})
    member = Member.objects.get(user=lin)
    assert (member.roles, member.department) == (["evaluator"], "finance")


def test_joining_needs_a_role_and_keeps_the_choice(client, made):
    lin = cast.person("lin")
    answer = client.post("/s/S-0001/members/add/", {"user": lin.pk})
    assert (answer.status_code, answer.context["form"]["user"].value()) == (422, str(lin.pk))


def test_a_deactivated_person_is_not_offered(client, made):
    lin = cast.person("lin", is_active=False)
    assert client.post("/s/S-0001/members/add/", {"user": lin.pk, "roles": ["observer"]}).status_code == 422


def test_roles_and_assignments_change_together(client, made):
    body = {"roles": ["evaluator", "observer"], "department": "it", "criteria": ["F", "T1"]}
    client.post(f"/s/S-0001/members/{pk(made, 'eva')}/", body)
    eva = made.member("eva")
    assert (eva.roles, codes(eva)) == (["evaluator", "observer"], ["F", "T1"])


def test_who_no_longer_evaluates_keeps_no_assignment(client, made):
    made.committee.eva.assignments.create(criterion=made.criteria["F"])
    client.post(f"/s/S-0001/members/{pk(made, 'eva')}/", {"roles": ["observer"], "department": "it", "criteria": ["F"]})
    assert codes(made.member("eva")) == []


def test_a_measured_criterion_is_not_assigned_and_nothing_changes(client, made):
    body = {"roles": ["chair", "evaluator"], "department": "it", "criteria": ["T2"]}
    assert client.post(f"/s/S-0001/members/{pk(made, 'eva')}/", body).status_code == 422
    assert made.member("eva").roles == ["evaluator"]


def test_who_has_scored_is_removed_and_the_scores_stay(client, made):
    made.give("eva", "F1", "A")
    body = {"removal-counts": "no", "removal-reason": "叶娃调去了另一个项目组"}
    client.post(f"/s/S-0001/members/{pk(made, 'eva')}/remove/", body)
    assert made.member("eva").removed_at
    assert Score.objects.count() == 1


def test_the_last_chair_stays(client, made):
    answer = client.post(f"/s/S-0001/members/{pk(made, 'chen')}/remove/", follow=True)
    assert len(answer.context["messages"]) == 1
    assert made.member("chen").removed_at is None


def test_who_removes_themselves_goes_home(client, made):
    assert client.post(f"/s/S-0001/members/{pk(made, 'bo')}/remove/")["Location"] == "/"


def test_a_seat_of_another_committee_does_not_exist_here(client, made):
    other = cast.committee("S-0002", people=("mallory",)).mallory
    assert client.get(f"/s/S-0001/members/{other.pk}/").status_code == 404
    assert client.post(f"/s/S-0001/members/{other.pk}/remove/").status_code == 404


def test_an_evaluator_looks_and_changes_nothing(client, made):
    client.force_login(cast.person("eva"))
    assert client.get("/s/S-0001/members/").context["form"] is None
    assert client.post(f"/s/S-0001/members/{pk(made, 'ed')}/remove/").status_code == 403


def test_as_many_queries_for_many_members_as_for_few(client, made, django_assert_max_num_queries):
    client.get("/s/S-0001/members/")
    with django_assert_max_num_queries(60) as few:
        client.get("/s/S-0001/members/")
    for number in range(5):
        member = cast.join(made.selection, f"judge{number}", "evaluator")
        member.assignments.create(criterion=made.criteria["F"])
    made.committee.eva.assignments.create(criterion=made.criteria["T"])
    with django_assert_max_num_queries(len(few) + 2):  # the assigned leaves are looked up when there are any
        client.get("/s/S-0001/members/")
