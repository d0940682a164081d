"""Does a selection that was made before the limits still open, run, print and export, and can it only shrink?"""

import json
from copy import deepcopy
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from analysis.decision_file import admit, canonical_bytes, read
from criteria.models import Criterion, Kind
from criteria.tree import add_criterion
from desk import starting
from reports import printing
from reports.decision_file.export import canonical
from reports.models import State
from reports.runs import execute, request_run
from scoring.rounds import opening_blockers
from selection import committee
from selection.models import Member, Phase, Selection, User
from tests import cast
from tests.reports import finished
from tests.vendors.builders import category, rated, vendor
from vendors import registry
from vendors.models import Vendor

pytestmark = pytest.mark.django_db(transaction=True)  # a job has a connection of its own
ODD = "供应商-1"


def fourteen():
    """The demo with ten more vendors, one of them under a code that is no longer given."""
    decision_file = finished.inputs()
    source = decision_file["vendors"][0]
    codes = [ODD, *(f"V{number:02}" for number in range(13 - len(decision_file["vendors"])))]
    for code in codes:
        decision_file["vendors"].append(deepcopy(source) | {"code": code, "name": {"zh": code, "en": ""}})
        for item in decision_file["rounds"]:
            item["scores"] += [
                score | {"vendor": code} for score in item["scores"] if score["vendor"] == source["code"]
            ]
    return decision_file


@pytest.fixture
def made():
    return finished.selection(decision_file=fourteen())


def test_what_was_made_before_opens_runs_and_exports(made):
    chair = made.members.filter(is_chair=True).select_related("user", "selection").get()
    client = Client()
    client.force_login(chair.user)
    for path in ("", "vendors/", f"vendors/{ODD}/", "scoring/", "costs/", "needs/", "facts/"):
        assert client.get(f"/s/{made.code}/{path}").status_code == 200, path
    run, _is_new = request_run(made, member=chair)
    execute(run.pk)
    run.refresh_from_db()
    assert (run.state, len(read(run.decision_file.encode()).decision_file["vendors"])) == (State.DONE, 14)
    assert client.get(f"/s/{made.code}/results/").status_code == 200
    exported = canonical(made)
    assert read(exported).decision_file["vendors"] == read(canonical_bytes(fourteen())).decision_file["vendors"]
    assert next(fault.pointer for fault in admit(exported).faults) == "/vendors"


@pytest.mark.campaign
def test_what_was_made_before_is_printed(made):
    chair = made.members.filter(is_chair=True).select_related("user", "selection").get()
    run, _is_new = request_run(made, member=chair)
    execute(run.pk)
    run.refresh_from_db()
    report, _is_new = printing.request_report(run, language="zh-hans", member=chair)
    printing.execute(report.pk)
    report.refresh_from_db()
    with report.file.open("rb") as file:
        printed = PdfReader(BytesIO(file.read()))
    assert ODD in "".join(page.extract_text() for page in printed.pages)


def test_it_can_only_shrink(made):
    Selection.objects.filter(pk=made.pk).update(phase=Phase.DEFINE)
    chair = Member.objects.filter(selection=made, is_chair=True).select_related("selection", "user").first()
    for row in made.vendors.filter(code__in=["V00", "V01"]):
        registry.withdraw_vendor(row, member=chair)
    assert registry.active(made).count() == 12
    with pytest.raises(ValidationError) as refused:
        registry.restore_vendor(made.vendors.get(code="V00"), member=chair)
    assert refused.value.code == "full"
    client = Client()
    client.force_login(chair.user)
    assert client.post(f"/s/{made.code}/vendors/V00/restore/").status_code == 302
    assert registry.active(made).count() == 12


def test_a_copy_of_it_is_refused_and_nothing_is_stored(made):
    seat = made.members.filter(is_chair=True).select_related("user", "selection").first()
    with pytest.raises(ValidationError) as refused:
        starting.from_earlier(seat, actor=seat.user, name_zh="新")
    assert "14" in refused.value.messages[0]
    assert Selection.objects.count() == 1


def test_its_file_is_refused_on_the_page_and_by_the_command(made, tmp_path):
    exported = canonical(made)
    users = User.objects.count()
    client = Client()
    client.force_login(cast.person("eva"))
    sent = SimpleUploadedFile("decision.json", exported, "application/json")
    page = client.post("/selections/new/", {"source": "file", "file": sent})
    assert (page.status_code, page.context["faults"][0]["pointer"]) == (422, "/vendors")
    (tmp_path / "file.json").write_bytes(exported)
    with pytest.raises(CommandError):
        call_command("import_selection", tmp_path / "file.json", stderr=StringIO())
    assert (Selection.objects.count(), User.objects.count()) == (1, users + 1)


@pytest.mark.parametrize("content", [b" " * 2_000_001, b"\xff\xfe{\0"])
def test_the_command_names_a_file_that_it_cannot_take(tmp_path, content, capsys):
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        call_command("import_selection", path)
    assert str(path) in str(refused.value)
    assert not Selection.objects.exists()


def test_a_file_of_more_than_two_megabytes_is_refused(client):
    client.force_login(cast.person("eva"))
    file = SimpleUploadedFile("decision.json", json.dumps({"a": "x" * 2_000_000}).encode(), "application/json")
    page = client.post("/selections/new/", {"source": "file", "file": file})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["file"])


# ---- making


def test_a_full_committee_takes_nobody_more():
    made = cast.committee(people=("chen",))
    for number in range(199):
        cast.join(made.selection, f"p{number}")
    with pytest.raises(ValidationError) as refused:
        committee.add(made.selection, user=cast.person("eva"), roles=["evaluator"], department="it", by=made.chen)
    assert refused.value.code == "full"
    Member.objects.filter(key="p0").update(removed_at="2026-01-01T00:00Z")
    committee.add(made.selection, user=cast.person("eva"), roles=["evaluator"], department="it", by=made.chen)


def test_a_full_tree_takes_no_criterion_more():
    made = cast.committee(people=("chen",))
    above = category(made.selection)
    Criterion.objects.bulk_create(
        Criterion(selection=made.selection, parent=above, code=f"F-{n}", kind=Kind.RATED, name_en="x", position=n)
        for n in range(1, 301)
    )
    new = {"kind": Kind.RATED, "name_zh": "新", "name_en": "", "dimension": "business"}
    with pytest.raises(ValidationError) as refused:
        add_criterion(above, code="F-X", **new, member=made.chen)
    assert refused.value.code == "full"
    Criterion.objects.filter(code="F-1").delete()
    add_criterion(above, code="F-X", **new, member=made.chen)


def test_a_round_of_more_marks_than_a_selection_holds_does_not_open(monkeypatch):
    made = cast.committee()
    rated(made.selection)
    vendor(made.bo)
    monkeypatch.setattr("scoring.rounds.MOST_MARKS", 1)
    cast.join(made.selection, "ida", "evaluator")
    assert len([words for words in opening_blockers(made.selection) if "2" in words]) == 1
    Vendor.objects.update(withdrawn="left")
    assert not [words for words in opening_blockers(made.selection) if "2" in words]
