"""Which small marks stand in the text of a report: letter tiles, evidence strokes, results?"""

from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from reports.charts.theme import HUES, TOKENS, WHITE, hue
from reports.paper.printed_run import PrintedRun
from reports.pdf import glyphs
from reports.pdf.drawing import INK, Drawing, clipped, width_of
from selection.formats import STROKES, level_name

TILES = {letter: TOKENS["light"][f"t-{letter.lower()}"] for letter in HUES}
OTHER = "#4d565c"
NUMERALS = "·①②③④⑤"
RESULTS = {"pass": "✓", "partial": "◐", "fail": "✗", "running": "◔", "untested": "○"}


def colour_of(code: str) -> str:
    return TILES.get(hue(code), OTHER)


def tile(code: str) -> SafeString:
    """The letter on its colour."""
    size = "vb" if len(code) == 1 else "vb vb-w"
    return format_html('<span class="{}" style="background:{}">{}</span>', size, colour_of(code), code)


def heads(opened: PrintedRun, vendors: Sequence[str] = ()) -> list[tuple[SafeString, str]]:
    """Tile and name of each vendor over its column; the name only where there is room."""
    return [(tile(code), "" if opened.is_dense else opened.names[code]) for code in vendors or opened.taking_part]


def named(drawing: Drawing, code: str, name: str, *, x: float = 0, y: float = 0, room: float) -> None:
    """Tile and name in a drawing; a name wider than its room is cut and a half-written one left out, never the letter."""
    drawing.rect(x, y, width=10.5, height=10.5, fill=colour_of(code), rx=2)
    size = 7 if len(code) == 1 else 4.5
    drawing.text(x + 5.25, y + 7.8, code[:3], size=size, fill=WHITE, anchor="middle", bold=True)
    if glyphs.is_whole(name):
        drawing.text(x + 14.5, y + 8.3, clipped(name, 8.5, room), size=8.5, fill=INK)


def room_for(names: Iterable[str], least: float = 60, most: float = 140) -> float:
    """How wide the column of names beside a figure has to be."""
    widest = max((width_of(name, 8.5) for name in names if glyphs.is_whole(name)), default=0.0)
    return min(max(widest + 24, least), most)


def strokes(level: str) -> SafeString:
    """One to five strokes; five are gold. The number stands in copied text."""
    count = STROKES[level]
    css = "mk ev5" if count == 5 else "mk"
    rest = format_html('<span class="mk rest">{}</span>', "·" * (5 - count)) if count < 5 else ""
    filled = format_html('<span class="{}">{}</span>', css, NUMERALS[count]) if count else ""
    return format_html('<span class="ev">{}{}</span>', filled, rest)


def legend() -> SafeString:
    """The strokes with their words."""
    parts = [
        format_html(
            '<span class="lg{}">{} {}</span>', " gold" if level == "poc" else "", strokes(level), level_name(level)
        )
        for level in STROKES
        if level != "none"
    ]
    return SafeString("".join(parts))


def result(state: str) -> SafeString:
    """A POC result: a mark and a word."""
    return format_html(
        '<span class="pf"><span class="mk r-{}">{}</span> {}</span>', state, RESULTS[state], result_name(state)
    )


def result_name(state: str) -> str:
    return {
        "pass": pgettext("POC result", "Pass"),
        "partial": pgettext("POC result", "Partial"),
        "fail": pgettext("POC result", "Fail"),
        "running": pgettext("POC result", "Running"),
        "untested": pgettext("POC result", "Untested"),
    }[state]
