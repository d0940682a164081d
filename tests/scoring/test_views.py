"""What the pages of scoring answer, to whom, and in how many queries."""

import gzip
from datetime import timedelta
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from criteria.assignments import assign
from criteria.models import Anchor
from scoring import rounds
from scoring.models import Score
from scoring.receipts import receipts
from selection import ledger
from selection.models import Event, Member, Phase, Selection, User
from tests.scoring.scene import scene
from vendors.models import Claim, Evidence, Fact

pytestmark = pytest.mark.django_db
FRAGMENT = {"HX-Request": "true"}
OFF_THE_SCALE = ["-1", "11", "10.001", "1e2", "NaN", "Infinity", "0x10", "1_000", "９", "seven", str(2**63)]
VERSIONS = ("-1", "x", "", str(2**40))
TAMPERED = [*({"version": text} for text in VERSIONS), {"operation": ""}, {"score": ["1", "9"]}]
NOT_MINE = [("T1", "A"), ("T2", "A"), ("P1", "A"), ("F", "A"), ("F1", "C"), ("none", "A")]


def address(name, *args):
    return reverse(name, args=["S-0001", *args])


def save(client, leaf="F1", vendor="A", headers=FRAGMENT, **fields):
    body = {"score": "7", "level": "demonstrated", "rationale": "", "operation": "op-a", "version": "0"}
    return client.post(address("save_score", leaf, vendor), body | fields, headers=headers)


@pytest.fixture
def s():
    return scene()


@pytest.fixture
def eva(client, s):
    client.force_login(s.committee.eva.user)
    return client


@pytest.fixture
def chen(client, s):
    client.force_login(s.committee.chen.user)
    return client


def test_a_save_answers_with_the_cell(eva):
    answer = save(eva, rationale="看过演示。")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("<div") == 1
    assert 'id="cell-F1-A"' in text and 'data-version="1"' in text and 'data-score="7"' in text
    assert Score.objects.get().rationale == "看过演示。"


def test_the_answer_is_the_cell_of_the_page(eva):
    fragment = save(eva).content.decode().strip()
    page = eva.get(address("scoring")).content.decode()
    assert fragment in page


HOSTILE = "\"><script>'&{}%s"


@pytest.mark.parametrize("name", ["scoring", "score_form"])
def test_whatever_people_typed_is_shown_as_text(eva, s, name):
    texts = {"name_zh": HOSTILE, "unit_zh": HOSTILE, "question_zh": HOSTILE}
    s.selection.criteria.filter(code__in=("F1", "T2")).update(**texts)
    s.selection.vendors.filter(code="A").update(name_zh=HOSTILE)
    Anchor.objects.update(text_zh=HOSTILE)
    Claim.objects.create(vendor=s.vendors["A"], criterion=s.criteria["F1"], text=HOSTILE, source=HOSTILE)
    Fact.objects.create(vendor=s.vendors["A"], criterion=s.criteria["T2"], value="95", source=HOSTILE)
    answers = [save(eva, rationale=HOSTILE), save(eva, operation="op-b"), eva.get(page_of(name))]
    assert [answer.status_code for answer in answers] == [200, 409, 200]
    assert sum(escape(HOSTILE) in answer.content.decode() for answer in answers) == 3
    assert not any(HOSTILE in answer.content.decode() or "<script>'" in answer.content.decode() for answer in answers)


def page_of(name):
    return address(name, "F1") if name == "score_form" else address(name)


def aria(answer, place):
    return answer.content.decode().partition(f'id="{place}"')[2].partition('aria-label="')[2].partition('"')[0]


def test_a_cell_is_read_out_in_the_language_of_its_reader(eva, s):
    s.give("eva", "F1", "A", 9, rationale="好")
    said = {
        "zh-hans": "全渠道接入 · 云桥客服、9 分、演示、有理由",
        "en": "Omnichannel intake · Yunqiao Desk, 9 points, Demonstrated, rationale written",
    }
    for language, words in said.items():
        User.objects.filter(pk=s.committee.eva.user_id).update(language=language)
        assert aria(eva.get(address("scoring")), "cell-F1-A") == words


def test_not_applicable_is_one_of_the_answers(eva):
    assert save(eva, score="na", rationale="不卖。").status_code == 200
    assert (Score.objects.get().score, Score.objects.get().is_not_applicable) == (None, True)


