import json
from itertools import pairwise

import pytest

from reports.charts.cost_charts import CostGroup, Offer, nice_top, stack, ticks, yearly
from reports.charts.theme import DARK, LIGHT, TEMPLATES, in_every_dress

GROUPS = [CostGroup("quoted-K01", "Subscription", True), CostGroup("outside-K03", "Integration", False)]
YEARS = [(1, "26"), (2, "27"), (3, "28")]


def offer(code="A", quoted=(60, 70, 80), outside=(40, 0, 0), **fields):
    by_year = [0, *(first + second for first, second in zip(quoted, outside, strict=True))]
    total = sum(by_year)
    about = {
        "code": code,
        "name": f"Vendor {code}",
        "total": total,
        "total_text": f"{total:.1f}",
        "share_text": "16% outside the quote",
        "is_mostly_hidden": False,
        "parts": {
            "quoted-K01": (sum(quoted), f"{sum(quoted):.1f}"),
            "outside-K03": (sum(outside), f"{sum(outside):.1f}"),
        },
        "by_year": by_year,
        "outside_by_year": [0, *outside],
        "year_texts": [f"{amount:.1f}" for amount in by_year],
    }
    return Offer(**about | fields)


def test_bars_add_up_to_the_total_that_stands_beside_them():
    offers = [offer("A"), offer("B", outside=(10, 10, 10))]
    figure = stack(offers, GROUPS, LIGHT)
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    assert [sum(amounts) for amounts in zip(*(bar["x"] for bar in bars), strict=True)] == [250, 240]
    assert figure["data"][2]["text"] == ["<b>250.0</b>", "<b>240.0</b>"]


def test_costs_outside_the_quote_are_hatched_and_only_they():
    bars = stack([offer()], GROUPS, LIGHT)["data"][:2]
    assert [("pattern" in bar["marker"], bar["name"]) for bar in bars] == [
        (False, "Subscription"),
        (True, "Integration"),
    ]


def test_colours_go_by_kind_and_not_by_the_order_of_traces():
    reverse = stack([offer()], GROUPS[::-1], LIGHT)["data"]
    assert [bar["marker"]["color"] for bar in reverse[:2]] == [LIGHT.outside(0)[0], LIGHT.quoted(0)[0]]


def test_mostly_hidden_offer_is_marked_in_words_and_colour():
    names = stack([offer(), offer("B", is_mostly_hidden=True)], GROUPS, LIGHT)["data"][3]
    assert names["text"] == ["16% outside the quote", "<b>16% outside the quote</b>"]
    assert names["textfont"]["color"] == [LIGHT.ink_3, LIGHT.bad]


def test_small_bar_carries_no_figure():
    small = offer(outside=(1, 0, 0))
    assert stack([small], GROUPS, LIGHT)["data"][1]["text"] == [""]


def test_missing_kind_is_an_empty_bar():
    bare = offer(parts={"quoted-K01": (250, "250.0")})
    assert stack([bare], GROUPS, LIGHT)["data"][1]["x"] == [0.0]


def test_every_dress_is_plain_data_of_bars_and_points_in_a_known_template():
    dresses = in_every_dress(lambda palette, narrow: stack([offer()], GROUPS, palette, narrow=narrow))
    assert list(dresses) == ["light", "light-narrow", "dark", "dark-narrow"]
    for figure in [*dresses.values(), yearly([offer()], YEARS, DARK)]:
        assert json.loads(json.dumps(figure)) == figure
        assert {trace["type"] for trace in figure["data"]} <= {"bar", "scatter"}
        assert figure["layout"]["template"] in TEMPLATES


def test_narrow_stack_leaves_totals_to_the_labels_above_the_bars():
    figure = stack([offer()], GROUPS, LIGHT, narrow=True)
    assert [trace["type"] for trace in figure["data"]] == ["bar", "bar"]
    assert figure["layout"]["height"] > stack([offer()], GROUPS, LIGHT)["layout"]["height"]


