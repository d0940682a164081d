import re

import pytest

from selection.models import Phase, Selection
from tests.cast import join
from tests.vendors.builders import cost, vendor
from tests.vendors.views.test_needs import queries
from vendors.costing import record_seat_price, seat_plan, series_of, set_seat_plan
from vendors.models import CostLine, SeatPlan, SeatPrice

LINE = {"item": "K01", "label_zh": "订阅", "label_en": "", "where": "quoted", "scenario": "*", "unit": "thousand"}
YEARS = {f"year_{year}": str(year * 10) for year in range(1, 6)}
PRICE = {"item": "K01", "label_zh": "", "label_en": "", "where": "quoted", "price": "280", "minimum": "100"}


def test_line_is_added_edited_and_removed(site, cast, words):
    vendor(cast.bo, "Yunqiao")
    assert site.post("cost_lines_add", "A", **LINE | YEARS).status_code == 302
    assert "订阅 K01 quoted 10 20 30 40 50 150" in words(site.get("cost_lines"))
    [series] = series_of(cast.selection)
    fields = LINE | YEARS | {"scenario": "base", "unit": "one", "year_1": "0"}
    assert site.post("cost_lines_edit", "A", series.first, **fields).status_code == 302
    [series] = series_of(cast.selection)
    assert series.amounts == {1: 0, 2: 2000, 3: 3000, 4: 4000, 5: 5000}
    assert site.post("cost_lines_remove", "A", series.first).status_code == 302
    assert not CostLine.objects.exists()


def test_amounts_of_one_table_have_as_many_decimals_everywhere(site, cast, words):
    row = vendor(cast.bo, "Yunqiao")
    cost(row, cast.bo, "K01", [6_700, 22_000, 8_500, 25_000, 0])
    cost(row, cast.bo, "K02", {1: 3_000, 2: 14_500})
    text = words(site.get("cost_lines"))
    assert "K01 quoted 6.7 22.0 8.5 25.0 0.0 62.2" in text
    assert "Sum 9.7 36.5 8.5 25.0 0.0 79.7" in text


def test_form_shows_the_amounts_it_has(site, cast):
    cost(vendor(cast.bo), cast.bo, "K02", {0: 605_000})
    page = site.get("cost_lines_edit", "A", CostLine.objects.get().pk).content.decode()
    assert 'name="year_0" value="605"' in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"year_4": "", "year_5": ""}, "the plan has 5 years, and years 4, 5 are missing"),
        ({"year_2": "-1"}, "is below zero"),
        ({"year_2": "abc"}, "“abc” is not one."),
        (dict.fromkeys(YEARS, ""), "Enter at least one amount."),
    ],
)
def test_bad_line_is_refused_with_what_was_typed(site, cast, words, fields, message):
    vendor(cast.bo)
    page = site.post("cost_lines_add", "A", **LINE | YEARS | fields)
    assert page.status_code == 422
    assert message in words(page)
    assert 'value="订阅"' in page.content.decode()
    assert not CostLine.objects.exists()


def test_seat_price_needs_a_plan_and_is_edited_and_removed(site, cast, words):
    vendor(cast.bo)
    page = site.post("cost_lines_price", "A", **PRICE)
    assert page.status_code == 422
    assert "A price per seat needs a seat plan." in words(page)
    plan = {f"base_{year}": "300" for year in range(1, 6)}
    assert site.post("cost_lines_seats", **plan).status_code == 302
    assert site.post("cost_lines_price", "A", **PRICE).status_code == 302
    price = SeatPrice.objects.get()
    assert (price.price, price.minimum) == (28000, 100)
    assert site.post("cost_lines_price_edit", "A", price.pk, **PRICE | {"price": "-1"}).status_code == 422
    assert site.post("cost_lines_price_edit", "A", price.pk, **PRICE | {"price": "300"}).status_code == 302
    assert "300 CNY 100" in words(site.get("cost_lines"))
    assert site.post("cost_lines_price_remove", "A", price.pk).status_code == 302
    assert not SeatPrice.objects.exists()


def suggested(site):
    page = site.get("cost_lines_seats").content.decode()
    names = [f"{code}_{year}" for code in ("base", "fast") for year in range(1, 6)]
    return [re.search(rf'name="{name}"[^>]*?value="(\d*)"', page) for name in names]


