"""Is what came in at once offered on its page, and does one button take it back?"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selection.models import BroughtTable, LateAct, Member, Phase, Selection
from selection.once import new_id
from tests.vendors.builders import measured, vendor
from tests.vendors.views.test_needs import queries
from vendors.models import CostLine, Fact

BLOCK = {"block": "\tA\nF-CH-01\t12", "level": "documented", "source": "sheet", "write": "1"}
COSTS = {"block": "K02\t实施\tyes\t120,000", "unit": "one", "scenario": "base", "write": "1"}


@pytest.fixture
def rows(cast):
    measured(cast.selection)
    return vendor(cast.bo, "Yunqiao")


def test_facts_that_came_in_are_offered_and_taken_back_once(site, cast, rows, words):
    assert "Brought in" not in words(site.get("facts"))
    site.post("facts_paste", **BLOCK)
    [way_back] = re.findall(r'1 fact is written. <a href="([^"]+)">', site.get("facts").content.decode())
    assert way_back == site.url("brought_undo", BroughtTable.objects.get().pk)
    assert "Brought in What came in at once can go back at once" in words(site.get("facts"))
    table = BroughtTable.objects.get()
    page = words(site.get("brought_undo", table.pk))
    assert "1 place goes back" in page
    assert "F-CH-01 Channels · A Yunqiao 12 · Documented · sheet –" in page
    sent = {"operation": new_id()}
    for _time in range(2):
        assert site.post("brought_undo", table.pk, **sent).url == site.url("facts")
    assert not Fact.objects.exists()
    assert "What the table had brought is taken back." in words(site.get("facts"))
    assert "Brought in" not in words(site.get("facts"))
    assert "Bo took this table back on" in words(site.get("brought_undo", table.pk))


def test_the_name_of_the_file_stands_beside_what_it_brought(site, cast, rows, words):
    file = SimpleUploadedFile("报价.csv", b"\tA\nF-CH-01\t12\n")
    page = site.post("facts_preview", take="1", level="documented", file=file)
    kept = page.context["door"].data["kept"]
    site.post("facts_paste", **BLOCK, kept=kept, sheet="0")
    assert "1 fact 报价.csv" in words(site.get("facts"))


def test_costs_go_back_for_who_sees_prices_and_do_not_exist_for_others(site, cast, rows, words):
    site.post("cost_lines_paste", "A", **COSTS)
    table = BroughtTable.objects.get()
    assert "1 cost pasted" in words(site.get("cost_lines_vendor", "A"))
    Member.objects.filter(key="chen").update(prices_seen_at=None)
    assert site.as_("chen").get("brought_undo", table.pk).status_code == 404
    assert site.as_("chen").post("brought_undo", table.pk).status_code == 404
    for who in ("eva", "otto", "aude"):
        assert site.as_(who).get("brought_undo", table.pk).status_code == 403
    page = words(site.as_("bo").get("brought_undo", table.pk))
    assert "A Yunqiao · K02 实施 · quoted · Base On signing: 120,000 –" in page
    assert site.post("brought_undo", table.pk).url == site.url("cost_lines_vendor", "A")
    assert not CostLine.objects.exists()


def test_acts_of_bringing_costs_are_no_news_for_who_is_blind(site, cast, rows, words):
    site.post("cost_lines_paste", "A", **COSTS)
    site.post("brought_undo", BroughtTable.objects.get().pk)
    assert "Bo took costs back that had been brought in" in words(site.get("overview"))
    assert "brought in" not in words(site.as_("eva").get("overview"))
    act = "Took costs back that had been brought in"  # once in the filter, and once in its line
    assert [words(site.as_(who).get("record")).count(act) for who in ("bo", "aude")] == [2, 1]


def test_what_was_changed_since_stands_beside_it_and_there_is_no_button(site, cast, rows, words):
    site.post("facts_paste", **BLOCK)
    table = BroughtTable.objects.get()
    site.post("facts_cell", "F-CH-01", "A", value="15", level="documented", source="sheet", version=1)
    page = words(site.get("brought_undo", table.pk))
    assert "changed since: 15 · Documented · sheet" in page
    assert "Take it back" not in page
    assert "Brought in" not in words(site.get("facts"))
    page = site.post("brought_undo", table.pk)
    assert page.status_code == 422
    assert "it is 15 · Documented · sheet now" in words(page)
    assert Fact.objects.get().value == "15"


def test_after_the_close_the_page_asks_why_and_then_the_right_has_gone(site, cast, rows, words):
    site.post("facts_paste", **BLOCK)
    table = BroughtTable.objects.get()
    Selection.objects.update(phase=Phase.CLOSED)
    assert site.post("brought_undo", table.pk, reason="").status_code == 422
    assert site.post("brought_undo", table.pk, reason="供应商周一才交来证明材料").status_code == 302
    assert (LateAct.objects.count(), Fact.objects.count()) == (1, 0)
    Selection.objects.update(phase=Phase.CONSENSUS)
    assert site.get("brought_undo", table.pk).status_code == 409
    assert site.get("facts").status_code == 200


def test_one_table_of_another_selection_is_nowhere(site, cast, rows):
    site.post("facts_paste", **BLOCK)
    assert site.get("brought_undo", BroughtTable.objects.get().pk + 1).status_code == 404


@pytest.mark.parametrize(("page", "paste", "sent"), [("facts", ["facts_paste"], BLOCK)])
def test_a_page_costs_the_same_however_much_came_in(site, cast, rows, page, paste, sent):
    counts = []
    for value in range(1, 8):
        site.post(*paste, **sent | {"block": f"\tA\nF-CH-01\t{value}"})
        counts.append(queries(site, page))
    assert len(set(counts)) == 1


def test_a_second_block_says_what_is_new_what_changes_and_what_is_not_in_it(site, cast, rows, words):
    measured(cast.selection, "F-CH-03"), measured(cast.selection, "F-CH-04")
    assert "as before" not in words(site.post("facts_preview", **BLOCK | {"write": ""}))
    site.post("facts_paste", **BLOCK | {"block": "\tA\nF-CH-01\t12\nF-CH-03\t3"})
    second = BLOCK | {"block": "\tA\nF-CH-01\t13\nF-CH-04\t4"}
    del second["write"]
    page = site.post("facts_preview", **second)
    text = words(page)
    assert "New: 1 · changed: 1 · as before: 0" in text
    assert "13 was: 12 · Documented · sheet" in text
    assert "4 new" in text
    assert "1 entry came in with the last table and is not in this one What you do not tick stays as it is" in text
    assert "F-CH-03 Channels · A Yunqiao 3 · Documented · sheet" in text
    [(one, is_ticked)] = page.context["vanished"]
    assert not is_ticked
    ticked = site.post("facts_preview", **second, gone=[one.number])
    assert f'value="{one.number}" checked' in ticked.content.decode()
    assert site.post("facts_paste", **second, write="1", gone=[one.number]).status_code == 302
    assert sorted(Fact.objects.values_list("criterion__code", "value")) == [("F-CH-01", "13"), ("F-CH-04", "4")]
    assert "3 facts pasted" in words(site.get("facts"))


def test_a_second_block_of_costs_says_it_too(site, cast, rows, words):
    block = {"block": "K02\t实施\tyes\t120,000\nK05\t迁移\tno\t5,000", "unit": "one", "scenario": "base"}
    site.post("cost_lines_paste", "A", **block, write="1")
    second = block | {"block": "K02\t实施\tyes\t130,000"}
    page = site.post("cost_lines_preview", "A", **second)
    assert "New: 0 · changed: 1 · as before: 0" in words(page)
    assert "130 typed 130,000 was 120" in words(page)
    assert "A Yunqiao · K05 迁移 · outside the quote · Base On signing: 5,000" in words(page)
    [(one, _is_ticked)] = page.context["vanished"]
    stale = site.post("cost_lines_paste", "A", **second, write="1", gone=["0" * 16])
    assert (stale.status_code, CostLine.objects.count()) == (422, 2)
    assert "has been changed meanwhile" in words(stale)
    assert site.post("cost_lines_paste", "A", **second, write="1", gone=[one.number]).status_code == 302
    assert [(line.item, line.amount) for line in CostLine.objects.all()] == [("K02", 13_000_000)]
