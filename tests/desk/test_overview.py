"""Where does one selection stand: its journey, who is late, what is missing, what happened?"""

import re
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from analysis import ENGINE
from desk.events import recent
from desk.gaps import gaps
from desk.overview import Outcome, at_a_glance, journey
from desk.standing import standings
from reports.deciding.decision import decide
from reports.decision_file import export
from reports.models import Run
from scoring.models import Sheet
from selection import ledger
from selection.dates import day_text, short_day, zone
from selection.models import Phase, Selection
from tests import cast
from tests.scoring.scene import scene
from vendors.models import CostLine, Fact
from vendors.screening import judge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def standing(made, name):
    [found] = standings(cast.person(name), Selection.objects.filter(pk=made.selection.pk))
    return found


def missing(made, name):
    return [(gap.level, gap.title) for gap in gaps(standing(made, name))]


def test_an_empty_selection_lacks_everything():
    assert missing(cast.committee(), "chen") == [
        ("bad", "Before the seal"),
        ("todo", "No needs yet"),
        ("todo", "No vendors yet"),
        ("todo", "No decision day"),
    ]


def test_before_scoring_facts_and_costs_are_missing():
    made = scene(Phase.INVITE)
    assert missing(made, "bo") == [("warn", "2 of 2 facts are missing"), ("warn", "2 vendors have no costs")]


def test_missing_costs_are_not_told_to_evaluators():
    made = scene(Phase.INVITE)
    assert missing(made, "eva") == [("warn", "2 of 2 facts are missing")]


def test_what_is_entered_is_no_longer_missing():
    made = scene(Phase.INVITE)
    for vendor in made.vendors.values():
        Fact.objects.create(vendor=vendor, criterion=made.criteria["T2"], value="99")
        for year in range(1, 6):
            CostLine.objects.create(vendor=vendor, item="K01", year=year, amount=100)
    assert missing(made, "bo") == []


def test_a_must_have_that_waits_is_pending_whether_somebody_noted_why_or_not():
    made = scene(Phase.INVITE)
    must = made.selection.requirements.create(code="R-01", moscow="must", text_en="Order lookup")
    waits = ("warn", "2 must-haves are pending", "Judge")
    first, second = made.vendors.values()
    for vendor in (None, first, second):
        if vendor:
            judge(must, vendor=vendor, state="pending", note="Asked for the contract", member=made.member("bo"))
        [found] = [gap for gap in gaps(standing(made, "bo")) if gap.url.endswith("/needs/")]
        assert (found.level, found.title, found.action) == waits
    judge(must, vendor=second, state="pass", note="", member=made.member("bo"))
    assert ("warn", "1 must-have is pending") in missing(made, "bo")


def test_marks_that_nobody_settled_are_missing_to_who_may_know_of_marks():
    made = scene()
    made.fill("ed")
    unsettled = ("warn", "Whether the scores of 1 person who left count is not settled")
    assert unsettled not in missing(made, "chen")
    made.selection.members.filter(key="ed").update(removed_at=timezone.now(), marks_settled=False)
    told = {name: unsettled in missing(made, name) for name in ("chen", "bo", "eva", "otto", "aude")}
    assert told == {"chen": True, "bo": True, "eva": False, "otto": True, "aude": False}


def test_who_has_not_submitted_is_named_to_who_may_see_progress():
    made = scene(Phase.SCORE)
    Sheet.objects.create(
        round=made.selection.rounds.get(), member=made.committee.members["ed"], submitted_at=timezone.now()
    )
    [gap] = [gap for gap in gaps(standing(made, "chen")) if gap.level == "todo"]
    assert (gap.title, gap.text) == ("1 person has not submitted", "Eva")
    assert not [gap for gap in gaps(standing(made, "eva")) if gap.level == "todo"]


def test_an_overdue_round_comes_first():
    made = scene(Phase.SCORE, scoring_closes_at=timezone.now() - timedelta(hours=1))
    assert missing(made, "chen")[0] == ("late", "Scoring is overdue")


