"""In which colours is a chart drawn, in light, in dark and on paper?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.charts.figures import Figure, Layout, Pattern, Stroke, Template, Trace

DESIGN: dict[str, Any] = json.loads((Path(__file__).parent / "template.json").read_text(encoding="utf-8"))
TEMPLATES: dict[str, Template] = {name: DESIGN[name] for name in ("touchstone", "touchstone-dark")}
CONFIG: dict[str, Any] = DESIGN["meta"]["config"]
HUES = "ABCDEF"  # the letters that the design gives a colour; the next ones take them again, in order
WHITE, BLACK = "#ffffff", "#101315"
# The order in which quoted costs take the five inks, so that neighbours stay apart.
INKS = (0, 2, 1, 3, 4)


@dataclass(frozen=True)
class Palette:
    """The colours of one theme. A fill comes with the colour of text on it."""

    name: str
    ink: str
    ink_2: str
    ink_3: str
    surface: str
    grid: str
    bad: str
    out: str  # the fill of what takes no part
    dark_from: tuple[int, int]  # text on inks and clays changes colour from here on

    @property
    def template(self) -> str:
        return "touchstone" if self.name == "light" else "touchstone-dark"

    def vendor(self, code: str) -> str:
        return str(DESIGN["meta"]["vendors"][self.name].get(hue(code), self.ink_3))

    @property
    def inks(self) -> list[str]:
        """What categories and quoted costs are drawn in, from the strongest to the faintest."""
        return list(DESIGN["meta"]["categories"][self.name])

    @property
    def tints(self) -> list[str]:
        """The steps of a map of heat, from the faintest on."""
        return [colour for _at, colour in DESIGN[self.template]["layout"]["colorscale"]["sequential"]]

    def quoted(self, place: int) -> tuple[str, str]:
        index = INKS[place % len(INKS)]
        return self.inks[index], self._on(index, self.dark_from[0])

    def step(self, place: int, of: int) -> tuple[str, str]:
        """One of a series that has an order, from the strongest ink to the faintest."""
        # Fewer steps than inks take them one by one; more share them.
        index = place * len(self.inks) // max(of, len(self.inks))
        return self.inks[index], self._on(index, self.dark_from[0])

    def outside(self, place: int) -> tuple[str, str]:
        clays = DESIGN["meta"]["hidden_cost"][self.name]
        index = min(place, len(clays) - 1)
        return clays[index], self._on(index, self.dark_from[1])

    def hatch(self) -> Pattern:
        """What marks a cost outside the quote, always beside its colour."""
        pattern = DESIGN["meta"]["hidden_cost"]["pattern"]
        return {
            "shape": pattern["shape"],
            "size": pattern["size"],
            "solidity": pattern["solidity"],
            "fillmode": pattern["fillmode"],
            "fgcolor": pattern[f"fgcolor_{self.name}"],
            "fgopacity": 0.6,
        }

    def _on(self, index: int, change: int) -> str:
        first, then = (WHITE, BLACK) if self.name == "light" else (BLACK, WHITE)
        return first if index < change else then


LIGHT = Palette("light", "#14181b", "#464e54", "#636b71", "#ffffff", "#e9ecec", "#b0213b", "#dfe3e5", (2, 2))
DARK = Palette("dark", "#eef1f2", "#b9c1c6", "#959fa5", "#171b1e", "#242a2e", "#f28a9b", "#343c41", (3, 3))


def hue(code: str) -> str:
    """The letter whose colour a vendor has; the code itself where it is no letter."""
    return HUES[(ord(code) - ord("A")) % len(HUES)] if len(code) == 1 and "A" <= code <= "Z" else code


def dash(code: str) -> Stroke:
    """How a vendor's line is drawn beside another one of its colour."""
    return {} if hue(code) == code else {"dash": "dash"}


def literal(words: str) -> str:
    """Text that plotly shows as it stands: it reads tags and entities, and has no TeX without MathJax."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def figure(palette: Palette, data: list[Trace], layout: Layout) -> Figure:
    """A plotly figure whose template is named, not repeated: `charts.js` and the SVG renderer know both."""
    return {"data": data, "layout": {"template": palette.template, **layout}}


def in_every_dress(build: Callable[[Palette, bool], Figure]) -> dict[str, Figure]:
    """The figure in both themes, wide and narrow: a phone gets a layout of its own."""
    return {
        palette.name + ("-narrow" if narrow else ""): build(palette, narrow)
        for palette in (LIGHT, DARK)
        for narrow in (False, True)
    }
