import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import Rule
from selection.models import LateAct, Requirement, Selection
from tests.vendors.builders import category, measured, need, rated, vendor
from vendors.facts import record_fact
from vendors.models import Judgement
from vendors.screening import judge


def sent(**fields):
    return (
        {"moscow": "must", "text_zh": "响应快", "text_en": "", "source_zh": "", "source_en": ""}
        | {
            "operator": "",
            "threshold": "",
            "measure": "",
        }
        | fields
    )


def test_must_haves_show_their_state_for_each_vendor(site, cast, words):
    first, second = vendor(cast.bo, "云桥"), vendor(cast.bo, "灵犀")
    must, ruled = need(cast.selection), need(cast.selection, "R-02", text_en="98% accuracy")
    leaf = measured(cast.selection, unit_en="%", unit_zh="%")
    Rule.objects.create(requirement=ruled, criterion=leaf, operator=">=", threshold="98")
    judge(must, vendor=first, state="pass", note="All six tried", member=cast.bo)
    record_fact(second, criterion=leaf, value="90", level="documented", source="", member=cast.bo)
    page = site.get("needs")
    assert re.findall(r'data-r="(.)"', page.content.decode()) == ["P", "-", "-", "F"]
    text = words(page)
    assert "1 vendor fails a must-have" in text
    assert "All six tried" in text
    assert "Channels ≥ 98% · decided by the fact" in text
    assert re.findall(r"Pending|Excluded|Meets all", text.split("All must-haves")[1]) == ["Pending", "Excluded"]


def test_a_criterion_is_named_alike_beside_musts_and_wishes(site, cast, words):
    leaf = measured(cast.selection)
    need(cast.selection).criteria.add(leaf)
    need(cast.selection, "R-02", moscow="should").criteria.add(leaf)
    page = site.get("needs")
    assert re.findall(rf'title="{leaf.code}">(.*?)<', page.content.decode()) == ["Channels", "Channels"]
    assert leaf.code not in words(page)


@pytest.mark.parametrize(
    ("states", "heading"),
    [
        (["pass", "pass"], "Every vendor meets the must-haves"),
        (["pass", "pending"], "No vendor fails; 1 vendor is still pending"),
        (["fail", "fail"], "2 vendors fail a must-have"),
    ],
)
def test_heading_says_what_the_table_shows(site, cast, words, states, heading):
    must = need(cast.selection)
    for number, state in enumerate(states):
        judge(must, vendor=vendor(cast.bo, f"V{number}"), state=state, note="合同里没有写到这一条要求", member=cast.bo)
    assert heading in words(site.get("needs"))


def test_must_that_nobody_meets_and_a_list_too_strict_are_said(site, cast, words):
    must = need(cast.selection)
    for name in ("云桥", "灵犀"):
        judge(must, vendor=vendor(cast.bo, name), state="fail", note="合同里没有写到这一条要求", member=cast.bo)
    text = words(site.get("needs"))
    assert "Nobody meets R-01." in text
    assert "0 vendors are left." in text
    assert "must-haves are many" not in text
    for number in range(2, 14):
        need(cast.selection, f"R-{number:02d}")
    assert "13 must-haves are many." in words(site.get("needs"))


def test_need_is_added_with_its_links_and_its_rule(site, cast):
    leaf, other = measured(cast.selection), rated(cast.selection)
    fields = sent(
        criteria=[leaf.pk, other.pk, category(cast.selection).pk], operator=">=", threshold="１２", measure=leaf.pk
    )
    assert site.post("needs_add", **fields).status_code == 302
    row = Requirement.objects.get()
    assert (row.code, row.rule.threshold, row.criteria.count()) == ("R-01", "12", 3)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text_zh": ""}, "Write what is needed"),
        ({"operator": ">="}, "A rule needs a measured criterion and a threshold."),
        ({"operator": ">=", "threshold": "4o2"}, "“4o2” is not one."),
    ],
)
def test_bad_need_is_refused_with_what_was_typed(site, cast, words, fields, message):
    leaf = measured(cast.selection)
    page = site.post(
        "needs_add", **sent(source_zh="客服部", measure=leaf.pk if "threshold" in fields else "", **fields)
    )
    assert (page.status_code, Requirement.objects.count()) == (422, 0)
    assert message in words(page)
    assert 'value="客服部"' in page.content.decode()


def test_need_is_edited_and_removed(site, cast):
    row = need(cast.selection)
    assert "selected>Must have" in site.get("needs_edit", "R-01").content.decode()
    assert site.post("needs_edit", "R-01", **sent(moscow="could")).status_code == 302
    row.refresh_from_db()
    assert (row.moscow, row.text_zh) == ("could", "响应快")
    assert site.client.get(site.url("needs_remove", "R-01")).status_code == 302
    assert site.post("needs_remove", "R-01").status_code == 302
    assert not Requirement.objects.exists()


