"""What came with a file is told apart from what was done here, for good, wherever somebody looks."""

import hashlib
import json
import re
from importlib import import_module
from inspect import getmembers, isclass

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from jsonschema import Draft202012Validator

from analysis.decision_file import canonical_bytes, read
from desk import starting
from reports import printing, runs
from reports.deciding import decision, outcome
from reports.deciding.award import Guard
from reports.decision_file import export, origin
from reports.paper import book, proof
from reports.proof.verification import verify
from reports.runs import execute, request_run
from scoring.rounds import opening_blockers
from selection import committee
from selection.access import WrongPhase
from selection.models import Member, Selection
from tests import cast
from tests.reports import finished, papers
from tests.rows import once

pytestmark = pytest.mark.django_db
FILE = (settings.BASE_DIR / "fixtures" / "demo" / "S-0007.json").read_bytes()
DIGEST = hashlib.sha256(FILE).hexdigest()


def altered(**parts):
    return json.dumps(json.loads(FILE) | parts).encode()


def without_results():
    poc = json.loads(FILE)["poc"]
    return poc | {"scenarios": [row | {"results": []} for row in poc["scenarios"]]}


FORMS = [
    ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)
    for app in settings.OWN_APPS
    for path in (settings.BASE_DIR / app).rglob(
        "forms*/*.py" if (settings.BASE_DIR / app / "forms").is_dir() else "forms.py"
    )
]
FIXED = ("is_demo", "imported_at", "imported_by", "file_digest")
UNJUDGED = {"rounds": [], "consensus": [], "poc": without_results()}


def brought(data=FILE, by="mallory"):
    once(f"{by} {hashlib.sha256(data).hexdigest()}", lambda: starting.from_file(data, actor=cast.person(by)))
    return Selection.objects.latest("pk")


def test_marks_of_a_file_are_imported_and_say_by_whom():
    made = brought()
    assert (made.imported_by.username, made.file_digest) == ("mallory", DIGEST)
    told = origin.of(made)
    assert (told["kind"], told["by"]) == ("imported", {"key": "mallory", "name": {"zh": "马洛", "en": "Mallory"}})


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ({}, "started"),
        ({"rounds": [{"number": 1, "scores": []}]}, "started"),
        ({"rounds": json.loads(FILE)["rounds"]}, "imported"),
        ({"poc": json.loads(FILE)["poc"]}, "imported"),
        ({"consensus": [{"criterion": "F1", "vendor": "A", "value": "9", "reason": ""}]}, "imported"),
    ],
)
def test_only_a_file_in_which_somebody_has_judged_makes_an_imported_selection(part, kind):
    made = brought(altered(**{**UNJUDGED, **part}))
    assert (origin.of(made)["kind"], made.file_digest != "") == (kind, True)


def test_neither_an_own_selection_nor_a_copy_of_an_imported_one_comes_from_a_file():
    chair = brought().members.get(user__username="mallory")
    copy = starting.from_earlier(chair, actor=chair.user, name_zh="又一次", name_en="")
    assert [origin.of(made) for made in (copy, cast.committee("S-0500").selection)] == [None, None]


def test_what_came_in_goes_out_again():
    made = brought()
    came = read(FILE).decision_file
    came["selection"]["code"] = made.code
    assert export.canonical(made) == canonical_bytes(came)
    made.members.filter(user=None).update(title_zh="")
    assert export.canonical(made) != canonical_bytes(came)


def test_the_record_fits_what_came():
    assert verify(brought()).findings == []


def test_a_seat_without_an_account_hides_nobody_who_could_be_seated():
    made, eva = brought(altered(**UNJUDGED)), cast.person("eva")
    assert list(committee.candidates(made)) == [eva]


def test_a_round_does_not_open_for_people_who_cannot_sign_in():
    made = brought(altered(**UNJUDGED))
    chair = made.members.get(user__username="mallory")
    assert ["林岚" in line for line in opening_blockers(made)] == [True]
    for seat in made.members.filter(user=None):
        committee.remove(seat, by=chair)
    committee.add(made, user=cast.person("eva"), roles=["evaluator"], department="it", by=chair)
    assert opening_blockers(made) == []


def test_seats_of_a_file_that_were_given_to_accounts_score_and_are_proved():
    made = brought(altered(**UNJUDGED))
    chair = made.members.get(user__username="mallory")
    seats = list(made.members.filter(user=None).order_by("key"))
    for number, seat in enumerate(seats):
        committee.give(seat, user=cast.person(f"heir{number}"), by=chair)
    assert (opening_blockers(made), verify(made).findings) == ([], [])
    Member.objects.filter(pk=seats[0].pk).update(user=cast.person("eva"))
    assert [(found.kind, seats[0].key in found.place) for found in verify(made).findings] == [("replay", True)]


def test_a_seat_with_marks_of_a_file_is_given_to_nobody():
    made = brought()
    chair, seat = made.members.get(user__username="mallory"), made.members.filter(user=None).first()
    with pytest.raises(WrongPhase):
        committee.give(seat, user=cast.person("eva"), by=chair)


