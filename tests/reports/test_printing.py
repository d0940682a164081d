"""Does a page printed from the browser keep its bars, tiles and light colours, in the dark theme too?"""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from reports.runs import execute, request_run
from selection.models import Member, Phase, User
from tests.reports import finished

pytestmark = pytest.mark.django_db(transaction=True)
DARK, LIGHT = "dark", "light"
# What is filled, beside the page itself.
FILLED = ".t-v i, .t-bar i"
READ = """(names) => [...document.querySelectorAll(names)].map((node) => {
  const style = getComputedStyle(node);
  return [style.printColorAdjust, style.backgroundColor, style.breakInside];
})"""


@pytest.fixture
def chair():
    demo = finished.selection(phase=Phase.DECIDE)
    run, _is_new = request_run(demo)
    execute(run.pk)
    member = Member.objects.get(selection=demo, key="xu")
    User.objects.filter(pk=member.user_id).update(language="en", theme=DARK)
    return member.user


def theme(page):
    return page.get_attribute("html", "data-bs-theme")


def test_the_results_print_light_and_keep_their_fills(open_page, chair):
    page = open_page(chair)
    page.goto("/s/S-0007/results/")
    assert theme(page) == DARK
    on_screen = page.evaluate(READ, FILLED)
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", LIGHT)
    on_paper = page.evaluate(READ, FILLED)
    assert len(on_paper) > 10
    assert {adjust for adjust, _fill, _break in on_paper} == {"exact"}
    assert [fill for _a, fill, _b in on_paper if fill == "rgba(0, 0, 0, 0)"] == []
    assert on_paper != on_screen
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", DARK)


def test_charts_are_drawn_light_for_paper(open_page, chair):
    page = open_page(chair)
    page.goto("/s/S-0007/costs/")
    label = page.locator("[data-figure] .xtick text").first
    dark = label.evaluate("(node) => getComputedStyle(node).fill")
    page.emulate_media(media="print")
    expect(label).not_to_have_css("fill", dark)
    page.emulate_media(media="screen")
    expect(label).to_have_css("fill", dark)


def test_tall_panels_go_over_the_page(open_page, chair):
    page = open_page(chair)
    page.goto("/s/S-0007/scores/")
    page.emulate_media(media="print")
    assert {inside for _a, _f, inside in page.evaluate(READ, ".t-panel")} == {"auto"}
    assert {inside for _a, _f, inside in page.evaluate(READ, "tr")} == {"avoid"}
    first = PdfReader(BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
    assert "Omnichannel intake" in first
