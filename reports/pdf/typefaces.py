"""Which typefaces does a report carry, which characters do they have, and how wide is a text in them?"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from reports.pdf.sandbox import ASSETS, SCHEME


@dataclass(frozen=True)
class Family:
    """Two weights under one name. WeasyPrint tells typefaces apart by name and weight, so each file needs its own."""

    name: str
    regular: str
    bold: str

    @property
    def characters(self) -> frozenset[int]:
        # What has one weight only would change its face where it is bold.
        return frozenset(advances(self.regular)) & frozenset(advances(self.bold))


INTER = Family("Inter", "Inter-Regular.ttf", "Inter-SemiBold.ttf")
MORE_LATIN = Family("Inter More", "Inter-More-Regular.ttf", "Inter-More-SemiBold.ttf")
CHINESE = Family("Noto Sans SC", "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
OTHER_SCRIPTS = tuple(
    Family(name, f"{file}-Regular.ttf", f"{file}-Bold.ttf")
    for name, file in (
        ("Noto Sans SC More", "NotoSansSC-More"),
        ("Noto Sans KR", "NotoSansKR"),
        ("Noto Sans Arabic", "NotoSansArabic"),
        ("Noto Sans Hebrew", "NotoSansHebrew"),
        ("Noto Sans Thai", "NotoSansThai"),
        ("Noto Sans Devanagari", "NotoSansDevanagari"),
    )
)
# In the order in which a character is looked for.
FAMILIES = (INTER, MORE_LATIN, CHINESE, *OTHER_SCRIPTS)
SERIF, MARKS = ("Noto Serif SC", "NotoSerifSC-Bold.ttf"), ("Touchstone Marks", "TouchstoneMarks.ttf")
# A style sheet names the Chinese face; what stands before and after it in a list of families is the same everywhere.
REGULAR, BOLD = 400, 700  # as CSS counts the weight of letters
AROUND_CHINESE = ", ".join(f'"{family.name}"' for family in FAMILIES[1:])
# In Chinese text these marks take the width of a character, so the Latin face leaves them out.
LATIN_BESIDE_CHINESE = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x20AC, 0x2122, 0x2212})
WIDEST_DIGIT = "0"


@cache
def advances(file: str) -> Mapping[int, float]:
    """Character → its width in ems, of one bundled file."""
    from fontTools.ttLib import TTFont

    with TTFont(ASSETS[file], lazy=True) as font:
        unit, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: widths[name][0] / unit for code, name in font.getBestCmap().items()}


@cache
def coverage() -> frozenset[int]:
    """The characters that some family has in both weights, and the marks of our own."""
    return frozenset(advances(MARKS[1])).union(*(family.characters for family in FAMILIES))


@cache
def width(character: str, *, bold: bool = False) -> float:
    """In ems, the widest that a face of ours has for it; figures are all as wide as each other."""
    # Drawn onto the letter before, or not at all.
    if unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    code = ord(WIDEST_DIGIT if character.isdecimal() and character.isascii() else character)
    files = (family.bold if bold else family.regular for family in FAMILIES)
    return max((advances(file)[code] for file in files if code in advances(file)), default=1.0)


def rules(language: str, text: str) -> str:
    """The @font-face rules of a page in this language: other scripts only where the text has them."""
    used = frozenset(map(ord, text))
    own = spans_beside_chinese() if language != "en" else {}
    shown = [INTER, CHINESE, *(family for family in (MORE_LATIN, *OTHER_SCRIPTS) if used & _range(family, own))]
    return (
        "\n".join(_rule(family, own) for family in shown) + "\n" + _face(*SERIF, BOLD) + "\n" + _face(*MARKS, REGULAR)
    )


@cache
def spans_beside_chinese() -> Mapping[str, frozenset[int]]:
    """What the Latin faces write in Chinese text: letters and money; signs are left to the Chinese face."""
    more = MORE_LATIN.characters
    letters = {code for code in more if unicodedata.category(chr(code))[0] in "LMZ"}
    money = {code for code in more if unicodedata.category(chr(code)) in ("Sc", "Cf")}
    return {
        INTER.name: INTER.characters & LATIN_BESIDE_CHINESE,
        MORE_LATIN.name: frozenset(letters | money | (more - CHINESE.characters)),
    }


def _range(family: Family, own: Mapping[str, frozenset[int]]) -> frozenset[int]:
    """What a family is asked for; every face has a space, and none is needed for its sake."""
    return frozenset(
        code
        for code in own.get(family.name, family.characters)
        if not chr(code).isspace() and unicodedata.category(chr(code)) != "Cf"
    )


def _rule(family: Family, own: Mapping[str, frozenset[int]]) -> str:
    span = f" unicode-range: {_spans(own[family.name])};" if family.name in own else ""
    return (
        _face(family.name, family.regular, REGULAR, span=span) + "\n" + _face(family.name, family.bold, BOLD, span=span)
    )


def _face(name: str, file: str, weight: int, *, span: str = "") -> str:
    return f"@font-face {{ font-family: '{name}'; font-weight: {weight}; src: url('{SCHEME}{file}');{span} }}"


def _spans(codes: Iterable[int]) -> str:
    """U+20-7E, U+A0."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ", ".join(f"U+{start:X}-{end:X}" if start < end else f"U+{start:X}" for start, end in found)
