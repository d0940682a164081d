"""Is what was answered about one table not asked again of the next one, and is it still seen and changed?"""

import pytest

from selection import brought
from selection.models import BroughtTable, Requirement
from tests.vendors.builders import measured, vendor
from vendors.models import CostLine, Fact

pytestmark = pytest.mark.django_db
NEEDS = "需求\t负责人\t级别\n录音\t李\t必须"
LATER = "需求\t负责人\t级别\n质检\t王\t可以\n转写\t王\t必须"


def fields(page):
    """Everything that the form of a page would send."""
    found = page.context["found"]
    sent = {line.field: choice.value for line in found.columns for choice in line.choices if choice.is_chosen}
    sent |= {line.field: choice.value for line in found.rows for choice in line.choices if choice.is_chosen}
    sent |= {one.field: choice.value for one in found.asked for choice in one.choices if choice.is_chosen}
    skipped = [line.number for line in found.rows if line.tick == "skip" and line.is_ticked]
    return {"block": page.context["form"]["block"].value(), "answered": page.context["mark"], "skip": skipped} | sent


def write_needs(site, block=NEEDS, **said):
    page = site.post("needs_preview", block=block)
    return site.post("needs_paste", **fields(page) | said, write="1")


def test_columns_that_were_chosen_once_are_not_asked_again(site, cast, words):
    assert write_needs(site, **{"column-2": "skip", "column-3": "moscow"}).status_code == 302
    page = site.post("needs_preview", block=LATER)
    assert page.status_code == 200
    assert page.context["known"].fields == {"column-2", "column-3"}
    assert "answered as for an earlier table" in words(page)
    assert site.post("needs_paste", **fields(page), write="1").status_code == 302
    assert list(Requirement.objects.values_list("text_zh", "moscow")) == [
        ("录音", "must"),
        ("质检", "could"),
        ("转写", "must"),
    ]


def test_what_is_remembered_can_be_changed_and_then_that_is_remembered(site, cast):
    write_needs(site, **{"column-2": "skip", "column-3": "moscow"})
    write_needs(site, LATER, **{"column-2": "source"})
    page = site.post("needs_preview", block=f"{LATER}\n外呼\t赵\t可以")
    assert (fields(page)["column-2"], fields(page)["column-3"]) == ("source", "moscow")
    assert page.context["known"].fields == {"column-2", "column-3"}


def test_a_head_that_was_read_otherwise_than_it_says_is_read_so_again_until_that_is_taken_back(site, cast):
    block = "需求\t优先级\t来源\n录音\t必须\t法务部"
    write_needs(site, block, **{"column-3": "skip"})
    page = site.post("needs_preview", block=block.replace("录音", "质检"))
    assert fields(page)["column-3"] == "skip"
    site.post("needs_paste", **fields(page) | {"column-3": "source"}, write="1")
    assert Requirement.objects.get(text_zh="质检").source_zh == "法务部"
    assert site.post("needs_preview", block=block).context["known"].fields == frozenset()


def test_nothing_is_remembered_of_what_was_not_written_or_went_back(site, cast):
    said = {"column-2": "skip", "column-3": "moscow"}
    site.post("needs_preview", **fields(site.post("needs_preview", block=NEEDS)) | said)
    refused = NEEDS.replace("必须", "高")
    assert write_needs(site, refused, **said).status_code == 422
    assert site.post("needs_preview", block=LATER).status_code == 422
    write_needs(site, **said)
    brought.undo(BroughtTable.objects.get(), member=cast.bo)
    assert site.post("needs_preview", block=LATER).status_code == 422


def test_two_columns_of_one_name_that_were_answered_differently_are_asked_again(site, cast):
    block = "需求\t其他\t其他\n录音\t李\t必须"
    write_needs(site, block, **{"column-2": "skip", "column-3": "moscow"})
    assert [cell.column for cell in site.post("needs_preview", block=block).context["found"].bad] == [2, 3]


def test_what_no_page_has_shown_is_not_written(site, cast):
    write_needs(site, **{"column-2": "skip", "column-3": "moscow"})
    page = site.post("needs_paste", block=LATER, write="1")
    assert (page.status_code, Requirement.objects.count()) == (200, 1)
    assert site.post("needs_paste", **fields(page), write="1").status_code == 302
    assert Requirement.objects.count() == 3


def test_a_choice_that_was_taken_away_stays_away(site, cast):
    write_needs(site, **{"column-2": "skip", "column-3": "moscow"})
    page = site.post("needs_preview", block=LATER)
    again = site.post("needs_preview", **fields(page) | {"column-2": ""})
    assert [cell.column for cell in again.context["found"].bad] == [2]


COSTS = "费用项目\t款项\t备用\n实施费\t12.6万\t1\n坐席包\t3万\t2"