@pytest.mark.parametrize(
    ("named", "seats"),
    [
        ((15, 25, 40), ["18", "22", "25", "33", "40"]),
        ((40, None, 15), ["35", "30", "25", "20", "15"]),
        ((7, 10, None), ["8", "9", "10", None, None]),
        ((15, None, None), [None] * 5),
        ((None, 25, 40), [None] * 5),
    ],
)
def test_an_empty_seat_plan_begins_with_the_seats_of_the_basics(site, cast, words, named, seats):
    Selection.objects.update(**dict(zip(("seats_now", "seats_3y", "seats_5y"), named, strict=True)))
    found = [match and match[1] for match in suggested(site)]
    assert found == [*seats, *[None] * 5]
    told = "Nothing is saved until you confirm" in words(site.get("cost_lines_seats"))
    assert told == any(seats)
    assert not SeatPlan.objects.exists()


def test_a_plan_that_is_written_is_not_filled_from_the_basics(site, cast, words):
    Selection.objects.update(seats_now=15, seats_3y=25, seats_5y=40)
    set_seat_plan(cast.selection, plan={"fast": [1, 2, 3, 4, 5]}, member=cast.bo)
    assert [match and match[1] for match in suggested(site)] == [*[None] * 5, "1", "2", "3", "4", "5"]
    assert "Nothing is saved until you confirm" not in words(site.get("cost_lines_seats"))


def test_short_seat_plan_names_the_missing_years(site, cast, words):
    page = site.post("cost_lines_seats", base_1="300", base_2="many", base_3="3")
    assert page.status_code == 422
    assert "Write a number such as 12.5; “many” is not one." in words(page)
    page = site.post("cost_lines_seats", base_1="300", base_2="310")
    assert "Base: the plan has 5 years, and the seats of years 3, 4, 5 are missing." in words(page)
    assert seat_plan(cast.selection) == {}


def test_official_parameters_are_set_before_the_seal_and_read_after_it(site, cast, words):
    fields = {"rate": "6.5", "horizon": "3", "scenario": "base", "timing": "mid", "version": "1"}
    assert site.post("cost_lines_parameters", **fields).status_code == 302
    cast.selection.refresh_from_db()
    assert (cast.selection.discount_rate, cast.selection.horizon, cast.selection.timing) == (650, 3, "mid")
    page = site.post("cost_lines_parameters", **fields | {"rate": "8"})
    assert (page.status_code, "It is now: 6.5%, 3, Base." in words(page)) == (409, True)
    assert site.post("cost_lines_parameters", **fields | {"horizon": "0", "version": "2"}).status_code == 422
    Selection.objects.update(phase=Phase.INVITE)
    assert "6.5%" in words(site.get("cost_lines_parameters"))
    assert site.post("cost_lines_parameters", **fields | {"version": "2"}).status_code == 409


def test_block_is_looked_at_before_it_is_written(site, cast, words):
    vendor(cast.bo)
    block = {"block": "K01\t订阅\tyes\t\t60.5\t６７.５\t75\t84\t95", "unit": "thousand", "scenario": "*"}
    page = site.post("cost_lines_paste", "A", **block)
    assert page.status_code == 200
    assert "1 cost recognised" in words(page)
    assert "67.5 typed ６７.５" in words(page)
    assert not CostLine.objects.exists()
    assert site.post("cost_lines_paste", "A", **block, write="1").status_code == 302
    assert CostLine.objects.count() == 5
    assert "K01 · as before" in words(site.post("cost_lines_paste", "A", **block))


def test_costs_of_all_vendors_come_in_by_one_page(site, cast, words):
    for name in ("云桥", "灵犀"):
        vendor(cast.bo, name)
    assert "Paste costs of all vendors" in words(site.get("cost_lines"))
    block = "Item\t云桥\t灵犀\nMigration\t3\t4\nTraining\t\t5"
    about = {"unit": "one", "scenario": "*", "block": block}
    page = site.post("cost_lines_paste", "A", **about)
    assert "Read the columns of all vendors" in words(page)
    page = site.post("cost_lines_preview_all", **about, answered=page.context["mark"], **{"answer-when": "0"})
    assert (page.status_code, CostLine.objects.count()) == (200, 0)
    text = words(page)
    assert "3 costs recognised" in text
    assert "云桥 1 cost Migration K05" in text
    assert "灵犀 2 costs Migration K05" in text
    sent = about | {"answered": page.context["mark"], "answer-when": "0", "write": "1"}
    assert site.post("cost_lines_paste_all", **sent).status_code == 302
    assert CostLine.objects.count() == 3
    assert "3 costs pasted" in words(site.get("cost_lines"))


