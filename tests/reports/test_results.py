"""Who sees the results when, what do they say of themselves, and what is only tried out?"""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from reports.models import Run, State
from reports.runs import request_run
from selection.access import LIGHT
from selection.models import Member, Phase, Selection
from tests.cast import join, person
from tests.reports.finished import computed, failing, inputs, only, selection, without_scores
from tests.reports.test_runs import record

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"HX-Request": "true"}
REVEALED = {Phase.CONSENSUS, Phase.DECIDE, Phase.DONE}


@pytest.fixture
def run():
    return computed()


@pytest.fixture
def demo(request):
    """With its run done where the test asks for that one too."""
    return request.getfixturevalue("run").selection if "run" in request.fixturenames else selection()


@pytest.fixture
def xu(client, demo):
    """The chair, who reads English."""
    user = Member.objects.get(selection=demo, key="xu").user
    user.language = "en"
    user.save()
    client.force_login(user)
    return client


def url(name="results", *args):
    return reverse(name, args=["S-0007", *args])


def text_of(response):
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("phase", Phase.values)
def test_results_and_working_open_with_the_reveal(run, demo, xu, phase):
    Selection.objects.filter(pk=demo.pk).update(phase=phase)
    expected = 200 if phase in REVEALED else 409
    assert [xu.get(url(name)).status_code for name in ("results", "working")] == [expected, expected]


@pytest.mark.parametrize("phase", sorted(set(Phase.values) - REVEALED))
def test_no_total_leaks_through_a_refusal(run, demo, xu, phase):
    Selection.objects.filter(pk=demo.pk).update(phase=phase)
    for name, args in (("results", ()), ("working", ()), ("run_status", (1,))):
        assert "73.98" not in xu.get(url(name, *args)).content.decode()


@pytest.mark.parametrize("role", ["chair", "procurement", "evaluator", "observer", "auditor"])
def test_every_role_sees_them_and_organisers_compute(run, demo, client, role):
    client.force_login(join(demo, f"new-{role}", role).user)
    assert client.get(url()).status_code == 200
    expected = 302 if role in LIGHT["run_analysis"] else 403
    assert client.post(url("run_analysis")).status_code == expected


def test_stranger_finds_nothing(run, client):
    client.force_login(person("mallory"))
    for name, args in (("results", ()), ("working", ()), ("run_status", (1,))):
        assert client.get(url(name, *args)).status_code == 404
    assert client.post(url("run_analysis")).status_code == 404


def test_analysis_is_not_run_by_looking(xu):
    assert xu.get(url("run_analysis")).status_code == 302
    assert Run.objects.count() == 0


def test_page_without_a_run_offers_the_first_step(xu):
    page = xu.get(url())
    assert "No results yet" in text_of(page)
    assert page.content.decode().count(f'action="{url("run_analysis")}"') == 1


def test_page_says_conclusion_totals_and_snapshot(run, xu):
    page = xu.get(url())
    words = text_of(page)
    assert "No clear winner: A Yunqiao Desk or B Lingxi AI Service . A is ahead by 1.73 points" in words
    totals = re.findall(r'data-total="(.)">\s*([\d.]+)\s*<', page.content.decode())
    assert totals == [("A", "73.98"), ("B", "72.25"), ("C", "69.97"), ("D", "55.42")]
    assert f"S-0007 · snapshot {run.number} · " in words


def test_numbers_come_from_the_stored_run(run, xu):
    run.results["total"]["A"] = 12.34
    run.save()
    totals = re.findall(r'data-total="(.)">\s*([\d.]+)\s*<', xu.get(url()).content.decode())
    assert totals[0] == ("A", "12.34")


def test_change_since_the_snapshot_is_said(run, demo, xu):
    assert "Something has changed" not in text_of(xu.get(url()))
    record(demo, "pass")
    assert "Something has changed since snapshot 1." in text_of(xu.get(url()))
    assert "Something has changed since snapshot 1." in text_of(xu.get(url("working")))


