"""Which marks of a spreadsheet are kept aside for who brought it, and which never are?"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.models import Kind
from desk.confirming import Confirmed
from desk.matrix import Matrix
from scoring.found import LONGEST, Source, says_nothing
from scoring.points import is_beyond
from tables.finding import JOINT
from tables.heads import folded, loose

# A head that names a person who scores, and no vendor: 评委3, Judge B.
PERSON = re.compile(
    r"(?:评委|专家|评审[人员]?|评分人|打分人|evaluator|judge|reviewer|rater)[\da-z一二三四五六七八九十]{0,2}"
)


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
    people = _of_people(matrix.vendors.items()) | _of_people((one.column, one.name) for one in vendors)
    kept, counts = {}, Counter[str]()
    cells = ((line.number, column, text) for line in matrix.rows for column, text in line.cells.items())
    for row, column, text in cells:
        if says_nothing(text):
            counts["empty"] += 1
        elif column in people:
            continue
        elif row not in rows or column not in columns:
            counts["unscored"] += 1
        elif len(text) > LONGEST:
            counts["remarks"] += 1
        else:
            kept[rows[row], columns[column]] = text
    heads = [head for column, head in matrix.vendors.items() if column in people]
    return Sorting(kept, counts["empty"], counts["unscored"], counts["remarks"], heads)


def _of_people(heads: Iterable[tuple[int, str]]) -> set[int]:
    """Columns of one judge each: their heads say so, or name the same vendor as another one."""
    parts = {column: head.split(JOINT) for column, head in heads}
    count = Counter(loose(first) for first, *_rest in parts.values())
    return {
        column
        for column, own in parts.items()
        if count[loose(own[0])] > 1 or any(PERSON.fullmatch(folded(part)) for part in own)
    }
