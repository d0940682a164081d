"""Which parts of a plotly figure do ours use, and of which types?"""

from collections.abc import Sequence
from typing import TypedDict

Colours = str | Sequence[str]  # one for all points, or one for each


class Font(TypedDict, total=False):
    size: float
    color: Colours
    shadow: Colours


class Stroke(TypedDict, total=False):
    color: str
    width: float
    dash: str


class Pattern(TypedDict):
    """The hatch of a bar."""

    shape: str
    size: float
    solidity: float
    fillmode: str
    fgcolor: str
    fgopacity: float


class Marker(TypedDict, total=False):
    color: Colours
    size: float
    symbol: str
    line: Stroke
    pattern: Pattern


class Trace(TypedDict, total=False):
    """Bars (`type` is bar), or points, lines and words (scatter)."""

    type: str
    mode: str
    orientation: str
    name: str
    x: Sequence[float]
    y: Sequence[float]
    text: Sequence[str]
    textposition: str
    insidetextanchor: str
    textangle: int
    textfont: Font
    marker: Marker
    line: Stroke
    customdata: Sequence[str]
    hovertemplate: str
    hoverinfo: str
    cliponaxis: bool
    showlegend: bool


class TickFont(TypedDict, total=False):
    size: float
    color: str


class Axis(TypedDict, total=False):
    range: Sequence[float]
    tickvals: Sequence[float]
    ticktext: Sequence[str]
    tickangle: int
    tickfont: TickFont
    showgrid: bool
    gridcolor: str
    showline: bool
    zeroline: bool
    visible: bool
    automargin: bool
    fixedrange: bool


class Layout(TypedDict, total=False):
    template: str
    height: float
    margin: dict[str, float]  # l, r, t, b, pad
    bargap: float
    barmode: str
    showlegend: bool
    legend: dict[str, str]
    xaxis: Axis
    yaxis: Axis


class Figure(TypedDict):
    data: list[Trace]
    layout: Layout


class Template(TypedDict):
    """What a figure does not say itself."""

    layout: Layout
    data: dict[str, list[Trace]]
