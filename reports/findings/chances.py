"""How likely is each place, and how well is all of it proven?"""

from dataclasses import dataclass
from typing import Any

from analysis.decision_file.vocabulary import LEVELS
from reports.findings.case import Case, Named


@dataclass(frozen=True)
class Chance:
    """The share of draws in one place, with its standard error."""

    share: float
    error: float


@dataclass(frozen=True)
class Chances:
    """The places of every vendor under one assumption about the weights."""

    rows: list[tuple[Named, list[Chance]]]
    largest_error: float

    @property
    def places(self) -> range:
        return range(1, len(self.rows) + 1)


def chances(case: Case, assumption: str) -> Chances | None:
    """Under "stated" weights that vary, or under "uniform" ones; None where nothing was drawn."""
    found = case.results["acceptability"].get(assumption)
    if not found or len(case.ranked) < 2:
        return None
    rows = [
        (
            case.vendors[vendor],
            [Chance(*pair) for pair in zip(found["ranks"][vendor], found["se"][vendor], strict=True)],
        )
        for vendor in case.ranked
    ]
    return Chances(rows, max(chance.error for _vendor, row in rows for chance in row))


@dataclass(frozen=True)
class Proof:
    """How much of the weight rests on one level of evidence: in all, and for each vendor."""

    level: str
    share: float
    by_vendor: list[tuple[Named, float]]


def proofs(case: Case) -> list[Proof]:
    """The levels in use, the strongest first."""
    by_vendor: dict[str, Any] = case.results["evidence_by_vendor"]
    return [
        Proof(level, share, [(case.vendors[v], by_vendor[v][level]) for v in case.ranked])
        for level in reversed(LEVELS)
        if (share := case.results["evidence"].get(level, 0.0)) > 0
    ]