def test_cells_without_a_score_are_counted_after_closing():
    made = scene(Phase.SCORE)
    made.give("eva", "F1", "A")
    Selection.objects.update(phase=Phase.CLOSED)
    assert ("warn", "5 cells have no score") in missing(made, "chen")
    assert "5 cells have no score" not in dict(map(reversed, missing(made, "eva")))


def test_progress_is_counts_for_some_and_nothing_for_others():
    made = scene(Phase.SCORE)
    made.give("eva", "F1", "A")
    rows = {row["member"].key: (row["done"], row["total"]) for row in at_a_glance(standing(made, "otto")).progress}
    assert rows == {"eva": (1, 6), "ed": (0, 6)}
    assert [at_a_glance(standing(made, name)).progress for name in ("eva", "aude")] == [[], []]


def test_the_journey_has_eight_steps_with_dates():
    made = scene(Phase.SCORE, decision_date=timezone.localdate())
    steps = journey(standing(made, "chen"))
    assert (len(steps), steps[0].mark, steps[3].mark, steps[7].mark) == (8, "d", "n", "")
    assert steps[7].dates == f"{timezone.localdate():%-d %b}"


@pytest.mark.parametrize("name", ["chen", "eva", "bo", "otto", "aude"])
@pytest.mark.parametrize("phase", Phase)
def test_everybody_opens_the_overview_in_every_phase(client, phase, name):
    made = scene(phase)
    client.force_login(made.committee.members[name].user)
    assert client.get("/s/S-0001/").status_code == 200


@pytest.mark.parametrize("phase", [Phase.SCORE, Phase.INVITE])
def test_as_many_queries_for_a_large_selection_as_for_a_small_one(client, phase):
    made = scene(phase)
    made.selection.rounds.get_or_create(number=1)
    client.force_login(cast.person("chen"))
    client.get("/s/S-0001/")
    small = count(client)
    made.grow(leaves=20, vendors=4)
    assert count(client) == small


def count(client):
    with CaptureQueriesContext(connection) as captured:
        client.get("/s/S-0001/")
    return len(captured)


def happened(made, name, *types):
    with transaction.atomic():
        for type in types:
            ledger.record(type, selection=made.selection, member=made.committee.members[name], payload={"to": "score"})


def lines(made, name):
    return [line.text for line in recent(standing(made, name).member)]


def test_the_same_acts_on_one_day_are_one_line():
    made = scene(Phase.INVITE)
    happened(made, "chen", "criteria.weight_set", "criteria.weight_set", "selection.moved")
    assert lines(made, "bo") == ["Chen opened scoring", "Chen changed weights"]


def test_a_report_is_told_as_a_report_and_what_is_unknown_claims_no_change():
    made = scene(Phase.DECIDE)
    happened(made, "chen", "report.requested", "report.made", "weather.turned")
    assert lines(made, "bo") == [
        "Chen did something that this page has no words for",
        "A report was made for Chen",
        "Chen asked for a report",
    ]
    with translation.override("zh-hans"):
        told = lines(made, "bo")
    assert (told[1], any("修改" in line for line in told)) == ("为陈主席生成了报告", False)


def test_marks_and_prices_of_others_are_not_even_mentioned():
    made = scene(Phase.SCORE)
    happened(made, "ed", "scoring.score_recorded")
    happened(made, "bo", "vendors.cost_line_recorded")
    happened(made, "eva", "scoring.sheet_submitted")
    assert lines(made, "eva") == ["Eva submitted"]
    assert lines(made, "aude") == []
    assert lines(made, "chen") == ["Eva submitted", "Bo entered costs", "ed scored"]


def test_the_outcome_shows_with_the_reveal_only():
    made = scene(Phase.CLOSED)
    assert at_a_glance(standing(made, "chen")).outcome is None
    Selection.objects.update(phase=Phase.CONSENSUS)
    assert at_a_glance(standing(made, "eva")).outcome == Outcome(
        run=None, decision=None, waivers=[], headline="", said=[], rows=[], excluded=[]
    )


