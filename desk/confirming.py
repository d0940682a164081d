"""What did a person confirm of the proposals that were read from a spreadsheet?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file.criterion_layout import CRITERION
from analysis.weights import largest_remainder
from criteria import matching
from criteria.from_sheet import Row
from criteria.models import Kind
from criteria.tree import FULL
from desk.matrix import Matrix, Proposal, weight_quantity, weights_typed
from desk.spreadsheet.heads import WEIGHT
from desk.spreadsheet.values import Value, values_of
from selection import limits, texts
from selection.bringing.answers import NO_ANSWERS, Answers
from selection.bringing.asked import Asked, questions_of
from selection.numbers import sure
from tables.figures import written
from tables.numbers import Ask
from vendors.registry import LETTERS


@dataclass
class Line:
    """A proposal as it stands on the page, with what is wrong with it."""

    proposal: Proposal
    is_kept: bool
    name: str
    library: str
    kind: str
    category: str
    weight: str
    points: Decimal = Decimal(0)
    share: str = ""
    error: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)  # column → fact, of a measured one

    @property
    def is_as_above(self) -> bool:
        """Whether its category is that of a row before it, and was not changed."""
        return self.proposal.is_as_above and self.category == self.proposal.category

    @property
    def key(self) -> str:
        """What its fields on the page begin with."""
        return f"r{self.proposal.number}"


@dataclass(frozen=True)
class Candidate:
    """A column that may be a vendor."""

    column: int
    is_kept: bool
    name: str
    letter: str = ""  # by which it will be known


@dataclass(frozen=True)
class Confirmed:
    """The whole page."""

    lines: list[Line]
    vendors: list[Candidate]
    total: Decimal
    needs_spread: bool
    is_spread: bool
    asked: list[Asked]  # about the weights as a whole, and the values of measured criteria

    @property
    def is_unclear(self) -> bool:
        """Whether nobody has said yet what some of the numbers mean."""
        return not all(one.is_answered for one in self.asked)

    @property
    def total_shown(self) -> str:
        return written(self.total)

    @property
    def kept(self) -> list[Line]:
        return [line for line in self.lines if line.is_kept]

    @property
    def facts(self) -> dict[tuple[int, int], Value]:
        """Those of measured criteria, by the place of their row and their vendor among those that are kept."""
        columns = {one.column: place for place, one in enumerate(one for one in self.vendors if one.is_kept)}
        return {
            (row, columns[column]): value
            for row, line in enumerate(self.kept)
            for column, value in line.values.items()
            if column in columns
        }

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.vendors if one.is_kept]


def confirmed(matrix: Matrix, sent: Mapping[str, str], *, answers: Answers = NO_ANSWERS, is_first: bool) -> Confirmed:
    """Proposals the first time, then what was sent of them."""
    lines = [_line(one, {} if is_first else sent) for one in matrix.rows]
    asked = _weigh([line for line in lines if line.is_kept], matrix, answers)
    asked += _measure([line for line in lines if line.is_kept and not line.error], answers)
    vendors = [
        Candidate(
            column,
            _is_kept(column, matrix, sent, is_first=is_first),
            name if is_first else sent.get(f"v{column}-name", name),
        )
        for column, name in matrix.vendors.items()
    ]
    letters = iter(LETTERS)
    vendors = [replace(one, letter=next(letters, "")) if one.is_kept else one for one in vendors]
    kept = [line for line in lines if line.is_kept]
    if any(line.points for line in kept):
        for line in (line for line in kept if not line.weight and not line.error):
            line.error = _("Nothing says what it weighs. Write its weight; 0 counts for nothing.")
    total = sum((line.points for line in kept), Decimal(0))
    is_exact = total == 100 and all(line.points == line.points.quantize(Decimal("0.01")) for line in kept)
    for line, share in zip(kept, _shares(kept), strict=True):
        line.share = written(Decimal(share).scaleb(-2))
    return Confirmed(lines, vendors, total, not is_exact, not is_first and "spread" in sent, asked)


def _is_kept(column: int, matrix: Matrix, sent: Mapping[str, str], *, is_first: bool) -> bool:
    return column not in matrix.doubtful if is_first else f"v{column}" in sent


def rows_of(page: Confirmed) -> list[Row]:
    """What the page makes of itself; a refusal where something is not said yet."""
    if not page.kept:
        raise ValidationError(_("Keep at least one criterion."))
    if any(line.error for line in page.lines):
        raise ValidationError(_("Some rows need another word; each says which. Nothing was created."))
    if page.is_unclear:
        raise ValidationError(_("Say above what the numbers mean. Nothing was created."))
    if page.needs_spread and not page.is_spread:
        words = _("The weights add up to %(total)s, not 100. Correct them, or tick that they are spread in proportion.")
        raise ValidationError(words % {"total": written(page.total)})
    return [
        Row(line.name, line.category, share, line.kind, line.library)
        for line, share in zip(page.kept, _shares(page.kept), strict=True)
    ]


def _weigh(kept: Sequence[Line], matrix: Matrix, answers: Answers) -> list[Asked]:
    """Read the weights together; what they mean is asked once for all."""
    typed = [line.weight for line in kept]
    readings = weights_typed(typed, answers, has_percent=matrix.has_percent)
    for line, reading in zip(kept, readings, strict=True):
        if isinstance(reading, ValidationError) and reading.code in (Ask.SEPARATOR, Ask.PERCENT):
            continue  # asked once for all, and not in each row
        try:
            if isinstance(reading, ValidationError):
                raise reading
            line.points = sure(reading, line.weight) if reading else Decimal(0)
        except ValidationError as error:
            line.error = " ".join(error.messages)
    quantity = weight_quantity(typed, has_percent=matrix.has_percent)
    return list(questions_of(WEIGHT, _("Weight"), typed, quantity=quantity, answers=answers))


def _measure(kept: Sequence[Line], answers: Answers) -> list[Asked]:
    """Read what stands under the vendors of a measured criterion as its facts."""
    asked: list[Asked] = []
    for line in kept:
        if line.kind == Kind.MEASURED:
            found = values_of(line.library, line.name, line.proposal.cells, answers=answers)
            line.values, line.error = found.read, found.error
            asked += found.asked
    return asked


def _line(one: Proposal, sent: Mapping[str, str]) -> Line:
    said = {
        part: " ".join(sent.get(f"r{one.number}-{part}", proposed).split())
        for part, proposed in (
            ("name", one.name),
            ("library", one.library),
            ("kind", one.kind),
            ("category", one.category),
            ("weight", one.weight),
        )
    }
    line = Line(
        one,
        # A row that was not on the page yet is proposed.
        f"r{one.number}" in sent or f"r{one.number}-name" not in sent,
        said["name"],
        said["library"],
        said["kind"],
        said["category"],
        said["weight"],
    )
    if line.is_kept:
        _check(line)
    return line


def _check(line: Line) -> None:
    try:
        line.name, line.category = texts.normal(line.name), texts.normal(line.category)
        for text in (line.name, line.category):
            limits.check(CRITERION.records[Kind.CATEGORY], {"name_zh": text})
    except ValidationError as error:
        line.error = " ".join(error.messages)
    known = matching.known().get(line.library)
    own = known.kind if known else ""
    if line.library and not known:
        line.error = _("Choose a criterion of the library, or “own criterion”.")
    elif line.kind == Kind.MEASURED and own != Kind.MEASURED:
        line.error = _("Only a measured criterion of the library can be measured here. Choose one, or “rated”.")
    elif line.kind == Kind.PRICE and own not in ("", Kind.PRICE):
        line.error = _("As a price it cannot be this criterion of the library. Choose “own criterion”.")
    elif line.kind not in (Kind.RATED, Kind.MEASURED, Kind.PRICE):
        line.error = _("Choose rated, measured or price.")
    elif not line.name or not line.category:
        line.error = _("Write its name and its category.")


def _shares(kept: Sequence[Line]) -> list[int]:
    """Hundredths of a point, 10 000 in all; without any weight even ones."""
    if not kept:
        return []
    sizes = [int(line.points.scaleb(6)) for line in kept]
    return largest_remainder(sizes if any(sizes) else [1] * len(kept), FULL)
