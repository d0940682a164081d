"""What happens to the first place when weights change, or anything else?"""

from dataclasses import dataclass
from typing import Any

from analysis.evaluation.parts import Flip, Segment
from reports.opened_run import Named, OpenedRun, Part

# How many changes of each kind are shown before the rest is folded away.
SHOWN = {"price": 1, "cell": 2, "category_weight": 2, "leaf_weight": 1}


@dataclass(frozen=True)
class Slider:
    """One category: its weight, who is first at every weight, and the same in words."""

    part: Part
    stretches: list[dict[str, Any]]
    words: str


@dataclass(frozen=True)
class Change:
    """One change, and the vendor that it would put first."""

    vendor: Named
    title: str
    detail: str


def sliders(case: OpenedRun) -> list[Slider]:
    """Every category of which the values are known, where complete vendors can be compared."""
    rails = case.results["rails"] if len(_complete(case)) > 1 else {}
    return [
        Slider(part, [_stretch(segment) for segment in rails[part.code]], case.speaker.stability(part.code))
        for part in case.categories
        if part.code in rails
    ]


def _stretch(segment: Segment) -> dict[str, Any]:
    return {"winner": segment["winner"], "start": segment["from"], "width": segment["to"] - segment["from"]}


def _complete(case: OpenedRun) -> list[str]:
    return [vendor for vendor in case.ranked if case.results["total"].get(vendor) is not None]


def what_if(case: OpenedRun) -> dict[str, Any]:
    """What the browser rescales: weights in percent and each category's value, of the complete vendors."""
    complete = _complete(case)
    return {
        "weights": {part.code: part.weight for part in case.categories},
        "values": {
            code: {vendor: values[vendor] for vendor in complete}
            for code, values in case.results["category_values"].items()
        },
        "names": {vendor: case.vendors[vendor].name for vendor in complete},
    }


def changes(case: OpenedRun) -> tuple[list[Change], list[Change]]:
    """The nearest changes of every kind, smallest first, and the others."""
    left = dict(SHOWN)
    near: list[Change] = []
    other: list[Change] = []
    for flip in case.results["flips"]:
        kind = "cell" if flip["kind"] in ("score", "fact") else flip["kind"]
        left[kind] -= 1
        (near if left[kind] >= 0 else other).append(_change(case, flip))
    return near, other


def _change(case: OpenedRun, flip: Flip) -> Change:
    title, detail = case.speaker.flip(flip)
    return Change(case.vendors[flip["vendor"]], title, detail)
