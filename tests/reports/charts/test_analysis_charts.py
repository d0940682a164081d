"""Do the charts of the analysis hold for plotly, and do names stay what people typed?"""

import re
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from django.utils import translation

from reports.charts import analysis_charts
from reports.charts.theme import LIGHT, TEMPLATES, in_every_dress
from reports.findings.pictures import pictures
from reports.paper import marks
from reports.pdf import svg
from tests.reports.finished import inputs, opened

KEYS = ["sweep", "places", "doubt", "cost"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def all_of(decision_file=None, **options):
    return {picture.key: picture for picture in pictures(opened(decision_file), **{"sees_prices": True, **options})}


@pytest.mark.parametrize("key", KEYS)
def test_every_dress_is_a_figure_for_plotly_and_a_drawing(key):
    picture = all_of()[key]
    for figure in in_every_dress(picture.draw).values():
        layout = {**figure["layout"], "template": TEMPLATES[figure["layout"]["template"]]}
        go.Figure({"data": figure["data"], "layout": layout})
        assert svg.draw(figure, width=480, alt=picture.alt).svg().startswith("<svg")


def test_lines_meet_the_totals_at_the_present_weight():
    found = opened()
    picture = all_of()["sweep"]
    weight = found.results["category_weights"]
    code = next(code for code, _name, is_on in picture.choices if is_on)
    at = 100 * weight[code]
    for trace in picture.draw(LIGHT, False)["data"][:-1]:
        start, end = trace["y"][0], trace["y"][-1]
        vendor = trace["name"][0]
        assert start + (end - start) * at / 100 == pytest.approx(found.results["total"][vendor], abs=1e-6)


def test_colours_come_again_from_the_seventh_vendor_on_and_their_lines_are_dashed():
    vendors = "ABCDEFGHIJKL"
    lines = [analysis_charts.VendorCurve(code, code, [50.0, 60.0], ["", ""]) for code in (*vendors, "V-1")]
    drawn = [trace["line"] for trace in analysis_charts.sweep(lines, [0, 100], 40, palette=LIGHT)["data"][:-1]]
    colours = [line["color"] for line in drawn]
    assert (colours[6:12], len(set(colours[:6])), colours[12]) == (colours[:6], 6, LIGHT.ink_3)
    assert [line.get("dash") for line in drawn] == [*[None] * 6, *["dash"] * 6, None]
    assert [marks.colour_of(code) for code in vendors[6:]] == [marks.colour_of(code) for code in vendors[:6]]


def test_another_weight_can_be_asked_for_and_an_unknown_one_changes_nothing():
    first = all_of()["sweep"]
    other = next(code for code, _name, is_on in first.choices if not is_on)
    assert [code for code, _name, is_on in all_of(asked=other)["sweep"].choices if is_on] == [other]
    assert all_of(asked="<x>")["sweep"].choices == first.choices


def test_without_sight_of_prices_there_is_no_chart_of_costs():
    assert list(all_of(sees_prices=False)) == KEYS[:3]


def test_the_ceiling_is_drawn_where_the_budget_is_one_for_the_total():
    decision_file, without_one = inputs(), inputs()
    for row in decision_file["criteria"]:
        row |= {"basis": "tco"} if row["kind"] == "price" else {}
    decision_file["selection"] |= {"budget_target": 100_000_00, "budget_ceiling": 400_000_00}
    without_one["selection"] |= {"budget_target": None, "budget_ceiling": None}
    found = [all_of(given)["cost"] for given in (decision_file, without_one, inputs())]
    assert ["Dashed" in picture.alt for picture in found] == [True, False, False]


def test_names_are_shown_as_typed():
    decision_file = inputs()
    for row in decision_file["vendors"]:
        row["name"] = {"zh": "<b>$x$&lt;", "en": "<b>$x$&lt;"}
    for picture in all_of(decision_file).values():
        figure = picture.draw(LIGHT, False)
        said = [trace.get("name", "") for trace in figure["data"]]
        said += [words for trace in figure["data"] for words in trace.get("customdata", ())]
        said += figure["layout"]["yaxis"].get("ticktext", [])
        assert not [words for words in said if re.search(r"<(?!/?b>\d)", words)]
        drawn = svg.draw(figure, width=480, alt="").svg()
        assert "<b>" not in drawn
        if picture.key in ("sweep", "places", "cost"):
            assert "&lt;b&gt;$x$&amp;lt;" in drawn


@pytest.mark.parametrize(("values", "is_crowded"), [([60.0, 80.0], False), ([60.0, 60.2, 60.1, 80.0], True)])
def test_letters_of_offers_that_lie_close_stand_apart_at_the_edge(values, is_crowded):
    offers = [analysis_charts.Offer(code, code, 100.0, value, "") for code, value in zip("ABCD", values, strict=False)]
    found = analysis_charts.value_and_cost(offers, None, LIGHT, money=str)
    go.Figure(found["data"])
    lettered = [trace for trace in found["data"] if "text" in trace["mode"]]
    assert [trace["text"] for trace in lettered] == [[offer.code] for offer in offers]
    heights = sorted(trace["y"][0] for trace in lettered)
    low, high = found["layout"]["yaxis"]["range"]
    least = (high - low) / found["layout"]["height"] * 12
    assert all(after - before > least for before, after in pairwise(heights))
    assert [trace["x"][0] == 100.0 for trace in lettered] == [not is_crowded] * len(offers)
