"""Have charts, paper and pages the same colours?"""

import re

import pytest
from django.conf import settings

from reports.charts.theme import DARK, DESIGN, HUES, LIGHT, TOKENS
from reports.paper.marks import TILES
from scripts import make_tokens

SHEET = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()


def declared(theme):
    block = re.search(rf'\[data-bs-theme="{theme}"\] {{(.*?)\n  }}', SHEET, re.DOTALL).group(1)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_charts_and_pages_are_drawn_in_the_same_colours(palette):
    clays = DESIGN["meta"]["hidden_cost"][palette.name]
    drawn = {
        **{f"v-{letter.lower()}": palette.vendor(letter) for letter in HUES},
        **{f"i{place}": ink for place, ink in enumerate(palette.inks, 1)},
        **{f"h{place}": clay for place, clay in enumerate(clays, 1)},
        "ink": palette.ink,
        "ink-2": palette.ink_2,
        "ink-3": palette.ink_3,
        "surface": palette.surface,
        "bad": palette.bad,
    }
    shown = declared(palette.name)
    assert {name: shown[name] for name in drawn} == drawn


def test_tiles_on_paper_are_those_of_the_light_pages():
    assert {f"t-{letter.lower()}": colour for letter, colour in TILES.items()}.items() <= declared("light").items()


def test_the_style_sheet_has_the_colours_of_the_file():
    assert not make_tokens.is_out_of_date(), "python -m scripts.make_tokens"


def test_every_colour_of_the_style_sheet_stands_in_the_file():
    assert {theme: declared(theme) for theme in TOKENS} == TOKENS
