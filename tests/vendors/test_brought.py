"""Do tables of facts and of costs go back as a whole, or not at all?"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from reports.decision_file.export import canonical
from reports.proof.verification import verify
from selection import brought
from selection.access import WrongPhase
from selection.models import BroughtTable, Event, LateAct, Phase, Selection
from selection.setup import delete_draft
from tests.cast import committee
from tests.vendors.builders import cost, events, measured, vendor
from vendors.costing import record_line, series_of
from vendors.facts import record_fact
from vendors.models import CostLine, Fact
from vendors.pasting.cost_writing import write_costs
from vendors.pasting.fact_writing import write_facts

pytestmark = pytest.mark.django_db
REASON = "The offer was read from the wrong sheet."
FACTS = "\tA\tB\nF-CH-01\t12\t13\nF-AI-01\t98.5\t"
YEARLY = "K01\t订阅\t是\t\t60.5\t67.7\t75.8\t84.9\t95.2"


@pytest.fixture
def cast():
    with translation.override("en"):
        cast = committee()
        vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
        measured(cast.selection), measured(cast.selection, "F-AI-01", unit_zh="%", unit_en="%", decimals=1)
        yield cast


def file_of(cast):
    return canonical(Selection.objects.get(pk=cast.selection.pk))


def bring_facts(cast, block=FACTS, **options):
    about = {"level": "claimed", "source": "sheet 1", "member": cast.bo, "file": "offers.xlsx"}
    write_facts(cast.selection, block, **about | options)
    return brought.last(cast.selection, "facts")


def bring_costs(cast, block, scenarios=("base",), **options):
    row = cast.selection.vendors.get(code="A")
    found = write_costs(row, block, unit="wan", scenarios=scenarios, member=cast.bo, **options)
    assert found.bad == []
    return brought.last(cast.selection, "cost_lines")


def undo(cast, row, **options):
    brought.undo(BroughtTable.objects.get(pk=row.pk), **{"member": cast.bo} | options)


def test_a_table_of_facts_is_kept_with_what_stood_there_before(cast):
    record_fact(
        cast.selection.vendors.get(code="A"),
        criterion=cast.selection.criteria.get(code="F-CH-01"),
        value="11",
        level="documented",
        source="letter",
        member=cast.bo,
    )
    row = bring_facts(cast)
    old = {"value": "11", "level": "documented", "source": "letter"}
    assert brought.changes_of(row) == [
        brought.Change(("F-CH-01", "A"), old, {"value": "12", "level": "claimed", "source": "sheet 1"}),
        brought.Change(("F-CH-01", "B"), None, {"value": "13", "level": "claimed", "source": "sheet 1"}),
        brought.Change(("F-AI-01", "A"), None, {"value": "98.5", "level": "claimed", "source": "sheet 1"}),
    ]
    assert (row.source, row.digest) == ("offers.xlsx", brought.digest_of(FACTS))
    event = Event.objects.get(type="selection.table_brought")
    assert (event.actor, event.object) == (cast.bo.user, "")
    assert event.payload.body == {"table": "facts", "replaced": 1, "added": 2, "sha256": row.digest}


def test_facts_go_back_and_the_decision_file_is_what_it_was(cast):
    bring_facts(cast, "\tA\nF-CH-01\t11", level="documented")
    before = file_of(cast)
    row = bring_facts(cast)
    assert file_of(cast) != before
    undo(cast, row)
    assert file_of(cast) == before
    assert verify(cast.selection).findings == []
    assert events(cast.selection)[-1] == "selection.table_undone"
    assert [one.undone_by for one in BroughtTable.objects.order_by("pk")] == [None, cast.bo]
    with pytest.raises(ValidationError, match="taken back already"):
        undo(cast, row)


def test_what_was_changed_since_is_named_and_nothing_goes_back(cast):
    row = bring_facts(cast)
    bring_facts(cast, "\tA\tB\nF-CH-01\t12\t14")
    now = file_of(cast)
    with pytest.raises(ValidationError) as refused:
        undo(cast, row)
    assert refused.value.messages == [
        "F-CH-01 Channels · B 灵犀: it is 14 · Claimed · sheet 1 now, and the table brought 13 · Claimed · sheet 1."
    ]
    assert (file_of(cast), BroughtTable.objects.filter(undone_at=None).count()) == (now, 2)


def test_tables_go_back_one_after_the_other(cast):
    empty = file_of(cast)
    first, second = bring_facts(cast), bring_facts(cast, "\tA\tB\nF-CH-01\t12\t14")
    assert [one.row for one in brought.imports(cast.selection, "facts")] == [second]
    undo(cast, second)
    assert [(one.row, one.what) for one in brought.imports(cast.selection, "facts")] == [(first, "3 facts")]
    undo(cast, first)
    assert (file_of(cast), brought.imports(cast.selection, "facts")) == (empty, [])


def test_a_table_that_changed_nothing_is_known_and_has_nothing_to_go_back(cast):
    first, again = bring_facts(cast), bring_facts(cast)
    assert [one.is_change for one in brought.changes_of(again)] == [False] * 3
    assert [one.row for one in brought.imports(cast.selection, "facts")] == [first]


def test_a_value_that_the_scale_no_longer_takes_is_named(cast):
    bring_facts(cast, "\tA\nF-CH-01\t11")
    row = bring_facts(cast, "\tA\nF-CH-01\t12")
    cast.selection.criteria.filter(code="F-CH-01").update(minimum="12")
    with pytest.raises(ValidationError, match="F-CH-01 Channels · A 云桥: “11” is below the least possible value"):
        undo(cast, row)
    assert Fact.objects.get().value == "12"


def test_after_the_close_a_table_goes_back_with_a_reason_and_later_not_at_all(cast):
    row = bring_facts(cast)
    Selection.objects.update(phase=Phase.CLOSED)
    with pytest.raises(ValidationError) as refused:
        undo(cast, row)
    assert list(refused.value.message_dict) == ["reason"]
    undo(cast, row, reason=REASON)
    assert (LateAct.objects.get().reason, Fact.objects.count()) == (REASON, 0)
    Selection.objects.update(phase=Phase.CONSENSUS)
    with pytest.raises(WrongPhase):
        undo(cast, row, reason=REASON)


def test_who_may_not_write_such_a_table_takes_none_back(cast):
    facts, costs = bring_facts(cast), bring_costs(cast, YEARLY)
    with pytest.raises(PermissionDenied):
        undo(cast, facts, member=cast.eva)
    cast.members["chen"].prices_seen_at = None
    with pytest.raises(PermissionDenied):
        undo(cast, costs, member=cast.chen)
    undo(cast, facts, member=cast.chen)
    assert (Fact.objects.count(), CostLine.objects.count()) == (0, 5)


def test_costs_go_back_with_whatever_changed_along(cast):
    """A new growth path takes every cost that is entered for all of them; it leaves with what opened it."""
    row = cast.selection.vendors.get(code="A")
    cost(row, cast.bo, "K01", [1] * 5, label_zh="订阅", is_everywhere=True)
    cost(row, cast.bo, "K02", {1: 7}, is_everywhere=True)
    before = file_of(cast)
    table = bring_costs(cast, YEARLY + "\nK05\t迁移\t否\t3", ["base", "fast"])
    assert [(one.key[1], one.key[-1], one.is_row) for one in brought.changes_of(table)] == [
        *(("K01", "base", True), ("K01", "fast", True), ("K05", "base", True), ("K05", "fast", True)),
        ("K02", "fast", False),
    ]
    assert [one.what for one in brought.imports(cast.selection, "cost_lines")] == ["4 costs"]
    undo(cast, table)
    assert (file_of(cast), verify(cast.selection).findings) == (before, [])


def test_a_cost_that_followed_into_every_scenario_does_no_longer(cast):
    row = cast.selection.vendors.get(code="A")
    cost(row, cast.bo, "K01", [1] * 5, label_zh="订阅")
    stood = list(CostLine.objects.values_list("pk", "amount", "is_everywhere"))
    undo(cast, bring_costs(cast, YEARLY, is_everywhere=True))
    assert list(CostLine.objects.values_list("pk", "amount", "is_everywhere")) == stood


def test_costs_whose_years_fill_each_other_go_back_too(cast):
    """Each year has its own label, the last one came first: only the other way round is there never a gap."""
    before = file_of(cast)
    tabs = {year: "\t" * year for year in range(1, 6)}
    undo(cast, bring_costs(cast, "\n".join(f"K01\tof year {year}\tyes\t{tabs[year]}9" for year in (5, 4, 3, 2, 1))))
    assert file_of(cast) == before


def test_a_growth_path_that_a_table_ended_comes_back_with_all_that_was_in_it(cast):
    """A cost that is entered for every path no longer holds the path that it alone had opened."""
    row = cast.selection.vendors.get(code="A")
    cost(row, cast.bo, "K01", [1] * 5, label_zh="订阅", scenarios=("base", "fast"))
    cost(row, cast.bo, "K02", {1: 7}, scenarios=("base", "fast"), is_everywhere=True)
    [_base, fast] = [series for series in series_of(cast.selection) if series.item == "K02"]
    about = {"item": "K02", "is_quoted": True, "scenarios": ["fast"], "member": cast.bo}
    record_line(row, **about, amounts={1: 900}, replaces=fast, is_everywhere=True)
    before = sorted((one.key, one.total) for one in series_of(cast.selection))
    table = bring_costs(cast, YEARLY, ["base", "fast"], is_everywhere=True)
    assert Selection.objects.get().scenarios == ["base"]
    undo(cast, table)
    assert sorted((one.key, one.total) for one in series_of(cast.selection)) == before
    assert Selection.objects.get().scenarios == ["base", "fast"]


def test_a_cost_that_was_changed_since_stays(cast):
    table = bring_costs(cast, YEARLY + "\nK05\t迁移\t否\t3")
    write_costs(
        cast.selection.vendors.get(code="A"), "K05\t迁移\t否\t4", unit="wan", scenarios=["base"], member=cast.bo
    )
    with pytest.raises(ValidationError) as refused:
        undo(cast, table)
    assert refused.value.messages == [
        "A 云桥 · K05 迁移 · outside the quote · Base: it is On signing: 40,000 now, and the table brought "
        "On signing: 30,000."
    ]
    assert [one.total for one in series_of(cast.selection)] == [384100000, 4000000]


def test_a_trial_and_a_refused_block_leave_no_table(cast):
    row = cast.selection.vendors.get(code="A")
    write_costs(row, YEARLY, unit="wan", scenarios=["base"], member=cast.bo, is_trial=True)
    write_costs(row, YEARLY + "\nK99\t\t\t1", unit="wan", scenarios=["base"], member=cast.bo)
    assert not BroughtTable.objects.exists()
    assert "vendors.cost_table_brought" not in events(cast.selection)


def test_tables_leave_with_a_draft(cast):
    undo(cast, bring_facts(cast))
    delete_draft(cast.selection, member=cast.chen, typed="Service platform")
    assert not BroughtTable.objects.exists()
