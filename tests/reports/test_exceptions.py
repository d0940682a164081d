"""Does the list of exceptions tell what did not go the usual way, and rankings only once they may be seen?"""

import json
import re
from dataclasses import replace

import pytest
from django.utils import timezone, translation

from analysis.decision_file import canonical_bytes
from reports import exceptions
from reports.decision_file import export
from reports.findings.exceptions import told
from reports.models import Decision
from reports.paper import book
from reports.runs import execute, request_run
from scoring.models import Score
from scoring.rounds import close_round
from selection import late, ledger, triggers
from selection.events import CourseEvent
from selection.models import Member, Phase, Selection, User
from tests.browser import dressed, faults_of, in_every_dress
from tests.reports import finished, papers
from tests.scoring.scene import scene
from vendors.models import CostLine
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db
REASON = "Ed is on leave until the end of March."
CHEN = {"key": "chen", "name": {"zh": "陈主席", "en": "Chen"}}
ED = {"key": "ed", "name": {"zh": "ed", "en": "ed"}}


def of(made):
    found = exceptions.of(Selection.objects.get(pk=made.selection.pk))
    assert json.loads(json.dumps(found)) == found
    return found


def closed():
    made = scene()
    made.fill("eva")
    made.give("ed", "F1", "A", 8, rationale="")
    close_round(made.selection, member=made.member("chen"), reason=REASON)
    return made


def test_of_an_ordinary_selection_is_empty():
    made = scene()
    made.fill("eva")
    made.fill("ed")
    close_round(made.selection, member=made.member("chen"))
    assert of(made) == []


def test_of_tells_an_early_close_with_its_reason_and_the_missing_cells():
    [found] = of(closed())
    assert found.pop("at")
    assert found == {
        "kind": "early_close",
        "by": CHEN,
        "reason": REASON,
        "round": 1,
        "done": 7,
        "total": 12,
        "people": [ED | {"missing": 5}],
    }


def act(made):
    before = export.canonical(made.selection).decode()
    Score.objects.filter(member__key="eva", vendor__code="B").update(score=9)
    after = export.canonical(made.selection).decode()
    files = {"before": before, "after": after}
    member = made.member("bo")
    late.record(made.selection, member=member, kind="vendors.x", object="vendor B", reason=REASON, **files)


@pytest.mark.parametrize(("phase", "is_shown"), [(Phase.CLOSED, False), (Phase.CONSENSUS, True), (Phase.DONE, True)])
def test_of_gives_both_rankings_only_after_the_reveal(phase, is_shown):
    made = closed()
    act(made)
    Selection.objects.filter(pk=made.selection.pk).update(phase=phase)
    found = of(made)[-1]
    assert (found["kind"], found["act"], found["object"]) == ("late_act", "vendors.x", "vendor B")
    assert ("before" in found, "after" in found) == (is_shown, is_shown)


def test_ranking_reads_a_stored_file_with_the_excluded_last():
    found = exceptions.ranking(canonical_bytes(finished.failing(finished.inputs(), "B")).decode())
    assert [(row["vendor"], row["rank"], row.get("is_excluded", False)) for row in found] == [
        ("A", 1, False),
        ("C", 2, False),
        ("D", 3, False),
        ("B", None, True),
    ]
    assert exceptions.ranking("{}") is None


def test_of_names_whose_marks_do_not_count_and_who_was_never_asked():
    made = scene()
    made.fill("eva")
    made.fill("ed")
    Member.objects.filter(key="ed").update(marks_count=False, not_counted_reason=REASON)
    Member.objects.filter(key="eva").update(marks_settled=False, removed_at=timezone.now())
    Member.objects.filter(key="otto").update(marks_settled=False)
    assert [(row["kind"], row["person"]["key"], row["reason"]) for row in of(made)] == [
        ("marks_not_counted", "ed", REASON),
        ("marks_not_settled", "eva", ""),
    ]


