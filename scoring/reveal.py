"""What did everybody give, cell by cell, once the committee may see it?"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from criteria import tree
from criteria.models import Criterion
from scoring.models import Score
from scoring.visibility import visible_scores
from selection import blindness
from selection.models import Member
from vendors import registry
from vendors.models import Vendor


@dataclass(frozen=True)
class Opinions:
    """The latest mark of each person for one cell."""

    vendor: Vendor
    marks: list[Score]

    @property
    def mean(self) -> float | None:
        """The mean of the marks that count."""
        points = [mark.score for mark in self.marks if mark.score is not None and mark.member.marks_count]
        return fmean(points) if points else None


@dataclass(frozen=True)
class RevealedCriterion:
    criterion: Criterion
    cells: list[Opinions]

    @property
    def reasons(self) -> list[Score]:
        return [mark for cell in self.cells for mark in cell.marks if mark.rationale]


@dataclass(frozen=True)
class Everybody:
    vendors: list[Vendor]
    lines: list[RevealedCriterion]
    knew_prices: frozenset[int]  # seats of those who scored knowing the prices

    @property
    def width(self) -> int:
        return len(self.vendors) + 1


def everybody(member: Member) -> Everybody:
    """Rated leaves by vendors; a later round's mark replaces the same person's earlier one."""
    latest: dict[tuple[int, int], dict[int, Score]] = defaultdict(dict)
    marks = visible_scores(member).given().select_related("member__user", "vendor").order_by("round__number")
    for mark in marks:
        latest[(mark.criterion_id, mark.vendor_id)][mark.member_id] = mark
    vendors = list(registry.active(member.selection))
    lines = [
        RevealedCriterion(leaf, [Opinions(vendor, _by_name(latest[(leaf.pk, vendor.pk)])) for vendor in vendors])
        for leaf in tree.rated(member.selection)
    ]
    knew_prices = frozenset(seat.pk for seat in blindness.who_knew_prices(member.selection))
    return Everybody(vendors, lines, knew_prices)


def _by_name(marks: dict[int, Score]) -> list[Score]:
    return sorted(marks.values(), key=lambda mark: mark.member.display_name)
