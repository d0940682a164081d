"""How likely is each place, and how well is all of it proven?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.arrays import settled
from analysis.decision_file.vocabulary import LEVELS
from analysis.evaluation import shares
from reports.opened_run import Named, OpenedRun
from selection.formats import percent


@dataclass(frozen=True)
class Chance:
    """The share of draws in one place, with its standard error."""

    share: float
    error: float
    text: str


@dataclass(frozen=True)
class Chances:
    """The places of every vendor under one assumption about the weights."""

    rows: list[tuple[Named, list[Chance]]]
    largest_error: float

    @property
    def places(self) -> range:
        return range(1, len(self.rows) + 1)


def chances(opened: OpenedRun, assumption: str) -> Chances | None:
    """Under "stated" weights that vary, or under "uniform" ones; None where nothing was drawn."""
    both = opened.results["acceptability"]
    found = both.get("stated") if assumption == "stated" else both.get("uniform")
    if not found or len(opened.ranked) < 2:
        return None
    ranks = found["ranks"]
    rows = [
        (
            opened.vendors[vendor],
            [Chance(*cell) for cell in zip(ranks[vendor], found["se"][vendor], percents(ranks[vendor]), strict=True)],
        )
        for vendor in opened.ranked
    ]
    return Chances(rows, max(chance.error for _vendor, row in rows for chance in row))


def whole_percents(places: Sequence[float]) -> list[int]:
    """A vendor's shares of the draws, from first to last place, in whole percents that add up to 100.

    First place is rounded as in every sentence about it; the others share the rest by largest remainder.
    """
    first = round(settled(100 * places[0]))
    return [first, *map(int, shares([100 * share for share in places[1:]], 100 - first, 0))]


def percents(places: Sequence[float]) -> list[str]:
    """The same as they are written; what can happen is never 0% or 100%."""
    whole = zip(places, whole_percents(places), strict=True)
    return [f"{shown}%" if 0.01 <= share <= 0.99 else percent(share) for share, shown in whole]


@dataclass(frozen=True)
class Proof:
    """How much of the weight rests on one level of evidence: in all, and for each vendor."""

    level: str
    share: float
    by_vendor: list[tuple[Named, float]]


def proofs(opened: OpenedRun) -> list[Proof]:
    """The levels in use, the strongest first."""
    by_vendor: dict[str, Any] = opened.results["evidence_by_vendor"]
    return [
        Proof(level, share, [(opened.vendors[v], by_vendor[v][level]) for v in opened.ranked])
        for level in reversed(LEVELS)
        if (share := opened.results["evidence"].get(level, 0.0)) > 0
    ]
