"""How do a ranking, its doubts and its price look: lines over a weight, places, doubts of the lead, value and cost?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Unpack

from reports.charts.cost_charts import nice_top, ticks
from reports.charts.figures import Axis, Figure, Layout, Stroke, Trace
from reports.charts.theme import Palette, dash, figure, literal

ROW = 44
TOP = 34  # the legend stands above the plot
WIDTH, WIDTH_NARROW = 420, 280  # about, of a plot
LETTER = 15  # pixels that a letter takes
ROOM = 160  # names stand left of their bars


@dataclass(frozen=True)
class VendorCurve:
    """One vendor's total at every weight in percent; `words` are what a point says of itself."""

    code: str
    name: str
    worth: Sequence[float]
    words: Sequence[str]


@dataclass(frozen=True)
class Bars:
    """One place, and the percent of draws in which each vendor takes it."""

    name: str
    percents: Sequence[int]
    words: Sequence[str]


@dataclass(frozen=True)
class Doubt:
    """One source of doubt: the lead from `low` to `high` when it alone varies."""

    name: str
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Offer:
    """One vendor's total value and its cost in minor units of money."""

    code: str
    name: str
    cost: float
    value: float
    words: str


def sweep(
    lines: Sequence[VendorCurve], weights: Sequence[float], now: float, *, palette: Palette, narrow: bool = False
) -> Figure:
    """Total points of every vendor over the weight of one category; the present weight is dashed."""
    worths = [worth for line in lines for worth in line.worth]
    low, high = max(0.0, min(worths) - 4), min(100.0, max(worths) + 4)
    traces: list[Trace] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _label(line.code, line.name, narrow),
            "x": list(weights),
            "y": list(line.worth),
            "line": {"color": palette.vendor(line.code), "width": 2.4, **dash(line.code)},
            **_said(line.words),
        }
        for line in lines
    ]
    layout = _layout(_height(narrow), x=_percents(), y=_axis([low, high], _between(low, high)))
    return figure(palette, [*traces, _mark([now, now], [low, high], palette.ink_3)], layout)


def places(
    vendors: Sequence[tuple[str, str]], bars: Sequence[Bars], palette: Palette, *, narrow: bool = False
) -> Figure:
    """One bar a vendor, from first to last place; the percents of a bar add up to 100."""
    traces: list[Trace] = []
    for place, bar in enumerate(bars):
        fill, text = palette.step(place, len(bars))
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": literal(bar.name),
                "x": list(bar.percents),
                "y": list(range(len(vendors))),
                # a narrower piece has no room for it
                "text": [f"{percent}%" if percent >= 8 else "" for percent in bar.percents],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "textfont": {"size": 12, "color": text},
                "marker": {"color": fill, "line": {"color": palette.surface, "width": 1}},
                **_said(bar.words),
            }
        )
    # Turned round: plotly counts rows from below.
    rows = _axis([len(vendors) - 0.5, -0.5], list(range(len(vendors))), showgrid=False)
    rows["ticktext"] = [_label(code, name, narrow) for code, name in vendors]
    layout = _layout(_height(narrow, len(vendors)), left=26 if narrow else ROOM, x=_percents(), y=rows)
    return figure(palette, traces, {**layout, "barmode": "stack", "bargap": 0.36})


def tornado(doubts: Sequence[Doubt], lead: float, palette: Palette, *, narrow: bool = False) -> Figure:
    """The lead when one source of doubt alone varies, the widest first; beyond zero the lead is lost."""
    low, high = min(0.0, *(doubt.low for doubt in doubts)), max(doubt.high for doubt in doubts)
    edge = max(high - low, 1.0) * 0.06
    ends = [low - edge, high + edge]
    traces: list[Trace] = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": literal(doubt.name),
            "x": [doubt.low, doubt.high],
            "y": [row, row],
            "line": {"color": palette.step(row, len(doubts))[0], "width": 20},
            **_said([doubt.words] * 2),
        }
        for row, doubt in enumerate(doubts)
    ]
    across = [len(doubts) - 0.5, -0.5]
    at = [] if narrow else list(range(len(doubts)))
    rows: Axis = {**_axis(across, at, showgrid=False), "ticktext": [literal(doubts[row].name) for row in at]}
    marks = [_mark([lead, lead], across, palette.ink_3), _mark([0, 0], across, palette.bad)]
    left = 12 if narrow else ROOM
    layout = _layout(_height(narrow, len(doubts)), left=left, x=_axis(ends, _between(*ends)), y=rows)
    return figure(palette, [*traces, *marks], {**layout, "showlegend": narrow})


