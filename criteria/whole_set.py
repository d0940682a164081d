"""How is a whole set of target weights read, brought to a sum of 100, and shown before it is stored?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from analysis.weights import largest_remainder
from criteria.models import Criterion
from criteria.shares import NotPoints, points_typed, short
from criteria.table import table
from criteria.tree import FULL
from selection.models import Selection


@dataclass
class TypedWeight:
    """One criterion: what it has now, what was typed for it and what it would get."""

    code: str
    name: Mapping[str, str]
    now: int  # hundredths of a point
    typed: str = ""
    points: Decimal | None = None  # None: left empty, so it shares the rest
    fault: str = ""
    share: int = 0  # hundredths of a point

    @property
    def name_zh(self) -> str:
        return self.name.get("zh", "")

    @property
    def name_en(self) -> str:
        return self.name.get("en", "")

    @property
    def now_text(self) -> str:
        return short(Decimal(self.now) / 100)

    @property
    def given(self) -> str:
        return short(Decimal(self.share) / 100)

    @property
    def is_moved(self) -> bool:
        return self.points is None or self.given != short(self.points)


@dataclass
class TypedCategory:
    """A category with its criteria; `tone` is its ink."""

    code: str
    name: Mapping[str, str]
    tone: int
    lines: list[TypedWeight]

    @property
    def name_zh(self) -> str:
        return self.name.get("zh", "")

    @property
    def name_en(self) -> str:
        return self.name.get("en", "")

    @property
    def given(self) -> str:
        return short(Decimal(sum(line.share for line in self.lines)) / 100)


@dataclass
class WholeSet:
    """All target weights as typed, and what would be stored."""

    parts: list[TypedCategory]
    faults: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[TypedWeight]:
        return [line for part in self.parts for line in part.lines]

    @property
    def total(self) -> Decimal:
        return sum((line.points or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def total_text(self) -> str:
        return short(self.total)

    @property
    def is_valid(self) -> bool:
        return not self.faults and not any(line.fault for line in self.lines)

    @property
    def is_as_typed(self) -> bool:
        """Everything typed stands; what was left empty shares the rest."""
        return all(line.points is None or not line.is_moved for line in self.lines)

    @property
    def shares(self) -> dict[str, int]:
        return {line.code: line.share for line in self.lines}

    @property
    def held(self) -> set[str]:
        """What stands from now on: the typed ones, where others were left to share the rest."""
        typed = {line.code for line in self.lines if line.points is not None}
        return typed if len(typed) < len(self.lines) else set()


def read(parts: list[TypedCategory], data: Mapping[str, object]) -> WholeSet:
    """Read what was typed; a line without a field keeps what it has now."""
    found = WholeSet(parts)
    for line in found.lines:
        line.typed = str(data.get(f"p-{line.code}", line.now_text)).strip()
        line.points, line.fault = _points(line.typed)
    if found.is_valid:
        _bring_to_100(found)
    return found


def _points(typed: str) -> tuple[Decimal | None, str]:
    if not typed:
        return None, ""
    try:
        points = points_typed(typed)
    except NotPoints as fault:
        return None, fault.messages[0]
    return (points, "") if points >= 0 else (None, _("A weight is not below 0."))


def _bring_to_100(found: WholeSet) -> None:
    """Typed weights stand when they leave room; otherwise, or with none left empty, all are scaled to 100."""
    empty = [line for line in found.lines if line.points is None]
    typed = [line for line in found.lines if line.points is not None]
    rest = FULL - int(found.total * 100)
    if rest >= 0 and empty:
        for line in typed:
            line.share = int((line.points or 0) * 100)
        for line, share in zip(empty, largest_remainder([line.now for line in empty], rest), strict=True):
            line.share = share
    elif found.total:
        for line, share in zip(typed, largest_remainder([int((row.points or 0) * 100) for row in typed]), strict=True):
            line.share = share
    else:
        found.faults.append(_("Give at least one criterion a weight."))


def of_selection(selection: Selection) -> list[TypedCategory]:
    """The weights that a selection has; what is shown sums to 100."""
    branches = table(selection).branches
    now = iter(largest_remainder([row.points for branch in branches for row in branch.rows]))
    parts = []
    for branch in branches:
        top = branch.top.criterion
        lines = [TypedWeight(row.criterion.code, _names(row.criterion), next(now)) for row in branch.rows]
        parts.append(TypedCategory(top.code, _names(top), branch.tone, lines))
    return parts


def _names(criterion: Criterion) -> dict[str, str]:
    return {"zh": criterion.name_zh, "en": criterion.name_en}


def family_shares(before: Sequence[int], points: Sequence[int]) -> list[int]:
    """Weights inside a category from hundredths of a point; a category without weight keeps its relations."""
    return largest_remainder(list(points)) if sum(points) else list(before)
