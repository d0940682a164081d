"""Which marks of a spreadsheet are kept aside for who brought it, and which never are?"""

import hashlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from desk.confirming import confirmed
from desk.marks import sorting
from desk.matrix import read_matrix
from reports.decision_file import export
from reports.proof.verification import verify
from scoring.models import FoundMark, FoundSheet, Score
from selection import setup
from selection.models import Event, Phase, Selection
from tables.block import block_of
from tests.desk.test_from_table import ADDRESS, SHEET, chen, preview, sent

pytestmark = pytest.mark.django_db
__all__ = ["chen"]


def sorted_of(rows, sent=None):
    matrix = read_matrix(rows)
    return sorting(matrix, confirmed(matrix, sent or {}, is_first=sent is None))


def stored():
    marks = FoundMark.objects.order_by("criterion__code", "vendor__code")
    return [(mark.criterion.code, mark.vendor.code, mark.text) for mark in marks]


def workbook(rows):
    book, held = Workbook(), BytesIO()
    book.active.title = "打分"
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def test_marks_are_kept_as_they_were_typed_by_who_brought_them(chen):
    chen.post(ADDRESS, sent(preview(chen, SHEET), own="1"))
    made = Selection.objects.get()
    sheet = FoundSheet.objects.get()
    assert stored() == [("F-AI-03", "A", "8"), ("F-AI-03", "B", "7.5"), ("G1-01", "A", "6"), ("G1-01", "B", "9")]
    assert (sheet.selection, sheet.member.key, sheet.is_own, sheet.file) == (made, "chen", True, "")
    event = Event.objects.select_related("payload").get(type="scoring.sheet_marks_found")
    assert event.payload.body == {"found": 4, "own": True, "sha256": sheet.sha256}
    assert (Score.objects.count(), verify(made).findings, verify(made).unproved) == (0, [], [])
    assert b"7.5" not in export.canonical(made)


def test_of_a_file_its_name_its_sheet_and_its_hash_are_kept(chen):
    content = workbook(SHEET)
    page = chen.post(ADDRESS + "preview/", {"name": "平台", "file": SimpleUploadedFile("打分.xlsx", content)})
    door = page.context["door"].data
    read = sent(page, kept=door["kept"], sheet=door["sheet"])
    changed = read | {"block": read["block"].replace("7.5", "9.5")}
    again = chen.post(ADDRESS + "preview/", changed)
    chen.post(ADDRESS, sent(again, kept=door["kept"], sheet=door["sheet"]))
    chen.post(ADDRESS, read)
    found = [(one.file, one.name, one.sha256, one.is_own) for one in FoundSheet.objects.order_by("pk")]
    # What was changed in the box is no longer what stands in the file.
    of_block = hashlib.sha256(again.context["form"].cleaned_data["block"].encode()).hexdigest()
    of_file = hashlib.sha256(content).hexdigest()
    assert found == [("", "", of_block, False), ("打分.xlsx", "打分", of_file, False)]


def test_who_brought_no_marks_keeps_none(chen):
    chen.post(ADDRESS, sent(preview(chen, [["指标", "权重", "云声"], ["午休排班", "100", "—"]])))
    assert (Selection.objects.count(), FoundSheet.objects.count()) == (1, 0)


def test_prices_sums_weights_and_signs_that_nothing_is_there_are_never_kept():
    rows = [*SHEET[:3], ["", "午休排班", "20", "—", "不错，但是" + "慢" * 40, "", "9"], *SHEET[4:]]
    found = sorted_of(rows)
    assert found.kept == {(0, 0): "8", (0, 1): "7.5"}
    assert (found.empty, found.unscored, found.remarks, found.people) == (1, 2, 1, [])


def test_what_is_left_out_is_not_kept_and_the_rest_keeps_its_place():
    page = {"r5-name": "总价", "r3": "1", "r3-kind": "measured", "r4": "1", "r4-weight": "50", "v4": "1"}
    found = sorted_of(SHEET, page)
    assert (found.kept, found.unscored) == ({(1, 0): "9"}, 5)


