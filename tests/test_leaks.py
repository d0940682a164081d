"""Does any page, fragment, export or error tell one evaluator anything of another's marks before the reveal?"""

import json
import re
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.http import HttpResponseForbidden
from django.shortcuts import render
from django.test import Client
from django.urls import reverse

from analysis.decision_file import canonical_bytes
from criteria.models import Criterion
from reports import exceptions
from scoring import rounds
from scoring.models import FoundMark, Score
from scoring.progress import progress
from scoring.sheets import submit
from scoring.visibility import may_see_ranks, visible_scores
from selection import ledger
from selection.models import LateAct, Member, Phase, Selection
from tests.scoring.scene import scene
from tests.test_access import COMMITTEES, TABLES, TAKEN
from vendors.models import CostLine
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db
SECRET = "只有埃德知道的理由"
OTHER_SECRET = "埃德后来写的理由"
# What differs between two answers of one page and says nothing: tokens, nonces, operation ids.
NOISE = re.compile(
    rb'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|name="operation" value="\w+"'
)
KNOWN = {"criterion": "F1", "vendor": "A"}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def s():
    return scene(scoring_closes_at=None)


@pytest.fixture
def bare(monkeypatch):
    without_frames(monkeypatch)


def without_frames(monkeypatch):
    """Refusals in their own words. The frame around them is that of the pages that open, and takes most of the time."""

    def bare_page(request, template, context, status):
        return render(request, template.replace("409", "_refusal"), context, status=status)

    def forbidden(request, exception):
        return HttpResponseForbidden(str(exception))

    monkeypatch.setattr("selection.middleware.render", bare_page)
    monkeypatch.setattr("config.urls.handler403", forbidden, raising=False)


def pages(s, name, headers=None, only=()):
    """Every address of the selection as this person sees it, or those that are named, without noise."""
    client = Client()
    client.force_login(s.committee.members[name].user)
    answers = {
        route.name: answer_of(client, route.name, path(s, route), headers=headers)
        for route in COMMITTEES
        if (not only or route.name in only) and not (headers and route.name in TABLES)  # no script asks for a file
    }
    return {
        place: (answer.status_code, said_in(answer.content))
        for place, answer in answers.items()
        if not answer.streaming
    }


def answer_of(client, name, place, headers=None):
    """What is there now; a file that is taken leaves no event, so that looking changes nothing."""
    if name not in TAKEN:
        return client.get(place, headers=headers)
    with transaction.atomic():
        answer = client.get(place, headers=headers)
        transaction.set_rollback(True)
    return answer


def said_in(content):
    """A page without noise; of a workbook every part of its file."""
    if not content.startswith(b"PK"):
        return NOISE.sub(b"", content)
    with ZipFile(BytesIO(content)) as file:
        return b"".join(file.read(name) for name in file.namelist())


def path(s, route):
    known = {name: KNOWN[name] for name in route.parameters if name in KNOWN}
    return reverse(route.name, kwargs=route.parameters | known | {"code": s.selection.code})


def ed_found(s):
    """What stood in the spreadsheet of Ed's: kept aside, and his alone."""
    s.find("ed", dict.fromkeys(product(("F1", "F2"), "AB"), SECRET), file=f"{SECRET}.xlsx")


def ed_scores(s, score=9):
    ed_found(s)
    for leaf in ("F1", "F2", "T1"):
        for vendor in s.vendors:
            s.give("ed", leaf, vendor, score, rationale=SECRET)
    submit(s.member("ed"))


def ed_changes_his_mind():
    """Other values in as many cells, at the same moment: only the values differ."""
    Score.objects.filter(member__key="ed").update(score=2, rationale=OTHER_SECRET, level="claimed")
    FoundMark.objects.filter(criterion__code="F1").delete()
    FoundMark.objects.update(text="3")


def differing(before, after):
    return sorted(place for place in before if before[place] != after[place])


def naming(found, *secrets):
    return sorted(place for place, (_, body) in found.items() if any(secret.encode() in body for secret in secrets))


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_nothing_on_my_pages_depends_on_what_others_did(s, headers):
    s.give("eva", "F1", "A", 6)
    before = pages(s, "eva", headers)
    ed_scores(s)
    after = pages(s, "eva", headers)
    assert (differing(before, after), naming(after, SECRET)) == ([], [])
    assert before["scoring"][0] == 200


