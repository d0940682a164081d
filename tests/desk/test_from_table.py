"""How does somebody's own spreadsheet become a selection?"""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from criteria import general, matching, sealing
from criteria.models import Kind
from desk.matrix import read_matrix
from reports.proof.verification import verify
from scoring.models import Score
from selection.models import Member, Selection
from tables.block import block_of, cells
from tests import cast

pytestmark = pytest.mark.django_db
SHEET = [
    ["2026 客服平台比选打分表"],
    ["类别", "指标", "权重", "云声", "Delta Ltd", "备注", "合计"],
    ["功能", "情绪识别", "30", "8", "7.5", "", "15.5"],
    ["", "午休排班", "20", "6", "9", "重要", "15"],
    ["商务", "总价", "50", "7", "8", "", "15"],
    ["", "合计", "100", "", "", "", ""],
    ["注：分数为 2026 年 3 月会议"],
]
ADDRESS = "/selections/from-a-spreadsheet/"


@pytest.fixture
def chen(client):
    client.force_login(cast.person("chen"))
    return client


def preview(client, rows, **more):
    return client.post(ADDRESS + "preview/", {"name": "平台", "block": block_of(rows), **more})


def sent(page, **more):
    """What the page holds, as a browser sends it."""
    found = page.context["found"]
    data = {"name": "平台", "block": page.context["form"]["block"].value(), "seen": page.context["seen"], "write": "1"}
    for line in found.lines:
        data |= {f"{line.key}-{part}": getattr(line, part) for part in PARTS} | (
            {line.key: "1"} if line.is_kept else {}
        )
    for one in found.vendors:
        data |= {f"v{one.column}-name": one.name} | ({f"v{one.column}": "1"} if one.is_kept else {})
    return data | more


PARTS = ("name", "library", "kind", "category", "weight")


def weights(selection):
    rows = selection.criteria.order_by("position")
    return [(row.code, row.kind, row.name_zh or row.name_en, row.weight) for row in rows]


def test_what_a_sheet_says_is_proposed_and_the_rest_of_it_listed():
    found = read_matrix(SHEET)
    assert [(one.number, one.name, one.category, one.weight, one.kind, one.library) for one in found.rows] == [
        (3, "情绪识别", "功能", "30", "rated", "F-AI-03"),
        (4, "午休排班", "功能", "20", "rated", ""),
        (5, "总价", "商务", "50", "price", ""),
    ]
    assert found.vendors == {3: "云声", 4: "Delta Ltd"}
    assert [(line.number, str(line.lot)) for line in found.seen.rows] == [
        (1, "title"),
        (2, "head"),
        (6, "total"),
        (7, "note"),
    ]
    assert [line.text for line in found.seen.columns if line.lot != "read"] == ["备注", "合计"]
    assert (found.marks, found.title) == (6, "2026 客服平台比选打分表")


def test_rows_that_stand_in_the_table_of_criteria_are_counted_as_read():
    matrix = read_matrix(SHEET)
    assert (matrix.seen.rows_read, matrix.seen.left_out) == (len(matrix.rows), 5)


def test_a_sheet_becomes_a_selection_in_two_steps(chen):
    page = preview(chen, SHEET)
    assert (page.status_code, Selection.objects.count()) == (200, 0)
    answer = chen.post(ADDRESS, sent(page))
    made = Selection.objects.get()
    assert answer["Location"] == f"/s/{made.code}/"
    assert weights(made) == [
        ("G1", "category", "功能", 5000),
        ("F-AI-03", "rated", "情绪识别", 6000),
        ("G1-01", "rated", "午休排班", 4000),
        ("G2", "category", "商务", 5000),
        ("G2-01", "price", "总价", 10000),
    ]
    assert [(row.code, row.name_zh, row.name_en) for row in made.vendors.order_by("code")] == [
        ("A", "云声", ""),
        ("B", "", "Delta Ltd"),
    ]
    assert (Score.objects.count(), verify(made).findings, verify(made).unproved) == (0, [], [])
    assert [member.roles for member in made.members.all()] == [["chair"]]


def test_a_workbook_is_put_into_the_box_and_read(chen):
    book, held = Workbook(), BytesIO()
    for row in SHEET:
        book.active.append(row)
    book.save(held)
    page = chen.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile("打分.xlsx", held.getvalue())})
    assert [line.name for line in page.context["found"].lines] == ["情绪识别", "午休排班", "总价"]


