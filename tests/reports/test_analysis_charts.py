"""Are the charts of the analysis drawn, can they be read and switched, and do they stand without scripts?"""

import pytest
from playwright.sync_api import expect

from selection.models import Member
from tests.browser import dressed, in_every_dress, violations
from tests.reports.finished import compute, selection
from tests.reports.test_results import url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def xu():
    demo = selection()
    compute(demo)
    user = Member.objects.get(selection=demo, key="xu").user
    user.language = "en"
    user.save()
    return user


def test_a_vendor_can_be_switched_off_in_the_legend(open_page, xu):
    page = open_page(xu)
    page.goto(url())
    chart = page.locator("#chart-sweep")
    chart.locator(".legendtoggle").first.wait_for()
    assert page.locator(".t-plot .main-svg").first.is_visible()
    assert chart.locator(".legendtoggle").count() == chart.locator("table thead th").count() - 1
    chart.locator(".legendtoggle").first.click()
    expect(chart.locator(".legend .traces").first).to_have_css("opacity", "0.5")


def test_without_scripts_the_drawing_and_the_numbers_stand(open_page, xu):
    page = open_page(xu, java_script_enabled=False)
    page.goto(url())
    image = page.locator("#chart-places noscript img, #chart-places img")
    assert image.count() == 1
    page.locator("#chart-places summary").click()
    assert page.locator("#chart-places table").is_visible()


@in_every_dress
def test_charts_fit_and_can_be_read_by_everybody(open_page, xu, language, theme, size, share):
    page = dressed(open_page, xu, language, theme, size)
    page.goto(url())
    page.locator("#chart-cost .legendtoggle").first.wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
