"""In which colours is a chart drawn, in light, in dark and on paper?"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.charts.figures import Figure, Layout, Pattern, Stroke, Template, Trace

ROOT = Path(__file__).resolve().parents[2]
TOKENS: dict[str, dict[str, str]] = json.loads((ROOT / "static/design/tokens.json").read_text(encoding="utf-8"))
# Which theme a part of the template is of, by its key.
THEMES = {"touchstone": "light", "light": "light", "fgcolor_light": "light"}
THEMES |= {"touchstone-dark": "dark", "dark": "dark", "fgcolor_dark": "dark"}


def coloured(part: object, theme: str = "") -> Any:
    """A part of the template, which names its colours as style sheets do."""
    if isinstance(part, dict):
        return {key: coloured(value, THEMES.get(key, theme)) for key, value in part.items()}
    if isinstance(part, list):
        return [coloured(value, theme) for value in part]
    is_name = isinstance(part, str) and part.startswith("--")
    return TOKENS[theme][str(part).removeprefix("--")] if is_name else part


DESIGN: dict[str, Any] = coloured(json.loads((Path(__file__).parent / "template.json").read_text(encoding="utf-8")))
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


def palette(name: str, *, out: str, dark_from: tuple[int, int]) -> Palette:
    """With the colours of this theme's pages."""
    own = TOKENS[name]
    inks = {"ink": own["ink"], "ink_2": own["ink-2"], "ink_3": own["ink-3"]}
    return Palette(name, **inks, surface=own["surface"], grid=own["grid"], bad=own["bad"], out=out, dark_from=dark_from)


LIGHT = palette("light", out="#dfe3e5", dark_from=(2, 2))
DARK = palette("dark", out=TOKENS["dark"]["chosen"], dark_from=(3, 3))


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
