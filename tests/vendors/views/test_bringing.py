"""Is a table that raises questions answered by clicking, and is what is counted what is written?"""

import re

from selection.bringing.answers import mark_of
from tests.vendors.builders import measured, vendor
from vendors.models import CostLine, Fact

COSTS = "报价对比\t\t\n费用项目\t云桥\t灵犀\n实施费\t12.6万\t9万\n坐席包\t3万\t2万\n合计\t15.6万\t11万"


def test_costs_of_several_vendors_are_answered_by_clicking(site, cast, words):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    data = {"block": COSTS, "unit": "one", "scenario": "base"}
    first = site.post("cost_lines_preview", "A", **data)
    assert first.status_code == 422
    assert COSTS in first.content.decode()
    assert "When are these amounts paid? once, on signing" in words(first)
    assert re.search(r'<select[^>]*name="label-4"', first.content.decode())
    answers = {"answered": mark_of(COSTS), "answer-when": "0", "label-4": "K01"}
    second = site.post("cost_lines_preview", "A", **data, **answers)
    assert second.status_code == 200
    assert "Write 2 costs" in words(second)
    assert "Rows and columns columns read: 2 · rows read: 2 · left out: 3" in words(second)
    assert not CostLine.objects.exists()
    site.post("cost_lines_paste", "A", **data, **answers, write="1")
    assert sorted(CostLine.objects.values_list("vendor__code", "item", "label_zh", "year", "amount")) == [
        ("A", "K01", "坐席包", 0, 3_000_000),
        ("A", "K02", "实施费", 0, 12_600_000),
    ]


def test_answers_about_a_block_that_was_changed_since_are_asked_again(site, cast):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    answers = {"answered": mark_of(COSTS), "answer-when": "0", "label-4": "K01", "write": "1"}
    page = site.post("cost_lines_paste", "A", block=f"{COSTS}\nx\t1\t2", unit="one", scenario="base", **answers)
    assert page.status_code == 422
    assert not CostLine.objects.exists()


def test_rows_are_left_out_and_columns_are_named_on_the_page_of_facts(site, cast, words):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    measured(cast.selection)
    block = "指标\t云桥\t第二家\nF-CH-01\t12\t13\nF-ZZ-09\t1\t2"
    data = {"block": block, "level": "claimed", "source": ""}
    page = site.post("facts_preview", **data)
    assert page.status_code == 422
    assert "3 第二家 refused" in words(page)
    answers = {"answered": mark_of(block), "column-3": "vendor-B", "skip": "3"}
    assert "Write 2 values" in words(site.post("facts_preview", **data, **answers))
    site.post("facts_paste", **data, **answers, write="1")
    assert sorted(Fact.objects.values_list("vendor__code", "value")) == [("A", "12"), ("B", "13")]


def test_what_waits_for_somebody_stands_first_and_each_field_once(site, cast, words):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    measured(cast.selection, unit_zh="%", unit_en="%")
    block = "指标\t云桥\t第二家\nF-CH-01\t0.9\t0.8\nF-ZZ-09\t1\t2\nF-CH-01\t1O\t2"
    page = site.post("facts_preview", block=block, level="claimed", source="")
    found, text = page.context["found"], page.content.decode()
    assert [one.field for one in found.open] == ["answer-twice-F-CH-01", "answer-F-CH-01-percent"]
    assert [(need.cell.row, need.cell.column, need.line.field) for need in found.needs] == [
        (1, 3, "column-3"),
        (3, 1, "label-3"),
    ]
    assert "4 things need you" in words(page)
    assert [text.count(f'name="{field}"') for field in ("column-2", "column-3", "label-3")] == [1, 1, 1]


def test_costs_in_another_unit_than_was_shown_are_shown_first(site, cast):
    vendor(cast.bo, "云桥")
    data = {"block": "K01\tx\tyes\t10", "scenario": "base", "write": "1", "read_as": "one|base"}
    page = site.post("cost_lines_paste", "A", **data, unit="thousand")
    assert (page.status_code, CostLine.objects.count()) == (200, 0)
    site.post("cost_lines_paste", "A", **data, unit="one")
    assert [line.amount for line in CostLine.objects.all()] == [1000]