def test_a_workbook_is_looked_into(s):
    """Costs stand in the table that who may see prices takes along, and the look finds them there."""
    dear(s, 79_000_000, 97_000_000)
    CostLine.objects.update(label_zh=SECRET, label_en=SECRET)
    only = ("cost_lines", "cost_lines_table")
    assert naming(pages(s, "bo", only=only), SECRET) == sorted(only)
    assert naming(pages(s, "eva", only=only), SECRET) == []


def test_the_reveal_shows_what_was_covered(s):
    """The same look at the pages does find it, so the tests above would."""
    ed_scores(s)
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    rounds.keep_means(s.selection, member=s.member("chen"))
    tells = {"scores", "scores_table"}
    assert set(naming(pages(s, "eva", only=tells), SECRET)) == tells


def test_errors_and_conflicts_of_a_save_say_nothing_of_others(s):
    ed_scores(s)
    client = Client()
    client.force_login(s.committee.eva.user)
    body = {"score": "6", "level": "demonstrated", "rationale": "", "operation": "op-a", "version": "0"}
    wrong = [
        {},
        {"score": "4", "operation": "op-b"},
        {"score": "12"},
        {"level": "poc"},
        {"version": "7", "operation": "op-c"},
    ]
    for headers in (FRAGMENT, {}):
        for fields in wrong:
            answer = client.post(reverse("save_score", args=["S-0001", "F1", "A"]), body | fields, headers=headers)
            assert SECRET not in answer.content.decode()
    answer = client.post(reverse("submit_sheet", args=["S-0001"]))
    assert (answer.status_code, SECRET in answer.content.decode()) == (409, False)


def test_another_persons_operation_id_is_refused_without_a_word_of_theirs(s):
    s.give("ed", "F1", "A", 9, rationale=SECRET, operation="op-ed")
    client = Client()
    client.force_login(s.committee.eva.user)
    body = {"score": "9", "level": "demonstrated", "rationale": SECRET, "operation": "op-ed", "version": "0"}
    answer = client.post(reverse("save_score", args=["S-0001", "F1", "A"]), body, headers=FRAGMENT)
    assert (answer.status_code, Score.objects.filter(member__key="eva").count()) == (422, 0)


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED, Phase.CANCELLED])
def test_before_the_reveal_everybody_sees_only_their_own(phase):
    s = scene()
    s.give("eva", "F1", "A", 6)
    s.give("ed", "F1", "A", 9)
    type(s.selection).objects.update(phase=phase)
    for name in s.committee.members:
        member = s.member(name)
        assert set(visible_scores(member)) == set(Score.objects.filter(member=member))
        assert not may_see_ranks(member)


@pytest.mark.parametrize("phase", [Phase.CONSENSUS, Phase.DECIDE, Phase.DONE])
def test_after_the_reveal_the_committee_sees_all(phase):
    s = scene()
    s.give("eva", "F1", "A", 6)
    s.give("ed", "F1", "A", 9)
    type(s.selection).objects.update(phase=phase)
    assert all(visible_scores(s.member(name)).count() == 2 for name in s.committee.members)


# ---- what stood in somebody's spreadsheet


TAKEN_ALONG = {"all_table", "scores_table", "record_table", "export_selection"}


@pytest.mark.parametrize("phase", [Phase.DEFINE, Phase.DONE])
def test_marks_of_a_spreadsheet_go_along_in_no_file(phase):
    """Neither before the reveal nor after it, in no workbook and no decision file."""
    s = scene(phase, scoring_closes_at=None)
    ed_found(s)
    found = pages(s, "aude", only=TAKEN_ALONG)
    assert [found[place][0] for place in ("all_table", "record_table")] == [200, 200]
    assert naming(found, SECRET) == []


# ---- what a late act moved, before the reveal


@pytest.fixture
def moved(s):
    """A round just closed, after which the buyer let the leader go: every place moves."""
    for leaf, vendor in product(("F1", "F2", "T1"), s.vendors):
        s.give("eva", leaf, vendor, 9 if vendor == "A" else 5)
    s.criteria["T2"].delete()
    s.criteria["P1"].delete()
    Criterion.objects.filter(code="T1").update(weight=10_000)
    ed_scores(s, 7)
    rounds.close_round(s.selection, member=s.member("chen"))
    withdraw_vendor(s.vendors["A"], reason="供应商昨天书面退出了投标", member=s.member("bo"))
    return s


