"""Which criterion of the library does a name in a spreadsheet mean, if any?"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from analysis.decision_file.typed import Text
from criteria import library
from selection.languages import HAN, language_of
from tables.heads import folded, meant

ENOUGH = 0.6  # share of words in common; below it nothing is proposed
PRICE = re.compile("价格|报价|总价|费用|总成本|tco|price|quot|totalcost|costofownership")
WORD = re.compile(r"[a-z0-9]{2,}")
COMMON = {"and", "of", "the", "for", "to", "our", "with"}


@dataclass(frozen=True)
class Known:
    """A sub-group or a leaf of the library under its names."""

    code: str
    kind: str
    category: str
    names: tuple[str, str]

    @property
    def words(self) -> list[str]:
        """What people call it too, in either language."""
        return [word for words in library.synonyms().get(self.code, {}).values() for word in words]


@cache
def known() -> dict[str, Known]:
    """What a row can be, by code, in the order of the library."""
    entries = [*library.content()["headings"], *library.content()["criteria"]]
    return {
        (code := entry["code"]): Known(code, entry["kind"], entry["category"], (name["zh"], name["en"]))
        for entry in entries
        if entry["kind"] != "line" and (name := entry["name"])
    }  # fmt: skip


def bearing(name: str) -> list[Known]:
    """Those of just this name, in one language or the other."""
    names: dict[str, list[Known]] = {}
    for one in known().values():
        for own in one.names:
            names.setdefault(own, []).append(one)
    return meant(name, names)


@cache
def _words() -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for one in known().values():
        for word in one.words:
            found.setdefault(word, []).append(one)
    return found


@lru_cache(maxsize=1000)
def proposed(name: str) -> str:
    """The code of what it means; empty where two fit as well, or none well enough."""
    found = bearing(name) or meant(name, _words())
    if found:
        return found[0].code if len(found) == 1 else ""
    likeness = {code: max(alikeness(name, own) for own in one.names) for code, one in known().items()}
    best = max(likeness.values())
    fitting = [code for code, value in likeness.items() if value == best]
    return fitting[0] if best >= ENOUGH and len(fitting) == 1 else ""


def is_price(name: str) -> bool:
    return bool(PRICE.search(folded(name)))


def category_of(name: str) -> str:
    """The code of the library's category of this name."""
    found = meant(name, {own: [row] for row in library.content()["categories"] for own in row["name"].values()})
    return found[0]["code"] if len(found) == 1 else ""


def in_own_language(typed: str) -> Text:
    """In the one that it is written in."""
    return {"zh": "", "en": ""} | {language_of(typed): typed}


def alikeness(one: str, other: str) -> float:
    first, last = _parts(one), _parts(other)
    return 2 * len(first & last) / (len(first) + len(last)) if first and last else 0.0


@cache
def _parts(text: str) -> frozenset[str]:
    """English words, and the pairs of characters of Chinese ones."""
    low = text.casefold()
    pairs = [run[place : place + 2] for run in HAN.findall(low) for place in range(len(run) - 1)]
    return frozenset([*pairs, *(set(WORD.findall(low)) - COMMON)])