def test_labels_of_costs_hold_for_every_vendor_and_their_columns_for_one(site, cast):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    about = {"unit": "one", "scenario": "base"}
    said = {"column-2": "own", "column-3": "skip"}
    first = site.post("cost_lines_preview", "A", block=COSTS, **about)
    second = site.post("cost_lines_preview", "A", **fields(first) | about | said)
    said |= {"answer-when": "1", "label-3": "K01"}
    assert site.post("cost_lines_paste", "A", **fields(second) | about | said, write="1").status_code == 302
    again = site.post("cost_lines_preview", "A", block=COSTS.replace("3万", "4万"), **about)
    assert again.status_code == 200
    assert again.context["known"].fields == {"column-2", "column-3", "label-3", "answer-when", "answer-where"}
    other = site.post("cost_lines_preview", "B", block=COSTS, **about)
    assert [cell.column for cell in other.context["found"].bad if cell.asks == "column"] == [2, 3]
    assert other.context["known"].fields == {"label-3"}
    assert set(CostLine.objects.values_list("vendor__code", "item", "year", "amount")) == {
        ("A", "K01", 1, 3_000_000),
        ("A", "K02", 1, 12_600_000),
    }


def test_a_row_that_was_left_out_since_nobody_knows_its_label_is_left_out_again(site, cast):
    vendor(cast.bo, "云桥")
    block, about = "指标\t云桥\nF-CH-01\t12\n厂商口号\t7", {"level": "claimed", "source": ""}
    site.post("facts_preview", block=block, **about)
    page = site.post("facts_preview", block=block, **about)
    assert page.status_code == 422
    measured(cast.selection)
    page = site.post("facts_preview", block=block, **about)
    assert site.post("facts_paste", **fields(page) | about | {"skip": ["3"]}, write="1").status_code == 302
    page = site.post("facts_preview", block=f"{block}\t", **about)
    assert [line.lot for line in page.context["found"].rows] == ["head", "read", "you"]
    assert fields(page)["skip"] == [3]
    sent = fields(page) | about | {"skip": []}
    assert site.post("facts_preview", **sent).status_code == 422


def test_what_a_number_means_is_remembered_for_the_same_sheet(site, cast):
    vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    measured(cast.selection, unit_zh="%", unit_en="%")
    about = {"level": "claimed", "source": ""}
    block = "指标\t云桥\nF-CH-01\t0.900"
    page = site.post("facts_preview", block=block, **about)
    [question] = page.context["found"].asked
    sent = fields(page) | about | {question.field: "fraction"}
    assert site.post("facts_paste", **sent, write="1").status_code == 302
    assert [fact.value for fact in Fact.objects.all()] == ["90"]
    again = site.post("facts_preview", block=block.replace("0.9", "0.8"), **about)
    assert (again.status_code, again.context["known"].fields) == (200, {question.field})
    other = site.post("facts_preview", block=block.replace("云桥", "灵犀"), **about)
    assert (other.status_code, other.context["known"].fields) == (422, frozenset())


def test_a_column_of_a_vendor_who_is_gone_is_asked_again(site, cast):
    vendor(cast.bo, "云桥")
    gone = vendor(cast.bo, "灵犀")
    measured(cast.selection)
    about = {"level": "claimed", "source": ""}
    block = "指标\t云桥\t第二家\nF-CH-01\t12\t13"
    page = site.post("facts_preview", block=block, **about)
    site.post("facts_paste", **fields(page) | about | {"column-3": "vendor-B"}, write="1")
    assert site.post("facts_preview", block=block, **about).status_code == 200
    type(gone).objects.filter(pk=gone.pk).update(withdrawn="no offer")
    page = site.post("facts_preview", block=block, **about)
    assert [(cell.column, cell.asks) for cell in page.context["found"].bad] == [(3, "column")]


def test_what_is_about_one_table_alone_is_asked_of_each(site, cast):
    """In which unit the numbers of a row stand, and which of two rows of one criterion counts."""
    vendor(cast.bo, "云桥")
    measured(cast.selection, unit_zh="毫秒", unit_en="ms")
    about = {"level": "claimed", "source": ""}
    block = "指标\t单位\t云桥\nF-CH-01\t秒\t12\nF-CH-01\t秒\t13"
    page = site.post("facts_preview", block=block, **about)
    for _time in range(2):
        chosen = {one.field: one.choices[0].value for one in page.context["found"].open}
        sent = fields(page) | about | chosen
        page = site.post("facts_preview", **sent)
    assert len(page.context["found"].answered) == 2
    assert site.post("facts_paste", **fields(page) | about, write="1").status_code == 302
    page = site.post("facts_preview", block=f"{block}\t", **about)
    assert (page.context["known"].fields, page.context["found"].answered) == (frozenset(), [])