def test_the_page_of_all_costs_is_kept_from_who_may_not_see_prices(site, cast, words):
    cost(vendor(cast.bo, "Yunqiao"), cast.bo)
    block = {"unit": "one", "scenario": "*", "block": "Item\tYunqiao\nMigration\t3"}
    assert site.as_("eva").get("cost_lines_paste_all").status_code == 403
    assert site.post("cost_lines_preview_all", **block).status_code == 403
    join(cast.selection, "bea", "procurement", "evaluator")
    cast.members["bea"] = cast.selection.members.get(key="bea")
    Selection.objects.update(phase=Phase.INVITE)
    for page in (site.as_("bea").get("cost_lines_paste_all"), site.post("cost_lines_preview_all", **block)):
        assert "Prices are not shown yet" in words(page)
        assert "Yunqiao" not in words(page)
    assert site.get("cost_lines_empty_all")["Content-Type"].startswith("text/html")


def test_one_bad_row_is_named_and_writes_nothing(site, cast, words):
    vendor(cast.bo)
    block = {"block": "K02\tx\tyes\t10\nK01\ty\tno\t\t1\t2\t3", "unit": "thousand", "scenario": "*", "write": "1"}
    page = site.post("cost_lines_paste", "A", **block)
    assert page.status_code == 422
    assert "Row 2, column 1 K01 y: the plan has 5 years, and years 4, 5 are missing." in words(page)
    assert not CostLine.objects.exists()


def test_what_is_missing_is_said_on_the_page(site, cast, words):
    cost(vendor(cast.bo), cast.bo, "K02", {1: 1}, scenarios=["base", "fast"])
    cost(vendor(cast.bo, "灵犀"), cast.bo, "K02", {1: 1})
    assert "B has no costs in the scenario “Fast”." in words(site.get("cost_lines_vendor", "B"))


def test_organiser_who_scores_reads_why_prices_wait(site, cast, words):
    cost(vendor(cast.bo, "Yunqiao"), cast.bo)
    join(cast.selection, "bea", "procurement", "evaluator")
    cast.members["bea"] = cast.selection.members.get(key="bea")
    Selection.objects.update(phase=Phase.SCORE)
    text = words(site.as_("bea").get("cost_lines"))
    assert "Prices are not shown yet" in text
    assert "Yunqiao" not in text
    assert "Yunqiao" in words(site.as_("bo").get("cost_lines"))


def test_others_are_kept_out_until_the_reveal(site, cast):
    vendor(cast.bo)
    assert site.as_("eva").get("cost_lines").status_code == 409
    assert site.post("cost_lines_add", "A", **LINE | YEARS).status_code == 403
    Selection.objects.update(phase=Phase.CONSENSUS)
    assert site.get("cost_lines").status_code == 200


def test_line_of_another_vendor_is_not_found(site, cast):
    first = vendor(cast.bo)
    vendor(cast.bo, "灵犀")
    cost(first, cast.bo, "K02", {1: 1})
    set_seat_plan(cast.selection, plan={"base": [1] * 5}, member=cast.bo)
    price = record_seat_price(first, is_quoted=True, price=1, member=cast.bo)
    line = CostLine.objects.get().pk
    assert site.get("cost_lines_edit", "B", line).status_code == 404
    assert site.post("cost_lines_remove", "B", line).status_code == 404
    assert site.post("cost_lines_price_remove", "B", price.pk).status_code == 404


def test_page_costs_the_same_at_any_length(site, cast):
    row = vendor(cast.bo)
    counts = []
    for size in (3, 300):
        while (number := CostLine.objects.count()) < size:
            CostLine.objects.create(vendor=row, item="K02", label_zh=f"{number}", year=1, amount=1)
        counts.append(queries(site, "cost_lines"))
    assert counts[0] == counts[1] <= 40
