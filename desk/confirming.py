"""What did a person confirm of the proposals that were read from a spreadsheet?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from analysis.decision_file.criterion_layout import CRITERION
from analysis.weights import largest_remainder
from criteria import matching
from criteria.from_sheet import Row
from criteria.models import Kind
from criteria.tree import FULL
from desk.matrix import Matrix, Proposal, weight_typed
from selection import limits, texts
from tables.figures import written


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


@dataclass(frozen=True)
class Confirmed:
    """The whole page."""

    lines: list[Line]
    vendors: list[Candidate]
    total: Decimal
    needs_spread: bool
    is_spread: bool

    @property
    def total_shown(self) -> str:
        return written(self.total)

    @property
    def kept(self) -> list[Line]:
        return [line for line in self.lines if line.is_kept]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.vendors if one.is_kept]


def confirmed(matrix: Matrix, sent: Mapping[str, str], *, is_first: bool) -> Confirmed:
    """Proposals the first time, then what was sent of them."""
    lines = [_line(one, {} if is_first else sent, is_first=is_first) for one in matrix.rows]
    vendors = [
        Candidate(
            column,
            _is_kept(column, matrix, sent, is_first=is_first),
            name if is_first else sent.get(f"v{column}-name", name),
        )
        for column, name in matrix.vendors.items()
    ]
    kept = [line for line in lines if line.is_kept]
    if any(line.points for line in kept):
        for line in (line for line in kept if not line.weight and not line.error):
            line.error = _("Nothing says what it weighs. Write its weight; 0 counts for nothing.")
    total = sum((line.points for line in kept), Decimal(0))
    is_exact = total == 100 and all(line.points == line.points.quantize(Decimal("0.01")) for line in kept)
    for line, share in zip(kept, _shares(kept), strict=True):
        line.share = written(Decimal(share).scaleb(-2))
    return Confirmed(lines, vendors, total, not is_exact, not is_first and "spread" in sent)


def _is_kept(column: int, matrix: Matrix, sent: Mapping[str, str], *, is_first: bool) -> bool:
    return column not in matrix.doubtful if is_first else f"v{column}" in sent


def rows_of(page: Confirmed) -> list[Row]:
    """What the page makes of itself; a refusal where something is not said yet."""
    if not page.kept:
        raise ValidationError(_("Keep at least one criterion."))
    if any(line.error for line in page.lines):
        raise ValidationError(_("Some rows need another word; each says which. Nothing was created."))
    if page.needs_spread and not page.is_spread:
        words = _("The weights add up to %(total)s, not 100. Correct them, or tick that they are spread in proportion.")
        raise ValidationError(words % {"total": written(page.total)})
    return [
        Row(line.name, line.category, share, line.kind, line.library)
        for line, share in zip(page.kept, _shares(page.kept), strict=True)
    ]


def _line(one: Proposal, sent: Mapping[str, str], *, is_first: bool) -> Line:
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
        is_first or f"r{one.number}" in sent,
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
        line.points = weight_typed(line.weight)
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
