"""Can results be recorded with the keyboard alone, without a script, and in both themes?"""

import pytest

from poc.models import Trial
from tests.browser import dressed, faults_of, in_every_dress
from tests.poc.scene import poc

pytestmark = pytest.mark.django_db(transaction=True)


def trial():
    return Trial.objects.values_list("result", "value", "note_zh").get()


def test_result_is_recorded_in_place_by_keyboard(open_page):
    scene = poc()
    page = open_page(scene.member("bo").user)
    page.goto(f"/s/{scene.selection.code}/poc/")
    page.locator("#cell-P-02-A").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=result]:focus")  # focus follows the swap
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.type("98.5")
    page.keyboard.press("Tab")
    page.keyboard.type("夜里慢")
    page.keyboard.press("Enter")
    page.wait_for_selector("#opened", state="detached")
    assert trial() == ("fail", "98.5", "夜里慢")
    page.wait_for_selector("#cell-P-02-A:focus")
    assert page.locator(".t-win dd").nth(3).inner_text() == "1"


def test_bad_value_is_named_where_it_was_typed(open_page):
    scene = poc()
    page = open_page(scene.member("bo").user)
    page.goto(f"/s/{scene.selection.code}/poc/")
    page.click("#cell-P-02-A")
    page.check("#opened [name=result][value=pass]")
    page.fill("#opened [name=value]", "120")
    page.click("#opened .btn-primary")
    page.wait_for_selector("#opened .errorlist")
    assert page.input_value("#opened [name=value]") == "120"
    page.wait_for_selector("[name=value]:focus")
    assert Trial.objects.count() == 0


def test_result_is_recorded_without_a_script(open_page):
    scene = poc()
    page = open_page(scene.member("eva").user, java_script_enabled=False)
    page.goto(f"/s/{scene.selection.code}/poc/")
    page.click("#cell-P-01-B")
    page.check("#opened [name=result][value=partial]")
    page.fill("#opened [name=note_zh]", "缺图片")
    page.click("#opened .btn-primary")
    assert page.url.endswith("/poc/#cell-P-01-B")
    assert trial() == ("partial", "", "缺图片")


@in_every_dress
def test_page_is_accessible(open_page, language, theme, size, share):
    scene = poc()
    for vendor, result in (("A", "fail"), ("B", "running")):
        scene.record(scene.returns, vendor, result, note_zh="备注")
    page = dressed(open_page, scene.member("bo").user, language, theme, size)
    places = ("poc/", "poc/trials/P-02/A/", "poc/scenarios/add/")[share]
    assert faults_of(page, places, f"/s/{scene.selection.code}/") == []