@pytest.mark.parametrize(
    ("heads", "people"),
    [
        (["云声 / 张三", "云声 / 李四", "Delta"], ["云声 / 张三", "云声 / 李四"]),
        (["云声（张三）", "云声(李四)", "Delta"], ["云声（张三）", "云声(李四)"]),
        (["评委1", "评委 2", "Judge B"], ["评委1", "评委 2", "Judge B"]),
        (["云声", "专家系统公司", "Delta"], []),
    ],
)
def test_columns_of_several_people_are_named_and_never_kept(heads, people):
    found = sorted_of([["指标", "权重", *heads], ["午休排班", "100", "8", "7", "6"]])
    others = [mark for head, mark in zip(heads, "876", strict=True) if head not in people]
    assert (found.people, list(found.kept.values())) == (people, others)


def test_a_head_of_two_lines_tells_that_each_vendor_has_a_column_of_each_person():
    head = [["指标", "权重", "云声", "", "Delta", ""], ["", "", "张三", "李四", "张三", "李四"]]
    found = sorted_of([*head, ["午休排班", "100", "8", "7", "6", "5"]])
    assert (found.kept, len(found.people)) == ({}, 4)


def test_two_columns_that_are_said_to_be_one_vendor_are_those_of_several_people():
    rows = [["指标", "权重", "云声", "云声二"], ["午休排班", "100", "8", "7"]]
    said = {"r2": "1", "v2": "1", "v2-name": "云声", "v3": "1", "v3-name": "云声"}
    assert (sorted_of(rows).people, sorted_of(rows, said).people) == ([], ["云声", "云声二"])


@pytest.mark.parametrize(("mark", "is_beyond"), [("10", False), ("10.5", True), ("85 分", True), ("优", False)])
def test_a_mark_above_ten_says_that_the_sheet_has_another_scale(mark, is_beyond):
    assert sorted_of([["指标", "权重", "云声"], ["午休排班", "100", mark]]).is_beyond_ten is is_beyond


def test_the_counts_shown_are_those_that_are_stored(chen):
    page = preview(chen, SHEET)
    text = page.content.decode()
    assert ("4 个分数另行" in text, "2 个格子" in text, 'name="own" value="1" >' in text) == (True, True, True)
    chen.post(ADDRESS, sent(page))
    assert FoundMark.objects.count() == 4


def test_another_block_is_not_declared_as_own_by_the_last_ones_tick(chen):
    page = preview(chen, SHEET)
    other = [["指标", "权重", "甲"], ["报表自定义", "100", "5"]]
    first = chen.post(ADDRESS + "preview/", sent(page, block=block_of(other), own="1"))
    said = sent(first, own="1")
    said.pop("write")
    again = chen.post(ADDRESS + "preview/", said)
    assert (first.context["is_own"], again.context["is_own"]) == (False, True)


def test_a_draft_that_is_deleted_takes_its_found_marks_along(chen):
    chen.post(ADDRESS, sent(preview(chen, SHEET)))
    made = Selection.objects.get()
    made.criteria.get(code="G1-01").delete()
    assert [mark[0] for mark in stored()] == ["F-AI-03", "F-AI-03"]
    setup.delete_draft(made, member=made.members.get(), typed=made.name_zh)
    assert (FoundSheet.objects.count(), FoundMark.objects.count()) == (0, 0)


def test_from_the_upload_to_a_score(chen):
    chen.post(ADDRESS, sent(preview(chen, SHEET), own="1"))
    made = Selection.objects.get()
    made.members.update(is_evaluator=True)
    made.rounds.create(number=1, opened_at=timezone.now())
    Selection.objects.update(phase=Phase.SCORE)
    assert chen.get(f"/s/{made.code}/scoring/").content.decode().count("data-found=") == 4
    chen.post(f"/s/{made.code}/scoring/found/take/")
    marks = Score.objects.order_by("criterion__code", "vendor__code")
    assert [(mark.criterion.name, mark.vendor.name, mark.score) for mark in marks] == [
        ("情绪识别", "云声", 8),
        ("午休排班", "云声", 6),
        ("午休排班", "Delta Ltd", 9),
    ]
