"""Do the pages hold in a real browser: nothing for axe, nothing over the edge, charts that follow the theme?"""

import pytest

from criteria.models import Rule
from tests.browser import dressed, faults_of, in_every_dress, violations
from tests.cast import committee
from tests.vendors.builders import cost, measured, need, rated, vendor
from vendors.claims import record_claim
from vendors.costing import record_seat_price, set_seat_plan
from vendors.evidence import record_evidence
from vendors.facts import record_fact
from vendors.registry import withdraw_vendor

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = [
    "needs/",
    "needs/add/",
    "needs/R-01/edit/",
    "needs/R-01/judge/",
    "vendors/",
    "vendors/add/",
    "vendors/A/",
    "vendors/A/edit/",
    "vendors/A/withdraw/",
    "facts/",
    "facts/F-CH-01/A/",
    "facts/paste/",
    "costs/",
    "costs/?horizon=3&rate=8",
    "costs/lines/",
    "costs/lines/A/add/",
    "costs/lines/A/price/",
    "costs/lines/A/paste/",
    "costs/lines/paste/",
    "costs/lines/prices/paste/",
    "costs/seats/",
    "costs/parameters/",
]

# A block that is read, and one of which something is asked, on the page of each kind.
BLOCKS = {
    "facts/paste/": ("\tA\tB\nF-CH-03\t98%\t97", "\tA\tX\nF-CH-03\t0.9\t0.8\nF-ZZ-01\t1\t2"),
    "costs/lines/A/paste/": ("K02\tx\tyes\t10", "费用项目\tA\tB\n平台费\t12\t9"),
    "needs/paste/": ("需求\t优先级\n录音\t必须", "需求\t级别\n录音\t高"),
    "vendors/paste/": ("供应商\t类型\n远山\tSaaS", "供应商\t规模\n远山\t500"),
}


@pytest.fixture
def cast():
    """Every kind of thing that these pages can show."""
    cast = committee(discount_rate=0, decision_date="2026-03-27")
    first, second = vendor(cast.bo, "云桥客服", name_en="Yunqiao Desk"), vendor(cast.bo, "灵犀智服", kind_zh="SaaS")
    withdraw_vendor(vendor(cast.bo, "云桥客服 "), member=cast.bo)
    leaf, other = measured(cast.selection), rated(cast.selection)
    measured(cast.selection, "F-CH-03", unit_zh="%", unit_en="%")
    need(cast.selection).criteria.add(other)
    Rule.objects.create(requirement=need(cast.selection, "R-02"), criterion=leaf, operator=">=", threshold="10")
    need(cast.selection, "R-03", moscow="should").criteria.add(leaf)
    record_fact(first, criterion=leaf, value="12", level="claimed", source="答复 3", member=cast.bo)
    record_fact(second, criterion=leaf, value="9", level="documented", source="", member=cast.bo)
    record_fact(second, criterion=leaf, value="8", level="poc", source="P-01", member=cast.eva, origin="poc")
    record_claim(first, criterion=other, text="接入 22 个渠道", source="答复 3", member=cast.bo)
    record_evidence(first, criterion=other, level="poc", title="P-01", source="", member=cast.eva, origin="poc")
    record_evidence(first, criterion=None, level="reference", title="走访", source="", member=cast.bo)
    plan = {"base": [300, 336, 376, 421, 472], "fast": [300, 375, 469, 586, 732]}
    set_seat_plan(cast.selection, plan=plan, member=cast.bo)
    record_seat_price(first, is_quoted=True, price=28_000, minimum=100, member=cast.bo)
    for row in (first, second):
        for item, is_quoted in (("K02", True), ("K03", False), ("K05", False), ("K10", False)):
            cost(row, cast.bo, item, {0: 300_000, 1: 200_000}, is_quoted=is_quoted, scenarios=["base", "fast"])
    cost(second, cast.bo, "K01", [800_000] * 5, scenarios=["base", "fast"])
    return cast