def test_recalculating_gives_the_next_snapshot(run, demo, xu):
    record(demo, "pass")
    assert xu.post(url("run_analysis")).status_code == 302
    page = text_of(xu.get(url()))
    assert ("snapshot 2" in page, "Something has changed" in page) == (True, False)


def test_recalculating_the_same_says_when_it_was_done(run, xu):
    response = xu.post(url("run_analysis"))
    [message] = [str(message) for message in get_messages(response.wsgi_request)]
    assert message.startswith("Nothing has changed: already calculated at ")
    assert message.endswith(", snapshot 1.")
    assert Run.objects.count() == 1


def waiting(demo, **fields):
    run, _is_new = request_run(demo)
    Run.objects.filter(pk=run.pk).update(**fields)
    return run


def test_steps_are_shown_while_it_runs(demo, xu):
    waiting(demo, state=State.RUNNING, step=3, steps=5)
    page = xu.get(url()).content.decode()
    assert re.findall(r'data-s="(\w+)"></span>\s*([^<]+?)\s*</li>', page) == [
        ("done", "Reading scores, facts and costs"),
        ("done", "Totals and ranking"),
        ("now", "Stability of the weights"),
        ("todo", "Probability of each rank"),
        ("todo", "Conclusion"),
    ]
    assert f'hx-get="{url("run_status", 1)}?seen=running-3"' in page
    assert f'action="{url("run_analysis")}"' not in page


def test_polling_brings_only_what_is_new(demo, xu):
    waiting(demo, state=State.RUNNING, step=3, steps=5)
    assert xu.get(url("run_status", 1) + "?seen=running-3", headers=SCRIPT).status_code == 204
    fresh = xu.get(url("run_status", 1) + "?seen=running-2", headers=SCRIPT)
    assert (fresh.status_code, "Step 3 of 5" in text_of(fresh)) == (200, True)


def test_polling_ends_with_the_whole_page(demo, xu):
    waiting(demo, state=State.DONE, results={})
    response = xu.get(url("run_status", 1), headers=SCRIPT)
    assert (response.status_code, response["HX-Refresh"]) == (204, "true")


def test_polling_ends_with_a_failure(demo, xu):
    waiting(demo, state=State.FAILED, step=4, steps=5, error="memory: MemoryError: <too> large")
    fragment = xu.get(url("run_status", 1) + "?seen=running-4", headers=SCRIPT).content.decode()
    assert "hx-get" not in fragment
    assert ("more memory than one computation" in fragment, "MemoryError" in fragment, "large" in fragment) == (
        True,
        False,
        False,
    )
    assert f'action="{url("run_analysis")}"' in fragment


def test_failed_run_can_be_tried_again(demo, xu):
    waiting(demo, state=State.FAILED, error="MemoryError")
    assert "The analysis could not be finished" in text_of(xu.get(url()))
    xu.post(url("run_analysis"))
    assert Run.objects.get().state == State.DONE


def test_earlier_results_stay_while_the_next_are_computed(run, demo, xu):
    record(demo, "pass")
    waiting(demo, state=State.RUNNING, step=2, steps=5)
    page = xu.get(url())
    assert ('data-total="A"' in page.content.decode(), "Step 2 of 5" in text_of(page)) == (True, True)


def test_failure_before_the_present_snapshot_is_past(run, demo, xu):
    record(demo, "pass")
    waiting(demo, state=State.FAILED, error="MemoryError")
    record(demo, "untested")
    request_run(demo)
    assert "could not be finished" not in text_of(xu.get(url()))


