"""How does a plotly figure look on paper: the same data, drawn as SVG with literal colours and sizes?

It knows the traces and keys that our figures use; anything else raises, so that nothing is silently left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

from reports.charts.figures import Axis, Colours, Figure, Layout, Marker, Stroke, Trace
from reports.charts.theme import TEMPLATES
from reports.pdf.drawing import Drawing, width_of

Keys = Mapping[str, "Keys"]  # what may stand at each level; below one without any, anything may
ANY: Keys = {}
FONT: Keys = {"size": ANY, "color": ANY}
STROKE: Keys = {"color": ANY, "width": ANY}
HOVER: Keys = dict.fromkeys(("customdata", "hovertemplate", "hoverinfo"), ANY)
AXIS: Keys = {
    **dict.fromkeys(("range", "tickvals", "ticktext", "showgrid", "gridcolor", "showline", "visible", "zeroline"), ANY),
    **dict.fromkeys(("automargin", "fixedrange", "tickangle"), ANY),
    "tickfont": FONT,
}
PATTERN: Keys = dict.fromkeys(("shape", "size", "solidity", "fillmode", "fgcolor", "fgopacity"), ANY)
LAYOUT: Keys = {
    **dict.fromkeys(("template", "height", "bargap", "barmode", "showlegend", "legend"), ANY),
    "margin": dict.fromkeys(("l", "r", "t", "b", "pad"), ANY),
    "xaxis": AXIS,
    "yaxis": AXIS,
}
TRACES: Mapping[str, Keys] = {
    "bar": {
        **dict.fromkeys(("type", "orientation", "name", "x", "y", "text", "textposition", "textangle"), ANY),
        **HOVER,
        "insidetextanchor": ANY,
        "textfont": {**FONT, "shadow": ANY},
        "marker": {"color": ANY, "line": STROKE, "pattern": PATTERN},
    },
    "scatter": {
        **dict.fromkeys(("type", "mode", "name", "x", "y", "text", "textposition", "cliponaxis", "showlegend"), ANY),
        **HOVER,
        "textfont": FONT,
        "line": {**STROKE, "dash": ANY},
        "marker": {"color": ANY, "size": ANY, "symbol": ANY, "line": STROKE},
    },
}
CHOICES = {
    ("bar", "orientation"): ("h", "v"),
    ("bar", "textposition"): ("inside",),
    ("bar", "insidetextanchor"): ("middle",),
    ("bar", "textangle"): (0,),
    ("scatter", "mode"): ("text", "markers", "markers+text", "lines"),
    ("scatter", "textposition"): ("middle right", "middle center", "top center"),
    ("layout", "barmode"): ("stack",),
}
LEGEND = 12  # size of its letters
SYMBOLS = ("circle", "line-ns")


class Unknown(ValueError):
    """The figure uses something that cannot be drawn on paper."""


@dataclass(frozen=True)
class Frame:
    """Where the plot lies in the drawing, and what one axis value is in it."""

    left: float
    top: float
    width: float
    height: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    scale: float

    def x(self, value: float) -> float:
        start, end = self.x_range
        return self.left + self.width * (value - start) / (end - start)

    def y(self, value: float) -> float:
        bottom, top = self.y_range
        return self.top + self.height * (1 - (value - bottom) / (top - bottom))


def draw(
    figure: Figure, *, width: float, alt: str, scale: float = 1.0, left: float = 0.0, below: float = 0.0
) -> Drawing:
    """The figure on a drawing of this width, a pixel being `scale` units, with room for names beside or below."""
    check(figure)
    layout = _merged(TEMPLATES[figure["layout"]["template"]]["layout"], figure["layout"])
    margin = {side: scale * layout["margin"][side] for side in ("l", "r", "t", "b")}
    named = _legend(figure["data"], width, scale) if layout["showlegend"] else []
    above = max([y + scale * LEGEND for _x, y, _trace in named], default=0.0)
    lower = max(0.0, above - margin["t"])  # a legend of many rows moves the plot down
    margin["t"] += lower
    whole = scale * layout["height"] + lower
    frame = Frame(
        left=left + margin["l"],
        top=margin["t"],
        width=width - left - margin["l"] - margin["r"],
        height=whole - margin["t"] - margin["b"],
        x_range=ends(layout["xaxis"]),
        y_range=ends(layout["yaxis"]),
        scale=scale,
    )
    drawing = Drawing(width, whole + below, alt)
    _axes(drawing, frame, layout)
    _bars(drawing, frame, [trace for trace in figure["data"] if trace["type"] == "bar"], layout=layout)
    for trace in figure["data"]:
        if trace["type"] == "scatter":
            _points(drawing, frame, trace)
    for x, y, trace in named:
        _name(drawing, frame, x, y=y, trace=trace, colour=layout["yaxis"]["tickfont"]["color"])
    return drawing


def check(figure: Figure) -> None:
    """Raise Unknown at the first thing that would not be drawn."""
    _known(figure, {"data": ANY, "layout": LAYOUT}, "figure")
    _chosen("layout", figure["layout"])
    for trace in figure["data"]:
        if trace.get("type") not in TRACES:
            raise Unknown(f"trace {trace.get('type')!r}")
        _known(trace, TRACES[trace["type"]], trace["type"])
        _chosen(trace["type"], trace)
        if trace.get("mode") == "lines" and "line" not in trace:
            raise Unknown("lines without a line")
    if figure["layout"].get("template") not in TEMPLATES:
        raise Unknown(f"template {figure['layout'].get('template')!r}")


def _known(values: Mapping[str, object], allowed: Keys, at: str) -> None:
    for key, value in values.items():
        if key not in allowed:
            raise Unknown(f"{at}.{key}")
        if allowed[key] and isinstance(value, Mapping):
            _known(value, allowed[key], f"{at}.{key}")


def _chosen(kind: str, values: Mapping[str, object]) -> None:
    for (owner, key), choices in CHOICES.items():
        if owner == kind and key in values and values[key] not in choices:
            raise Unknown(f"{kind}.{key} {values[key]!r}")


def _merged(base: Layout, over: Layout) -> Layout:
    """The template's layout with the figure's own values over it."""
    return {
        **base,
        **over,
        "margin": {**base["margin"], **over.get("margin", {})},
        "xaxis": _merged_axis(base["xaxis"], over.get("xaxis", {})),
        "yaxis": _merged_axis(base["yaxis"], over.get("yaxis", {})),
    }


def _merged_axis(base: Axis, over: Axis) -> Axis:
    return {**base, **over, "tickfont": {**base["tickfont"], **over.get("tickfont", {})}}


def ends(axis: Axis) -> tuple[float, float]:
    # plotly would choose one, and the paper another.
    if "range" not in axis:
        raise Unknown("axis without a range")
    start, end = axis["range"]
    return float(start), float(end)


def _axes(drawing: Drawing, frame: Frame, layout: Layout) -> None:
    for name, axis in (("xaxis", layout["xaxis"]), ("yaxis", layout["yaxis"])):
        ticks = list(_ticks(axis)) if axis.get("visible", True) else []
        every = _every(frame, axis, ticks) if name == "xaxis" else 1
        for place, (value, words) in enumerate(ticks):
            _tick(drawing, frame, axis, value=value, words="" if place % every else words, is_x=name == "xaxis")


def _every(frame: Frame, axis: Axis, ticks: list[tuple[float, str]]) -> int:
    """Each how manieth figure below the plot is written, so that wide ones do not touch."""
    size = frame.scale * axis["tickfont"]["size"] * 1.2
    spans = [(frame.x(value), width_of(words, size)) for value, words in ticks]
    return next((step for step in range(1, len(spans)) if _is_apart(spans[::step], size)), 1)


def _is_apart(spans: list[tuple[float, float]], gap: float) -> bool:
    return all(right - left >= (wide + other) / 2 + gap / 2 for (left, wide), (right, other) in pairwise(spans))


def _ticks(axis: Axis) -> Iterator[tuple[float, str]]:
    values = axis.get("tickvals", ())
    texts = axis.get("ticktext", [f"{value:,.10g}" for value in values])
    # They are written for plotly, which reads HTML.
    yield from zip(values, map(unescape, texts), strict=True)


def _tick(drawing: Drawing, frame: Frame, axis: Axis, *, value: float, words: str, is_x: bool) -> None:
    size, colour = frame.scale * axis["tickfont"]["size"] * 1.2, axis["tickfont"]["color"]
    bottom, right = frame.top + frame.height, frame.left + frame.width
    if is_x:
        x = frame.x(value)
        if axis["showgrid"]:
            drawing.path(f"M{x:.2f} {frame.top:.2f}V{bottom:.2f}", stroke=axis["gridcolor"], stroke_width=0.6)
        if words:
            drawing.text(x, bottom + size * 1.3, words, size=size, fill=colour, anchor="middle")
        return
    y = frame.y(value)
    if axis["showgrid"]:
        drawing.path(f"M{frame.left:.2f} {y:.2f}H{right:.2f}", stroke=axis["gridcolor"], stroke_width=0.6)
    # A text stands on its base line: so much lower, its middle is at y.
    drawing.text(frame.left - 4, y + size * 0.36, words, size=size, fill=colour, anchor="end")


def _bars(drawing: Drawing, frame: Frame, traces: Sequence[Trace], *, layout: Layout) -> None:
    if not traces:
        return
    is_flat = [trace.get("orientation", "v") == "h" for trace in traces]
    if len(set(is_flat)) > 1:
        raise Unknown("bars in both directions")
    places = sorted({place for trace in traces for place in (trace["y"] if is_flat[0] else trace["x"])})
    step = min((after - before for before, after in pairwise(places)), default=1.0)
    thickness, reached = step * (1 - layout["bargap"]), dict.fromkeys(places, 0.0)
    for trace in traces:
        worths, at = (trace["x"], trace["y"]) if is_flat[0] else (trace["y"], trace["x"])
        for index, (worth, place) in enumerate(zip(worths, at, strict=True)):
            if worth < 0:
                raise Unknown("a bar below zero")
            box = _box(frame, place, thickness, start=reached[place], worth=worth, is_flat=is_flat[0])
            reached[place] += worth
            if worth > 0:
                _bar(drawing, frame, trace, index=index, box=box)


def _box(
    frame: Frame, place: float, thickness: float, *, start: float, worth: float, is_flat: bool
) -> tuple[float, float, float, float]:
    """x, y, width and height of one piece of a stack."""
    if is_flat:
        left, right = frame.x(start), frame.x(start + worth)
        edges = sorted((frame.y(place - thickness / 2), frame.y(place + thickness / 2)))
        return left, edges[0], right - left, edges[1] - edges[0]
    left, right = frame.x(place - thickness / 2), frame.x(place + thickness / 2)
    top, bottom = frame.y(start + worth), frame.y(start)
    return left, top, right - left, bottom - top


def _bar(drawing: Drawing, frame: Frame, trace: Trace, *, index: int, box: tuple[float, float, float, float]) -> None:
    marker = trace["marker"]
    colour = _colour(marker["color"], index)
    gap = frame.scale * marker.get("line", {}).get("width", 0) / 2
    x, y, width, height = box
    x, width = (x, width - gap) if trace.get("orientation") == "h" else (x, width)
    drawing.rect(x, y, width=width, height=height, fill=colour)
    if "pattern" in marker:
        drawing.hatch(x, y, width=max(width, 0), height=height, colour=marker["pattern"]["fgcolor"])
    words = unescape(trace["text"][index]) if "text" in trace else ""
    size = frame.scale * trace.get("textfont", {}).get("size", 12) * 1.2
    if words and width_of(words, size) < width:
        fill = _colour(trace["textfont"]["color"], index)
        if "shadow" in trace["textfont"]:  # a ground on which figures over a hatch can be read
            ground = width_of(words, size) + size / 2
            drawing.rect(
                x + (width - ground) / 2, y + height / 2 - size * 0.7, width=ground, height=size * 1.4, fill=colour
            )
        drawing.text(x + width / 2, y + height / 2 + size * 0.36, words, size=size, fill=fill, anchor="middle")


def _colour(colours: Colours, index: int) -> str:
    return colours if isinstance(colours, str) else colours[index]


def _points(drawing: Drawing, frame: Frame, trace: Trace) -> None:
    if trace["mode"] == "lines":
        _line(drawing, frame, trace)
        return
    for index, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if "markers" in trace["mode"]:
            _marker(drawing, frame, trace["marker"], index=index, x=frame.x(x), y=frame.y(y))
        if "text" in trace["mode"]:
            _label(drawing, frame, trace, index=index, x=frame.x(x), y=frame.y(y))


def _line(drawing: Drawing, frame: Frame, trace: Trace) -> None:
    line = trace["line"]
    at = [f"{frame.x(x):.2f} {frame.y(y):.2f}" for x, y in zip(trace["x"], trace["y"], strict=True)]
    dash = {"stroke_dasharray": "4 3"} if line.get("dash") else {}
    width = frame.scale * line["width"]
    drawing.path("M" + "L".join(at), stroke=line["color"], stroke_width=width, fill="none", **dash)


def _legend(traces: Sequence[Trace], width: float, scale: float) -> list[tuple[float, float, Trace]]:
    """Where the colour and name of each trace stand: in a row above the plot, further rows as the width asks."""
    size, left = scale * LEGEND, scale * 4
    x, y, found = left, size, []
    for trace in traces:
        if trace.get("showlegend", True):
            wide = width_of(unescape(trace["name"]), size) + 2.6 * size
            # A first name that is too wide by itself has no better place.
            if x + wide > width and x > left:
                x, y = left, y + size * 1.5
            found.append((x, y, trace))
            x += wide
    return found


def _name(drawing: Drawing, frame: Frame, x: float, *, y: float, trace: Trace, colour: str) -> None:
    size = frame.scale * LEGEND
    fill = trace["line"]["color"] if trace.get("mode") == "lines" else _colour(trace["marker"]["color"], 0)
    drawing.rect(x, y - size * 0.8, width=size * 0.8, height=size * 0.8, fill=fill)
    drawing.text(x + size * 1.2, y, unescape(trace["name"]), size=size, fill=colour)


def _marker(drawing: Drawing, frame: Frame, marker: Marker, *, index: int, x: float, y: float) -> None:
    symbol, radius = marker.get("symbol", "circle"), frame.scale * marker["size"] / 2
    colour = _colour(marker["color"], index)
    line = marker["line"] if "line" in marker else Stroke(color=colour, width=0)
    if symbol not in SYMBOLS:
        raise Unknown(f"symbol {symbol!r}")
    if symbol == "circle":
        drawing.circle(x, y, radius, fill=colour, stroke=line["color"], stroke_width=frame.scale * line["width"])
    else:
        width = frame.scale * line["width"]
        drawing.path(f"M{x:.2f} {y - radius:.2f}v{2 * radius:.2f}", stroke=line["color"], stroke_width=width)


def _label(drawing: Drawing, frame: Frame, trace: Trace, *, index: int, x: float, y: float) -> None:
    words, font, place = trace["text"][index], trace["textfont"], trace["textposition"]
    size = frame.scale * font["size"] * 1.2
    fill = _colour(font["color"], index)
    is_bold = words.startswith("<b>") and words.endswith("</b>")
    words = words.removeprefix("<b>").removesuffix("</b>") if is_bold else words
    words = unescape(words)
    anchor = "start" if place == "middle right" else "middle"
    rise = -0.35 * size if place == "top center" else 0.36 * size
    if anchor == "middle":  # a wide figure above the first or the last bar stays within the drawing
        half = width_of(words, size, bold=is_bold) / 2
        x = max(half, min(x, drawing.width - half))
    drawing.text(x, y + rise, words, size=size, fill=fill, anchor=anchor, bold=is_bold)