def value_and_cost(
    offers: Sequence[Offer],
    ceiling: tuple[float, str] | None,
    palette: Palette,
    *,
    narrow: bool = False,
    money: Callable[[float], str],
) -> Figure:
    """Value over cost: up is better, left is cheaper; the ceiling is dashed."""
    most = max([offer.cost for offer in offers] + ([ceiling[0]] if ceiling else []))
    top = nice_top(most * 1.08)
    values = [offer.value for offer in offers]
    low, high = max(0.0, min(values) - 6), min(100.0, max(values) + 6)
    width, height = (WIDTH_NARROW, 260) if narrow else (WIDTH, 300)
    scale = (top / width, (high - low) / (height - TOP - 26))  # of a pixel
    is_crowded = _collide([(offer.cost / scale[0], offer.value / scale[1]) for offer in offers])
    traces: list[Trace] = [
        {
            "type": "scatter",
            "mode": "markers" if is_crowded else "markers+text",
            "name": _label(offer.code, offer.name, narrow),
            "x": [offer.cost],
            "y": [offer.value],
            "text": [offer.code],
            "textposition": "middle center",
            "textfont": {"size": 12, "color": palette.surface},
            "marker": {"color": palette.vendor(offer.code), "size": 10 if is_crowded else 24, "symbol": "circle"},
            **_said([offer.words]),
        }
        for offer in offers
    ]
    if is_crowded:
        beside = _apart([offer.value for offer in offers], LETTER * scale[1], low, high=high)
        traces += [
            trace for offer, y in zip(offers, beside, strict=True) for trace in _led(offer, top, y, palette=palette)
        ]
    if ceiling:
        traces.append(_mark([ceiling[0]] * 2, [low, high], palette.bad, name=literal(ceiling[1])))
    at = ticks(top, 2 if narrow else 5)
    layout = _layout(
        height,
        x={**_axis([0, top], at), "ticktext": [money(value) for value in at]},
        y=_axis([low, high], _between(low, high)),
    )
    return figure(palette, traces, layout)


def _collide(places: Sequence[tuple[float, float]]) -> bool:
    """Whether two letters would stand on each other, in pixels."""
    return any(abs(x - u) < LETTER and abs(y - v) < LETTER for (x, y), (u, v) in combinations(places, 2))


def _apart(heights: Sequence[float], least: float, low: float, *, high: float) -> list[float]:
    """The heights in the same order, moved as little as keeps them apart and within the plot."""
    falling = sorted(range(len(heights)), key=lambda place: -heights[place])
    found, least = list(heights), min(least, (high - low) / len(heights))
    # Once down from the top and once up from the floor;
    # the second pass mends what the first pushed out.
    ceiling, floor = high, low
    for place in falling:
        found[place] = min(found[place], ceiling)
        ceiling = found[place] - least
    for place in reversed(falling):
        found[place] = max(found[place], floor)
        floor = found[place] + least
    return found


def _led(offer: Offer, x: float, y: float, *, palette: Palette) -> list[Trace]:
    """The letter at the edge of the plot, and a line that leads from it to its point."""
    silent: Trace = {"type": "scatter", "showlegend": False, "hoverinfo": "skip"}
    line: Stroke = {"color": palette.ink_3, "width": 0.6}
    text: Trace = {"text": [offer.code], "textposition": "middle right", "textfont": {"size": 11, "color": palette.ink}}
    return [
        {**silent, "mode": "lines", "x": [offer.cost, x], "y": [offer.value, y], "line": line},
        # `cliponaxis`: the letter stands beyond the plot, which would cut it off.
        {**silent, "mode": "text", "x": [x], "y": [y], "cliponaxis": False, **text},
    ]


def _said(words: Sequence[str]) -> Trace:
    # An empty <extra> leaves out plotly's box with the name of the trace.
    return {"customdata": [literal(one) for one in words], "hovertemplate": "%{customdata}<extra></extra>"}


def _mark(x: Sequence[float], y: Sequence[float], colour: str, *, name: str = "") -> Trace:
    line: Stroke = {"color": colour, "width": 1.4, "dash": "dash"}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": line,
        "hoverinfo": "skip",
        "name": name,
        "showlegend": bool(name),
    }


def _layout(height: float, *, x: Axis, y: Axis, left: float = 34) -> Layout:
    margin = {"l": left, "r": 20, "t": TOP, "b": 26, "pad": 0}
    return {
        "height": height,
        "margin": margin,
        "showlegend": True,
        "legend": {"traceorder": "normal"},
        "xaxis": x,
        "yaxis": y,
    }


def _axis(span: Sequence[float], at: Sequence[float], **options: Unpack[Axis]) -> Axis:
    return {"range": list(span), "tickvals": list(at), "automargin": False, "fixedrange": True, **options}


def _between(low: float, high: float) -> list[float]:
    """Round values inside a span that need not begin at zero."""
    steps = ticks(high - low, 5)
    step = steps[1] if len(steps) > 1 else high - low
    first = -(-low // step) * step
    # no 0.30000000000000004, and no -0, at a tick
    return [round(first + step * place, 10) + 0.0 for place in range(int((high - first) / step) + 1)]


def _percents() -> Axis:
    at = [0, 25, 50, 75, 100]
    return {**_axis([0, 100], at), "ticktext": [f"{value}%" for value in at]}


def _height(narrow: bool, rows: int = 0) -> float:
    """Charts that stand beside each other are equally high until one has many rows."""
    content = ROW * rows + TOP + 26
    if narrow:
        return content if rows else max(content, 260)
    return max(content, 300)


def _label(code: str, name: str, narrow: bool) -> str:
    if narrow:
        return code
    return literal(f"{code} {name if len(name) <= 14 else name[:13] + '…'}")
