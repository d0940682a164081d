"""Which marks of a spreadsheet are kept aside for who brought it, and which never are?"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.models import Kind
from desk.confirming import Candidate, Confirmed
from desk.matrix import Matrix
from desk.spreadsheet.people import is_person
from scoring.found import LONGEST, Source, says_nothing
from scoring.points import is_beyond
from tables.heads import loose


@dataclass(frozen=True)
class Aside:
    """Marks by the place of their row and their vendor among those that were confirmed, and where they come from."""

    source: Source
    marks: dict[tuple[int, int], str]


@dataclass(frozen=True)
class Sorting:
    """What becomes of each cell under the vendors."""

    kept: dict[tuple[int, int], str]
    empty: int  # a sign that nothing is there
    unscored: int  # of rows or columns left out, of criteria that nobody scores
    remarks: int  # too long for a mark
    people: list[str]  # heads of columns that are one of several people

    @property
    def is_beyond_ten(self) -> bool:
        """Whether some are above the scale of scores, so that none is on it."""
        return any(map(is_beyond, self.kept.values()))


def sorting(matrix: Matrix, page: Confirmed) -> Sorting:
    rows = {line.proposal.number: place for place, line in enumerate(page.kept) if line.kind == Kind.RATED}
    vendors = [one for one in page.vendors if one.is_kept]
    columns = {one.column: place for place, one in enumerate(vendors)}
    people = _of_people(vendors)
    measured = {line.proposal.number for line in page.kept if line.values}
    kept, counts = {}, Counter[str]()
    cells = ((line.number, column, text) for line in matrix.rows for column, text in line.cells.items())
    for row, column, text in cells:
        if says_nothing(text):
            counts["empty"] += 1
        elif column in people or row in measured:
            continue  # what is measured comes in as facts
        elif row not in rows or column not in columns:
            counts["unscored"] += 1
        elif len(text) > LONGEST:
            counts["remarks"] += 1
        else:
            kept[rows[row], columns[column]] = text
    heads = [head for column, head in matrix.vendors.items() if column in people]
    return Sorting(kept, counts["empty"], counts["unscored"], counts["remarks"], [*matrix.people, *heads])


def _of_people(vendors: Iterable[Candidate]) -> set[int]:
    """Columns of one judge each: they are called so, or as another one is."""
    named = {one.column: one.name for one in vendors}
    count = Counter(map(loose, named.values()))
    return {column for column, name in named.items() if count[loose(name)] > 1 or is_person(name)}
