"""What does a second table say of the first: what is new, what changes, what is no longer in it?"""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from selection import again, brought
from selection.models import Event, LateAct, Phase, Selection
from tests.cast import committee
from tests.vendors.builders import measured, vendor
from vendors.costing import series_of
from vendors.facts import record_fact
from vendors.models import Fact
from vendors.pasting.cost_block import read_costs
from vendors.pasting.cost_writing import vanished, write_costs
from vendors.pasting.fact_block import read_facts
from vendors.pasting.fact_writing import states_of, write_facts

pytestmark = pytest.mark.django_db
FIRST = "\tA\tB\nF-CH-01\t12\t13\nF-CH-02\t7\t8"
REASON = "The vendor sent a newer list after the close."


@pytest.fixture
def cast():
    with translation.override("en"):
        cast = committee()
        vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
        measured(cast.selection), measured(cast.selection, "F-CH-02", name_en="Languages")
        yield cast


def facts(cast, block, **options):
    about = {"level": "claimed", "source": "sheet 1", "member": cast.bo}
    return write_facts(cast.selection, block, **about | options)


def gone(cast, block):
    rows = states_of(read_facts(cast.selection, block), level="claimed", source="sheet 2")
    return again.vanished(cast.selection, "facts", rows)


def test_each_place_says_whether_it_is_new_changes_or_stays(cast):
    facts(cast, "\tA\tB\nF-CH-01\t12\t13")
    coming = states_of(read_facts(cast.selection, FIRST.replace("13", "14")), level="claimed", source=" sheet 1 ")
    assert again.marks(cast.selection, "facts", coming) == {
        ("F-CH-01", "A"): again.Mark(is_same=True, was="12 · Claimed · sheet 1"),
        ("F-CH-01", "B"): again.Mark(is_same=False, was="13 · Claimed · sheet 1"),
        ("F-CH-02", "A"): again.Mark(is_same=False, was=""),
        ("F-CH-02", "B"): again.Mark(is_same=False, was=""),
    }


def test_what_is_said_to_come_is_what_is_stored(cast):
    block, about = "\tA\nF-CH-01\t约 12", {"level": "claimed", "source": " sheet 1 "}
    coming = states_of(read_facts(cast.selection, block), **about)
    facts(cast, block, **about)
    assert again.marks(cast.selection, "facts", coming)["F-CH-01", "A"].is_same


def test_vanished_is_what_the_last_table_brought_and_nobody_has_touched(cast):
    facts(cast, FIRST)
    record_fact(
        cast.selection.vendors.get(code="B"),
        criterion=cast.selection.criteria.get(code="F-CH-02"),
        value="9",
        level="documented",
        source="call",
        member=cast.bo,
    )
    found = gone(cast, "\tB\nF-CH-01\t13")
    assert [(one.key, one.name, one.words) for one in found] == [
        (("F-CH-01", "A"), "F-CH-01 Channels · A 云桥", "12 · Claimed · sheet 1"),
        (("F-CH-02", "A"), "F-CH-02 Languages · A 云桥", "7 · Claimed · sheet 1"),
    ]


def test_what_never_came_in_does_not_vanish(cast):
    record_fact(
        cast.selection.vendors.get(code="A"),
        criterion=cast.selection.criteria.get(code="F-CH-02"),
        value="9",
        level="documented",
        source="call",
        member=cast.bo,
    )
    facts(cast, "\tA\nF-CH-01\t12")
    assert [one.key for one in gone(cast, "\tB\nF-CH-01\t13")] == [("F-CH-01", "A")]


def test_a_table_that_was_taken_back_is_not_the_last(cast):
    facts(cast, FIRST)
    facts(cast, "\tA\nF-CH-01\t15")
    brought.undo(brought.last(cast.selection, "facts"), member=cast.bo)
    assert len(gone(cast, "\tA\nF-CH-01\t15")) == 3


def test_nothing_vanishes_unasked_and_what_is_ticked_goes_and_comes_back(cast):
    facts(cast, FIRST)
    second = "\tA\tB\nF-CH-01\t12\t13"
    found = gone(cast, second)
    facts(cast, second)
    assert Fact.objects.count() == 4
    brought.undo(brought.last(cast.selection, "facts"), member=cast.bo)
    facts(cast, second, remove=[found[0].number])
    assert sorted(Fact.objects.values_list("criterion__code", "vendor__code")) == [
        ("F-CH-01", "A"),
        ("F-CH-01", "B"),
        ("F-CH-02", "B"),
    ]
    assert Event.objects.filter(type="selection.table_brought").last().payload.body == {
        "table": "facts",
        "kept": 2,
        "removed": 1,
        "sha256": brought.digest_of(second),
    }
    brought.undo(brought.last(cast.selection, "facts"), member=cast.bo)
    assert Fact.objects.count() == 4


