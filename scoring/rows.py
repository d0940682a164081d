"""What do the rows and cells of a scoring sheet consist of?"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache
from math import isnan, nan

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.values import curve
from criteria.canonical import value_function
from criteria.general import MARK, is_general
from criteria.models import Criterion, Level
from criteria.reading import Band
from scoring.cells import EMPTY, Entry, demands_rationale, lacks
from selection.formats import level_name
from selection.languages import text_of
from vendors.models import Fact, Vendor


@dataclass(frozen=True)
class Cell:
    """One vendor on one criterion, as this person filled it."""

    criterion: Criterion
    vendor: Vendor
    given: Entry = EMPTY
    version: int = 0
    is_proven: bool = False  # a POC record grants the level
    is_locked: bool = False
    saved_at: datetime | None = None
    found: str = ""  # what stood in one's own spreadsheet, while the cell is empty

    @property
    def level(self) -> str:
        return Level.POC if self.is_proven else self.given.level

    @property
    def lacks(self) -> str:
        return lacks(self.given)

    @property
    def state(self) -> str:
        if self.given.is_not_applicable:
            return "na"
        if self.given.score is None:
            return "empty"
        if self.lacks or self.level == Level.NONE:
            return "need"
        return "lock" if self.is_locked else ""

    def label(self, language: str) -> str:
        """What a screen reader says of the cell, in the language of the page."""
        label = _place(self.criterion, self.vendor, language) + _said(self.given, self.level, language)
        return _(", ").join([label, _("in Excel: %(text)s") % {"text": self.found}]) if self.found else label


def _place(criterion: Criterion, vendor: Vendor, language: str) -> str:
    return f"{text_of(criterion, 'name', language)} · {text_of(vendor, 'name', language)}"


# `_language` is read by nobody: it keeps the words of one language apart from those of the other.
@lru_cache(maxsize=1000)
def _contents(given: Entry, level: str, is_written: bool, *, _language: str) -> str:
    parts = ["", points_text(given)]
    if given.is_given or level != Level.NONE:
        parts.append(level_name(level))
    if is_written:
        parts.append(_("rationale written"))
    elif demands_rationale(given):
        parts.append(_("rationale missing"))
    return _(", ").join(parts)


def _said(given: Entry, level: str, language: str) -> str:
    """What is in the cell, in words that many cells share."""
    # Without its text an entry equals those of many cells, and so is found in the cache.
    return _contents(
        replace(given, rationale="") if given.rationale else given, level, bool(given.rationale), _language=language
    )


def points_text(given: Entry) -> str:
    if given.is_not_applicable:
        return _("not applicable")
    if given.score is None:
        return _("no score")
    return ngettext("%(count)s point", "%(count)s points", given.score) % {"count": given.score}


@dataclass(frozen=True)
class MeasuredCell:
    """A cell that nobody scores: a fact and what it is worth."""

    criterion: Criterion
    vendor: Vendor
    fact: Fact | None
    points: float | None  # the converted value on the scale of the scores

    @cached_property
    def value(self) -> str:
        return number_format(self.fact.value) if self.fact else "–"

    def label(self, language: str) -> str:
        place = _place(self.criterion, self.vendor, language)
        if self.fact is None:
            return _(", ").join([place, _("no fact yet")])
        value = f"{self.value} {text_of(self.criterion, 'unit')}".strip()
        return _(", ").join([place, value, level_name(self.fact.level), _("computed, not scored by hand")])


def measures(criterion: Criterion, facts: list[tuple[Vendor, Fact | None]]) -> list[MeasuredCell]:
    """The cells of a criterion that is computed, all converted at once."""
    function = value_function(criterion)
    values = [float(fact.value) if fact else nan for _vendor, fact in facts]
    points = curve(values, function).tolist() if function and facts else [nan] * len(facts)
    return [
        # Values go to 100, scores to 10.
        MeasuredCell(criterion, vendor, fact, None if isnan(worth) else worth / 10)
        for (vendor, fact), worth in zip(facts, points, strict=True)
    ]


@dataclass
class CriterionRow:
    """One criterion with its cells in this person's order of vendors."""

    criterion: Criterion
    weight: float  # points of 100
    cells: list[Cell] = field(default_factory=list)
    measures: list[MeasuredCell] = field(default_factory=list)
    note: str = ""  # why there is nothing to see
    bands: tuple[Band, ...] = ()  # best first

    @property
    def done(self) -> int:
        return sum(cell.given.is_given for cell in self.cells)

    @cached_property
    def shown_weight(self) -> str:
        return number_format(f"{round(self.weight, 2):g}")

    @cached_property
    def rubric(self) -> str:
        """What is to be said of its bands as a whole."""
        return str(MARK) if is_general(self.bands) else ""

    @property
    def path(self) -> str:
        parent = self.criterion.parent.name if self.criterion.parent else ""
        return _("%(category)s · weight %(weight)s") % {"category": parent, "weight": self.shown_weight}


@dataclass
class Block:
    """A category; `tone` is its ink."""

    category: Criterion
    tone: int
    rows: list[CriterionRow] = field(default_factory=list)
    is_open: bool = True

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @cached_property
    def done(self) -> int:
        return sum(cell.given.is_given for cell in self.cells)


@dataclass(frozen=True)
class Known:
    """Something already known about a cell, and where from."""

    icon: str
    text: str
    source: str
    level: str = ""
    place: str = ""  # the address where more can be done with it
