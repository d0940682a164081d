"""Does the page show, open and record, with and without a script?"""

import re

import pytest
from django.urls import reverse

from poc.models import Trial
from poc.plan import add_scenario, edit_scenario
from selection.models import LateAct, MoSCoW, Phase, Selection
from tests.poc.scene import outline, poc
from tests.poc.test_trials import proven
from tests.vendors.builders import need

pytestmark = pytest.mark.django_db
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def scene():
    return poc()


@pytest.fixture
def bo(client, scene):
    client.force_login(scene.member("bo").user)
    return client


def url(scene, name="poc", *args):
    return reverse(name, args=[scene.selection.code, *args])


def trial_url(scene, vendor="A"):
    return url(scene, "poc_trial", "P-01", vendor)


def sent(**fields):
    return {"result": "pass", "value": "", "note_zh": "", "note_en": "", "version": "0"} | fields


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_board_shows_each_result_once(scene, bo):
    scene.record(scene.returns, "A", "partial", note_zh="缺图片")
    page = bo.get(url(scene)).content.decode()
    assert re.findall(r'data-r="(.)"\s+id="(cell-[^"]+)"', page) == [
        ("H", "cell-P-01-A"),
        ("-", "cell-P-01-B"),
        ("-", "cell-P-02-A"),
        ("-", "cell-P-02-B"),
    ]
    assert page.count("缺图片") == 1


def test_filter_keeps_the_counts_of_the_whole_group(scene, bo):
    scene.record(scene.returns, "A", "fail")
    scene.record(scene.uptime, "A", "pass")
    page = bo.get(url(scene) + "?show=failed")
    assert [row.scenario.code for group in page.context["board"].groups for row in group.rows] == ["P-01"]
    assert [group.passed for group in page.context["board"].groups] == [[(1, 2), (0, 2)]]


def test_cell_opens_in_the_table_with_and_without_a_script(scene, bo):
    whole = bo.get(trial_url(scene)).content.decode()
    part = bo.get(trial_url(scene), headers=SCRIPT).content.decode()
    assert ("<html" in whole, "<html" in part) == (True, False)
    assert (whole.count('id="opened"'), part.count('id="opened"')) == (1, 1)


def test_plain_form_records_and_goes_back_to_the_cell(scene, bo):
    response = bo.post(trial_url(scene), sent(result="fail", note_zh="超时"))
    assert (response.status_code, response["Location"]) == (302, url(scene) + "#cell-P-01-A")
    assert proven(scene.selection) == [("F1", "A", "poc")]


def test_filter_survives_the_record(scene, bo):
    response = bo.post(trial_url(scene) + "?show=untested", sent())
    assert response["Location"] == url(scene) + "?show=untested#cell-P-01-A"


def test_script_gets_the_board_with_the_cell_in_focus(scene, bo):
    page = bo.post(trial_url(scene), sent(), headers=SCRIPT).content.decode()
    assert page.lstrip().startswith('<div class="t-stack" id="poc-board"')
    assert re.findall(r'id="(cell-[^"]+)"[^>]*\sautofocus', page) == ["cell-P-01-A"]


def test_bad_value_stays_with_its_message(scene, bo):
    response = bo.post(url(scene, "poc_trial", "P-02", "A"), sent(value="九十八", note_zh="夜间"), headers=SCRIPT)
    page = response.content.decode()
    assert (response.status_code, Trial.objects.count()) == (422, 0)
    assert 'value="九十八"' in page and 'value="夜间"' in page
    assert list(response.context["opened"].form.errors) == ["value"]


