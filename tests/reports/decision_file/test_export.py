"""Import and export give back the same bytes, and refuse what they must."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from analysis.decision_file import FIRST_FORMAT, FORMAT, canonical_bytes, check, first_cost_year, read
from criteria.models import Level
from reports.decision_file import export
from reports.decision_file.intake import import_decision_file
from selection import ledger, setup
from selection.models import ChainHead, Event, Phase, Selection, User
from vendors.costing.years import first_year
from vendors.models import Evidence, Fact, Origin

DEMO = Path(__file__).resolve().parents[3] / "fixtures" / "demo"
pytestmark = pytest.mark.django_db


def demo(code: str) -> dict[str, object]:
    found = read((DEMO / f"{code}.json").read_bytes()).decision_file
    assert found is not None
    return found


@pytest.mark.parametrize("code", ["S-0007", "S-0008"])
def test_import_then_export_is_byte_equal(code: str) -> None:
    inputs = demo(code)
    assert export.canonical(import_decision_file(inputs)) == canonical_bytes(inputs)


@pytest.mark.parametrize(
    ("day", "year", "edition"),
    [
        ("2026-12-25", None, FIRST_FORMAT),
        ("2026-12-25", 2027, FORMAT),
        ("2026-12-25", 2030, FORMAT),
        ("2026-06-30", 2027, FORMAT),
        ("2026-06-30", None, FIRST_FORMAT),
        (None, 2028, FORMAT),
    ],
)
def test_the_first_cost_year_comes_and_goes(day: str | None, year: int | None, edition: str) -> None:
    inputs = demo("S-0007")
    inputs["selection"] |= {"decision_date": day} | ({"first_cost_year": year} if year else {})  # type: ignore[operator]
    inputs["format"] = FORMAT if year else FIRST_FORMAT
    found = check(inputs).decision_file
    assert found is not None
    assert found["format"] == edition
    selection = import_decision_file(found)
    assert export.canonical(selection) == canonical_bytes(found)
    assert first_year(selection) == first_cost_year(inputs)


def test_marks_that_do_not_count_come_and_go() -> None:
    inputs = demo("S-0007")
    inputs |= {"format": FORMAT, "not_counted": [{"person": "xu", "reason": "调离本部门，由他人接任"}]}
    selection = import_decision_file(inputs)
    assert export.canonical(selection) == canonical_bytes(inputs)
    member = selection.members.get(key="xu")
    assert (member.marks_count, member.not_counted_reason) == (False, "调离本部门，由他人接任")
    selection.members.filter(key="xu").update(marks_count=True, not_counted_reason="")
    assert export.canonical(selection) == canonical_bytes(demo("S-0007"))


def test_people_arrive_as_seats_without_accounts() -> None:
    known = User.objects.create_user("lin", password="x")
    selection = import_decision_file(demo("S-0007"))
    seat = selection.members.get(key="lin")
    assert (seat.user, seat.names, seat.roles) == (None, {"zh": "林岚", "en": "Lin Lan"}, ["evaluator"])
    assert (seat.display_name, seat.initial) == ("林岚", "林")
    assert list(User.objects.all()) == [known]


def test_an_existing_code_is_refused_and_nothing_is_written() -> None:
    import_decision_file(demo("S-0007"))
    before = User.objects.count(), Event.objects.count()
    with pytest.raises(ValidationError, match="S-0007"):
        import_decision_file(demo("S-0007"))
    assert (User.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize("alike", ["s-0007", "S_0007", "S0007", "S-O0O7", "S\u20110007", "-S-0007-"])
def test_a_code_that_looks_like_another_is_refused(alike: str) -> None:
    import_decision_file(demo("S-0007"))
    inputs = demo("S-0008")
    inputs["selection"]["code"] = alike  # type: ignore[index]
    with pytest.raises(ValidationError):
        import_decision_file(inputs)
    assert Selection.objects.count() == 1
    inputs["selection"]["code"] = "S-0017"  # type: ignore[index]
    assert import_decision_file(inputs).code == "S-0017"


def test_the_next_code_looks_like_none_that_is_there() -> None:
    inputs = demo("S-0007")
    inputs["selection"]["code"] = "s0001"  # type: ignore[index]
    import_decision_file(inputs)
    assert setup.next_code() == "S-0002"


def test_an_import_is_one_event_in_an_intact_chain() -> None:
    selection = import_decision_file(demo("S-0007"))
    head = ChainHead.objects.get(selection=selection)
    assert [event.type for event in head.events.all()] == ["selection.imported"]
    assert ledger.faults(head) == []


def test_concluded_results_prove_and_others_do_not() -> None:
    inputs = demo("S-0007")
    selection = import_decision_file(inputs)
    concluded = [
        (result["vendor"], code)
        for scenario in inputs["poc"]["scenarios"]  # type: ignore[index]
        for result in scenario["results"]
        if result["result"] in ("pass", "partial", "fail")
        for code in scenario["criteria"]
    ]
    proved = Evidence.objects.filter(vendor__selection=selection, origin=Origin.POC, level=Level.POC)
    assert sorted(proved.values_list("vendor__code", "criterion__code")) == sorted(concluded)


def test_a_poc_value_wins_over_procurements_fact() -> None:
    inputs = demo("S-0008")
    selection = import_decision_file(inputs)
    measuring = [s for s in inputs["poc"]["scenarios"] if s["measures"]]  # type: ignore[index]
    expected = {
        (result["vendor"], scenario["measures"]): result["value"]
        for scenario in measuring
        for result in scenario["results"]
        if result["value"] and result["result"] in ("pass", "partial", "fail")
    }
    facts = Fact.objects.filter(vendor__selection=selection, origin=Origin.POC).select_related("vendor", "criterion")
    assert {(fact.vendor.code, fact.criterion.code): fact.value for fact in facts} == expected


def test_scores_bring_an_import_to_the_phase_in_which_they_are_seen() -> None:
    inputs = demo("S-0007")
    assert import_decision_file(inputs).phase == Phase.CONSENSUS
    inputs["rounds"] = []
    inputs["selection"]["code"] = "S-9000"  # type: ignore[index]
    assert import_decision_file(inputs).phase == Phase.DEFINE


def test_commands_round_trip(tmp_path: Path) -> None:
    source = DEMO / "S-0007.json"
    call_command("import_selection", source)
    call_command("export_selection", "S-0007", "--output", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_bytes() == canonical_bytes(json.loads(source.read_bytes()))


def test_a_cycle_in_the_tree_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = json.loads((DEMO / "S-0007.json").read_bytes())
    place = next(i for i, node in enumerate(inputs["criteria"]) if node["code"] == "F")
    inputs["criteria"][place]["parent"] = "F1"
    (tmp_path / "cycle.json").write_text(json.dumps(inputs))
    with pytest.raises(CommandError):
        call_command("import_selection", tmp_path / "cycle.json")
    assert f'"/criteria/{place}/parent"' in capsys.readouterr().err
    assert Selection.objects.count() == 0