# ---- what a count, a list or a search could tell


OUTSIDE = ("/", "/?tab=ended", "/inbox/", "/?q=S-0001", f"/?q={SECRET[:4]}", "/profile/", "/templates/")


def outside(s, name):
    """Pages of more than one selection, and what the search finds."""
    client = Client()
    client.force_login(s.committee.members[name].user)
    answers = {place: client.get(place) for place in OUTSIDE}
    return {place: (answer.status_code, NOISE.sub(b"", answer.content)) for place, answer in answers.items()}


def everywhere(s, *names):
    found = {name: outside(s, name) | pages(s, name) for name in names or s.committee.members}
    return {(name, place): answer for name, own in found.items() for place, answer in own.items()}


@pytest.mark.parametrize(
    ("is_closed", "names"),
    [(False, ("chen", "eva", "bo")), (True, ("chen", "eva", "otto", "aude"))],
    ids=["open", "closed"],
)
def test_until_the_reveal_marks_stay_covered_and_so_does_that_they_tell_nobody_apart(s, bare, is_closed, names):
    """Values and reasons change, and what was a value becomes "not applicable": as many cells are given as before."""
    ed_scores(s, 7)
    s.give("eva", "F1", "A", 7)
    if is_closed:
        rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    before = everywhere(s, *names)
    ed_changes_his_mind()
    Score.objects.filter(member__key="ed", criterion__code__in=["F2", "T1"]).update(score=None, is_not_applicable=True)
    after = everywhere(s, *names)
    assert naming(before, SECRET, "分不出高低", "按各自的打分") == naming(after, OTHER_SECRET) == []
    assert differing(before, after) == []


def test_the_reveal_shows_what_is_not_applicable(s):
    """The same look at the pages does find it, so the test above would."""
    ed_scores(s)
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    rounds.keep_means(s.selection, member=s.member("chen"))
    tells = {"overview", "scores"}
    before = {name: pages(s, name, only=tells) for name in ("chen", "otto")}
    Score.objects.filter(member__key="ed", criterion__code="F2").update(score=None, is_not_applicable=True)
    found = {place for name in before for place in differing(before[name], pages(s, name, only=tells))}
    assert found == tells


def test_what_nobody_may_see_pushes_nothing_out(s, bare):
    """However often others score and type prices, the latest acts that one may see stay where they were."""
    s.give("eva", "F1", "A", 6)
    before = everywhere(s, "eva", "aude")
    with transaction.atomic():
        for kind, name in (("scoring.score_recorded", "ed"), ("vendors.cost_line_recorded", "bo")):
            for _ in range(205):
                ledger.record(kind, selection=s.selection, member=s.member(name))
    assert "更新了评分" in before["eva", "overview"][1].decode()
    assert differing(before, everywhere(s, "eva", "aude")) == []


def everybodys_pages(s, *names):
    return {name: pages(s, name) for name in names or s.committee.members}


def test_until_the_reveal_no_page_ranks_anybody_or_depends_on_what_a_late_act_moved(moved, bare, monkeypatch):
    """Neither the stored files nor the present inputs are evaluated, whoever asks for whatever.

    The same act over other marks: as many cells, other totals before and after.
    """
    act = LateAct.objects.get()
    turned = [turned_round(text) for text in (act.before, act.after)]
    for text, other in zip((act.before, act.after), turned, strict=True):
        assert exceptions.ranking(text) not in (None, exceptions.ranking(other))
    for place in ("reports.exceptions.without_draws", "reports.runs.evaluate"):
        monkeypatch.setattr(place, None)  # a call of it fails
    before = everybodys_pages(moved)
    shown = {place for own in before.values() for place, (status, _body) in own.items() if status == 200}
    hidden = {"results", "exceptions", "working", "decision", "export_selection", "make_report"}
    hidden |= {"download_report", "download_report_tables"}
    assert (shown & hidden, shown & {"overview", "vendors", "needs"}) == (set(), {"overview", "vendors", "needs"})
    told = exceptions.shown(moved.selection)
    assert [(entry["kind"], entry.keys() & {"before", "after"}) for entry in told] == [("late_act", set())]
    LateAct.objects.update(before=turned[0], after=turned[1])
    after = everybodys_pages(moved, "chen", "eva", "aude")
    assert [differing(before[name], after[name]) for name in after] == [[]] * len(after)


