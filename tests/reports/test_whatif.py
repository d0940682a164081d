"""Do the sliders compute as the engine does, and with the keyboard alone?"""

import numpy as np
import pytest

from analysis.evaluation import shares
from analysis.sensitivity import weight_sweep
from reports.findings.weights import what_if
from reports.models import Run, State
from reports.runs import execute
from selection.models import Member
from tests.browser import dressed, faults_of, in_every_dress
from tests.reports.finished import TENTH_DIGIT, compute, opened, selection
from tests.reports.test_results import record, url, waiting

pytestmark = pytest.mark.django_db(transaction=True)
COMPUTED = """async ([address, sent, moved, to]) => {
  const { sharedOut, totals } = await import(address);
  const weights = sharedOut(sent.weights, moved, to);
  return { weights, totals: totals(sent.values, weights) };
}"""


# Whether the middle of an element is on the screen and nothing covers it.
IS_SEEN = """node => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@pytest.fixture
def demo():
    return selection()


@pytest.fixture
def xu(demo):
    user = Member.objects.get(selection=demo, key="xu").user
    user.language = "en"
    user.save()
    return user


def shown(page):
    return {vendor: page.locator(f"[data-wi-total={vendor}]").inner_text() for vendor in ("A", "B", "C", "D")}


def weights(page):
    return dict(zip("FACSR", page.locator(".t-wi output").all_inner_texts(), strict=True))


def test_browser_computes_what_the_engine_computes(open_page, demo, xu):
    page = open_page(xu)
    page.goto("/")
    made = opened()
    sent, vendors = what_if(made), made.ranked
    sums = [made.results["total"][vendor] for vendor in vendors]
    for code, weight in made.results["category_weights"].items():
        sweep = weight_sweep([made.results["category_values"][code][v] for v in vendors], sums, weight)
        for to in np.linspace(0, 100, 21).tolist():
            found = page.evaluate(COMPUTED, ["/static/js/whatif.js", sent, code, to])
            assert [found["totals"][v] for v in vendors] == pytest.approx(sweep.at(to / 100).tolist(), abs=TENTH_DIGIT)
            assert sum(found["weights"].values()) == pytest.approx(100)


def test_weights_that_are_shown_sum_to_100_as_the_engine_shows_them(open_page, xu):
    page = open_page(xu)
    page.goto("/")
    call = "async ([address, weights]) => (await import(address)).shownWeights(weights)"
    for weights in ((100 / 3,) * 3, (12.345, 12.345, 75.31), (66.665, 33.335), (40, 25, 20, 10, 5)):
        sent = {f"c{place}": weight for place, weight in enumerate(weights)}
        found = page.evaluate(call, ["/static/js/whatif.js", sent])
        assert list(found.values()) == shares(weights, 100)


def test_weights_that_were_nothing_share_equally(open_page, xu):
    page = open_page(xu)
    page.goto("/")
    sent = {"weights": {"F": 100, "A": 0, "C": 0}, "values": {"F": {"A": 80}, "A": {"A": 40}, "C": {"A": 20}}}
    found = page.evaluate(COMPUTED, ["/static/js/whatif.js", sent, "F", 60])
    assert (found["weights"], found["totals"]) == ({"F": 60, "A": 20, "C": 20}, {"A": pytest.approx(60)})


def test_keyboard_moves_a_weight_and_resets_it(open_page, demo, xu):
    compute(demo)
    page = open_page(xu)
    page.goto(url())
    assert shown(page) == {"A": "73.98", "B": "72.25", "C": "69.97", "D": "55.42"}
    page.locator("[data-cat=F]").focus()
    for _ in range(19):
        page.keyboard.press("ArrowRight")
    assert weights(page) == {"F": "59", "A": "17.08", "C": "13.67", "S": "6.83", "R": "3.42"}
    assert page.locator("[data-wi-vendor=B][data-first]").count() == 1
    assert page.get_attribute("[data-cat=F]", "aria-valuetext") == "59, Lingxi AI Service first"
    assert page.locator("[data-wi-label]").inner_text() == "Tried out"
    page.keyboard.press("Home")
    assert weights(page)["F"] == "0"
    page.locator("[data-wi-reset]").focus()
    page.keyboard.press("Enter")
    assert weights(page) == {"F": "40", "A": "25", "C": "20", "S": "10", "R": "5"}
    assert shown(page)["A"] == "73.98"


def test_first_place_changes_where_the_rail_changes(open_page, demo, xu):
    compute(demo)
    page = open_page(xu)
    page.goto(url())
    for weight, first in (("7", "C"), ("8", "A"), ("58", "A"), ("59", "B")):
        page.locator("[data-cat=F]").fill(weight)
        assert page.locator("[data-wi-vendor][data-first]").get_attribute("data-wi-vendor") == first


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_totals_stay_in_sight_while_a_slider_is_moved_and_changes_are_unfolded(open_page, demo, xu, size):
    compute(demo)
    page = open_page(xu, viewport=size)
    page.goto(url())
    totals, first, last = (page.locator(place) for place in ("[data-wi-total=A]", "[data-cat=F]", "[data-cat=R]"))
    assert totals.bounding_box()["y"] < first.bounding_box()["y"]
    page.locator(".t-more summary").click()
    for slider in (first, last):
        slider.evaluate("node => node.scrollIntoView({ block: 'end', behavior: 'instant' })")
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(IS_SEEN, arg=totals.element_handle())  # scrolling is smooth
    if size["width"] > 1100:  # beside the changes, not above them
        page.locator("[aria-labelledby=flips] li").last.evaluate("node => node.scrollIntoView({ behavior: 'instant' })")
        page.wait_for_function(IS_SEEN, arg=totals.element_handle())
    beside = page.evaluate("document.querySelector('.t-tryout').getBoundingClientRect().height")
    assert beside < page.locator("[aria-labelledby=flips]").bounding_box()["height"]


def test_without_a_script_nothing_pretends_to_move(open_page, demo, xu):
    compute(demo)
    page = open_page(xu, java_script_enabled=False)
    page.goto(url())
    assert page.locator("[data-whatif] input:not([disabled])").count() == 0
    assert page.locator("[data-wi-reset]").is_hidden()
    assert "below 7.23 it is C Panshi Seats" in page.locator(".t-wi small").first.inner_text()


def test_page_follows_a_run_to_its_end(open_page, demo, xu):
    run = waiting(demo, state=State.RUNNING, step=2, steps=5)
    page = open_page(xu)
    page.goto(url())
    assert page.locator(".t-run__steps [aria-current]").inner_text() == "Totals and ranking"
    Run.objects.filter(pk=run.pk).update(step=4)
    page.wait_for_selector("text=Step 4 of 5")
    Run.objects.filter(pk=run.pk).update(state=State.QUEUED)
    execute(run.pk)
    page.wait_for_selector("[data-total=A]")
    assert page.locator(".t-run").count() == 0


@in_every_dress
def test_pages_are_accessible_and_fit(open_page, demo, xu, language, theme, size, share):
    compute(demo)
    record(demo, "pass")
    page = dressed(open_page, xu, language, theme, size)
    places = (url(), url() + "?by=dimension", url("working"), url("working") + "?vendor=B")
    assert faults_of(page, places[share]) == []