def test_a_stale_save_answers_409_with_both_values(eva):
    save(eva, score="7", rationale="先到的。")
    answer = save(eva, score="3", rationale="后到的。", operation="op-b")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "先到的。" in text and "后到的。" in text and 'data-version="1"' in text
    assert Score.objects.get().score == 7


@pytest.mark.parametrize("score", OFF_THE_SCALE)
def test_what_is_not_on_the_scale_answers_422_with_the_fault(eva, score):
    answer = save(eva, score=score)
    assert answer.status_code == 422
    assert "10" in answer.content.decode()
    assert Score.objects.count() == 0


def test_a_level_for_poc_records_only_answers_422(eva):
    assert save(eva, level="poc").status_code == 422
    assert Score.objects.count() == 0


@pytest.mark.parametrize("field", TAMPERED)
def test_a_page_that_was_tampered_with_answers_400(eva, field):
    assert save(eva, **field).status_code == 400
    assert Score.objects.count() == 0


def test_fields_that_are_not_of_a_cell_change_nothing(eva, s):
    save(eva, member=str(s.member("ed").pk), vendor_id="9", phase="done")
    assert (Score.objects.get().member, Selection.objects.get().phase) == (s.member("eva"), Phase.SCORE)


@pytest.mark.parametrize(("leaf", "vendor"), NOT_MINE)
def test_a_cell_outside_my_sheet_answers_404(eva, s, leaf, vendor):
    assign(s.member("eva"), criteria=[s.criteria["F"]], by=s.member("chen"))
    assert save(eva, leaf, vendor).status_code == 404


def test_an_ended_session_answers_401_to_a_script_and_saves_nothing(client, s):
    assert save(client).status_code == 401
    assert Score.objects.count() == 0


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.CONSENSUS, Phase.INVITE])
def test_a_save_in_another_phase_answers_409(eva, phase):
    Selection.objects.update(phase=phase)
    answer = save(eva)
    assert answer.status_code == 409
    assert "data-conflict" not in answer.content.decode()


