"""How many vendors stand side by side in a table, in columns how wide, in letters how large?

Figures never touch: they are set smaller as far as they can still be read, then the vendors are told in several tables.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reports.pdf import typefaces
from reports.pdf.drawing import width_of

SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
POINT = 25.4 / 72  # millimetres
SIDES, CLOSE_SIDES = 3.4, 1.5  # both sides of a cell, in letters of the first size and in smaller ones
TOTAL = 10 / SIZES[0]  # totals stand in larger letters where the others have the first size
MARKS = {True: (7.2, 1.6), False: (5.4, 0.9)}  # strokes of evidence: their size and what stands before them
TEXT = 17.0  # millimetres in which a remark can be read

Need = Callable[[float], float]


@dataclass(frozen=True)
class Part:
    """Vendors side by side, the width of their columns in millimetres and the size of the letters in points."""

    vendors: list[str]
    width: float
    size: float = SIZES[0]

    @property
    def css(self) -> str:
        return "" if self.size == SIZES[0] else f"z{self.size * 10:.0f}"


def figures(texts: Iterable[str], totals: Iterable[str] = (), *, has_strokes: bool = False) -> Need:
    """How wide a column of these figures is in letters of a size, strokes of evidence beside them or not."""
    widest = max((width_of(text, 1) for text in texts), default=0.0)
    heaviest = max((width_of(text, 1, bold=True) for text in totals), default=0.0)

    def need(size: float) -> float:
        is_first = size == SIZES[0]
        marks, before = MARKS[is_first]
        strokes = before + marks * POINT * max(typefaces.advances(typefaces.MARKS[1]).values()) if has_strokes else 0.0
        total = heaviest * (TOTAL if is_first else 1.0)
        return max(widest * size * POINT + strokes, total * size * POINT) + (SIDES if is_first else CLOSE_SIDES)

    return need


def remarks(_size: float) -> float:
    return TEXT


def parts(vendors: Sequence[str], need: Need, *, room: float = 110.0, most: float = 27.0) -> list[Part]:
    """One table where all vendors find room in `room` millimetres, else as few as it takes, each as full as the others."""
    whole = _one(list(vendors), need, room, most=most)
    if whole:
        return [whole]
    count = -(-len(vendors) // max(int(room / need(SIZES[-1])), 1))
    size = -(-len(vendors) // count)
    groups = [list(vendors[start : start + size]) for start in range(0, len(vendors), size)]
    last = SIZES[-1]
    return [_one(group, need, room, most=most) or Part(group, round(need(last), 1), last) for group in groups]


def _one(vendors: list[str], need: Need, room: float, *, most: float) -> Part | None:
    if not vendors:
        return Part([], most)
    share = room / len(vendors)
    size = next((size for size in SIZES if need(size) <= share), None)
    return None if size is None else Part(vendors, round(max(need(size), min(most, share)), 1), size)