def test_weights_that_miss_100_are_spread_only_when_somebody_says_so(chen):
    rows = [["Criterion", "Weight", "A"], ["Emotion recognition", "1", "3"], ["Lunch rota", "2", "4"]]
    page = preview(chen, rows)
    assert [line.share for line in page.context["found"].lines] == ["33.33", "66.67"]
    refused = chen.post(ADDRESS, sent(page))
    assert (refused.status_code, Selection.objects.count()) == (422, 0)
    assert refused.context["form"].non_field_errors() == [
        "权重合计是 3，不是 100。请改正，或勾选按比例分摊。"
    ]  # fmt: skip
    chen.post(ADDRESS, sent(page, spread="1"))
    made = Selection.objects.get()
    points = {row.code: row.parent.weight * row.weight for row in made.criteria.exclude(kind="category")}
    assert points == {"F-AI-03": 33_330_000, "G1-01": 66_670_000}


def test_what_was_corrected_survives_a_refusal_and_counts(chen):
    page = preview(chen, SHEET)
    wrong = chen.post(ADDRESS, sent(page, **{"r4-name": "排班", "r4-kind": "measured"}))
    line = wrong.context["found"].lines[1]
    assert (wrong.status_code, line.name, line.kind, bool(line.error)) == (422, "排班", "measured", True)
    data = sent(wrong, **{"r4-kind": "rated", "r4-category": "商务", "v4-name": "Echo"})
    data.pop("v3")
    chen.post(ADDRESS, data)
    made = Selection.objects.get()
    assert made.criteria.get(name_zh="排班").parent.name_zh == "商务"
    assert [row.name for row in made.vendors.all()] == ["Echo"]


def test_a_row_that_is_left_out_is_not_there(chen):
    page = preview(chen, SHEET)
    data = sent(page, **{"r3-weight": "50"})
    data.pop("r4")
    chen.post(ADDRESS, data)
    assert [row[0] for row in weights(Selection.objects.get())] == ["G1", "F-AI-03", "G2", "G2-01"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"r4-category": "类" * 201}, 1),
        ({"r4-name": "x\u202ey"}, 1),
        ({"r3-weight": "12.500x"}, 0),
        ({"r3-weight": "约 50"}, 0),
        ({"r3-library": "nothing"}, 0),
        ({"r5-library": "F-AI-03"}, 2),
        ({"r3-name": ""}, 0),
    ],
)
def test_a_row_that_cannot_be_names_itself_and_nothing_is_created(chen, change, field):
    answer = chen.post(ADDRESS, sent(preview(chen, SHEET), **change))
    assert (answer.status_code, Selection.objects.count()) == (422, 0)
    assert [bool(line.error) for line in answer.context["found"].lines].index(True) == field


def test_the_same_of_the_library_twice_is_refused_by_name(chen):
    answer = chen.post(ADDRESS, sent(preview(chen, SHEET), **{"r4-library": "F-AI-03"}))
    assert (answer.status_code, Selection.objects.count()) == (422, 0)
    assert answer.context["form"].non_field_errors() == ["准则库里的“情绪识别”选了两次。"]


def test_another_block_is_proposed_anew(chen):
    page = preview(chen, SHEET)
    other = [["指标", "权重", "甲"], ["报表自定义", "100", "5"]]
    again = chen.post(ADDRESS + "preview/", sent(page, block=block_of(other), write=""))
    assert [(line.name, line.library, line.is_kept) for line in again.context["found"].lines] == [
        ("报表自定义", "F-BI-02", True)
    ]


def test_a_sheet_without_a_column_of_criteria_is_refused(chen):
    answer = preview(chen, [["甲", "乙"], ["1", "2"]])
    assert answer.status_code == 422
    assert answer.context["matrix"].faults == ["没有一列的表头说是准则。请在下面选出哪一列是。"]
    chosen = preview(chen, [["甲", "乙"], ["1", "2"]], **{"answered": answer.context["mark"], "column-1": "criterion"})
    assert (chosen.status_code, [line.name for line in chosen.context["found"].lines]) == (200, ["1"])
    assert chosen.context["matrix"].vendors == {1: "乙"}


def test_sections_are_categories_and_without_any_there_is_a_general_one():
    rows = cells("Criterion\tWeight\tAcme\nTechnology\t\t\nLunch rota\t40\t3\nEmotion recognition\t60\t4")
    assert [(one.name, one.category) for one in read_matrix(rows).rows] == [
        ("Lunch rota", "Technology"),
        ("Emotion recognition", "Technology"),
    ]
    plain = read_matrix(cells("Criterion\tWeight\tAcme\nLunch rota\t40\t3\nEmotion recognition\t60\t4")).rows
    assert [one.category for one in plain] == ["一般", "功能匹配度"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("情绪识别", "F-AI-03"),
        ("Emotion  Recognition", "F-AI-03"),
        ("报表自定义", "F-BI-02"),
        ("午休排班", ""),
        ("x", ""),
    ],
)
def test_a_name_is_matched_loosely_or_not_at_all(name, code):
    assert matching.proposed(name) == code