def asked(queries):
    """What is asked of the database beside the marks of transactions inside each other."""
    return [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def test_a_save_takes_ten_queries_with_those_of_the_person(eva):
    save(eva, operation="op-first")
    with CaptureQueriesContext(connection) as queries:
        assert save(eva, vendor="B", operation="op-b").status_code == 200
    assert len(asked(queries)) == 10, asked(queries)
    assert len(queries) == 12  # one transaction, which is a mark within that of the test
    with CaptureQueriesContext(connection) as queries:
        assert save(eva, vendor="B", score="5", operation="op-c", version="1").status_code == 200
    assert (len(asked(queries)), len(queries)) == (10, 12)


def test_a_plain_save_goes_back_to_its_form(eva):
    answer = save(eva, headers={})
    assert (answer.status_code, answer.url) == (302, address("score_form", "F1") + "#vendor-A")


def test_a_plain_fault_keeps_what_was_typed(eva):
    answer = save(eva, headers={}, score="12", rationale="十二分。")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "十二分。" in text


def test_a_plain_conflict_shows_both_and_can_be_sent_again(eva):
    save(eva, score="7", rationale="先到的。")
    answer = save(eva, headers={}, score="3", rationale="后到的。", operation="op-b")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "先到的。" in text and "后到的。" in text
    form = answer.context["cells"][[item["cell"].vendor.code for item in answer.context["cells"]].index("A")]["form"]
    again = {name: form.data[name] for name in ("score", "level", "rationale", "operation", "version")}
    assert eva.post(address("save_score", "F1", "A"), again).status_code == 302
    assert (Score.objects.get().score, Score.objects.get().version) == (3, 2)


def test_the_sheet_shows_my_cells_and_says_what_is_not_mine(eva, s):
    assign(s.member("eva"), criteria=[s.criteria["F"]], by=s.member("chen"))
    Fact.objects.create(vendor=s.vendors["A"], criterion=s.criteria["T2"], value="99.9", level="documented")
    answer = eva.get(address("scoring"))
    sheet = answer.context["sheet"]
    assert [row.criterion.code for row in sheet.rows] == ["F1", "F2"]
    assert [row.criterion.code for row in sheet.others] == ["T1", "T2", "P1"]
    assert "99.9" in answer.content.decode()
    assert [row.weight for row in sheet.rows] == [30.0, 30.0]


def test_known_facts_are_claims_and_evidence_and_a_poc_result_grants_the_level(eva, s):
    Claim.objects.create(vendor=s.vendors["A"], criterion=s.criteria["F1"], text="接 22 个渠道", source="第 3 问")
    Evidence.objects.create(vendor=s.vendors["A"], criterion=s.criteria["F1"], title="POC 1", level="poc", origin="poc")
    sheet = eva.get(address("scoring")).context["sheet"]
    cell = next(cell for cell in sheet.cells if (cell.criterion.code, cell.vendor.code) == ("F1", "A"))
    known = sheet.known[(cell.criterion.pk, cell.vendor.pk)]
    assert (cell.level, [item.text for item in known]) == ("poc", ["接 22 个渠道", "POC 1"])
    assert "data-proven" in save(eva).content.decode()


def test_vendor_order_is_each_persons_own_and_stays(s):
    from scoring.grid import in_order_of

    round, vendors = rounds.current(s.selection), list("ABCDEFGH")
    fakes = [type("V", (), {"code": code})() for code in vendors]
    orders = {name: [v.code for v in in_order_of(s.member(name), round, fakes)] for name in ("eva", "ed", "bo")}
    assert [v.code for v in in_order_of(s.member("eva"), round, reversed(fakes))] == orders["eva"]
    assert len({tuple(order) for order in orders.values()}) == 3
    assert all(sorted(order) == vendors for order in orders.values())


def test_submit_lists_what_is_missing(eva, s):
    s.give("eva", "F1", "A", 9)
    answer = eva.post(address("submit_sheet"))
    assert answer.status_code == 409
    assert answer.content.decode().count(reverse("score_form", args=["S-0001", "F1"])) == 2


def test_submit_locks_and_take_back_opens(eva, s):
    s.fill("eva")
    assert eva.post(address("submit_sheet")).status_code == 302
    assert not eva.get(address("scoring")).context["sheet"].is_open
    assert save(eva, score="5", version="1", operation="op-z").status_code == 422
    assert eva.post(address("withdraw_sheet")).status_code == 302
    assert eva.get(address("scoring")).context["sheet"].is_open


def test_submitting_gives_a_receipt_of_its_event(eva, s):
    s.fill("eva")
    page = eva.post(address("submit_sheet"), follow=True).content.decode()
    event = Event.objects.get(type="scoring.sheet_submitted")
    assert f"{event.sequence}" in page
    assert page.count(ledger.grouped(event.hash[:16])) == 1
    assert page.count(ledger.grouped(event.payload_hash[:16])) == 1


def test_receipts_are_shown_again_to_whom_they_belong(eva, s, client):
    s.fill("eva")
    eva.post(address("submit_sheet"))
    submitted = Event.objects.get(type="scoring.sheet_submitted")
    command = f"manage.py verify S-0001 --head {submitted.sequence}:{submitted.hash}"
    page = eva.get(address("scoring_receipts")).content.decode()
    assert (command in page, ledger.grouped(submitted.payload_hash) in page) == (True, True)
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    closed = Event.objects.get(type="selection.moved")
    kept = {name: [one.sequence for one in receipts(s.member(name))] for name in ("eva", "ed", "chen", "bo", "aude")}
    both = [closed.sequence, submitted.sequence]
    assert kept == {"eva": both, "ed": both[:1], "chen": both[:1], "bo": [], "aude": []}
    client.force_login(s.member("aude").user)
    assert "还没有回执" in client.get(address("scoring_receipts")).content.decode()


def test_the_closed_sheet_is_read_only(eva, s):
    s.give("eva", "F1", "A", 6)
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    answer = eva.get(address("scoring"))
    assert (answer.status_code, answer.context["sheet"].is_open) == (200, False)
    assert 'data-st="lock"' in answer.content.decode()


def test_the_round_page_counts(chen, s):
    s.give("eva", "F1", "A", 6)
    rows = chen.get(address("scoring")).context["rows"]
    assert [(row["member"].key, row["done"], row["total"]) for row in rows] == [("ed", 0, 6), ("eva", 1, 6)]


def test_open_close_and_keep_from_the_pages(client):
    s = scene(phase=Phase.INVITE)
    client.force_login(s.committee.chen.user)
    assert client.get(address("scoring")).context["blockers"] == []
    closes = timezone.localtime() + timedelta(days=1)
    assert client.post(address("open_scoring"), {"closes_at": closes.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert Selection.objects.get().scoring_closes_at.replace(second=0) == closes.replace(second=0, microsecond=0)
    assert client.get(address("close_round")).status_code == 200
    assert client.post(address("close_round"), {"reason": ""}).status_code == 422
    assert client.post(address("close_round"), {"reason": "时间到了，其余格子不再等。"}).status_code == 302
    assert client.get(address("keep_means")).status_code == 200
    assert client.post(address("keep_means")).status_code == 302
    assert Selection.objects.get().phase == Phase.CONSENSUS
    assert client.get(address("scores")).status_code == 200


def test_missing_costs_are_named_to_who_may_know_of_prices(client):
    s = scene(phase=Phase.INVITE)
    client.force_login(s.committee.chen.user)
    assert len(client.get(address("scoring")).context["costs"]) == 2
    Selection.objects.update(phase=Phase.SCORE, sealed_prices=True)
    assert len(client.get(address("close_round")).context["costs"]) == 2
    Member.objects.filter(key="chen").update(is_evaluator=True)
    assert client.get(address("close_round")).context["costs"] == []


def test_a_closing_time_that_has_passed_answers_422(chen):
    answer = chen.post(address("closing_time"), {"closes_at": "2020-01-01T10:00"})
    assert (answer.status_code, Selection.objects.get().scoring_closes_at) == (422, None)


def test_everybodys_scores_with_means(chen, s):
    s.give("eva", "F1", "A", 6, rationale="够用。")
    s.give("ed", "F1", "A", 9, rationale="很好。")
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    rounds.keep_means(s.selection, member=s.member("chen"))
    table = chen.get(address("scores")).context["table"]
    cell = table.lines[0].cells[0]
    assert (cell.mean, [mark.score for mark in cell.marks]) == (7.5, [9, 6])
    assert table.lines[0].cells[1].mean is None


def seen(client, name, code, people, **size):
    """The page of a small or large selection, and in how many queries it came."""
    phase = Phase.CONSENSUS if name == "scores" else Phase.SCORE
    s = scene(code=code, phase=phase, more=tuple(f"e{n}" for n in range(people - 1)))
    s.grow(**size)
    client.force_login(s.committee.members["eva" if name == "scoring" else "chen"].user)
    url = reverse(name, args=[code])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    return answer, len(queries)


@pytest.mark.parametrize("name", ["scoring", "scoring_round", "scores"])
def test_page_queries_do_not_grow(client, name):
    _, few = seen(client, name, "S-1", people=1, leaves=2, vendors=0)
    answer, many = seen(client, name, "S-2", people=10, leaves=64, vendors=6)
    assert (answer.status_code, many) == (200, few)


def test_the_largest_grid_stays_small(client):
    answer, _ = seen(client, "scoring", "S-1", people=10, leaves=64, vendors=6)
    assert answer.context["sheet"].total == 8 * 67
    assert len(gzip.compress(answer.content)) < 300_000


def test_events_of_a_whole_round(chen, s):
    s.give("eva", "F1", "A", 6)
    sheets_before = Event.objects.count()
    chen.post(address("close_round"), {"reason": "时间到了，其余格子不再等。"})
    assert Event.objects.count() == sheets_before + 1


def test_only_evaluators_have_a_sheet(client, s):
    for name, status in {"bo": 403, "otto": 403, "aude": 403, "chen": 403, "eva": 200}.items():
        client.force_login(s.committee.members[name].user)
        assert client.get(address("score_forms")).status_code == status


@pytest.mark.parametrize(("phase", "status"), [(Phase.SCORE, 409), (Phase.CLOSED, 409), (Phase.CONSENSUS, 200)])
def test_everybodys_scores_wait_for_the_reveal(eva, phase, status):
    Selection.objects.update(phase=phase)
    assert eva.get(address("scores")).status_code == status


@pytest.mark.parametrize(
    ("left_out", "said"),
    [(False, "你未提交；已保存的分数仍计入。"), (True, "你的评分表被排除；已保存的分数不计入。")],
)
def test_who_was_late_reads_how_much_was_kept_and_what_follows(client, s, left_out, said):
    s.give("eva", "F1", "A", 6)
    reason = "时间到了，其余格子不再等。"
    people = {s.member("eva"): reason} if left_out else {}
    rounds.close_round(s.selection, member=s.member("chen"), reason=reason, left_out=people)
    client.force_login(s.committee.eva.user)
    page = client.get(address("scoring"))
    assert not page.context["sheet"].is_open
    text = page.content.decode()
    assert "评分已锁定，分数不能再改。" in text
    assert "你的 1 格已保存。" in text
    assert said in text
