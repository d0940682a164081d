"""Are marks of a spreadsheet seen, heard and taken over by everybody, on every screen?"""

from itertools import product

import pytest

from tests.browser import SIZES, dressed, faults_of
from tests.scoring.scene import scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
MARKS = {("F1", "A"): "9", ("F1", "B"): "7.5", ("F2", "A"): "5", ("T1", "B"): "较好，但要二次开发"}
PLACES = ("scoring/", "scoring/found/", "scoring/forms/F1/")


@pytest.mark.parametrize(("language", "theme", "size"), [*product(("zh-hans", "en"), ("light", "dark"), SIZES)])
def test_pages_with_marks_beside_cells_are_accessible_and_fit(open_page, language, theme, size):
    s = scene()
    s.find("eva", MARKS, file="2026 年客服平台比选打分表（定稿）.xlsx")
    page = dressed(open_page, s.committee.eva.user, language, theme, size)
    assert faults_of(page, PLACES, prefix="/s/S-0001/") == []


def test_what_stands_beside_a_cell_goes_when_the_cell_is_filled_and_the_rest_is_taken_over(open_page):
    s = scene()
    s.find("eva", MARKS, file="打分.xlsx")
    page = open_page(s.committee.eva.user)
    page.goto("/s/S-0001/scoring/")
    beside = "(cell) => getComputedStyle(cell, '::before').content"
    cell = page.locator("#cell-F1-B")
    assert cell.evaluate(beside) == '"7.5"'
    cell.click()
    assert "7.5" in page.locator("#inspector [data-part=known]").inner_text()
    page.keyboard.press("8")
    assert cell.evaluate(beside) == "none"
    page.wait_for_function("document.querySelector('#cell-F1-B').dataset.st !== 'empty'")
    page.get_by_role("link", name="查看，或带入整数分").click()
    page.get_by_role("button", name="从 打分.xlsx 带入 2 个整数分").click()
    page.wait_for_url("**/scoring/")
    scores = [page.locator(f"#cell-{name} b").inner_text() for name in ("F1-A", "F1-B", "F2-A", "T1-B")]
    assert scores == ["9", "8", "5", "–"]