@in_every_dress
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(cast, open_page, language, theme, size, share):
    page = dressed(open_page, cast.chen.user, language, theme, size)
    assert faults_of(page, PLACES[share], "/s/S-0001/") == []


@pytest.mark.campaign
@in_every_dress
def test_axe_finds_nothing_on_what_a_block_says(cast, open_page, language, theme, size, share):
    page = dressed(open_page, cast.chen.user, language, theme, size)
    found = []
    for place, blocks in list(BLOCKS.items())[share]:
        for block in blocks:
            page.goto(f"/s/S-0001/{place}")
            page.fill("[name=block]", block)
            page.click("main form .btn-primary")
            page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
            found += [(place, block, fault) for fault in violations(page)]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [(place, block, f"{over} px too wide")] if over > 0 else []
    assert found == []


def test_charts_are_drawn_under_the_policy_and_follow_the_theme(cast, open_page):
    page = open_page(cast.chen.user)
    page.goto("/s/S-0001/costs/")
    page.wait_for_selector("[data-figure=figure-yearly] .bars path")
    assert page.locator("[data-figure=figure-stack] .bars path").count() > 8
    light = fills(page)
    page.click("[data-theme-toggle]")
    page.wait_for_function(
        "before => JSON.stringify(before) !== JSON.stringify(colours())".replace("colours()", COLOURS), arg=light
    )
    assert fills(page) != light


COLOURS = "[...document.querySelectorAll('[data-figure=figure-stack] .bars path')].map(path => path.style.fill)"


def fills(page):
    return page.evaluate(COLOURS)


def test_phone_draws_a_layout_of_its_own(cast, open_page):
    page = open_page(cast.chen.user)
    page.goto("/s/S-0001/costs/")
    page.wait_for_selector("[data-figure=figure-stack] .bars path")
    wide = page.locator("[data-figure=figure-stack]").bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('[data-figure=figure-stack] .main-svg').clientHeight > 180")
    narrow = page.locator("[data-figure=figure-stack]").bounding_box()
    assert narrow["width"] < wide["width"]
    assert narrow["height"] > wide["height"]


def test_data_stand_behind_each_chart(cast, open_page):
    page = open_page(cast.chen.user)
    page.goto("/s/S-0001/costs/")
    tables = page.locator("details.t-data")
    assert tables.count() == page.locator("[data-figure]").count() == 2
    for place in range(2):
        assert not tables.nth(place).locator("table").is_visible()
        tables.nth(place).locator("summary").click()
        assert tables.nth(place).locator("table").is_visible()


def test_block_is_pasted_without_a_script(cast, open_page):
    page = open_page(cast.chen.user, java_script_enabled=False)
    page.goto("/s/S-0001/facts/paste/")
    page.fill("[name=block]", "\tA\tB\nF-CH-03\t９８.5%\tmany")
    page.click("form .btn-primary")
    assert page.locator("#needs").is_visible()
    page.fill("[name=block]", "\tA\tB\nF-CH-03\t９８%\t97")
    page.click("form .btn-primary")
    page.click("[name=write]")
    page.wait_for_url("**/facts/")
    assert "98" in page.locator(".t-facts").inner_text()


def test_cost_is_typed_into_the_form_and_stands_in_the_table(cast, open_page):
    page = open_page(cast.chen.user)
    page.goto("/s/S-0001/costs/lines/B/add/")
    page.select_option("[name=item]", "K04")
    for year in (1, 2, 3):
        page.fill(f"[name=year_{year}]", "12")
    page.click(".btn-primary")
    assert page.locator(".errorlist").is_visible()
    assert page.input_value("[name=year_3]") == "12"
    page.fill("[name=year_4]", "0")
    page.fill("[name=year_5]", "0")
    page.click(".btn-primary")
    page.wait_for_url("**/costs/lines/B/")
    assert page.locator("tr", has_text="K04").count() == 2