@pytest.mark.parametrize(
    ("decision_file", "headline"),
    [
        (
            without_scores(inputs(), "F2", "B"),
            "No ranking yet: 1 cell is missing (AI assistant · B Lingxi AI Service ).",
        ),
        (only(inputs(), "A"), "There is nothing to compare with: A Yunqiao Desk is the only vendor."),
        (failing(inputs(), "A", "B", "C", "D"), "No vendor meets the must-haves."),
    ],
    ids=["incomplete", "single", "none"],
)
def test_degenerate_results_are_a_page_of_their_own_kind(client, decision_file, headline):
    demo = computed(decision_file=decision_file).selection
    user = Member.objects.get(selection=demo, key="xu").user
    user.language = "en"
    user.save()
    client.force_login(user)
    assert headline in text_of(client.get(url()))
    assert client.get(url() + "?by=dimension").status_code == 200
    assert client.get(url("working")).status_code == 200


def test_missing_cell_shows_a_range_and_no_place(client):
    demo = computed(decision_file=without_scores(inputs(), "F2", "B")).selection
    client.force_login(Member.objects.get(selection=demo, key="xu").user)
    rows = client.get(url()).context["places"]
    assert [(row.vendor.code, row.rank) for row in rows] == [("A", 1), ("C", 2), ("D", 3), ("B", None)]


def test_points_by_dimension_have_the_matrix_below(run, xu):
    by_category, by_dimension = xu.get(url()), xu.get(url() + "?by=dimension")
    assert ("t-dims" in by_category.content.decode(), "t-dims" in by_dimension.content.decode()) == (False, True)
    assert "Business 48" in text_of(by_dimension)


def test_working_shows_every_score_with_its_person(run, xu):
    page = text_of(xu.get(url("working") + "?vendor=B"))
    assert "Chen Wei 8 round 2 He Man 9 round 2 Lin Lan 9 round 2 Zhou Yu 9 round 2" in page
    assert "72.2475" in page


def test_working_of_an_unknown_vendor_is_that_of_all(run, xu):
    assert xu.get(url("working") + "?vendor=Z").context["chosen"] is None


def test_working_without_a_run_goes_to_the_analysis(xu):
    assert xu.get(url("working"))["Location"] == url()


def test_hostile_names_are_shown_as_text(client):
    decision_file = inputs()
    hostile = "<script>alert(1)</script>"
    decision_file["vendors"][0]["name"] = {"zh": hostile, "en": ""}
    decision_file["criteria"][0]["name"] = {"zh": hostile, "en": ""}
    decision_file["vendors"][3]["withdrawn"] = hostile
    demo = computed(decision_file=decision_file).selection
    client.force_login(Member.objects.get(selection=demo, key="xu").user)
    for address in (url(), url() + "?by=dimension", url("working"), url("working") + "?vendor=A"):
        page = client.get(address).content.decode()
        assert hostile not in page, address


def test_queries_do_not_grow_with_the_vendors(client, django_assert_num_queries):
    demo = computed(decision_file=only(inputs(), "A")).selection
    client.force_login(Member.objects.get(selection=demo, key="xu").user)
    client.get(url())
    with django_assert_num_queries(9):
        client.get(url())


def test_queries_of_the_whole_case(run, xu, django_assert_num_queries):
    xu.get(url())
    with django_assert_num_queries(9):
        xu.get(url())


@pytest.mark.parametrize("key", ["sweep", "places", "doubt", "cost"])
def test_each_chart_can_be_taken_as_a_drawing_and_as_a_table(run, xu, key):
    page = xu.get(url()).content.decode()
    assert [f'id="figure-{key}"' in page, url("chart_csv", key) in page, url("chart_drawing", key) in page] == [
        True
    ] * 3
    table, drawing = xu.get(url("chart_csv", key)), xu.get(url("chart_drawing", key))
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert drawing.content.startswith(b"<svg")


def test_charts_are_refused_before_the_reveal_and_unknown_ones_are_not_found(run, demo, xu):
    assert xu.get(url("chart_csv", "other")).status_code == 404
    Selection.objects.filter(pk=demo.pk).update(phase=Phase.SCORE)
    assert [xu.get(url(name, "sweep")).status_code for name in ("chart_csv", "chart_svg", "chart_drawing")] == [409] * 3
