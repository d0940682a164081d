import re

import pytest

from selection.models import LateAct, Phase, Selection
from tests.vendors.builders import measured, vendor
from tests.vendors.views.test_needs import queries
from vendors.facts import official_facts, record_fact
from vendors.models import Fact

FIELDS = {"value": "12", "level": "documented", "source": "answer 3", "version": 0}


def test_table_says_what_is_missing_and_what_is_only_claimed(site, cast, words):
    first, second, leaf = vendor(cast.bo, "Yunqiao"), vendor(cast.bo, "Lingxi"), measured(cast.selection)
    record_fact(first, criterion=leaf, value="12", level="claimed", source="answer 3", member=cast.bo)
    text = words(site.get("facts"))
    assert "1 measured criterion × 2 vendors · 1 value missing" in text
    assert "1 value is still missing" in text
    assert "answer 3" in text
    record_fact(second, criterion=leaf, value="14", level="documented", source="", member=cast.bo)
    assert "Complete, but 1 value is only claimed" in words(site.get("facts"))
    record_fact(first, criterion=leaf, value="12", level="documented", source="", member=cast.bo)
    assert "Every value is given and proven" in words(site.get("facts"))


def test_poc_fact_wins_and_cannot_be_changed_here(site, cast, words):
    row, leaf = vendor(cast.bo), measured(cast.selection)
    record_fact(row, criterion=leaf, value="22", level="documented", source="", member=cast.bo)
    record_fact(row, criterion=leaf, value="19", level="poc", source="P-03", member=cast.eva, origin="poc")
    text = words(site.get("facts"))
    assert re.search(r"19 POC-verified from the POC · procurement: 22", text)
    page = site.get("facts_cell", leaf.code, "A")
    assert "The POC measured 19 channels, and that counts." in words(page)
    assert 'value="22"' in page.content.decode()
    site.post("facts_cell", leaf.code, "A", **FIELDS | {"value": "23", "version": 1})
    assert official_facts(cast.selection)[leaf.pk, row.pk].value == "19"
    site.post("facts_cell", leaf.code, "A", remove="1", version=2)
    assert [fact.origin for fact in Fact.objects.all()] == ["poc"]


def test_bad_value_is_refused_with_what_was_typed(site, cast, words):
    vendor(cast.bo)
    leaf = measured(cast.selection, minimum="0", maximum="30")
    for value, message in (("4o2", "“4o2” is not one."), ("31", "is above the greatest possible value, 30.")):
        page = site.post("facts_cell", leaf.code, "A", **FIELDS | {"value": value})
        assert page.status_code == 422
        assert message in words(page)
        assert f'value="{value}"' in page.content.decode()
        assert 'value="answer 3"' in page.content.decode()
    assert not Fact.objects.exists()


def test_poc_level_is_no_choice_by_hand(site, cast):
    vendor(cast.bo)
    leaf = measured(cast.selection)
    assert 'value="poc"' not in site.get("facts_cell", leaf.code, "A").content.decode()
    assert site.post("facts_cell", leaf.code, "A", **FIELDS | {"level": "poc"}).status_code == 422


def test_value_over_a_newer_one_is_refused_and_a_second_press_wins(site, cast, words):
    vendor(cast.bo)
    leaf = measured(cast.selection)
    assert site.post("facts_cell", leaf.code, "A", **FIELDS).status_code == 302
    page = site.post("facts_cell", leaf.code, "A", **FIELDS | {"value": "15"})
    assert page.status_code == 409
    assert "It is now: 12." in words(page)
    assert site.post("facts_cell", leaf.code, "A", **FIELDS | {"value": "15", "version": 1}).status_code == 302
    assert site.post("facts_cell", leaf.code, "A", remove="1", version=1).status_code == 409
    assert Fact.objects.get().value == "15"


