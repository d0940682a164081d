"""What does each offer cost, from what and when, as bars?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from reports.charts.figures import Axis, Colours, Figure, Font, Layout, Marker, Stroke, TickFont, Trace
from reports.charts.theme import Palette, figure, literal

ROW = 58  # pixels a vendor: the labels beside or above the bars are set to it
ROW_NARROW = 84
BAR = 28
AXIS = 30
EDGE = 6  # room for half of the first tick label
END = 20  # and for half of the last one
STEPS_SHOWN, FEW_STEPS = 7, 4  # of the axis: on a screen and on a phone
LABELLED = 0.05  # a bar shorter than this share of the axis carries no figure
ROOMY, LONG = 18, 1000  # so many bars of less than that carry decimals
MANY = 8  # offers beside each other; from there on there is less room for words
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class CostGroup:
    """One kind of cost in all offers: an item, quoted or not."""

    key: str
    name: str
    is_quoted: bool


@dataclass(frozen=True)
class Offer:
    """One offer in the unit that is shown; `texts` holds the figures as they are written."""

    code: str
    name: str
    total: float
    total_text: str
    share_text: str
    is_mostly_hidden: bool
    parts: Mapping[str, tuple[float, str]]
    by_year: Sequence[float]
    outside_by_year: Sequence[float]
    year_texts: Sequence[str]
    year_words: Sequence[str] = ()  # what a bar says of itself
    is_out: bool = False  # excluded: it stays visible, in grey


def stack(offers: Sequence[Offer], groups: Sequence[CostGroup], palette: Palette, *, narrow: bool = False) -> Figure:
    """Total cost by item: quoted costs in ink, costs outside the quote in hatched clay."""
    # On a screen the total stands beside the longest bar, and the share below it.
    most, count = (1.0, FEW_STEPS) if narrow else (1.12, STEPS_SHOWN)
    top = nice_top(max((offer.total for offer in offers), default=0.0) * most, count)
    bars = [_segment(offers, group, place, palette=palette, top=top) for place, group in placed(groups)]
    totals = [] if narrow else _totals(offers, palette, top)
    row = ROW_NARROW if narrow else ROW
    at = [*ticks(top, count), top]  # the bars end before the last one
    rows = max(len(offers), 1)
    above = 14 / row if narrow else 0.0  # on a phone the labels stand above the bars
    layout: Layout = {
        "height": row * rows + AXIS,
        "margin": {"l": EDGE, "r": END, "t": 0, "b": AXIS, "pad": 0},
        "bargap": 1 - BAR / row,
        "barmode": "stack",
        "xaxis": _axis([0, top], tickvals=at, showgrid=True, gridcolor=palette.grid, showline=False),
        "yaxis": _axis([rows - 0.5 - above, -0.5 - above], visible=False, showgrid=False),
    }
    return figure(palette, [*bars, *totals], layout)


def placed(groups: Sequence[CostGroup]) -> list[tuple[int, CostGroup]]:
    """Each group with its place among the quoted or the other ones."""
    counts = {True: 0, False: 0}
    placed = []
    for group in groups:
        placed.append((counts[group.is_quoted], group))
        counts[group.is_quoted] += 1
    return placed


def _segment(offers: Sequence[Offer], group: CostGroup, place: int, *, palette: Palette, top: float) -> Trace:
    fill, text = palette.quoted(place) if group.is_quoted else palette.outside(place)
    parts = [offer.parts.get(group.key, (0.0, "")) for offer in offers]
    marker: Marker = {"color": fill, "line": {"color": palette.surface, "width": 1.5}}
    if not group.is_quoted:
        marker["pattern"] = palette.hatch()
    ink: Colours = text
    halo: Colours = _halo(fill)
    if any(offer.is_out for offer in offers):
        marker["color"] = [palette.out if offer.is_out else fill for offer in offers]
        ink = [palette.ink_2 if offer.is_out else text for offer in offers]
        halo = [_halo(palette.out if offer.is_out else fill) for offer in offers]
    font: Font = {"size": 12, "color": ink}
    if not group.is_quoted:
        font["shadow"] = halo
    return {
        "type": "bar",
        "orientation": "h",
        "name": literal(group.name),
        "x": [worth for worth, _text in parts],
        "y": list(range(len(offers))),
        "text": [words if worth > top * LABELLED else "" for worth, words in parts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": font,
        "marker": marker,
        "customdata": [literal(f"{group.name}: {words}") for _worth, words in parts],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _halo(fill: str) -> str:
    """The fill around figures on a hatched bar, so that they can be read."""
    # One shadow is too faint; four on top of each other nearly cover the hatch.
    return ", ".join([f"0 0 3px {fill}"] * 4)


def _totals(offers: Sequence[Offer], palette: Palette, top: float) -> list[Trace]:
    """Beside each bar its total and, below it, the share outside the quote."""
    beside = [offer.total + top * 0.012 for offer in offers]
    shared: Trace = {
        "type": "scatter",
        "mode": "text",
        "x": beside,
        "textposition": "middle right",
        "hoverinfo": "skip",
    }
    colours = [palette.bad if offer.is_mostly_hidden else palette.ink_3 for offer in offers]
    told = [(literal(offer.share_text), offer.is_mostly_hidden) for offer in offers]
    return [
        {
            **shared,
            "y": [place - 0.13 for place in range(len(offers))],
            "text": [f"<b>{offer.total_text}</b>" for offer in offers],
            "textfont": {"size": 15, "color": [palette.ink_3 if offer.is_out else palette.ink for offer in offers]},
        },
        {
            **shared,
            "y": [place + 0.2 for place in range(len(offers))],
            "text": [f"<b>{share}</b>" if is_bold else share for share, is_bold in told],
            "textfont": {"size": 11, "color": colours},
        },
    ]


def yearly(
    offers: Sequence[Offer],
    years: Sequence[tuple[int, str]],
    palette: Palette,
    *,
    narrow: bool = False,
    is_tight: bool = False,
) -> Figure:
    """What is paid in each year, offer beside offer; `years` names those that are shown.

    Where it is tight only the heaviest year of each offer has its figure.
    """
    width = len(years) + 1  # an empty place parts two offers
    places = [
        (offer, index, place * width + index + 0.5) for place, offer in enumerate(offers) for index in range(len(years))
    ]
    at = [place for _offer, _index, place in places]
    whole = [offer.by_year[years[index][0]] for offer, index, _place in places]
    outside = [offer.outside_by_year[years[index][0]] for offer, index, _place in places]
    quoted = [amount - part for amount, part in zip(whole, outside, strict=True)]
    top = max(whole, default=0.0) or 1.0
    named = _named(len(years), len(offers), narrow)
    names = [literal(years[index][1]) if index in named else "" for _offer, index, _place in places]
    small: TickFont = {"size": 10, "color": palette.ink_3}
    layout: Layout = {
        "height": 250 if narrow else 236,
        "margin": {"l": 0, "r": 0, "t": 16, "b": 24, "pad": 0},
        "bargap": 0.16,
        "barmode": "stack",
        "xaxis": _axis(
            [-0.5, width * max(len(offers), 1) - 0.5],
            tickvals=at,
            ticktext=names,
            tickangle=0,
            tickfont=small,
            showline=False,
        ),
        "yaxis": _axis([0, top * 1.1], visible=False, showgrid=False),
    }
    words = [offer.year_words[years[index][0]] for offer, index, _place in places if offer.year_words]
    labels = _labels([offer.year_texts[years[index][0]] for offer, index, _place in places], whole)
    bars = _yearly_bars(at, quoted, outside, words=words, palette=palette)
    if any(offer.is_out for offer in offers):
        for bar in bars:
            fill = str(bar["marker"]["color"])
            bar["marker"]["color"] = [palette.out if offer.is_out else fill for offer, _index, _place in places]
    return figure(palette, [*bars, _peaks(places, whole, labels, palette=palette, is_tight=is_tight)], layout)


def _labels(texts: list[str], amounts: list[float]) -> list[str]:
    """The figures of the table, or whole numbers in all places where there is little room."""
    is_roomy = len(texts) <= ROOMY and max(amounts, default=0.0) < LONG
    return texts if is_roomy else [f"{amount:,.0f}" for amount in amounts]


def _yearly_bars(
    at: list[float], quoted: list[float], outside: list[float], *, words: list[str], palette: Palette
) -> list[Trace]:
    line: Stroke = {"color": palette.surface, "width": 1}
    ink, _on = palette.quoted(2)
    clay, _on = palette.outside(1)
    said: Trace = {"customdata": [literal(one) for one in words], "hovertemplate": "%{customdata}<extra></extra>"}
    silent: Trace = {"hoverinfo": "skip"}
    shared: Trace = {"type": "bar", "x": at, **(said if words else silent)}
    return [
        {**shared, "y": quoted, "marker": {"color": ink, "line": line}},
        {**shared, "y": outside, "marker": {"color": clay, "line": line, "pattern": palette.hatch()}},
    ]


def _peaks(
    places: Sequence[tuple[Offer, int, float]],
    totals: list[float],
    labels: list[str],
    *,
    palette: Palette,
    is_tight: bool,
) -> Trace:
    """The total above the first, the last and the heaviest year of each offer, or above the heaviest alone."""
    own: dict[str, list[int]] = {}
    for number, (offer, _index, _place) in enumerate(places):
        own.setdefault(offer.code, []).append(number)
    shown = sorted(
        {
            number
            for numbers in own.values()
            for number in (*(() if is_tight else (numbers[0], numbers[-1])), max(numbers, key=lambda n: totals[n]))
        }
    )
    return {
        "type": "scatter",
        "mode": "text",
        "x": [places[number][2] for number in shown],
        "y": [totals[number] for number in shown],
        "text": [labels[number] for number in shown],
        "textposition": "top center",
        "textfont": {"size": 11, "color": palette.ink_2},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _axis(span: Sequence[float], **options: Unpack[Axis]) -> Axis:
    """An axis that stays where it is put."""
    return {"range": list(span), "automargin": False, "fixedrange": True, **options}


def _named(years: int, offers: int, narrow: bool) -> set[int]:
    """Which years are named: on a phone the first and the last, beside many others the first alone."""
    if not narrow:
        return set(range(years))
    return {0, years - 1} if offers <= MANY else {0}


def nice_top(most: float, count: int = STEPS_SHOWN) -> float:
    """The end of an axis that holds `most`: a multiple of the round step that makes at most `count` of them."""
    if most <= 0:
        return 1.0
    step = _step(most / count)
    return step * -(-most // step)


def ticks(top: float, most: int) -> list[float]:
    """Round values from zero up, `most` + 1 of them at the most, none on the very edge."""
    step = _step(top / most)
    return [round(step * place, 10) for place in range(int(top / step * (1 - 1e-9)) + 1)]


def _step(least: float) -> float:
    scale = 1.0
    while scale > least:
        scale /= 10
    while scale * 10 <= least:
        scale *= 10
    # The step that just fits is not lost to rounding.
    return next(step * scale for step in STEPS if step * scale >= least * (1 - 1e-9))