def test_what_was_changed_after_the_preview_is_not_removed_and_nothing_is_written(cast):
    facts(cast, FIRST)
    [number] = [one.number for one in gone(cast, FIRST.replace("\t8", "\t"))]
    facts(cast, "\tB\nF-CH-02\t9")
    with pytest.raises(ValidationError, match="has been changed meanwhile"):
        facts(cast, FIRST.replace("13", "14").replace("\t8", "\t"), remove=[number])
    assert sorted(Fact.objects.values_list("value", flat=True)) == ["12", "13", "7", "9"]


def test_removing_after_the_close_is_part_of_the_one_exception(cast):
    facts(cast, FIRST)
    [number] = [one.number for one in gone(cast, FIRST.replace("\t8", "\t"))]
    Selection.objects.update(phase=Phase.CLOSED)
    facts(cast, FIRST.replace("\t8", "\t"), remove=[number], reason=REASON)
    assert (LateAct.objects.get().reason, Fact.objects.count()) == (REASON, 3)


def test_costs_vanish_of_the_same_vendor_and_scenario_only(cast):
    first, second = cast.selection.vendors.order_by("code")
    about = {"unit": "one", "member": cast.bo}
    write_costs(first, "K02\tsetup\tyes\t10\nK05\tmove\tno\t5", scenarios=["base", "fast"], **about)
    write_costs(second, "K02\tsetup\tyes\t20", scenarios=["base"], **about)
    block = "K02\tsetup\tyes\t11"
    found = vanished(first, read_costs(first, block, unit="one"), ["base"])
    assert [(one.name, one.words) for one in found] == [
        ("A 云桥 · K05 move · outside the quote · Base", "On signing: 5")
    ]
    write_costs(first, block, scenarios=["base"], **about, remove=[found[0].number])
    assert [(one.vendor_id, one.item, one.scenario, one.total) for one in series_of(cast.selection)] == [
        (first.pk, "K02", "base", 1100),
        (first.pk, "K02", "fast", 1000),
        (first.pk, "K05", "fast", 500),
        (second.pk, "K02", "base", 2000),
    ]


def test_what_followed_a_table_into_a_growth_path_was_not_in_it(cast):
    row, about = cast.selection.vendors.get(code="A"), {"unit": "one", "member": cast.bo}
    write_costs(row, "K05\tmove\tno\t5", scenarios=["base"], **about, is_everywhere=True)
    write_costs(row, "K02\tsetup\tyes\t10", scenarios=["fast"], **about)
    assert series_of(cast.selection)[-1].item == "K05"
    assert vanished(row, read_costs(row, "K02\tsetup\tyes\t11", unit="one"), ["fast"]) == []


def test_what_cannot_be_removed_is_named_and_nothing_is_written(cast):
    row, about = cast.selection.vendors.get(code="A"), {"unit": "one", "scenarios": ["base"], "member": cast.bo}
    write_costs(row, "K01\tlast year\tyes\t\t\t\t\t\t9\nK01\tplan\tyes\t\t1\t2\t3\t4", **about)
    [plan, last] = vanished(row, read_costs(row, "K02\tsetup\tyes\t1", unit="one"), ["base"])[::-1]
    with pytest.raises(ValidationError) as refused:
        write_costs(row, "K02\tsetup\tyes\t1", **about, remove=[last.number])
    assert refused.value.messages == [
        f"{last.name}: last year: the plan has 5 years, and year 5 is missing. Write 0 where nothing is paid."
    ]
    assert [one.label_en for one in series_of(cast.selection)] == ["last year", "plan"]
    assert plan.name == "A 云桥 · K01 plan · quoted · Base"


def test_what_came_in_may_fill_the_years_of_what_goes(cast):
    row, about = cast.selection.vendors.get(code="A"), {"unit": "one", "scenarios": ["base"], "member": cast.bo}
    write_costs(row, "K01\tlast year\tyes\t\t\t\t\t\t9\nK01\tplan\tyes\t\t1\t2\t3\t4", **about)
    block = "K01\tplan\tyes\t\t1\t2\t3\t4\t5"
    numbers = [one.number for one in vanished(row, read_costs(row, block, unit="one"), ["base"])]
    assert write_costs(row, block, **about, remove=numbers).bad == []
    assert [(one.label_en, one.total) for one in series_of(cast.selection)] == [("plan", 1500)]