def test_the_seal_reminds_of_a_general_rubric_until_it_is_rewritten(chen):
    chen.post(ADDRESS, sent(preview(chen, SHEET)))
    made, chair = Selection.objects.get(), Member.objects.get()
    reminder = "这 1 条准则用的还是通用量表，尚未改写：午休排班。"
    assert reminder in sealing.warnings(made)
    own = made.criteria.get(code="G1-01")
    anchor = own.anchors.get(band="0-2")
    anchor.text_zh = "没有排班"
    anchor.save()
    assert reminder not in sealing.warnings(made)
    assert (own.kind, general.is_general(own.anchors.all()), chair.is_chair) == (Kind.RATED, False, True)


def test_a_vendor_whose_name_is_too_long_stops_the_whole_of_it(chen):
    answer = chen.post(ADDRESS, sent(preview(chen, SHEET), **{"v3-name": "云" * 201}))
    assert (answer.status_code, Selection.objects.count()) == (422, 0)
    assert answer.context["form"].non_field_errors() == ["最多 200 个字符，这里有 201 个。"]


@pytest.mark.parametrize(
    ("head", "weights_typed", "words", "answer"),
    [
        (
            "权重（%）",
            ("0.3", "0.2", "0.5"),
            "权重：数值都在 0 到 1 之间。“0.3 · 0.2 · 0.5”是什么意思？",
            ("percent", "fraction"),
        ),
        ("权重", ("12.500", "12.500", "75"), "权重：“12.500 · 12.500”是多少？", ("separator", ".")),
    ],
)
def test_what_the_weights_mean_is_asked_once_for_all(chen, head, weights_typed, words, answer):
    rows = [["指标", head, "云声"], *([f"准则{n}", weight, "3"] for n, weight in enumerate(weights_typed))]
    page = preview(chen, rows)
    assert [one.words for one in page.context["matrix"].seen.asked] == [words]
    refused = chen.post(ADDRESS, sent(page, spread="1"))
    assert (refused.status_code, Selection.objects.count()) == (422, 0)
    ask, said = answer
    chen.post(ADDRESS, sent(page, **{"answered": page.context["mark"], f"answer-weight-{ask}": said}))
    made = Selection.objects.get()
    expected = {"fraction": [3000, 2000, 5000], ".": [1250, 1250, 7500]}[said]
    assert [row.weight for row in made.criteria.exclude(kind="category").order_by("position")] == expected


def test_a_column_left_out_is_no_vendor_and_what_was_typed_for_the_old_ones_is_read_anew(chen):
    page = preview(chen, SHEET)
    again = chen.post(
        ADDRESS + "preview/",
        sent(page, write="", answered=page.context["mark"], **{"column-5": "skip", "r3-name": "别的"}),
    )
    assert again.context["matrix"].vendors == {3: "云声"}
    assert again.context["found"].lines[0].name == "情绪识别"


def test_a_row_that_is_read_all_the_same_joins_the_others_as_they_were_corrected(chen):
    page = preview(chen, SHEET)
    again = chen.post(
        ADDRESS + "preview/", sent(page, write="", answered=page.context["mark"], keep="6", **{"r3-name": "别的"})
    )
    assert [line.name for line in again.context["found"].lines] == ["别的", "午休排班", "总价", "合计"]


def test_marks_of_several_people_are_left_aside_and_the_totals_of_the_sheet_explained(chen):
    page = preview(chen, [["指标", "权重", "云声（评委一）", "云声（评委二）"], ["排班", "100", "3", "4"]])
    assert page.context["matrix"].vendors == {2: "云声"}
    assert page.context["marks"].people == ["云声（评委一）", "云声（评委二）"]
    assert "云声（评委一）, 云声（评委二）" in page.content.decode()
    page = preview(chen, [["指标", "权重", "云声"], ["排班", "60", "3"], ["质检", "40", "8"], ["总分", "", "11"]])
    shown = page.content.decode()
    assert "表里的总分直接把分数相加，没有乘权重。" in shown and page.context["matrix"].compared[0][1].made == "5"


