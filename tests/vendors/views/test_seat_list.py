"""Do prices per seat come in as a list, for who may see prices, all or nothing, and go back?"""

import pytest
from django.utils import translation

from selection import brought
from selection.models import BroughtTable, Member, Phase, Selection
from tables.mapping import meant_by_parts
from tests.cast import join
from tests.vendors.builders import vendor
from vendors.costing import record_seat_price, set_seat_plan
from vendors.models import SeatPrice
from vendors.pasting.seat_list import seat_prices_of

pytestmark = pytest.mark.django_db
BLOCK = """席位报价（人民币）\t\t\t\t\t
供应商\t成本项\t名目\t报价内\t单价\t起订席位
云桥\t软件许可\t标准版\t是\t¥1,280.50\t50
\t运维\t\t否\t20\t
灵犀\t\t\t\t99元\t
注：以上含税\t\t\t\t\t"""


@pytest.fixture
def site(site, cast):
    for name in ("云桥", "灵犀"):
        vendor(cast.bo, name)
    set_seat_plan(cast.selection, plan={"base": [10] * 5}, member=cast.bo)
    return site


def stored():
    names = ("vendor__code", "item", "label_zh", "is_quoted", "price", "minimum")
    return list(SeatPrice.objects.order_by("vendor__code", "item", "pk").values_list(*names))


def test_prices_come_in_as_they_were_shown_and_go_back(site, cast, words):
    old = record_seat_price(cast.selection.vendors.get(code="B"), is_quoted=True, price=8_800, member=cast.bo)
    page = site.post("seat_prices_preview", block=BLOCK)
    assert (page.status_code, len(stored())) == (200, 1)
    assert "3 rows recognised" in words(page)
    assert "1,280.5 50" in words(page)
    assert site.post("seat_prices_paste", block=BLOCK, write="1").status_code == 302
    assert stored() == [
        ("A", "K01", "标准版", True, 128_050, 50),
        ("A", "K04", "", False, 2_000, 0),
        ("B", "K01", "", True, 9_900, 0),
    ]
    assert SeatPrice.objects.get(vendor__code="B").pk == old.pk
    assert "3 prices per seat pasted" in words(site.get("cost_lines"))
    brought.undo(BroughtTable.objects.get(), member=cast.bo)
    assert stored() == [("B", "K01", "", True, 8_800, 0)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("丁方\t许可\t\t是\t5\t", 1),
        ("云桥\t咖啡\t\t是\t5\t", 2),
        ("云桥\t许可\t\t也许\t5\t", 4),
        ("云桥\t许可\t\t是\t-5\t", 5),
        ("云桥\t许可\t\t是\t$5\t", 5),
        ("云桥\t许可\t\t是\t\t9", 5),
        ("云桥\t许可\t\t是\t5\t1.5", 6),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(site, row, column):
    head = "供应商\t成本项\t名目\t报价内\t单价\t起订席位"
    page = site.post("seat_prices_paste", block=f"{head}\n{row}\n灵犀\t许可\t\t是\t7\t", write="1")
    assert (page.status_code, stored()) == (422, [])
    assert [(cell.row, cell.column) for cell in page.context["found"].bad] == [(2, column)]


def test_steps_of_one_price_are_asked_about(site):
    block = "供应商\t单价\t起\n云桥\t50\t1\n云桥\t45\t100"
    page = site.post("seat_prices_paste", block=block, write="1")
    assert ([cell.row for cell in page.context["found"].bad], stored()) == ([3], [])


def test_without_a_seat_plan_no_price_comes_in(site, cast, words):
    set_seat_plan(cast.selection, plan={}, member=cast.bo)
    page = site.post("seat_prices_paste", block=BLOCK, write="1")
    assert (page.status_code, stored()) == (422, [])
    assert "A price per seat needs a seat plan." in words(page)


def test_whoever_tries_a_list_has_seen_prices_and_others_have_no_such_page(site, cast, words):
    Selection.objects.update(sealed_prices=True)
    Member.objects.update(prices_seen_at=None)
    site.post("seat_prices_preview", block=BLOCK)
    assert Member.objects.get(key="bo").prices_seen_at
    assert site.as_("eva").get("seat_prices_paste").status_code == 403
    join(cast.selection, "bea", "procurement", "evaluator")
    cast.members["bea"] = cast.selection.members.get(key="bea")
    Selection.objects.update(phase=Phase.INVITE)
    page = site.as_("bea").post("seat_prices_preview", block=BLOCK)
    assert (page.status_code, "云桥" in words(page)) == (409, False)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_heads_of_the_empty_workbook_are_known(site, cast, language):
    kind = seat_prices_of(cast.selection)
    names = {name: [meaning] for meaning in kind.meanings for name in meaning.names}
    with translation.override(language):
        found = [meant_by_parts(str(column.label), names) for column in kind.columns]
    assert [[one.key for one in ones] for ones in found] == [[column.key] for column in kind.columns]
    assert site.get("seat_prices_empty").status_code == 200
