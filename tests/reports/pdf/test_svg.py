"""Does a figure on paper hold every piece of the figure on screen, and does what cannot be drawn raise?"""

import re
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from reports.charts.analysis_charts import Bars, places
from reports.charts.cost_charts import CostGroup, Offer, stack, yearly
from reports.charts.opinion import Strip, opinion, spread
from reports.charts.theme import DARK, LIGHT
from reports.pdf import svg
from reports.pdf.drawing import Drawing, clipped, n, width_of

NS = "{http://www.w3.org/2000/svg}"
GROUPS = [CostGroup("a", "Licence", True), CostGroup("b", "Training", False)]


def offer(code, quoted, outside):
    return Offer(
        code=code,
        name=code * 3,
        total=quoted + outside,
        total_text=f"{quoted + outside}",
        share_text="outside",
        is_mostly_hidden=outside > quoted,
        parts={"a": (quoted, f"{quoted}"), "b": (outside, f"{outside}")},
        by_year=[0, quoted + outside],
        outside_by_year=[0, outside],
        year_texts=["0", f"{quoted + outside}"],
    )


def drawn(figure, **options):
    return ElementTree.fromstring(svg.draw(figure, width=480, alt="What & why <b>", **options).svg())


def found(tree, tag):
    return list(tree.iter(NS + tag))


def bars(tree):
    """The pieces of the stacks, without the grounds of the figures on them."""
    tallest = max(float(bar.get("height")) for bar in found(tree, "rect"))
    return [bar for bar in found(tree, "rect") if float(bar.get("height")) > tallest - 0.1]


def words(tree):
    return [node.text for node in found(tree, "text")]


def figures():
    offers = [offer("A", 384.1, 60), offer("B", 100, 500)]
    strips = [Strip("Fit", "A", [("L", 7), ("C", 7), ("Z", 9)], 23 / 3)]
    yield stack(offers, GROUPS, LIGHT)
    yield yearly(offers, [(1, "2026")], LIGHT)
    yield opinion(strips, LIGHT)


@pytest.mark.parametrize("figure", list(figures()))
def test_every_figure_of_the_report_can_be_drawn(figure):
    tree = drawn(figure)
    assert found(tree, "title")[0].text == "What & why <b>"
    assert tree[0].tag == NS + "title"


def test_stack_has_a_bar_for_every_part_as_wide_as_its_money():
    tree = drawn(stack([offer("A", 300, 100), offer("B", 200, 0)], GROUPS, LIGHT))
    widths = [float(bar.get("width")) for bar in bars(tree)]
    assert len(widths) == 3
    assert widths[0] / widths[1] == pytest.approx(1.5, abs=0.02)
    assert {"300", "200", "100", "400"} <= set(words(tree))


def test_bars_of_a_stack_follow_each_other():
    tree = drawn(stack([offer("A", 300, 100)], GROUPS, LIGHT))
    quoted, outside = bars(tree)
    end = float(quoted.get("x")) + float(quoted.get("width"))
    assert 0 <= float(outside.get("x")) - end < 1.5


def test_costs_outside_the_quote_are_hatched_with_strokes():
    tree = drawn(stack([offer("A", 300, 100)], GROUPS, LIGHT))
    hatch = [path for path in found(tree, "path") if path.get("stroke-opacity")]
    assert len(hatch) == 1
    assert hatch[0].get("d").count("M") > 3
    assert "pattern" not in ElementTree.tostring(tree).decode()


def test_colours_and_sizes_are_literal():
    text = ElementTree.tostring(drawn(next(figures()))).decode()
    assert re.search(r"var\(|currentColor|class=|style=", text) is None
    assert 'font-family="Inter' in text


def test_text_that_is_wider_than_its_bar_is_left_out():
    figure = stack([offer("A", 300, 100)], GROUPS, LIGHT)
    figure["data"][0]["text"] = ["much longer than the bar can ever be, " * 9]
    assert not any("much longer" in text for text in words(drawn(figure)))


def test_total_is_bold_and_its_markup_is_not_shown():
    tree = drawn(stack([offer("A", 300, 100)], GROUPS, LIGHT))
    assert [node.get("font-weight") for node in found(tree, "text") if node.text == "400"] == [
        None,
        "700",
    ]  # axis, total


def test_text_is_escaped():
    figure = stack([offer("A", 300, 100)], GROUPS, LIGHT)
    figure["data"][-2]["text"] = ["</text><script>alert(1)</script>"]
    assert "</text><script>alert(1)</script>" in words(drawn(figure))


def changed(path, value):
    figure = deepcopy(next(figures()))
    place = figure
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return figure


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("data", 0, "type"), "heatmap"),
        (("data", 0, "width"), 3),
        (("data", 0, "textposition"), "outside"),
        (("data", 0, "textangle"), 90),
        (("data", 0, "marker", "opacity"), 0.5),
        (("data", 0, "marker", "line", "dash"), "dot"),
        (("data", -1, "mode"), "lines"),
        (("data", -1, "textposition"), "bottom left"),
        (("layout", "barmode"), "group"),
        (("layout", "shapes"), []),
        (("layout", "annotations"), []),
        (("layout", "xaxis", "type"), "log"),
        (("layout", "template"), "plotly"),
        (("frames",), []),
    ],
)
def test_what_cannot_be_drawn_raises(path, value):
    with pytest.raises(svg.Unknown):
        drawn(changed(path, value))


def test_axis_without_a_range_raises():
    figure = deepcopy(next(figures()))
    del figure["layout"]["xaxis"]["range"]
    with pytest.raises(svg.Unknown):
        drawn(figure)