def test_its_name_is_proposed_from_the_title_or_the_file_and_vendors_have_letters(chen):
    page = preview(chen, SHEET, name="")
    assert page.context["form"]["name"].value() == "2026 客服平台比选打分表"
    assert [(one.letter, one.name) for one in page.context["found"].vendors] == [("A", "云声"), ("B", "Delta Ltd")]
    book, held = Workbook(), BytesIO()
    for row in SHEET[1:]:
        book.active.append(row)
    book.save(held)
    page = chen.post(ADDRESS + "preview/", {"name": "", "file": SimpleUploadedFile("平台.比选.xlsx", held.getvalue())})
    assert page.context["form"]["name"].value() == "平台.比选"
    data = sent(page) | {"name": ""}
    data.pop("v3")
    answer = chen.post(ADDRESS, data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert [(one.letter, one.name) for one in answer.context["found"].vendors] == [("", "云声"), ("A", "Delta Ltd")]


def test_the_empty_workbook_is_read_by_the_same_door(chen):
    answer = chen.get(ADDRESS + "empty/")
    book = load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book.active[1]] == ["类别", "准则", "权重", "供应商 A", "供应商 B"]
    book.active.append(["功能", "排班", 100, 3, 4])
    held = BytesIO()
    book.save(held)
    page = chen.post(ADDRESS + "preview/", {"name": "", "file": SimpleUploadedFile("比选.xlsx", held.getvalue())})
    [line] = page.context["found"].lines
    assert (line.name, line.category, line.weight) == ("排班", "功能", "100")
    assert page.context["matrix"].vendors == {3: "供应商 A", 4: "供应商 B"}


def test_the_usual_words_of_the_library_stand_beside_the_box(chen):
    words = {code: usual for code, _name, usual in chen.get(ADDRESS).context["words"]}
    assert words["F-TK-02"] == ["智能路由", "自动派单", "智能分配", "自动分单"]


MEASURED = [
    ["指标", "权重", "云声", "Delta"],
    ["可用性承诺", "40", "99.95%", "约 99.9 %"],
    ["峰值并发与响应延迟（毫秒）", "20", "1500", "—"],
    ["上线周期", "20", "1.500 周", "8周"],
    ["免费试用期", "20", "8", "7"],
]


def facts_of(made):
    rows = made.vendors.exclude(facts=None).order_by("facts__criterion__code", "code")
    return list(rows.values_list("facts__criterion__code", "code", "facts__value", "facts__level", "facts__source"))


def test_values_with_the_unit_of_a_measured_criterion_come_in_as_facts(chen):
    page = preview(chen, MEASURED)
    assert [line.kind for line in page.context["found"].lines] == ["measured", "measured", "measured", "rated"]
    [question] = page.context["matrix"].seen.asked
    assert (question.words, page.context["marks"].kept) == ("上线周期：“1.500 周”是多少？", {(3, 0): "8", (3, 1): "7"})
    assert chen.post(ADDRESS, sent(page)).status_code == 422
    chen.post(ADDRESS, sent(page, answered=page.context["mark"], **{question.field: "."}))
    made = Selection.objects.get()
    assert facts_of(made) == [
        ("A-AV-01", "A", "99.95", "claimed", "表格"),
        ("A-AV-01", "B", "99.9", "claimed", "表格 · 约 99.9 %"),
        ("A-AV-03", "A", "1500", "claimed", "表格"),
        ("S-IM-04", "A", "1.5", "claimed", "表格"),
        ("S-IM-04", "B", "8", "claimed", "表格"),
    ]
    assert (verify(made).findings, verify(made).unproved) == ([], [])


def test_a_row_that_is_said_to_be_measured_needs_values_that_it_can_have(chen):
    rows = [["指标", "权重", "云声"], ["可用性承诺", "60", "优"], ["免费试用期", "40", "30"]]
    page = preview(chen, rows)
    assert [line.kind for line in page.context["found"].lines] == ["rated", "rated"]
    refused = chen.post(ADDRESS, sent(page, **{"r2-kind": "measured"}))
    assert (refused.status_code, bool(refused.context["found"].lines[0].error)) == (422, True)
    chen.post(ADDRESS, sent(page, **{"r3-kind": "measured"}))
    assert facts_of(Selection.objects.get()) == [("R-RP-03", "A", "30", "claimed", "表格")]


def test_nothing_is_created_while_a_column_or_a_line_of_heads_is_not_chosen(chen):
    rows = [["类别/指标", "指标", "权重", "云声"], ["功能", "排班", "100", "3"]]
    refused = chen.post(ADDRESS, sent(preview(chen, rows)))
    assert (refused.status_code, Selection.objects.count()) == (422, 0)
    rows = [["指标", "权重", "云声（张三）", "云声（李四）"], ["排班", "100", "3", "4"]]
    assert chen.post(ADDRESS, sent(preview(chen, rows))).status_code == 422