def test_the_ranking_of_the_latest_run_stands_on_the_overview():
    made = scene(Phase.SCORE)
    made.fill("eva", 8)
    for vendor in made.vendors.values():
        Fact.objects.create(vendor=vendor, criterion=made.criteria["T2"], value="99")
        CostLine.objects.create(vendor=vendor, item="K01", year=1, amount=100)
    Selection.objects.update(phase=Phase.CONSENSUS)
    results = {
        "ranking": [{"vendor": "B", "rank": 1}, {"vendor": "A", "rank": 2}],
        "total": {"A": 60.5, "B": 70.25},
        "acceptability": {"stated": {"ranks": {"A": [0.2, 0.8], "B": [0.8, 0.2]}}},
        "conclusion": {"kind": "leads", "leader": "B", "set": ["B"], "lead": 9.75, "p_first": 0.8, "bar": 0.7},
    }
    Run.objects.create(
        selection=made.selection,
        number=1,
        decision_file=export.canonical(made.selection).decode(),
        file_hash="",
        digest="x",
        engine="1",
        state="done",
        results=results,
    )
    outcome = at_a_glance(standing(made, "eva")).outcome
    assert [(row.vendor.code, row.total, row.first) for row in outcome.rows] == [
        ("B", 70.25, 0.8),
        ("A", 60.5, 0.2),
    ]
    assert outcome.headline.startswith("B Lingxi Service leads by")


def finish(selection, results):
    """A run of the present inputs that came to this."""
    inputs = export.canonical(selection)
    Run.objects.create(
        selection=selection,
        number=1,
        decision_file=inputs.decode(),
        file_hash=sha256(inputs).hexdigest(),
        digest="x",
        engine=ENGINE,
        state="done",
        results=results,
    )


def test_a_decision_for_nobody_is_told_as_one(client):
    made = scene(Phase.DECIDE)
    finish(made.selection, {"conclusion": {"kind": "none", "leader": None}})
    decide(made.selection, member=made.committee.chen, vendor=None, reason="None of them is good enough.")
    chen = made.committee.chen.user
    chen.language = "en"
    chen.save()
    client.force_login(chen)
    page = client.get(f"/s/{made.selection.code}/").content.decode()
    assert "None of the vendors" in page
    assert "None of them is good enough." in page


def test_a_decision_stands_with_its_day_and_the_excluded_and_no_doubt_in_bold(client):
    made = scene(Phase.DECIDE, decision_date=date(2031, 12, 25))
    results = {
        "ranking": [{"vendor": "A", "rank": 1}],
        "total": {"A": 60.5, "B": 70.25},
        "conclusion": {"kind": "single", "leader": "A", "set": ["A"], "lead": None, "p_first": None, "bar": 70},
        "excluded": [{"vendor": "B", "need": "R-07"}, {"vendor": "B", "need": "R-09"}],
    }
    finish(made.selection, results)
    decide(made.selection, member=made.committee.chen, vendor=None, reason="None of them is good enough.")
    chen = made.committee.chen.user
    chen.language = "en"
    chen.save()
    client.force_login(chen)
    page = client.get(f"/s/{made.selection.code}/")
    outcome = page.content.decode().partition('id="outcome"')[2].partition("</section>")[0]
    [bold] = re.findall(r't-outcome__line">(.*?)</p>', outcome, re.S)
    today = day_text(timezone.now().astimezone(zone(made.selection)))
    assert " ".join(re.sub("<[^>]+>", " ", bold).split()) == f"Decided on {today}: None of the vendors"
    assert "excluded: must-have R-07, R-09 failed" in outcome
    rail = page.content.decode().partition('id="rail"')[2].partition("</nav>")[0]
    assert (f"decided on {today}" in rail, "2031" in rail) == (True, False)
    home = client.get("/?tab=ended").content.decode()
    assert (today in home, "2031" in home) == (True, False)
    [step] = [step for step in journey(standing(made, "chen")) if step.stage.key == "decision"]
    assert (step.dates, step.note) == (short_day(timezone.now()), "decided")
