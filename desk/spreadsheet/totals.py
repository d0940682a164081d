"""Does the total that a sheet shows follow from its marks and weights, and if not, what would explain it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tables.figures import written

FULL = 100
SHOWN = Decimal("0.01")
Totals = Mapping[int, Decimal]  # column → total


@dataclass(frozen=True)
class Marked:
    """A row of a sheet as far as it counts."""

    number: int
    name: str
    weight: Decimal
    marks: Mapping[int, Decimal]  # column → mark


@dataclass(frozen=True)
class Compared:
    """A vendor's total, as the sheet says it and as its marks and weights make it."""

    column: int
    said: str
    made: str
    is_same: bool


@dataclass(frozen=True)
class Check:
    """All of them, and the sentence that explains what differs."""

    vendors: list[Compared]
    sentence: str

    @property
    def is_same(self) -> bool:
        return all(one.is_same for one in self.vendors)


def check(rows: Sequence[Marked], totals: Totals) -> Check | None:
    """Recompute each total that the sheet has; nothing is ever corrected by it."""
    counted = [row for row in rows if row.marks and (row.weight or not _weight(rows))]
    said = {column: total for column, total in totals.items() if any(column in row.marks for row in counted)}
    if not said:
        return None
    made = {column: _mean(counted, column) for column in said}
    vendors = [
        Compared(column, written(total), written(_shown(made[column])), _is_near(made[column], total, Decimal("0.5")))
        for column, total in said.items()
    ]
    found = Check(vendors, "")
    return Check(vendors, _agreed() if found.is_same else next(_explanations(counted, said, whole=_weight(rows))))


def _agreed() -> str:
    return _("The totals of the sheet follow from its marks and weights.")


def _explanations(rows: Sequence[Marked], said: Totals, *, whole: Decimal) -> Iterator[str]:
    """The first that holds for every vendor; the last one always does. `whole`: with rows that have no marks."""
    if _fits(said, lambda column: _mean(rows, column), Decimal(1)):
        yield _("The totals differ by rounding only.")
    if whole and whole != _weight(rows) and _fits(said, lambda column: _sum(rows, column) / whole):
        yield _("Rows without scores count as 0 in the totals of the sheet.")
    if whole and whole != FULL and _fits(said, lambda column: _sum(rows, column) / FULL):
        words = _("The weights of the sheet add up to %(sum)s and not to 100, and its totals divide by 100.")
        yield words % {"sum": written(whole)}
    yield from _with_gaps(rows, said)
    if whole and _fits(said, lambda column: _plain(rows, column)):
        yield _("The totals of the sheet add up the marks without the weights.")
    if whole and _fits(said, lambda column: _plain(rows, column) / _count(rows, column)):
        yield _("The totals of the sheet are the mean of the marks without the weights.")
    yield from _on_another_scale(rows, said)
    yield from _without_a_row(rows, said)
    yield _("The totals of the sheet do not follow from its marks and weights. Look at its formulas.")


def _with_gaps(rows: Sequence[Marked], said: Totals) -> Iterator[str]:
    """Where a mark is missing it may count as 0, or not at all."""
    if all(column in row.marks for row in rows for column in said):
        return
    whole = _weight(rows) or Decimal(len(rows))
    if _fits(said, lambda column: _sum(rows, column) / whole):
        yield _("An empty cell counts as 0 in the totals of the sheet.")


def _on_another_scale(rows: Sequence[Marked], said: Totals) -> Iterator[str]:
    """The same factor for every vendor; of one vendor alone only a power of ten tells anything."""
    factors = [total / made for column, total in said.items() if (made := _mean(rows, column))]
    if not factors:
        return
    factor = _simple(sum(factors, Decimal(0)) / len(factors))
    if len(said) == 1 and factor not in map(Decimal, ("0.01", "0.1", "10", "100")):
        return
    if _fits(said, lambda column: _mean(rows, column) * factor):
        words = _("The totals of the sheet stand on another scale: they are %(factor)s times as high.")
        yield words % {"factor": written(factor)}


def _simple(factor: Decimal) -> Decimal:
    """10 where a total that is rounded makes 9.993 of it."""
    near = [Decimal(whole) for whole in (1000, 100, 20, 10, 5, 2)]
    near += [1 / whole for whole in near]
    close = [one for one in near if abs(factor / one - 1) < SHOWN]
    return close[0] if close else factor.quantize(Decimal("0.0001"))


def _without_a_row(rows: Sequence[Marked], said: Totals) -> Iterator[str]:
    whole = _weight(rows) or Decimal(1)
    for left in rows:
        rest = [row for row in rows if row is not left]
        if _fits_of(rest, said, _mean) or _fits_of(rest, said, lambda some, column: _sum(some, column) / whole):
            words = _("The totals of the sheet leave out row %(row)s, %(name)s.")
            yield words % {"row": left.number, "name": left.name}


# What a total can be -----------------------------------------------------------------------------
def _fits(said: Totals, made: Callable[[int], Decimal], most: Decimal = Decimal("0.5")) -> bool:
    return all(_is_near(made(column), total, most) for column, total in said.items())


def _fits_of(rows: Sequence[Marked], said: Totals, made: Callable[[Sequence[Marked], int], Decimal]) -> bool:
    return bool(rows) and _fits(said, lambda column: made(rows, column))


def _is_near(made: Decimal, total: Decimal, most: Decimal) -> bool:
    """Within so many of the last place that the total shows."""
    places = -int(total.as_tuple().exponent)
    return abs(made - total) <= most * Decimal(1).scaleb(-places) + Decimal("1e-9")


def _weight(rows: Sequence[Marked]) -> Decimal:
    return sum((row.weight for row in rows), Decimal(0))


def _sum(rows: Sequence[Marked], column: int) -> Decimal:
    """Weights times marks; without any weight the marks alone."""
    is_plain = not _weight(rows)
    return sum((row.marks.get(column, Decimal(0)) * (1 if is_plain else row.weight) for row in rows), Decimal(0))


def _mean(rows: Sequence[Marked], column: int) -> Decimal:
    """Of the rows with a mark; without any weight they are added up."""
    with_mark = [row for row in rows if column in row.marks]
    return _sum(with_mark, column) / (_weight(with_mark) or Decimal(1))


def _plain(rows: Sequence[Marked], column: int) -> Decimal:
    return sum((row.marks.get(column, Decimal(0)) for row in rows), Decimal(0))


def _count(rows: Sequence[Marked], column: int) -> int:
    return sum(column in row.marks for row in rows) or 1


def _shown(value: Decimal) -> Decimal:
    return value.quantize(SHOWN)
