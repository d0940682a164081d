"""How does every total come about, down to each person's score?"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry
from analysis.evaluation.parts import CellRecord, GivenScore
from reports import said
from reports.conclusion import NO_SCALE
from reports.opened_run import Named, OpenedRun, Part
from selection.formats import money_text, rounded
from selection.languages import pick

DECIMALS = 4


@dataclass(frozen=True)
class Mark:
    """One person's score, and the round it is from."""

    key: str  # of the seat
    person: str
    score: int
    round: int


@dataclass(frozen=True)
class Worked:
    """One cell: where its value comes from, and what it adds to the total."""

    vendor: Named
    value: float | None
    points: float | None
    shown: float | None
    mean: float | None
    level: str
    source: str
    raw: str
    marks: list[Mark]
    not_counted: list[Mark]
    thin: str
    reason: str


@dataclass(frozen=True)
class WorkedLeaf:
    """One leaf with its weights in percent: within its category, and in the whole."""

    criterion: Named
    kind: str
    own: float
    weight: float
    amount: str
    curve: str
    cells: list[Worked]


@dataclass(frozen=True)
class Section:
    """One category: its lines, and the points of every vendor from it."""

    part: Part
    lines: list[WorkedLeaf]
    sums: list[float | None]
    shown: list[float | None]


def sections(opened: OpenedRun, vendors: list[str]) -> list[Section]:
    """The working of these vendors, category by category."""
    reasons = {(row["criterion"], row["vendor"]): row["reason"] for row in opened.decision_file["consensus"]}
    exact, shown = opened.results["contribution"], opened.shown["contribution"]
    return [
        Section(
            part,
            [_line(opened, leaf, vendors, reasons=reasons) for leaf in opened.leaves_of(part.code)],
            [exact.get(part.code, {}).get(vendor) for vendor in vendors],
            [shown.get(part.code, {}).get(vendor) for vendor in vendors],
        )
        for part in opened.categories
    ]


def _line(
    opened: OpenedRun, leaf: CriterionEntry, vendors: list[str], *, reasons: dict[tuple[str, str], str]
) -> WorkedLeaf:
    code = leaf["code"]
    cells = opened.results["cells"][code]
    return WorkedLeaf(
        criterion=Named.of(leaf),
        kind=leaf["kind"],
        own=leaf["weight"] / 100,
        weight=100 * opened.results["weights"][code],
        amount=opened.speaker.money_name(leaf) if leaf["kind"] == "price" else "",
        curve=_curve(opened, leaf),
        cells=[
            _worked(opened, leaf, vendor, cell=cells[vendor], reason=reasons.get((code, vendor), ""))
            for vendor in vendors
        ],
    )


def _worked(opened: OpenedRun, leaf: CriterionEntry, vendor: str, *, cell: CellRecord, reason: str) -> Worked:
    return Worked(
        vendor=opened.vendors[vendor],
        value=cell["value"],
        points=opened.results["leaf_contribution"].get(leaf["code"], {}).get(vendor),
        shown=opened.shown["leaf_contribution"].get(leaf["code"], {}).get(vendor),
        mean=cell["mean"] if leaf["kind"] == "rated" else None,
        level=cell["level"],
        source=cell["source"],
        raw=_raw(opened, leaf, cell["raw"]),
        marks=_marks(opened, cell["scores"]),
        not_counted=_marks(opened, cell.get("not_counted", ())),
        thin=said.thinness(cell),
        reason=reason,
    )


def _marks(opened: OpenedRun, scores: Iterable[GivenScore]) -> list[Mark]:
    return [Mark(mark["person"], opened.person(mark["person"]), mark["score"], mark["round"]) for mark in scores]


def _raw(opened: OpenedRun, leaf: CriterionEntry, raw: float | None) -> str:
    """A fact in its unit, or money."""
    if raw is None:
        return ""
    if leaf["kind"] == "price":
        return money_text(round(raw * 100), opened.speaker.currency)
    scale = leaf["scale"] or NO_SCALE
    unit = pick(scale["unit"])[0]
    number = rounded(raw, scale["decimals"])
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def _curve(opened: OpenedRun, leaf: CriterionEntry) -> str:
    """The points of a value function, as one reads them off: 4 → 0, 10 → 70."""
    function = leaf["value_function"]
    if not function:
        return ""
    is_price = leaf["kind"] == "price"
    pairs = [
        f"{money_text(round(float(x) * 100), opened.speaker.currency) if is_price else x} → {value}"
        for x, value in function["points"]
    ]
    return (_("logarithmic: ") if function["type"] == "log" else "") + _(", ").join(pairs)
