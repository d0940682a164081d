"""What happens to the first place when weights change, or anything else?"""

from dataclasses import dataclass
from typing import Any, TypedDict

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


class Rescaled(TypedDict):
    """What the browser rescales: weights in percent and each category's value of every vendor."""

    weights: dict[str, float]
    values: dict[str, dict[str, float | None]]
    names: dict[str, str]


@dataclass(frozen=True)
class Change:
    """One change, and the vendor that it would put first."""

    vendor: Named
    title: str
    detail: str


def sliders(opened: OpenedRun) -> list[Slider]:
    """Every category of which the values are known, where complete vendors can be compared."""
    rails = opened.results["rails"] if len(_complete(opened)) > 1 else {}
    return [
        Slider(part, [_stretch(segment) for segment in rails[part.code]], opened.speaker.stability(part.code))
        for part in opened.categories
        if part.code in rails
    ]


def _stretch(segment: Segment) -> dict[str, Any]:
    return {"winner": segment["winner"], "start": segment["from"], "width": segment["to"] - segment["from"]}


def _complete(opened: OpenedRun) -> list[str]:
    return [vendor for vendor in opened.ranked if opened.results["total"].get(vendor) is not None]


def what_if(opened: OpenedRun) -> Rescaled:
    """Of the complete vendors; the others have no total."""
    complete = _complete(opened)
    return {
        "weights": {part.code: part.weight for part in opened.categories},
        "values": {
            code: {vendor: values[vendor] for vendor in complete}
            for code, values in opened.results["category_values"].items()
        },
        "names": {vendor: opened.vendors[vendor].name for vendor in complete},
    }


def changes(opened: OpenedRun) -> tuple[list[Change], list[Change]]:
    """The nearest changes of every kind, smallest first, and the others."""
    left = dict(SHOWN)
    near: list[Change] = []
    other: list[Change] = []
    for flip in opened.results["flips"]:
        kind = "cell" if flip["kind"] in ("score", "fact") else flip["kind"]
        left[kind] -= 1
        (near if left[kind] >= 0 else other).append(_change(opened, flip))
    return near, other


def _change(opened: OpenedRun, flip: Flip) -> Change:
    title, detail = opened.speaker.flip(flip)
    return Change(opened.vendors[flip["vendor"]], title, detail)