def test_a_committee_is_led_by_somebody_who_can_sign_in():
    made = brought(altered(**UNJUDGED))
    assert made.members.filter(is_chair=True).count() == 2
    chair = made.members.get(user__username="mallory")
    with pytest.raises(ValidationError, match="主席"):
        committee.remove(chair, by=chair)


def test_people_of_a_file_stay_behind_when_a_committee_is_copied():
    made = brought(altered(**UNJUDGED))
    chair = made.members.get(user__username="mallory")
    copy = starting.from_earlier(chair, actor=chair.user, with_committee=True, name_zh="又一次", name_en="")
    assert [row.user.username for row in copy.members.all()] == ["mallory"]
    assert len(starting.left_behind(made)) == len(json.loads(FILE)["people"])


def test_the_administrator_sees_no_account_of_a_file(client):
    brought()
    client.force_login(cast.admin())
    page = client.get("/people/")
    assert {row.username for row in page.context["page"]} == {"ada", "mallory"}


def test_every_page_of_the_committee_names_people_without_accounts(client):
    made = brought()
    client.force_login(cast.person("mallory"))
    for path in ("", "members/", "scoring/", "scores/", "decision/", "results/exceptions/"):
        page = client.get(f"/s/{made.code}/{path}")
        assert page.status_code == 200, path
    assert "林岚" in client.get(f"/s/{made.code}/members/").content.decode()


def test_who_chairs_is_found_by_the_name_in_the_file(client):
    made = brought()
    client.force_login(cast.person("mallory"))
    assert made.code in client.get("/", {"q": "林岚", "tab": "open"}).content.decode()


# On paper ---------------------------------------------------------------------------------------
WHO = {"key": "mallory", "name": {"zh": "马洛", "en": "Mallory"}}
CAME = {"kind": "imported", "at": "2026-03-02T18:30:00+00:00", "by": WHO, "file": "ab" * 32}


def printed(is_draft=False, **came):
    """What stands on the cover, at the head and at the foot of every page, and among where it comes from."""
    opened = papers.paper(
        language="en", is_draft=is_draft, origin={**CAME, **came} if came.get("kind") != "own" else None
    )
    with translation.override("en"):
        page = book.html(opened)
        rows = dict(proof.origin_rows(opened))
    places = {name: page.partition(f'"{name}">')[2].partition("</div>")[0] for name in ("doc-case", "doc-foot", "t")}
    return opened, {**places, "row": rows.get("Origin", "")}


def test_a_report_of_imported_marks_is_final_in_nobodys_name():
    opened, said = printed()
    assert said["doc-case"].startswith("Imported · ")
    assert " · from a file that Mallory imported · SHA-256" in said["doc-foot"]
    assert "Scores were not given in this installation; Mallory alone answers for them here." in said["t"]
    assert "final" not in said["doc-foot"] + said["t"]
    assert said["row"].endswith(f"SHA-256 of the file: {'ab' * 32}")
    assert "imported on 3 March 2026" in said["row"]  # the day in the selection's zone
    with translation.override("en"):
        assert book.signers(opened) == [("Mallory", "imported the file")]
        assert "Chair, according to the file" in book.html(opened)


def test_a_draft_of_imported_marks_says_both():
    _opened, said = printed(is_draft=True)
    assert " · draft from an imported file · " in said["doc-foot"]


@pytest.mark.parametrize(
    ("vendor", "said"), [("A", "chose A Yunqiao Desk, on"), (None, "chose none of the vendors, on")]
)
def test_a_decision_on_imported_marks_is_nobodys_but_who_made_it(vendor, said):
    told = papers.outcome(vendor, decided_by={**WHO, "department": "it", "roles": ["chair"]}, waivers=[])
    opened = papers.paper(language="en", is_draft=False, outcome=told, origin=CAME)
    with translation.override("en"):
        page = book.html(opened)
    assert f"Mallory {said} scores that came with a file." in page
    assert "The committee chose" not in page


def test_what_was_read_in_on_the_server_names_nobody():
    opened, said = printed(by=None, file="")
    assert " · from an imported file · " in said["doc-foot"]
    assert said["row"] == (
        "Scores, POC results and people come from a file that was imported on the server on 3 March 2026. "
        "Scores were not given in this installation."
    )
    assert book.signers(opened) == []


def test_an_example_is_final_and_says_so_on_every_page():
    _opened, said = printed(kind="example")
    assert said["doc-case"].startswith("Example · ")
    assert " · final · " in said["doc-foot"]
    assert "· final</p>" in " ".join(said["t"].split())
    assert "An example: organisation, people, vendors, prices and scores are invented." in said["t"]


def test_a_selection_that_began_from_a_file_without_marks_is_like_any_other():
    own, started = printed(kind="own")[1], printed(kind="started")[1]
    assert own == {**started, "row": ""}
    assert started["row"].startswith("The selection began from a file without scores; every score was given in this")


