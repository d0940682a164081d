"""Does a form that arrives twice make one, and does another under its number make nothing?"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from criteria.models import Template, TemplateVersion
from selection.models import Operation, Phase, Selection, User
from selection.once import new_id
from tests.test_access import EVERY
from tests.test_fuzz import dressed, forms, stored

NAMES = {"name_en": "Second try", "name_zh": ""}
COST = {"item": "K01", "label_zh": "订阅", "label_en": "", "where": "quoted", "scenario": "*", "unit": "one"}
NEED = {"moscow": "must", "text_zh": "部署在境内", "operator": "", "threshold": "", "measure": ""}
SCENARIO = {"name_zh": "导出", "pass_line_zh": "48 小时内", "group_zh": "边界", "criteria": ["F2"]}
# Where a form is, where it is sent (None: the same place) and what is typed into it.
MAKING = {
    "new_selection": ([], None, NAMES | {"source": "blank"}),
    "add_person": (["people"], None, {"name_zh": "宁娜", "department": "it"}),
    "vendors_add": ([], None, NAMES),
    "vendors_claim": (["vendors_detail", "A"], ["A"], {"claim-text": "Runs in two sites"}),
    "vendors_evidence": (
        ["vendors_detail", "A"],
        ["A"],
        {"evidence-title": "Test protocol", "evidence-level": "documented"},
    ),
    "needs_add": ([], None, NEED),
    "cost_lines_add": (["cost_lines_add", "A"], ["A"], COST | {f"year_{year}": "3" for year in range(1, 6)}),
    "weights_add_category": ([], None, NAMES | {"code": "S"}),
    "poc_add_scenario": ([], None, SCENARIO),
}


def address(name, *args):
    route = next(route for route in EVERY if route.name == name)
    return reverse(name, args=[*(["S-0001"] if route.is_committees else []), *args])


@pytest.fixture
def chair(db):
    """Somebody with every role, who administers the site too."""
    return dressed(Phase.DEFINE)


def number_in(page, action):
    """The number of the operation in the form that goes to this address."""
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        goes_to = re.search(r'action="([^"]*)"', form)
        if goes_to is None or goes_to.group(1) == action:
            found = re.search(r'name="operation" value="(\w+)"', form)
            if found:
                return found.group(1)
    return ""


@pytest.mark.parametrize("name", MAKING)
def test_a_form_sent_twice_makes_one(chair, name):
    where, args, typed = MAKING[name]
    action = address(name, *(args or []))
    page = chair.get(address(*where) if where else action).content.decode()
    sent = typed | {"operation": number_in(page, action)}
    before = stored()
    first = chair.post(action, sent)
    after = stored()
    second = chair.post(action, sent)
    assert (first.status_code, after != before) == (302, True), first.context["form"].errors
    assert (second.status_code, second["Location"], stored()) == (302, first["Location"], after)
    other = chair.post(action, sent | {"note": "something else"})
    assert (other.status_code, stored()) == (409, after)


def test_every_form_that_leads_to_such_an_act_carries_a_number_and_no_other_does(chair):
    found = {(getattr(resolve(form.path).func, "is_once", False), "operation" in form.fields) for form in forms(chair)}
    assert {(True, False)} & found == set()
    assert (True, True) in found
    assert {resolve(form.path).url_name for form in forms(chair) if "operation" in form.fields} >= set(MAKING)


def test_what_was_refused_may_be_sent_again_under_its_number(chair):
    number, action = new_id(), address("vendors_add")
    assert chair.post(action, {"name_zh": "", "name_en": "", "operation": number}).status_code == 422
    assert Operation.objects.count() == 0
    assert chair.post(action, {"name_zh": "", "name_en": "Nimbus", "operation": number}).status_code == 302


def test_the_number_of_one_person_says_nothing_to_another(chair):
    number = new_id()
    chair.post(address("new_selection"), NAMES | {"source": "blank", "operation": number})
    other = Client()
    other.force_login(User.objects.create_user("zoe"))
    answer = other.post(address("new_selection"), NAMES | {"source": "blank", "operation": number})
    assert (answer.status_code, Selection.objects.filter(name_en="Second try").count()) == (302, 2)


def at_once(send):
    """What five clients of one person are answered who send at the same moment."""
    User.objects.create_user("zoe", is_site_admin=True)
    gate = Barrier(5)

    def run(number):
        client = Client()
        client.force_login(User.objects.get(username="zoe"))
        gate.wait()
        try:
            return send(client, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        return list(pool.map(run, range(5)))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_made_and_all_are_led_to_it():
    sent = NAMES | {"source": "blank", "operation": new_id()}
    answers = at_once(lambda client, _number: client.post(address("new_selection"), sent)["Location"])
    assert set(answers) == {reverse("overview", args=[Selection.objects.get().code])}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("source", ["blank", "file"])
def test_several_that_start_at_once_each_get_theirs(source):
    """A code is taken by one of them only."""
    file = (settings.BASE_DIR / "fixtures" / "demo" / "S-0008.json").read_bytes()

    def send(client, number):
        sent = NAMES | {"source": source, "operation": new_id()}
        files = {"file": SimpleUploadedFile(f"{number}.json", file)} if source == "file" else {}
        return client.post(address("new_selection"), sent | files).status_code

    assert at_once(send) == [302] * 5
    assert sorted(Selection.objects.values_list("code", flat=True)) == [f"S-000{number}" for number in range(1, 6)]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_several_templates_that_start_at_once_each_get_a_key():
    call_command("load_content", verbosity=0)
    source = TemplateVersion.objects.filter(published_at__isnull=False).first().pk

    def send(client, number):
        sent = {"source": source, "name_zh": f"模板{number}", "name_en": "", "operation": new_id()}
        return client.post(address("template_new"), sent).status_code

    assert at_once(send) == [302] * 5
    assert Template.objects.filter(key__startswith="own-").count() == 5
