"""Does a selection from a short template measure what its must-haves ask, from the first page to the verdict?"""

import re

import pytest
from playwright.sync_api import expect

from criteria import content
from criteria.models import Kind, Rule, TemplateVersion
from criteria.tree import scored_cells
from desk.forms import DEPTHS
from selection.models import Requirement, Selection
from tests.cast import person
from vendors.models import Fact, Vendor
from vendors.screening import states

pytestmark = pytest.mark.django_db(transaction=True)


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def start(page):
    page.goto("/selections/new/")
    page.select_option("[name=template]", label="Retail and e-commerce v3")
    page.check("[name=depth][value=short]")
    page.fill("[name=name_en]", "A new service desk")
    press(page, "Create the selection")
    return Selection.objects.get(name_en="A new service desk")


def test_a_must_have_with_a_rule_is_judged_by_the_facts_of_a_short_selection(open_page):
    content.load()
    page = open_page(person("chen", language="en"))
    made = start(page)
    for code, name in (("A", "Yunqiao Desk"), ("B", "Lingxi Service"), ("C", "Yuanfan Cloud")):
        Vendor.objects.create(selection=made, code=code, name_en=name)

    page.goto(f"/s/{made.code}/needs/add/")
    page.fill("[name=text_en]", "Somebody answers within four hours")
    page.select_option("[name=moscow]", "must")
    page.select_option("[name=operator]", "<=")
    page.select_option("[name=measure]", label="S-SU-01 Support response time (hours)")
    page.fill("[name=threshold]", "4")
    press(page, "Save the need")

    page.goto(f"/s/{made.code}/vendors/")
    page.locator("main").get_by_role("link", name="Facts", exact=True).first.click()
    page.get_by_role("link", name="Paste from a spreadsheet").click()
    page.fill("[name=block]", "\tA\tB\nS-SU-01\t2\t8.5\nA-AV-03\t420\t790")
    page.fill("[name=source]", "RFP 3")
    page.select_option("[name=level]", "documented")
    press(page, "Preview")
    with page.expect_navigation():
        page.click("[name=write]")

    assert Fact.objects.count() == 4
    own = Requirement.objects.get(selection=made, text_en__startswith="Somebody")
    preset = Requirement.objects.get(selection=made, rule__criterion__code="A-AV-03")
    found = states(made)
    vendors = list(Vendor.objects.filter(selection=made).order_by("code"))
    assert [found[own.pk, row.pk] for row in vendors] == ["pass", "fail", "pending"]
    assert [found[preset.pk, row.pk] for row in vendors] == ["pass", "pass", "pending"]
    page.goto(f"/s/{made.code}/needs/")
    row = page.locator("#must-table tbody tr", has_text="within four hours")
    expect(row).to_contain_text("decided by the fact")
    expect(row.locator("td").nth(1)).to_contain_text("Fail")
    expect(row.locator("td").nth(2)).to_contain_text("Pending")


def test_without_a_measured_criterion_the_form_says_where_one_comes_from(open_page):
    content.load()
    page = open_page(person("chen", language="en"))
    made = start(page)
    made.criteria.filter(kind=Kind.MEASURED).update(kind=Kind.RATED)
    Rule.objects.all().delete()
    page.goto(f"/s/{made.code}/needs/add/")
    assert page.locator("[name=operator], [name=measure], [name=threshold]").count() == 0
    page.fill("[name=text_en]", "Somebody answers")
    press(page, "Save the need")
    assert not Rule.objects.exists()
    page.goto(f"/s/{made.code}/needs/add/")
    page.get_by_role("link", name="Add a measured criterion").click()
    expect(page.locator("[name=kind][value=measured]")).to_be_checked()
    page.goto(f"/s/{made.code}/needs/add/")
    page.locator("main").get_by_role("link", name="View weights").click()
    expect(page.locator("#open-F-CH")).to_be_visible()


def test_the_minutes_that_the_choice_of_a_depth_names_hold_for_every_template():
    content.load()
    shown = [int(number) for number in re.findall(r"\d+", str(dict(DEPTHS)["short"]).partition("3")[2])]
    contents = [version.depths["short"]["criteria"] for version in TemplateVersion.objects.exclude(number=1)]
    rated = [sum(node["kind"] == Kind.RATED for node in nodes) for nodes in contents]
    minutes = [scored_cells(count, 3)[1] for count in rated]
    assert (len(minutes), shown) == (11, [min(minutes), max(minutes)])