@pytest.fixture
def decided():
    """Imported marks, taken through to a decision by who imported them."""
    decision_file = finished.inputs()
    made = starting.from_file(canonical_bytes(decision_file), actor=cast.person("mallory"))
    chair = made.members.get(user__username="mallory")
    run, _is_new = request_run(made, member=chair)
    execute(run.pk)
    run.refresh_from_db()
    decision.start_decision(made, member=chair)
    waivers = dict.fromkeys(Guard.of(run).points("A"), "写给测试的理由，足够长了吧")
    vendor = made.vendors.get(code="A")
    decision.decide(made, member=chair, vendor=vendor, reason="按文件里的评分，它排在最前面", waivers=waivers)
    return made


def test_the_outcome_of_imported_marks_names_who_brought_them(decided):
    told = json.loads(outcome.text(decided))
    schema = json.loads((settings.BASE_DIR / "docs" / "outcome.schema.json").read_text())
    Draft202012Validator(schema).validate(told)
    assert (told["imported"]["by"], told["imported"]["file"]) == (WHO, decided.file_digest)
    assert told["decided_by"]["key"] == "mallory"
    assert verify(decided).findings == []


def test_the_page_and_the_file_name_say_imported_instead_of_final(decided, client):
    chair = decided.members.get(user__username="mallory")
    report, _is_new = printing.request_report(runs.latest_run(decided), language="en", member=chair)
    assert printing.file_name(report).endswith("-en-imported.pdf")
    told = printing.beside(decided, is_draft=False)
    assert (told["origin"]["kind"], json.loads(told["outcome"])["imported"]["by"]) == ("imported", WHO)
    client.force_login(chair.user)
    page = client.get(f"/s/{decided.code}/decision/").content.decode()
    tags = re.findall(r'<span class="t-tag">\s*(\w+)\s*</span>', page)
    assert ("导入" in tags, "正式" in tags) == (True, False)


# Marked for good --------------------------------------------------------------------------------
def test_every_page_of_an_imported_selection_says_so(client):
    made = brought()
    client.force_login(cast.person("mallory"))
    for path in ("", "members/", "weights/", "vendors/", "needs/", "facts/", "scores/", "costs/", "poc/", "results/"):
        page = client.get(f"/s/{made.code}/{path}").content.decode()
        assert ('id="imported"' in page, "马洛" in page, DIGEST[:16] in page) == (True, True, True), path
    started = brought(altered(**UNJUDGED))
    assert 'id="imported"' not in client.get(f"/s/{started.code}/").content.decode()


def test_an_import_of_an_earlier_release_is_marked_and_a_copy_is_not():
    made = brought()
    chair = made.members.get(user__username="mallory")
    copy = starting.from_earlier(chair, actor=chair.user, name_zh="又一次", name_en="")
    example = brought()
    Selection.objects.filter(pk=example.pk).update(is_demo=True)
    Selection.objects.update(imported_at=None, imported_by=None, file_digest="")
    import_module("reports.migrations.0008_imported_before").mark(apps, None)
    found = {row.code: row.imported_by and row.imported_by.username for row in Selection.objects.all()}
    assert found == {made.code: "mallory", copy.code: None, example.code: None}
    made.refresh_from_db()
    assert made.imported_at == made.chain.events.get(type="selection.imported").at


# Examples ---------------------------------------------------------------------------------------
def test_no_form_has_a_field_that_makes_an_example():
    names = [name for module in FORMS for _name, form in getmembers(import_module(module), isclass)
             if hasattr(form, "base_fields") for name in form.base_fields]  # fmt: skip
    assert len(names) > 50
    assert [name for name in names if name in FIXED] == []


def test_nothing_that_is_sent_makes_an_example(client):
    client.force_login(cast.person("mallory"))
    sent = {"is_demo": "on", "imported_at": "", "name_zh": "新平台", "name_en": "", "decision_date": ""}
    client.post("/selections/new/", sent | {"source": "blank"})
    frame = {"version": "1", "zone": "Asia/Shanghai", "currency": "CNY", "bar": "75", "lead": "2"}
    assert client.post("/s/S-0001/edit/?is_demo=1", sent | frame).status_code == 302
    own = cast.committee("S-0007", people=("mallory",), is_demo=True).mallory
    client.post("/selections/new/", sent | {"source": "earlier", "earlier": str(own.pk)})
    client.post("/selections/new/", sent | {"source": "file", "file": SimpleUploadedFile("x.json", FILE)})
    others = Selection.objects.exclude(code="S-0007").order_by("code")
    assert [(row.code, row.is_demo, row.imported_at is not None) for row in others] == [
        ("S-0001", False, False),
        ("S-0002", False, False),
        ("S-0003", False, True),
    ]
    client.post("/s/S-0003/edit/", sent | frame)
    assert Selection.objects.get(code="S-0003").imported_at is not None


@pytest.mark.parametrize("place", ["selection", "options", None])
def test_a_file_that_calls_itself_an_example_is_refused(place):
    inputs = json.loads(FILE)
    (inputs[place] if place else inputs)["is_demo"] = True
    with pytest.raises(starting.FaultyFile):
        brought(json.dumps(inputs).encode())