def test_after_the_seal_needs_are_judged_but_not_edited(site, cast):
    vendor(cast.bo)
    need(cast.selection)
    Selection.objects.update(phase="invite")
    page = site.get("needs").content.decode()
    assert site.url("needs_judge", "R-01") in page
    assert site.url("needs_edit", "R-01") not in page
    assert site.post("needs_edit", "R-01", **sent()).status_code == 409


def test_judgement_of_all_vendors_is_kept_at_once(site, cast):
    vendor(cast.bo, "云桥")
    vendor(cast.bo, "灵犀")
    need(cast.selection)
    fields = {"A-state": "pass", "A-note": "六个渠道", "B-state": "fail", "B-note": "六个渠道里只接得了四个"}
    assert site.post("needs_judge", "R-01", **fields).status_code == 302
    assert [(row.state, row.note) for row in Judgement.objects.order_by("vendor__code")] == [
        ("pass", "六个渠道"),
        ("fail", "六个渠道里只接得了四个"),
    ]
    assert site.post("needs_judge", "R-01", **fields | {"B-state": "perhaps"}).status_code == 422


def test_failure_without_a_reason_is_refused_with_what_was_typed(site, cast, words):
    vendor(cast.bo, "云桥")
    need(cast.selection)
    page = site.post("needs_judge", "R-01", **{"A-state": "fail", "A-note": "只接四个"})
    assert (page.status_code, Judgement.objects.count()) == (422, 0)
    assert "This reason has 4 characters; at least 10 are needed." in words(page)
    assert 'value="只接四个"' in page.content.decode()


def test_judgement_after_the_round_asks_for_a_reason_of_its_own(site, cast, words):
    vendor(cast.bo, "云桥")
    need(cast.selection)
    Selection.objects.update(phase="consensus")
    fields = {"A-state": "pass", "A-note": "六个渠道"}
    assert "Reason for a change after the close" in words(site.get("needs_judge", "R-01"))
    page = site.post("needs_judge", "R-01", **fields, reason="晚了")
    assert (page.status_code, Judgement.objects.count(), LateAct.objects.count()) == (422, 0, 0)
    assert ">\n晚了</textarea>" in page.content.decode()
    assert site.post("needs_judge", "R-01", **fields, reason="供应商周一才交来证明材料").status_code == 302
    assert LateAct.objects.get().reason == "供应商周一才交来证明材料"


def test_need_with_a_rule_or_below_a_must_is_not_judged(site, cast):
    vendor(cast.bo)
    ruled = need(cast.selection)
    need(cast.selection, "R-02", moscow="should")
    Rule.objects.create(requirement=ruled, criterion=measured(cast.selection), operator=">=", threshold="1")
    assert [site.get("needs_judge", code).status_code for code in ("R-01", "R-02", "R-03")] == [404] * 3


def test_evaluator_reads_and_changes_nothing(site, cast):
    vendor(cast.bo)
    need(cast.selection)
    page = site.as_("eva").get("needs").content.decode()
    assert "R-01" in page
    assert site.url("needs_add") not in page
    assert site.url("needs_judge", "R-01") not in page
    assert site.post("needs_add", **sent()).status_code == 403


def test_page_costs_the_same_at_any_length(site, cast):
    vendor(cast.bo)
    leaf = rated(cast.selection)
    counts = []
    for size in (3, 300):
        while cast.selection.requirements.count() < size:
            kind = "must" if cast.selection.requirements.count() % 2 else "should"
            need(cast.selection, f"R-{cast.selection.requirements.count():03d}", moscow=kind).criteria.add(leaf)
        counts.append(queries(site, "needs"))
    assert counts[0] == counts[1] <= 40


def queries(site, name, *args):
    with CaptureQueriesContext(connection) as seen:
        assert site.get(name, *args).status_code == 200
    return len(seen)


def test_a_pass_on_nothing_but_a_claim_is_said_on_the_page(site, cast, words):
    must = need(cast.selection)
    judge(must, vendor=vendor(cast.bo), state="pass", note="", member=cast.bo)
    assert "on nothing but a claim" in words(site.get("needs"))


@pytest.mark.parametrize("key", ["9" * 30, "-1", "1e3", "٣", "9" * 5000, "x"])
def test_a_key_that_is_no_key_is_refused_at_its_field(site, cast, key):
    page = site.post("needs_add", **sent(criteria=key))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["criteria"]
    assert not Requirement.objects.exists()
