"""What does the whole plan look like: who did what, what is still open, and what is covered?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from django.db.models import Prefetch

from criteria import tree
from criteria.models import Criterion
from poc.models import CONCLUDED, Result, Scenario, Trial
from poc.plan import group_of
from selection.languages import marked, text_of, texts_of
from selection.models import MoSCoW, Requirement, Selection
from tables.numbers import mentions
from vendors import registry
from vendors.models import Judgement, Vendor

MARKS = {Result.PASS: "P", Result.PARTIAL: "H", Result.FAIL: "F", Result.RUNNING: "R", Result.UNTESTED: "-"}
SHOWN_OPEN = 6


@dataclass(frozen=True)
class TrialCell:
    """One vendor in one scenario."""

    scenario: Scenario
    vendor: Vendor
    trial: Trial | None

    @property
    def result(self) -> Result:
        return Result(self.trial.result) if self.trial else Result.UNTESTED

    @property
    def mark(self) -> str:
        return MARKS[self.result]

    @property
    def key(self) -> str:
        return f"{self.scenario.code}-{self.vendor.code}"

    @property
    def is_concluded(self) -> bool:
        return self.result in CONCLUDED

    @property
    def measured(self) -> str:
        """The value with its unit; without a criterion the note says what the figure is."""
        value = self.trial.value if self.trial else ""
        if not value or (self.scenario.measures is None and mentions(self.note, Decimal(value))):
            return ""
        unit = text_of(self.scenario.measures, "unit") if self.scenario.measures else ""
        return f"{value}{unit}" if unit == "%" else f"{value} {unit}".strip()

    @property
    def note(self) -> str:
        """As safe HTML, in whichever language it was written."""
        return marked(texts_of(self.trial, "note")) if self.trial else ""


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario across the vendors."""

    scenario: Scenario
    cells: list[TrialCell]

    def has(self, *results: Result) -> bool:
        return any(cell.result in results for cell in self.cells)


@dataclass(frozen=True)
class ScenarioGroup:
    """Scenarios under one heading, with how many each vendor passed."""

    scenario: Scenario
    rows: list[ScenarioRow]
    passed: list[tuple[int, int]]

    @property
    def has_name(self) -> bool:
        return any(group_of(self.scenario))


@dataclass(frozen=True)
class Open:
    """A cell without a conclusion, and the must-haves that hang on it."""

    cell: TrialCell
    needs: list[str]


@dataclass(frozen=True)
class Coverage:
    """Which criteria and must-haves the plan reaches."""

    tried: int
    leaves: int
    measured: list[Criterion]
    needs: int
    missed: list[Requirement]


@dataclass
class Board:
    """Everything the page shows."""

    vendors: list[Vendor]
    rows: list[ScenarioRow]
    show: str
    results: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> list[TrialCell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def concluded(self) -> int:
        return sum(self.results[result] for result in CONCLUDED)

    @property
    def groups(self) -> list[ScenarioGroup]:
        """The rows of the filter under their headings; the counts are of all rows of the group."""
        found = []
        # `groupby` takes neighbours only; `plan` keeps the scenarios of a group together.
        for _name, same in groupby(self.rows, key=lambda row: group_of(row.scenario)):
            rows = list(same)
            shown = [row for row in rows if self._is_shown(row)]
            if shown:
                found.append(ScenarioGroup(rows[0].scenario, shown, self._passed(rows)))
        return found

    def _passed(self, rows: list[ScenarioRow]) -> list[tuple[int, int]]:
        columns = zip(*(row.cells for row in rows), strict=True)
        return [(sum(cell.result == Result.PASS for cell in column), len(rows)) for column in columns]

    @property
    def failed(self) -> int:
        return sum(row.has(Result.FAIL) for row in self.rows)

    @property
    def untested(self) -> int:
        return sum(row.has(Result.UNTESTED) for row in self.rows)

    def _is_shown(self, row: ScenarioRow) -> bool:
        wanted = {"failed": Result.FAIL, "untested": Result.UNTESTED}.get(self.show)
        return wanted is None or row.has(wanted)

    @property
    def next_open(self) -> TrialCell | None:
        return next((cell for cell in self.cells if not cell.is_concluded), None)


def board(selection: Selection, *, show: str = "") -> Board:
    vendors = list(registry.active(selection))
    links = Prefetch("criteria", Criterion.objects.order_by("position"))
    scenarios = selection.poc_scenarios.select_related("measures").prefetch_related("trials", links)
    rows = [_row(scenario, vendors) for scenario in scenarios]
    results = Counter(str(cell.result) for row in rows for cell in row.cells)
    return Board(vendors, rows, show, results)


def _row(scenario: Scenario, vendors: list[Vendor]) -> ScenarioRow:
    recorded = {trial.vendor_id: trial for trial in scenario.trials.all()}
    return ScenarioRow(scenario, [TrialCell(scenario, vendor, recorded.get(vendor.pk)) for vendor in vendors])


def musts(selection: Selection) -> list[Requirement]:
    """The must-haves with the criteria they are linked to."""
    rows = Requirement.objects.filter(selection=selection, moscow=MoSCoW.MUST)
    return list(rows.prefetch_related("criteria__children"))


def still_open(board: Board, needs: Iterable[Requirement], states: Mapping[tuple[int, int], str]) -> list[Open]:
    """What has no conclusion yet: what an undecided must-have waits for first, then what is under way."""
    leaves = {need: reached(need) for need in needs}
    found = []
    for cell in board.cells:
        if not cell.is_concluded:
            own = [need for need in leaves if states.get((need.pk, cell.vendor.pk)) == Judgement.State.PENDING]
            proven = _proves(cell.scenario)
            found.append(Open(cell, [need.code for need in own if leaves[need] & proven]))
    return sorted(found, key=lambda entry: (not entry.needs, entry.cell.result != Result.RUNNING))


def coverage(selection: Selection, board: Board, needs: list[Requirement]) -> Coverage:
    leaves = list(tree.leaves(selection))
    tried = set().union(*(_proves(row.scenario) for row in board.rows)) if board.rows else set()
    return Coverage(
        tried=sum(leaf.pk in tried for leaf in leaves),
        leaves=len(leaves),
        measured=[row.scenario.measures for row in board.rows if row.scenario.measures],
        needs=len(needs),
        missed=[need for need in needs if not reached(need) & tried],
    )


def reached(need: Requirement) -> set[int]:
    """The leaves a must-have is linked to, by themselves or through their category."""
    return set(_leaves(need.criteria.all()))


def _leaves(criteria: Iterable[Criterion]) -> Iterator[int]:
    for criterion in criteria:
        yield criterion.pk
        yield from (child.pk for child in criterion.children.all())


def _proves(scenario: Scenario) -> set[int]:
    own = {criterion.pk for criterion in scenario.criteria.all()}
    return own | ({scenario.measures_id} if scenario.measures_id else set())
