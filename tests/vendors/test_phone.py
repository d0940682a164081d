"""Can every amount be read on a phone?"""

import pytest

from selection.models import Phase, Selection
from tests.cast import committee
from tests.vendors.builders import cost, vendor

pytestmark = pytest.mark.django_db(transaction=True)
# Cells of the table of which a part lies beyond its own frame.
HIDDEN = """table => {
  const frame = table.closest(".t-scroll").getBoundingClientRect();
  const cells = [...table.querySelectorAll("td, tbody th, tfoot th")].filter((cell) => cell.offsetParent);
  return cells.filter((cell) => cell.getBoundingClientRect().right > frame.right + 1).map((cell) => cell.innerText);
}"""


@pytest.fixture
def bo():
    cast = committee(discount_rate=0, decision_date="2026-03-27")
    for name in ("Alpha", "Beta", "Gamma", "Delta"):
        row = vendor(cast.bo, "", name_en=f"{name} Customer Service")
        cost(row, cast.bo, "K01", [1_234_500] * 5, scenarios=["base", "fast"])
        cost(row, cast.bo, "K03", {1: 400_000}, is_quoted=False, scenarios=["base", "fast"])
    Selection.objects.update(phase=Phase.CONSENSUS)
    user = cast.bo.user
    user.language = "zh-hans"
    user.save()
    return user


@pytest.fixture
def phone(open_page, bo):
    return open_page(bo, viewport={"width": 390, "height": 844})


def test_cost_lines_are_cards_with_every_year_under_its_name(phone):
    phone.goto("/s/S-0001/costs/lines/")
    table = phone.locator(".t-cards").first
    assert table.evaluate(HIDDEN) == []
    cells = table.locator("tbody tr").first.locator("[data-label]:visible")
    names = cells.evaluate_all("cells => cells.map((cell) => cell.dataset.label)")
    assert names == ["2026", "2027", "2028", "2029", "2030", "合计"]
    assert cells.all_inner_texts() == ["123.45"] * 5 + ["617.25"]
    heads = table.get_by_role("rowheader").all_inner_texts()
    assert [head.split("\n")[0] for head in heads] == ["许可或订阅", "二次开发与集成", "合计"]


def test_numbers_of_the_cost_charts_fit(phone):
    phone.goto("/s/S-0001/costs/")
    for summary in phone.locator(".t-data summary").all():
        summary.click()
    for table in phone.locator(".t-data table, .t-growth").all():
        assert table.evaluate(HIDDEN) == []