def test_bar_below_zero_raises():
    figure = changed(("data", 0, "x"), [-1.0, 2.0])
    with pytest.raises(svg.Unknown):
        drawn(figure)


def test_unknown_symbol_raises():
    figure = opinion([Strip("Fit", "A", [("L", 7)], 7)], LIGHT)
    figure["data"][1]["marker"]["symbol"] = "star"
    with pytest.raises(svg.Unknown):
        drawn(figure)


def test_the_dark_template_is_known_too():
    assert drawn(stack([offer("A", 300, 100)], GROUPS, DARK)) is not None


def test_opinion_has_a_dot_for_every_person_and_a_mean():
    strips = [Strip("Fit", "A", [("L", 7), ("C", 7), ("Z", 9)], 23 / 3), Strip("Price", "B", [("L", 0)], 0)]
    tree = drawn(opinion(strips, LIGHT))
    assert len(found(tree, "circle")) == 4
    assert sum(path.get("stroke-width") is not None and "v" in path.get("d") for path in found(tree, "path")) == 2


def test_people_with_the_same_score_stand_side_by_side():
    placed = spread([("Z", 7), ("C", 7), ("L", 9)])
    assert [name for _x, name in placed] == ["C", "Z", "L"]
    assert placed[0][0] < 7 < placed[1][0]
    assert placed[2][0] == 9


def test_ten_people_with_one_score_stay_apart_from_the_next_score():
    xs = [x for x, _name in spread([(str(number), 5) for number in range(10)])]
    assert 4.5 < min(xs) < max(xs) < 5.5


def test_hatch_stays_within_its_rectangle():
    drawing = Drawing(100, 100, "")
    drawing.hatch(10, 20, width=7.3, height=15)
    numbers = [float(number) for number in re.findall(r"[-\d.]+", re.search(r' d="([^"]+)"', drawing.shapes[0])[1])]
    assert all(10 <= x <= 17.31 for x in numbers[::2])
    assert all(20 <= y <= 35.01 for y in numbers[1::2])


@pytest.mark.parametrize(("value", "text"), [(1, "1"), (1.5, "1.5"), (2.0, "2"), (0.126, "0.13"), ("#fff", "#fff")])
def test_numbers_are_short(value, text):
    assert n(value) == text


def test_long_names_are_cut_and_short_ones_whole():
    assert clipped("云桥客服", 8, 100) == "云桥客服"
    assert clipped("云桥客服" * 9, 8, 60).endswith("…")
    assert width_of(clipped("云桥客服" * 9, 8, 60), 8) <= 60


def test_names_are_drawn_as_they_were_written():
    name = "<b>x</b> & %{y}"
    tree = drawn(yearly([offer("A", 300, 100)], [(1, name)], LIGHT))
    assert name in words(tree)
    less = replace(offer("A", 300, 100), share_text="<1% outside")
    assert "<1% outside" in words(drawn(stack([less], GROUPS, LIGHT)))
    dots = opinion([Strip("F", "A", [("<b>", 5)], 5.0)], LIGHT)
    assert dots["data"][1]["text"] == ["&lt;b&gt;"]
    assert "<b>" in words(drawn(dots))


@pytest.mark.parametrize("factor", [1, 10**4, 10**7])
def test_figures_below_an_axis_never_touch(factor):
    """Wide ones are written at every second line, or at fewer; a million is no 1e+06."""
    tree = drawn(stack([offer("A", 400 * factor, 160 * factor)], GROUPS, LIGHT))
    low = max(float(node.get("y")) for node in found(tree, "text"))
    below = [node for node in found(tree, "text") if float(node.get("y")) == low]
    assert all(re.fullmatch(r"\d{1,3}(,\d{3})*", node.text) for node in below)
    spans = [(float(node.get("x")), width_of(node.text, float(node.get("font-size")))) for node in below]
    assert len(spans) > 2
    assert all(right - left > (wide + other) / 2 for (left, wide), (right, other) in pairwise(spans))


def test_a_wide_figure_above_the_last_bar_stays_within_the_drawing():
    tree = drawn(yearly([offer(code, 9 * 10**8, 10**8) for code in "ABCDEF"], [(0, "26"), (1, "27")], LIGHT))
    for node in found(tree, "text"):
        half = width_of(node.text, float(node.get("font-size"))) / 2
        assert half - 0.1 <= float(node.get("x")) <= 480 - half + 0.1


def test_tight_years_have_the_figure_of_the_heaviest_alone():
    two = [replace(offer(code, 300, 100), by_year=[500, 400], year_texts=["500", "400"]) for code in "AB"]
    years = [(0, "26"), (1, "27")]
    assert [word for word in words(drawn(yearly(two, years, LIGHT))) if word in ("400", "500")] == ["500", "400"] * 2
    tight = words(drawn(yearly(two, years, LIGHT, is_tight=True)))
    assert [word for word in tight if word in ("400", "500")] == ["500", "500"]


@pytest.mark.parametrize(("count", "lower"), [(2, 0), (24, 1)])
def test_a_legend_of_many_rows_moves_the_plot_down(count, lower):
    bars = [Bars(f"Place {place}", [100 if place == 0 else 0], [""]) for place in range(count)]
    figure = places([("A", "Aster")], bars, LIGHT)
    tree = drawn(figure)
    rows = {float(node.get("y")) for node in found(tree, "text") if node.text.startswith("Place")}
    top = min(float(bar.get("y")) for bar in found(tree, "rect") if float(bar.get("height")) > 20)
    assert max(rows) < top
    assert (len(rows) > 1, float(tree.get("viewBox").split()[3]) > figure["layout"]["height"]) == (bool(lower),) * 2
