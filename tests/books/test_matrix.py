"""Do sheets of criteria, weights and vendors as offices keep them become a selection, with few questions?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selection.models import Selection
from tests import cast
from tests.books.form import form_of, said
from tests.books.making import computed, old_workbook, text_file, workbook

pytestmark = pytest.mark.django_db
ADDRESS = "/selections/from-a-spreadsheet/"


@pytest.fixture
def chen(client):
    client.force_login(cast.person("chen"))
    return client


def created(client, content, *, name, **changed):
    """Choose the file, change what is to be changed, create; which fields that took beside the name."""
    page = client.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile(name, content)})
    form = form_of(page)
    assert "write" in form.buttons, said(page)
    assert form.questions == []
    answer = client.post(ADDRESS, form.sent | {field: [value] for field, value in changed.items()} | {"write": "1"})
    assert answer.status_code == 302, said(answer)
    return Selection.objects.get()


def criteria(made):
    """Category → its criteria with their points of 100."""
    found = {}
    for leaf in made.criteria.exclude(kind="category").select_related("parent").order_by("position"):
        points = leaf.parent.weight * leaf.weight / 10**6
        found.setdefault(leaf.parent.name_zh, {})[leaf.name_zh] = (leaf.kind, round(points, 2))
    return found


def names(made):
    return [row.name_zh or row.name_en for row in made.vendors.order_by("code")]


def test_a_score_sheet_with_merged_categories_percentages_and_a_group_over_the_vendors(chen):
    content = computed(
        ["2026 全渠道客服平台比选评分表", None, None, None, None, None, None],
        ["一级指标", "二级指标", "权重", "得分", None, None, "备注"],
        [None, None, None, "云声通信", "智达客服", "Delta Desk", None],
        ["功能", "午休排班", 0.25, 8, 7, 9, None],
        [None, "跨店工单", 0.2, 7, 6, 8, None],
        ["服务", "驻场响应", 0.15, 9, 8, 6, "重点"],
        [None, "方言培训", 0.1, 6, 7, 5, None],
        ["商务", "报价", 0.3, 7, 8, 6, None],
        ["合计", None, "=SUM(C4:C8)", "=SUMPRODUCT(C4:C8,D4:D8)", 7.25, 7.05, None],
        ["评委签字：", None, None, None, None, None, None],
        results={"C9": 1, "D9": 7.45},
        merged=["A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3", "A4:A5", "A6:A7"],
        formats={f"C{row}": "0%" for row in range(4, 10)},
    )
    made = created(chen, content, name="评分表.xlsx")
    assert criteria(made) == {
        "功能": {"午休排班": ("rated", 25), "跨店工单": ("rated", 20)},
        "服务": {"驻场响应": ("rated", 15), "方言培训": ("rated", 10)},
        "商务": {"报价": ("price", 30)},
    }
    assert names(made) == ["云声通信", "智达客服", "Delta Desk"]


def test_an_old_score_sheet_in_points_with_sections_and_full_width_numbers(chen):
    content = old_workbook(
        ["评分标准", "分值", "甲科技", "乙软件", "平均分"],
        ["一、技术部分", None, None, None, None],
        ["午休排班", "４０", 35.0, 30.0, 32.5],
        ["跨店工单", " 20分", 15.0, 18.0, 16.5],
        ["二、商务部分", None, None, None, None],
        ["投标报价", 40.0, 33.0, 38.0, 35.5],
        ["总分", 100.0, 83.0, 86.0, 84.5],
        ["排名", None, 2.0, 1.0, None],
    )
    made = created(chen, content, name="评分.xls")
    assert criteria(made) == {
        "一、技术部分": {"午休排班": ("rated", 40), "跨店工单": ("rated", 20)},
        "二、商务部分": {"投标报价": ("price", 40)},
    }
    assert names(made) == ["甲科技", "乙软件"]


def test_a_text_file_in_gbk_whose_weights_miss_100_asks_once(chen):
    content = text_file(
        ["指标名称", "权重(%)", "云声", "智达"],
        ["午休排班", "30", "4", "5"],
        ["跨店工单", "30", "3", "4"],
        ["总价", "30", "5", "3"],
    )
    made = created(chen, content, name="指标.csv", spread="1")
    points = {name: about for family in criteria(made).values() for name, about in family.items()}
    assert {name: round(about[1]) for name, about in points.items()} == {"午休排班": 33, "跨店工单": 33, "总价": 33}


def test_a_sheet_with_a_hidden_column_and_hundreds_of_styled_rows(chen):
    content = workbook(
        ["序号", "评价维度", "评价项", "比重", "内部说明", "云声", "智达"],
        [1, "功能", "午休排班", 60, "老板关注", 4, 5],
        [2, "", "跨店工单", 40, None, 3, 4],
        hidden=["E"],
        styled_to=400,
    )
    made = created(chen, content, name="指标.xlsx")
    assert names(made) == ["云声", "智达"]


def test_only_merged_categories_reach_down_in_a_file_that_tells_what_is_merged(chen):
    """The fourth row has no category of its own: what it is proposed to be is corrected in its field."""
    content = workbook(
        ["一级指标", "二级指标", "权重", "云声"],
        ["功能", "午休排班", 40, 4],
        [None, "跨店工单", 30, 3],
        [None, "驻场响应", 30, 5],
        merged=["A2:A3"],
    )
    page = chen.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile("指标.xlsx", content)})
    assert [line.category for line in page.context["found"].lines] == ["功能", "功能", "一般"]
    assert page.content.decode().count("同上") == 1
    made = created(chen, content, name="指标.xlsx", **{"r4-category": "服务"})
    assert criteria(made)["服务"] == {"驻场响应": ("rated", 30)}


def test_categories_that_are_written_once_and_not_merged_reach_down(chen):
    content = workbook(
        ["一级指标", "二级指标", "权重", "云声"],
        ["功能", "午休排班", 40, 4],
        [None, "跨店工单", 30, 3],
        ["服务", "驻场响应", 30, 5],
    )
    page = chen.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile("指标.xlsx", content)})
    assert [line.category for line in page.context["found"].lines] == ["功能", "功能", "服务"]
    assert page.content.decode().count("同上") == 1


def test_a_weight_that_is_written_once_for_several_rows_is_asked_for(chen):
    content = workbook(
        ["一级指标", "二级指标", "权重", "云声"],
        ["功能", "午休排班", 60, 4],
        [None, "跨店工单", None, 3],
        ["服务", "驻场响应", 40, 5],
        merged=["A2:A3", "C2:C3"],
    )
    page = chen.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile("指标.xlsx", content)})
    assert [bool(line.error) for line in page.context["found"].lines] == [False, True, False]
    assert chen.post(ADDRESS, form_of(page).sent | {"write": "1"}).status_code == 422
    made = created(chen, content, name="指标.xlsx", **{"r2-weight": "35", "r3-weight": "25"})
    assert criteria(made)["功能"] == {"午休排班": ("rated", 35), "跨店工单": ("rated", 25)}
