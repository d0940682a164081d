"""Which selections are only an example, and how do they all leave at once?"""

import pytest
from django.contrib.auth import get_user
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from desk import demo, printed
from poc.models import Scenario, Trial
from reports.models import Decision, Report, Run
from scoring.models import Consensus, Sheet
from selection import accounts, ledger
from selection.models import Event, Phase, Selection, User
from tests import cast
from tests.scoring.scene import scene
from vendors.models import Judgement

pytestmark = pytest.mark.django_db


def rich(**fields):
    """A selection with a row in every table that holds on to others."""
    made = scene(Phase.SCORE, **fields)
    made.fill("eva")
    made.selection.requirements.create(code="R-01", text_zh="x", moscow="must")
    Judgement.objects.create(
        requirement=made.selection.requirements.get(), vendor=made.vendors["A"], judged_by=made.committee.bo
    )
    Sheet.objects.create(round=made.selection.rounds.get(), member=made.committee.eva)
    Consensus.objects.create(criterion=made.criteria["F1"], vendor=made.vendors["A"], value="7", reason="x")
    scenario = Scenario.objects.create(selection=made.selection, code="P-01", name_zh="x")
    Trial.objects.create(scenario=scenario, vendor=made.vendors["A"], result="pass", recorded_by=made.committee.bo)
    run = Run.objects.create(
        selection=made.selection, number=1, decision_file="{}", file_hash="", digest="x", engine="1", state="done"
    )
    Report.objects.create(run=run, language="en", requested_by=made.committee.bo.user)
    Decision.objects.create(
        selection=made.selection,
        vendor=made.vendors["A"],
        reason="x",
        decided_by=made.committee.chen,
        decided_at=timezone.now(),
    )
    return made


def test_one_button_removes_every_example_and_nothing_else(client):
    end = ledger.ChainHead.objects.get(selection=rich(code="S-0007", is_demo=True).selection)
    cast.committee("S-0008", is_demo=True)
    cast.committee("S-0001")
    client.force_login(cast.admin())
    assert client.get("/examples/remove/").status_code == 200
    assert Selection.objects.count() == 3
    assert client.post("/examples/remove/")["Location"] == "/"
    assert list(Selection.objects.values_list("code", flat=True)) == ["S-0001"]
    assert Event.objects.get(type="reports.demo_removed").payload.body == {
        "codes": ["S-0008", "S-0007"],
        "chains": {
            "S-0008": {"sequence": 0, "head": ""},
            "S-0007": {"sequence": end.sequence, "head": end.hash},
        },
    }


def test_both_files_of_a_report_go_with_its_example(client, django_capture_on_commit_callbacks):
    rich(code="S-0007", is_demo=True)
    names = [default_storage.save(f"reports/{name}.pdf", ContentFile(b"%PDF")) for name in ("whole", "plain")]
    Report.objects.update(file=names[0], plain_file=names[1])
    client.force_login(cast.admin())
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/examples/remove/")
    assert [name for name in names if default_storage.exists(name)] == []


def test_the_offer_is_made_to_administrators_while_there_are_examples(client):
    cast.committee("S-0007", is_demo=True)
    client.force_login(cast.admin())
    assert client.get("/").context["demos"] == 1
    client.force_login(cast.person("eva"))
    assert client.get("/").context["demos"] == 0


def test_examples_are_marked(client):
    client.force_login(cast.person("eva", language="en"))
    cast.committee("S-0007", is_demo=True)
    assert "Example" in client.get("/").content.decode()


def known(name, selection=None, **fields):
    """A person of the examples, as the first start prints them."""
    user = User(username=name, name_zh=name, **fields)
    printed.give(user)
    user.save()
    if selection:
        cast.join(selection, name)
    return user


@pytest.fixture
def crowd():
    """Fang administers, Lin only plays; Zhou also works, Xu used to; Su chose a password; Eva is nobody's example."""
    example = cast.committee("S-0007", people=("eva",), is_demo=True).selection
    own = cast.committee("S-0001", people=()).selection
    fang = known("fang", is_site_admin=True)
    for name in ("lin", "zhou", "xu", "su"):
        known(name, example)
    cast.join(own, "zhou")
    cast.join(own, "xu", removed_at=timezone.now())
    accounts.change_password(User.objects.get(username="su"), password=cast.PASSWORD)
    return fang


def active():
    return sorted(User.objects.filter(is_active=True).values_list("username", flat=True))


def opened():
    """Whose account a published password opens."""
    people = User.objects.filter(is_active=True, username__in=printed.published())
    return sorted(user.username for user in people if user.check_password(printed.published()[user.username]))


def test_people_of_the_examples_leave_with_them(client, crowd):
    assert opened() == ["fang", "lin", "xu", "zhou"]
    client.force_login(cast.admin())
    client.post("/examples/remove/")
    assert (active(), opened()) == (["ada", "eva", "su", "zhou"], [])
    closed = Event.objects.filter(type="selection.person_deactivated").values_list("object", flat=True)
    assert sorted(closed) == ["fang", "lin", "xu"]
    ended = Event.objects.filter(type="selection.printed_password_ended").values_list("object", flat=True)
    assert sorted(ended) == ["fang", "lin", "xu", "zhou"]
    client.logout()
    client.post("/sign-in/", {"username": "lin", "password": printed.published()["lin"]})
    assert get_user(client).is_anonymous


def test_session_of_a_printed_password_ends_with_the_examples(client, crowd):
    zhou = Client()
    zhou.post("/sign-in/", {"username": "zhou", "password": printed.published()["zhou"]})
    assert zhou.get("/").status_code == 200
    client.force_login(cast.admin())
    client.post("/examples/remove/")
    assert zhou.get("/").status_code == 302


def test_who_removes_the_examples_has_a_password_of_their_own(client, crowd):
    client.force_login(crowd)
    refused = client.post("/examples/remove/")
    assert (refused.status_code, 'href="/profile/#password"' in refused.content.decode()) == (409, True)
    assert (Selection.objects.filter(is_demo=True).count(), opened()) == (1, ["fang", "lin", "xu", "zhou"])
    new = {"new_password1": "another-fine-one-7", "new_password2": "another-fine-one-7"}
    client.post("/profile/password/", {"old_password": printed.published()["fang"], **new})
    assert client.post("/examples/remove/").status_code == 302
    assert (active(), opened()) == (["eva", "fang", "su", "zhou"], [])


def test_the_question_names_who_leaves_and_whose_password_ends(client, crowd):
    client.force_login(crowd)
    asked = client.get("/examples/remove/")
    assert [[user.username for user in group] for group in asked.context["people"]] == [["lin", "xu"], ["zhou"]]
    assert active() == ["eva", "fang", "lin", "su", "xu", "zhou"]


def test_banner_stands_while_a_printed_password_opens_an_account(client, crowd):
    def banner(user, path="/"):
        client.force_login(user)
        return client.get(path).context["shell"].get("printed", "")

    people = User.objects.in_bulk(field_name="username")
    assert [banner(people[name]) for name in ("fang", "lin", "su", "eva")] == ["own", "own", "", ""]
    assert [banner(cast.admin(), path) for path in ("/", "/people/", "/profile/")] == ["others"] * 3
    demo.remove(actor=cast.admin())
    assert [banner(cast.admin()), banner(User.objects.get(username="zhou"))] == ["", ""]