def test_of_tells_a_mended_value_with_both_digests():
    made = scene(Phase.DECIDE)
    change = {"seal": ["aa", "bb"]}
    late.record(
        made.selection, member=made.member("chen"), kind=CourseEvent.MENDED, object="F1", reason=REASON, payload=change
    )
    [found] = of(made)
    assert (found["kind"], found["change"], found["by"]) == ("mended", change, CHEN)


def test_of_tells_what_the_decision_waived():
    made = scene(Phase.DONE)
    decision = Decision(selection=made.selection, reason=REASON, decided_by=made.member("chen"))
    decision.waivers = [{"kind": "excluded", "reason": REASON}]
    made.selection.decision = decision
    decision.decided_at = made.selection.created_at
    [found] = exceptions.of(made.selection)
    assert (found["kind"], found["waived"], found["reason"], found["by"]) == ("waiver", "excluded", REASON, CHEN)


def test_of_reads_an_event_whose_payload_was_erased():
    made = closed()
    with triggers.lifted():
        ledger.Payload.objects.all().delete()
    assert of(made) == []


# ---- as a reader sees them


def page_of(client, made, name="aude"):
    client.force_login(made.member(name).user)
    return client.get(f"/s/{made.selection.code}/results/exceptions/")


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def late_demo():
    """The demo after its leader was withdrawn late, by its buyer."""
    selection = finished.selection(Phase.CLOSED)
    buyer = Member.objects.select_related("selection", "user").get(selection=selection, key="gu")
    withdraw_vendor(selection.vendors.get(code="A"), reason="供应商昨天书面退出了投标", member=buyer)
    return selection, buyer


def test_page_says_that_there_are_none(client):
    made = scene(Phase.CONSENSUS)
    assert "没有例外" in text_of(page_of(client, made))


def test_page_tells_an_early_close(client):
    made = closed()
    Selection.objects.update(phase=Phase.CONSENSUS)
    text = text_of(page_of(client, made))
    assert "第 1 轮锁定时，12 格中已打 7 格。" in text
    assert REASON in text
    assert "ed：缺 5 格" in text


def test_page_shows_both_rankings_of_a_late_act(client):
    selection, buyer = late_demo()
    Selection.objects.update(phase=Phase.CONSENSUS)
    client.force_login(buyer.user)
    text = text_of(client.get(f"/s/{selection.code}/results/exceptions/"))
    assert "供应商退出比选：A" in text
    assert "供应商昨天书面退出了投标" in text
    [one] = told(exceptions.of(Selection.objects.get()), zone="Asia/Shanghai")
    assert [(move.vendor.code, move.before[:1], move.after[:1]) for move in one.moves] == [
        ("B", "2", "1"),
        ("C", "3", "2"),
        ("D", "4", "3"),
        ("A", "1", "–"),
    ]


@pytest.mark.django_db(transaction=True)
@in_every_dress
def test_exceptions_what_is_to_be_mended_and_the_decision_are_accessible_and_fit(
    open_page, language, theme, size, share
):
    selection, _buyer = late_demo()
    Selection.objects.filter(pk=selection.pk).update(phase=Phase.DECIDE)
    selection.refresh_from_db()
    execute(request_run(selection)[0].pk)
    CostLine.objects.filter(vendor__selection=selection, item="K02").update(label_zh="迁移、接口和培训，" * 30)
    page = dressed(open_page, User.objects.get(username="xu"), language, theme, size)
    places = ["results/exceptions/", "mending/", "decision/", "decision/record/", "members/", "costs/"]
    assert faults_of(page, places[share], prefix=f"/s/{selection.code}/") == []