def turned_round(text):
    """The decision file with every mark on the other side of the scale."""
    found = json.loads(text)
    for score in [score for number in found["rounds"] for score in number["scores"]]:
        score["score"] = 10 - score["score"]
    return canonical_bytes(found).decode()


def test_the_reveal_shows_both_rankings(moved):
    """The same look at the pages does find them, so the tests above would."""
    Selection.objects.update(phase=Phase.CONSENSUS)
    place = f"2 · {exceptions.ranking(LateAct.objects.get().before)[1]['total']:.2f}"
    assert naming(pages(moved, "aude"), place) == ["exceptions"]


def dear(s, *amounts):
    """Offers beyond the end of the price's scale, or not; the same cells are filled."""
    CostLine.objects.all().delete()
    for vendor, amount in zip(s.vendors.values(), amounts, strict=True):
        CostLine.objects.create(vendor=vendor, item="K01", year=1, amount=amount, is_quoted=True)


LOOKED_AT = [("otto", Phase.DEFINE), ("aude", Phase.INVITE), ("eva", Phase.SCORE), ("eva", Phase.CLOSED)]
THE_REST = sorted(
    set(product(("eva", "otto", "aude"), (Phase.DEFINE, Phase.INVITE, Phase.SCORE, Phase.CLOSED))) - set(LOOKED_AT)
)


@pytest.mark.parametrize(
    ("name", "phase"), [*LOOKED_AT, *(pytest.param(*case, marks=pytest.mark.campaign) for case in THE_REST)]
)
def test_that_prices_tell_nobody_apart_is_a_price(bare, name, phase):
    s = scene(scoring_closes_at=None)
    s.criteria["P1"].basis, s.criteria["P1"].curve = "tco", "piecewise"
    s.criteria["P1"].points = [["100000", "100"], ["200000", "0"]]
    s.criteria["P1"].save()
    Selection.objects.update(phase=phase, budget_ceiling=20_000_000, budget_target=10_000_000)
    dear(s, 79_000_000, 97_000_000)
    before, organisers = pages(s, name), pages(s, "chen", only={"costs", "cost_lines"})
    dear(s, 11_000_000, 19_000_000)
    assert (differing(before, pages(s, name)), naming(before, "分不出高低", "超出上限")) == ([], [])
    assert naming(organisers, "分不出高低", "超出上限") == ["cost_lines", "costs"]


def test_who_arranges_and_scores_does_not_learn_that_prices_tell_nobody_apart(bare):
    """An organiser who evaluates is blind to prices while scoring, and so to what follows from them."""
    s = scene(scoring_closes_at=None)
    s.criteria["P1"].basis, s.criteria["P1"].curve = "tco", "piecewise"
    s.criteria["P1"].points = [["100000", "100"], ["200000", "0"]]
    s.criteria["P1"].save()
    Member.objects.filter(key="bo").update(is_evaluator=True)
    for phase, is_told in ((Phase.SCORE, False), (Phase.CLOSED, True)):
        Selection.objects.update(phase=phase)
        dear(s, 79_000_000, 97_000_000)
        before = pages(s, "bo")
        dear(s, 11_000_000, 19_000_000)
        assert (naming(before, "分不出高低") != [], differing(before, pages(s, "bo")) != []) == (is_told, is_told)


def test_another_selections_marks_are_never_mine_to_see():
    s, other = scene(), scene(code="S-0002", people=("mallory",))
    other.give("ed", "F1", "A", 9)
    type(s.selection).objects.update(phase=Phase.DONE)
    assert visible_scores(s.member("eva")).count() == 0


def test_progress_holds_counts_only(s):
    ed_scores(s)
    row = next(row for row in progress(s.selection) if row["member"].key == "ed")
    assert set(row) == {"member", "done", "total", "submitted", "last_activity"}