def test_years_stand_side_by_side_and_add_up():
    offers = [offer("A"), offer("B", quoted=(10, 20, 30))]
    quoted, outside, peaks = yearly(offers, YEARS, LIGHT)["data"]
    whole = [first + second for first, second in zip(quoted["y"], outside["y"], strict=True)]
    assert whole == [100, 70, 80, 50, 20, 30]
    assert quoted["x"] == [0.5, 1.5, 2.5, 4.5, 5.5, 6.5]
    assert peaks["text"] == ["100.0", "80.0", "50.0", "30.0"]


def test_heaviest_year_in_the_middle_is_labelled_too():
    peaks = yearly([offer(quoted=(10, 200, 30), outside=(0, 0, 0))], YEARS, LIGHT)["data"][2]
    assert peaks["text"] == ["10.0", "200.0", "30.0"]


def test_phone_names_only_the_first_and_the_last_year():
    figure = yearly([offer()], YEARS, LIGHT, narrow=True)
    assert figure["layout"]["xaxis"]["ticktext"] == ["26", "", "28"]


def test_beside_many_others_only_the_first_year_is_named():
    figure = yearly([offer(code) for code in "ABCDEFGHI"], YEARS, LIGHT, narrow=True)
    assert figure["layout"]["xaxis"]["ticktext"] == ["26", "", ""] * 9


def test_nothing_to_draw_is_still_a_figure():
    assert stack([], [], LIGHT)["data"][0]["x"] == []
    assert yearly([], YEARS, LIGHT)["layout"]["yaxis"]["range"][1] > 0


@pytest.mark.parametrize(
    ("most", "top"), [(640, 700), (571.3, 600), (5.71, 6), (0.7, 0.7), (1, 1.0), (0, 1.0), (4_000_000, 4_000_000)]
)
def test_axis_ends_at_a_round_value_that_holds_everything(most, top):
    assert nice_top(most) == pytest.approx(top)
    assert nice_top(most) >= most


@pytest.mark.parametrize(
    ("top", "most", "values"), [(700, 7, [0, 100, 200, 300, 400, 500, 600]), (600, 4, [0, 200, 400])]
)
def test_ticks_start_at_zero_and_are_round(top, most, values):
    assert ticks(top, most) == values


def test_names_are_literal_wherever_plotly_reads_markup():
    name = "<b>x</b> & %{y}"
    groups = [CostGroup("quoted-K01", name, True), CostGroup("outside-K03", "Integration", False)]
    safe = "&lt;b&gt;x&lt;/b&gt; &amp; %{y}"
    odd = offer(share_text="<1% outside", year_words=[name] * 4)
    bar, _other, _totals, share = stack([odd], groups, LIGHT)["data"]
    assert (bar["name"], bar["customdata"], bar["hovertemplate"]) == (
        safe,
        [f"{safe}: 210.0"],
        "%{customdata}<extra></extra>",
    )
    assert share["text"] == ["&lt;1% outside"]
    bars = yearly([odd], [(1, name), (2, ""), (3, "")], LIGHT)
    assert bars["data"][0]["customdata"] == [safe] * 3
    assert bars["layout"]["xaxis"]["ticktext"][0] == safe


@pytest.mark.parametrize(("most", "narrow"), [(650, False), (99, True), (41, True), (7.2, False), (101, True)])
def test_no_bar_ends_beyond_the_last_number_of_its_axis(most, narrow):
    axis = stack([offer(total=most)], GROUPS, LIGHT, narrow=narrow)["layout"]["xaxis"]
    assert axis["tickvals"][-1] == axis["range"][1] >= most
    assert len({round(after - before, 6) for before, after in pairwise(axis["tickvals"])}) == 1


def test_labels_of_the_years_have_one_number_of_decimals():
    small = offer(quoted=(6.7, 22, 8.5), outside=(0, 0, 0))
    assert yearly([small], YEARS, LIGHT)["data"][2]["text"] == ["6.7", "22.0", "8.5"]
    large = offer("B", quoted=(6.7, 1234.5, 8.4), outside=(0, 0, 0))
    assert yearly([large, small], YEARS, LIGHT)["data"][2]["text"] == ["7", "1,234", "8", "7", "22", "8"]
