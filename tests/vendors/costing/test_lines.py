import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import committee
from tests.vendors.builders import cost, events, vendor
from vendors.costing import record_line, record_seat_price, remove_line, series_of, set_seat_plan
from vendors.costing.lines import missing_years
from vendors.models import CostLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return committee()


def refusal(action, *args, **fields):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        action(*args, **fields)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("years", "missing"),
    [([1, 2, 3], [4, 5]), ([1, 2, 3, 4, 5], []), ([2, 4], [3, 5]), ([0], []), ([1], []), ([0, 3], []), ([], [])],
)
def test_years_that_a_yearly_cost_leaves_open(years, missing):
    assert missing_years(years, 5) == missing


def test_series_keeps_the_order_of_entry_and_its_amounts(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K02", {0: 180}, label_zh="实施")
    cost(row, cast.bo, "K01", [60, 67, 75, 84, 95], scenarios=["base", "fast"])
    found = series_of(cast.selection)
    assert [(line.item, line.scenario, line.total) for line in found] == [
        ("K02", "base", 18000),
        ("K01", "base", 38100),
        ("K01", "fast", 38100),
    ]
    assert cast.selection.scenarios == ["base", "fast"]


def test_licence_of_three_years_in_a_plan_of_five_names_the_missing_years(cast):
    row = vendor(cast.bo)
    message = refusal(cost, row, cast.bo, "K01", [60, 67, 75])
    assert message == (
        "Licence or subscription: the plan has 5 years, and years 4, 5 are missing. Write 0 where nothing is paid."
    )
    assert not CostLine.objects.exists()
    cost(row, cast.bo, "K01", [60, 67, 75, 0, 0])
    cost(row, cast.bo, "K07", [0, 5, 9])


def test_two_labels_of_one_yearly_item_complete_each_other(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K01", {1: 500}, label_zh="许可")
    assert "2, 4, 5" in refusal(cost, row, cast.bo, "K01", {3: 100}, label_zh="追加许可")
    cost(row, cast.bo, "K01", {2: 1, 3: 100, 4: 1, 5: 1}, label_zh="维护")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amounts": {1: -1}}, "below zero"),
        ({"amounts": {}}, "at least one amount"),
        ({"amounts": {6: 1}}, "Year 6 lies outside"),
        ({"item": "K11"}, "ten cost items"),
        ({"scenarios": ["Base!"]}, "Choose a scenario"),
    ],
)
def test_bad_line_is_refused_whole(cast, fields, words):
    line = {"item": "K02", "is_quoted": True, "scenarios": ["base"], "amounts": {1: 100}, "member": cast.bo}
    assert words in refusal(record_line, vendor(cast.bo), **line | fields)
    assert not CostLine.objects.exists()


def test_same_cost_twice_is_refused(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K02", {1: 10}, label_zh="实施")
    assert "already exists" in refusal(cost, row, cast.bo, "K02", {1: 20}, label_zh="实施")
    cost(row, cast.bo, "K02", {1: 20}, label_zh="实施", is_quoted=False)


def test_edited_line_stays_in_its_place(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K02", {1: 10, 2: 10})
    cost(row, cast.bo, "K03", {1: 10})
    first = series_of(cast.selection)[0]
    cost(row, cast.bo, "K05", {1: 11, 3: 12}, replaces=first, is_quoted=False)
    assert [(line.item, line.is_quoted, line.amounts) for line in series_of(cast.selection)] == [
        ("K05", False, {1: 1100, 3: 1200}),
        ("K03", True, {1: 1000}),
    ]


def test_removed_line_and_its_scenario_are_gone(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K02", {1: 10}, scenarios=["base", "fast"])
    remove_line(row, series=series_of(cast.selection)[1], member=cast.bo)
    assert cast.selection.scenarios == ["base"]
    assert events(cast.selection)[1:] == [
        "vendors.cost_line_recorded",
        "vendors.scenarios_listed",
        "vendors.cost_line_recorded",
        "vendors.scenarios_listed",
        "vendors.cost_line_removed",
    ]


def test_scenario_without_seats_is_refused_while_prices_go_by_seat(cast):
    row = vendor(cast.bo)
    set_seat_plan(cast.selection, plan={"base": [10] * 5}, member=cast.bo)
    record_seat_price(row, is_quoted=True, price=10000, member=cast.bo)
    assert "needs a seat plan first" in refusal(cost, row, cast.bo, "K02", {1: 10}, scenarios=["fast"])


def test_series_cost_one_query_at_any_length(cast, django_assert_num_queries):
    row = vendor(cast.bo)
    for size in (3, 300):
        while (count := CostLine.objects.count()) < size:
            CostLine.objects.create(vendor=row, item="K02", label_zh=f"{count}", year=1, amount=1)
        with django_assert_num_queries(1):
            assert len(series_of(cast.selection)) == size


def test_a_cost_stays_while_another_needs_its_years(cast):
    row = vendor(cast.bo)
    cost(row, cast.bo, "K01", [60, 67, 75, 84, 95], label_en="Seats")
    cost(row, cast.bo, "K01", {1: 5, 2: 5, 3: 5}, label_en="Start")
    whole = next(series for series in series_of(cast.selection) if series.label_en == "Seats")
    said = refusal(remove_line, row, series=whole, member=cast.bo)
    assert said == "Seats: the plan has 5 years, and years 4, 5 are missing. Write 0 where nothing is paid."
    assert [series.label_en for series in series_of(cast.selection)] == ["Seats", "Start"]
    moved = {"item": "K03", "label_en": "Seats", "is_quoted": True, "scenarios": ["base"], "amounts": {0: 1}}
    assert refusal(record_line, row, **moved, member=cast.bo, replaces=whole) == said


def test_an_amount_beyond_the_file_is_refused_at_its_year(cast):
    row = vendor(cast.bo)
    about = {"item": "K02", "is_quoted": True, "scenarios": ["base"], "member": cast.bo}
    with pytest.raises(ValidationError) as refused:
        record_line(row, **about, amounts={0: 10**15, 3: 10**15 + 1})
    assert list(refused.value.message_dict) == ["year_3"]