def test_block_is_looked_at_before_it_is_written(site, cast, words):
    vendor(cast.bo, "Yunqiao")
    measured(cast.selection)
    block = {"block": "\tA\nF-CH-01\t１２", "level": "documented", "source": "sheet"}
    page = site.post("facts_paste", **block)
    assert page.status_code == 200
    assert "1 value recognised" in words(page)
    assert "12 typed １２" in words(page)
    assert not Fact.objects.exists()
    assert site.post("facts_paste", **block, write="1").status_code == 302
    assert [(fact.value, fact.source) for fact in Fact.objects.all()] == [("12", "sheet")]


def test_one_bad_cell_is_named_and_writes_nothing(site, cast, words):
    vendor(cast.bo)
    measured(cast.selection)
    measured(cast.selection, "F-CH-03")
    block = {"block": "\tA\nF-CH-01\t12\nF-CH-03\tmany", "level": "documented", "write": "1"}
    page = site.post("facts_paste", **block)
    assert page.status_code == 422
    assert "1 thing needs you Nothing is written before." in words(page)
    assert "Row 3, column 2 many Write a number such as 12.5; “many” is not one." in words(page)
    assert "F-CH-03\tmany" in page.content.decode()
    assert not Fact.objects.exists()


def test_facts_rest_when_consensus_begins_and_only_organisers_write(site, cast):
    vendor(cast.bo)
    leaf = measured(cast.selection)
    assert site.as_("eva").post("facts_cell", leaf.code, "A", **FIELDS).status_code == 403
    Selection.objects.update(phase=Phase.CONSENSUS)
    assert site.as_("bo").post("facts_cell", leaf.code, "A", **FIELDS).status_code == 409
    assert site.url("facts_cell", leaf.code, "A") not in site.get("facts").content.decode()


def test_page_costs_the_same_at_any_length(site, cast):
    rows = [vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")]
    counts = []
    for size in (3, 300):
        while (number := cast.selection.criteria.filter(kind="measured").count()) < size:
            leaf = measured(cast.selection, f"F-{number:03d}")
            for row in rows:
                Fact.objects.create(vendor=row, criterion=leaf, value="1")
        counts.append(queries(site, "facts"))
    assert counts[0] == counts[1] <= 40


def test_fact_after_the_round_asks_for_a_reason_and_keeps_what_was_typed(site, cast, words):
    row, leaf = vendor(cast.bo), measured(cast.selection)
    Selection.objects.update(phase=Phase.CLOSED)
    page = site.post("facts_cell", leaf.code, "A", **FIELDS, reason="补录")
    assert (page.status_code, Fact.objects.count()) == (422, 0)
    assert ">\n补录</textarea>" in page.content.decode()
    assert "This reason has 2 characters; at least 10 are needed." in words(page)
    reason = "供应商周一才交来证明材料"
    assert site.post("facts_cell", leaf.code, "A", **FIELDS, reason=reason).status_code == 302
    assert site.post("facts_cell", leaf.code, "A", **FIELDS | {"version": 1}, remove="1", reason="").status_code == 422
    assert (row.facts.count(), LateAct.objects.count()) == (1, 1)


def test_pasted_facts_after_the_round_are_one_exception(site, cast):
    leaf, other = measured(cast.selection), measured(cast.selection, "F-CH-03")
    vendor(cast.bo)
    Selection.objects.update(phase=Phase.CLOSED)
    block = f"\tA\n{leaf.code}\t12\n{other.code}\t13"
    fields = {"block": block, "level": "documented", "source": "", "write": "1"}
    assert site.post("facts_paste", **fields, reason="").status_code == 422
    assert Fact.objects.count() == 0
    assert site.post("facts_paste", **fields, reason="供应商周一才交来证明材料").status_code == 302
    assert [len(act.payload["steps"]) for act in LateAct.objects.all()] == [3]  # the table is one more


@pytest.mark.parametrize("version", ["abc", "1e5", "-1", "٣", "9" * 30, "9" * 5000])
def test_a_version_that_is_no_number_removes_nothing(site, cast, version):
    leaf, row = measured(cast.selection), vendor(cast.bo)
    site.post("facts_cell", leaf.code, "A", **FIELDS)
    assert site.post("facts_cell", leaf.code, "A", remove="1", version=version).status_code == 422
    assert row.facts.count() == 1