def test_conflict_shows_both_and_a_second_press_wins(scene, bo):
    scene.record(scene.returns, "A", "pass", name="eva", note_zh="娃说行")
    response = bo.post(trial_url(scene), sent(result="fail", note_zh="柏说不行"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "娃说行" in text_of(response) and 'value="柏说不行"' in page
    assert 'name="version" value="1"' in page
    bo.post(trial_url(scene), sent(result="fail", note_zh="柏说不行", version="1"))
    assert Trial.objects.get().note_zh == "柏说不行"


def test_still_open_names_the_must_have_that_waits(scene, bo):
    waiting = need(scene.selection, "R-09", MoSCoW.MUST)
    waiting.criteria.add(scene.scene.criteria["F"])
    page = bo.get(url(scene))
    first = page.context["open"][0]
    assert (first.cell.key, first.needs) == ("P-01-A", ["R-09"])
    assert page.context["coverage"].missed == []


def test_coverage_names_what_no_scenario_reaches(scene, bo):
    need(scene.selection, "R-01", MoSCoW.MUST)
    found = bo.get(url(scene)).context["coverage"]
    assert (found.tried, found.leaves, [row.code for row in found.missed]) == (2, 5, ["R-01"])


def test_window_is_set_on_the_page(scene, bo):
    bo.post(url(scene, "poc_window"), {"start": "2026-03-02", "end": "2026-03-20"})
    assert scene.selection.poc_plan.start.isoformat() == "2026-03-02"


def test_wrong_window_stays_on_the_page(scene, bo):
    response = bo.post(url(scene, "poc_window"), {"start": "2026-03-20", "end": "2026-03-02"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="2026-03-20"' in page and "<details" in page and " open>" in page


def test_scenario_is_added_changed_and_removed(scene, bo):
    fields = {"name_zh": "导出", "pass_line_zh": "48 小时内", "group_zh": "边界", "criteria": ["F2"]}
    bo.post(url(scene, "poc_add_scenario"), fields)
    made = scene.selection.poc_scenarios.get(code="P-03")
    assert [leaf.code for leaf in made.criteria.all()] == ["F2"]
    bo.post(url(scene, "poc_edit_scenario", "P-03"), fields | {"name_zh": "全量导出"})
    assert scene.selection.poc_scenarios.get(code="P-03").name_zh == "全量导出"
    asked = bo.get(url(scene, "poc_remove_scenario", "P-03"))
    assert (asked.status_code, scene.selection.poc_scenarios.count()) == (200, 3)
    bo.post(url(scene, "poc_remove_scenario", "P-03"))
    assert scene.selection.poc_scenarios.count() == 2


def test_scenario_without_a_name_keeps_what_was_typed(scene, bo):
    response = bo.post(url(scene, "poc_add_scenario"), {"name_zh": "", "pass_line_zh": "30 秒内"})
    assert response.status_code == 422
    assert 'value="30 秒内"' in response.content.decode()


@pytest.mark.parametrize("name", ["otto", "aude"])
def test_reader_finds_no_control(scene, client, name):
    client.force_login(scene.member(name).user)
    page = client.get(url(scene)).content.decode()
    assert ("/poc/trials/" in page, "/poc/scenarios/" in page, "/poc/window/" in page) == (False, False, False)


def test_evaluator_records_but_does_not_plan(scene, client):
    client.force_login(scene.member("eva").user)
    page = client.get(url(scene)).content.decode()
    assert ("/poc/trials/" in page, "/poc/scenarios/" in page) == (True, False)


def test_controls_go_with_the_phase(scene, bo):
    Selection.objects.filter(pk=scene.selection.pk).update(phase=Phase.DECIDE)
    page = bo.get(url(scene)).content.decode()
    assert ("/poc/trials/" in page, "/poc/scenarios/" in page) == (False, False)


def test_scenario_of_another_selection_is_not_found(scene, bo):
    assert bo.get(url(scene, "poc_trial", "P-99", "A")).status_code == 404
    assert bo.get(url(scene, "poc_trial", "P-01", "C")).status_code == 404


def test_empty_plan_offers_the_first_step(scene, bo):
    scene.selection.poc_scenarios.all().delete()
    page = bo.get(url(scene)).content.decode()
    assert page.count(url(scene, "poc_add_scenario")) == 2


def test_hostile_words_are_shown_as_text(scene, bo):
    hostile = "<script>alert(1)</script>"
    edit_scenario(scene.returns, outline=outline(hostile), member=scene.member("bo"))
    scene.record(scene.returns, "A", "fail", note_zh=hostile)
    assert hostile not in bo.get(trial_url(scene)).content.decode()


def grown(scene, count):
    for number in range(count):
        made = add_scenario(
            scene.selection,
            outline=outline(f"场景 {number}", criteria=[scene.scene.criteria["F2"]]),
            member=scene.member("chen"),
        )
        scene.record(made, "A", "pass")
        need(scene.selection, f"R-{number}").criteria.add(scene.scene.criteria["F2"])


@pytest.mark.parametrize("count", [1, 3])
def test_board_asks_as_often_for_one_scenario_as_for_three(scene, bo, count, django_assert_num_queries):
    grown(scene, count)
    bo.get(url(scene))
    with django_assert_num_queries(16):
        bo.get(url(scene), headers=SCRIPT)


LATE = "供应商周一才交来证明材料"


def test_result_after_the_round_has_a_reason_beside_its_note(scene, bo):
    Selection.objects.update(phase=Phase.CLOSED)
    assert "评分锁定之后修改的原因" in text_of(bo.get(trial_url(scene)))
    page = bo.post(trial_url(scene), sent(note_zh="三路都通", reason="补录"), headers=SCRIPT)
    assert (page.status_code, Trial.objects.count()) == (422, 0)
    assert ">\n补录</textarea>" in page.content.decode()
    bo.post(trial_url(scene), sent(note_zh="三路都通", reason=LATE))
    assert (Trial.objects.get().note_zh, LateAct.objects.get().reason) == ("三路都通", LATE)


def test_plan_after_the_round_asks_for_a_reason(scene, bo):
    Selection.objects.update(phase=Phase.CONSENSUS)
    window = {"start": "2027-01-04", "end": "2027-01-15"}
    assert bo.post(url(scene, "poc_window"), window | {"reason": ""}).status_code == 422
    assert bo.post(url(scene, "poc_window"), window | {"reason": LATE}).status_code == 302
    assert bo.post(url(scene, "poc_remove_scenario", "P-01"), {"reason": "不用了"}).status_code == 422
    assert bo.post(url(scene, "poc_remove_scenario", "P-01"), {"reason": LATE}).status_code == 302
    assert [act.kind for act in LateAct.objects.all()] == ["poc.window_set", "poc.scenario_removed"]