def test_no_ranking_is_computed_before_the_reveal(client, monkeypatch):
    """Not for the person who acts, on no page, in no list: until the reveal the stored files stay closed."""
    monkeypatch.setattr(exceptions, "without_draws", None)  # a call of it fails
    selection, buyer = late_demo()
    [one] = told(exceptions.of(Selection.objects.get()), zone="Asia/Shanghai")
    assert one.moves == []
    client.force_login(buyer.user)
    assert client.get(f"/s/{selection.code}/results/exceptions/").status_code == 409


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"kind": "waiver", "waived": "not_leader"}, "选中的供应商不是第一名，已书面豁免。"),
        ({"kind": "waiver", "waived": "of a later version"}, "有不利于这一选择的情况，已书面豁免。"),
        ({"kind": "mended", "object": "F1", "change": {"seal": ["aa", "bb"]}}, "修正了超出限制的内容：F1"),
        ({"kind": "late_act", "act": "later.version", "object": "x 1", "phase": "decide"}, "改动了输入：1"),
        ({"kind": "sheet_left_out", "person": ED, "marks": 3}, "ed的评分表被排除：其 3 个分数不计入。"),
        ({"kind": "marks_not_settled", "person": ED, "marks": 3}, "ed离开时尚未确认；已打的 3 个分数仍计入。"),
    ],
)
def test_told_has_a_sentence_for_every_kind(entry, what):
    with translation.override("zh-hans"):
        [one] = told([{"at": None, "by": None, "reason": REASON} | entry], zone="Asia/Shanghai")
        assert one.what == what


@pytest.mark.parametrize(
    ("field", "value", "told_so"),
    [
        ("amount", ["", "3: 5000, 4: 0"], "Year: entry: – → 3: 5000, 4: 0"),
        ("seats", ["7: 90", ""], "Year: entry: 7: 90 → –"),
        ("amount", ["99", "9"], "Entry: 99 → 9"),
        ("label_en", ["a: b", "a"], "Entry: a: b → a"),
    ],
)
def test_told_says_that_a_mended_plan_stands_by_year(field, value, told_so):
    entry = {"kind": "mended", "object": "x", "change": {"field": field, "value": value, "seal": ["aa", "bb"]}}
    with translation.override("en"):
        [one] = told([entry | {"at": None, "by": None, "reason": REASON}], zone="Asia/Shanghai")
    assert one.details == [told_so, "Digest of the seal: aa → bb"]


def test_told_reads_totals_as_the_outcome_file_writes_them():
    rows = [{"vendor": "A", "name": {"zh": "甲", "en": ""}, "rank": 1, "total": "71.5"}]
    entry = {"kind": "late_act", "act": "", "object": "", "at": None, "by": None, "reason": "", "phase": "decide"}
    [one] = told([entry | {"before": rows, "after": rows}], zone="Asia/Shanghai")
    assert ([move.after for move in one.moves], one.is_same) == (["1 · 71.50"], True)


# ---- on paper


def pages_of(entries, language="en"):
    opened = replace(papers.paper(language=language, is_draft=True), exceptions=tuple(entries))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", book.html(opened)))


def test_report_has_the_page_also_when_it_is_empty():
    assert "例外 没有例外：没有提前锁定" in pages_of([], language="zh-hans")
    assert "There were none: no round was closed early" in pages_of([])


def test_report_prints_reasons_as_written_with_both_rankings():
    rows = [{"vendor": "A", "name": {"zh": "甲", "en": "Alpha"}, "rank": 1, "total": 71.5}]
    late_one = {"kind": "late_act", "act": "vendors.withdrawn", "object": "vendor B", "phase": "closed"}
    entry = {
        "at": "2026-03-27T02:00:00+00:00",
        "by": CHEN,
        "reason": "<b>left</b>\n& gone",
        "before": [],
        "after": rows,
    }
    text = pages_of([late_one | entry])
    assert (
        "A vendor was withdrawn: B 27 March 2026 10:00 (Asia/Shanghai), Chen &lt;b&gt;left&lt;/b&gt; &amp; gone" in text
    )
    assert "A Alpha – 1 · 71.50" in text


def test_report_names_an_early_close_where_it_says_where_it_comes_from():
    entry = {"kind": "early_close", "round": 1, "done": 192, "total": 228, "people": [], "reason": REASON}
    text = pages_of([entry | {"at": None, "by": CHEN}])
    assert text.count("Round 1 was closed with 192 of 228 cells scored.") == 2
    assert f"192 of 228 cells scored., {REASON}" in text.partition("Origin of this report")[2]
