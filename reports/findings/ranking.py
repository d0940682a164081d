"""Who has which place, from which parts, how surely, and who takes no part?"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from analysis.evaluation.parts import Excluded, Points
from analysis.evaluation.results import Results
from analysis.explanation import points_by_dimension
from reports.opened_run import Named, OpenedRun, Part
from selection.formats import points
from selection.languages import pick

LONGEST_BAR = 88.0  # percent of the column, so that a figure fits beside the longest
LEAST_INSIDE = 0.055  # share of the best total from which a figure fits inside its segment


@dataclass(frozen=True)
class Segment:
    """One part of a bar; a figure too wide for it stands beside the bar."""

    part: Part
    points: float
    shown: float
    is_inside: bool


@dataclass(frozen=True)
class RankedVendor:
    """One row of the ranking."""

    vendor: Named
    rank: int | None
    is_shared: bool
    total: float | None
    low: float | None
    high: float | None
    length: float
    segments: list[Segment]
    first: float | None
    first_error: float | None
    pending: list[str]
    missing: int

    @property
    def beside(self) -> list[str]:
        return [points(segment.shown) for segment in self.segments if not segment.is_inside]

    @property
    def in_words(self) -> str:
        """The bar for those who do not see it."""
        return pgettext("list", ", ").join(f"{one.part.name} {points(one.shown)}" for one in self.segments)


@dataclass(frozen=True)
class Absent:
    """A vendor without a place, and why; `total` is what it would have without the failed must-haves."""

    vendor: Named
    is_withdrawn: bool
    reasons: list[str]
    total: float | None = None
    rank: int | None = None


def places(opened: OpenedRun, *, by: str = "category") -> list[RankedVendor]:
    """The rows of the ranking, best first, with the points by category or by dimension."""
    parts = opened.dimensions if by == "dimension" else opened.categories
    best = max((total for total in opened.results["total"].values() if total is not None), default=0.0)
    ranks = [entry["rank"] for entry in opened.results["ranking"]]
    return [
        _place(
            opened,
            entry["vendor"],
            entry["rank"],
            parts=parts,
            by=by,
            best=best,
            is_shared=ranks.count(entry["rank"]) > 1,
        )
        for entry in opened.results["ranking"]
    ]


def _place(
    opened: OpenedRun, vendor: str, rank: int | None, *, parts: Sequence[Part], by: str, best: float, is_shared: bool
) -> RankedVendor:
    results = opened.results
    # An incomplete vendor has bounds, a complete one what nine in ten draws give.
    low, high = results["range"].get(vendor) or results["interval"].get(vendor) or (None, None)
    stated = results["acceptability"].get("stated", {}) if rank and len(opened.ranked) > 1 else {}
    segments = _segments(opened, vendor, parts, by=by, best=best)
    known = sum(segment.points for segment in segments)
    return RankedVendor(
        vendor=opened.vendors[vendor],
        rank=rank,
        is_shared=is_shared and rank is not None,
        total=results["total"].get(vendor),
        low=low,
        high=high,
        # What is known of an incomplete vendor may be more than the best total.
        length=LONGEST_BAR * known / max(best, known) if known else 0.0,
        segments=segments,
        first=stated.get("first", {}).get(vendor),
        first_error=stated.get("first_se", {}).get(vendor),
        pending=[entry["need"] for entry in results["pending"] if entry["vendor"] == vendor],
        missing=sum(cell["vendor"] == vendor for cell in results["missing"]),
    )


def _points_by(by: str, results: Results) -> dict[str, Points]:
    return results["dimension_contribution"] if by == "dimension" else results["contribution"]


def _segments(opened: OpenedRun, vendor: str, parts: Sequence[Part], *, by: str, best: float) -> list[Segment]:
    """The parts with points, in tree order; a part with a missing cell has none yet."""
    exact, shown = (
        {part.code: points.get(part.code, {}).get(vendor) for part in parts}
        for points in (_points_by(by, opened.results), _points_by(by, opened.shown))
    )
    return [
        Segment(part, value, shown[part.code] or 0.0, value >= LEAST_INSIDE * max(best, 1.0))
        for part in parts
        if (value := exact[part.code])
    ]


def absent(opened: OpenedRun) -> list[Absent]:
    """Excluded by a must-have, then withdrawn."""
    failed: dict[str, list[Excluded]] = {}
    for entry in opened.results["excluded"]:
        failed.setdefault(entry["vendor"], []).append(entry)
    needs = {need["code"]: f"{need['code']} {pick(need['text'])[0]}" for need in opened.decision_file["needs"]}
    out = [
        Absent(
            opened.vendors[vendor],
            False,
            [needs[entry["need"]] for entry in entries],
            entries[0]["shadow_total"],
            entries[0]["shadow_rank"],
        )
        for vendor, entries in failed.items()
    ]
    gone = [row for row in opened.decision_file["vendors"] if row["withdrawn"]]
    return out + [Absent(opened.vendors[row["code"]], True, [row["withdrawn"]]) for row in gone]


@dataclass(frozen=True)
class MatrixCell:
    """A dimension in a category: its weight in percent and what each vendor has from it."""

    weight: float
    points: list[tuple[Named, float | None]]
    shown: list[tuple[Named, float | None]]
    out: list[tuple[Named, float | None]]


def matrix(opened: OpenedRun) -> list[tuple[Part, list[MatrixCell]]]:
    """Dimensions by categories; excluded vendors after the others, with the points that they would have."""
    out = list(dict.fromkeys(entry["vendor"] for entry in opened.results["excluded"]))
    beside = points_by_dimension(opened.decision_file, _as_if(opened, out))
    weights = opened.results["dimension_weights"]["cells"]
    exact, shown = (points_by_dimension(opened.decision_file, found) for found in (opened.results, opened.shown))
    return [
        (
            dimension,
            [
                MatrixCell(
                    100 * weights[dimension.code][category.code],
                    [(opened.vendors[v], exact[dimension.code][category.code][v]) for v in opened.ranked],
                    [(opened.vendors[v], shown[dimension.code][category.code][v]) for v in opened.ranked],
                    [(opened.vendors[v], beside[dimension.code][category.code][v]) for v in out],
                )
                for category in opened.categories
            ],
        )
        for dimension in opened.dimensions
    ]


def _as_if(opened: OpenedRun, vendors: list[str]) -> Results:
    """The results as far as the points by dimension need them, of vendors that are excluded."""
    weights, cells = opened.results["weights"], opened.results["cells"]
    points = {
        code: {
            vendor: None if (value := cells[code][vendor]["value"]) is None else weights[code] * value
            for vendor in vendors
        }
        for code in weights
    }
    return {**opened.results, "vendors": vendors, "leaf_contribution": points}
