"""Whose number would have to move, by how many points, for another vendor to be first?"""

from collections.abc import Iterator, Mapping

from analysis.arrays import settled
from analysis.evaluation.parts import Flip


def moves(order: list[str], points: Mapping[str, float]) -> Iterator[tuple[str, str, float]]:
    """Yield who would be first, whose number changes and by how many points of the total."""
    leader = order[0]
    # The leader need only fall behind the second; to fall behind anybody else takes more.
    yield order[1], leader, points[order[1]] - points[leader]
    for rival in order[1:]:
        yield rival, rival, points[leader] - points[rival]


def flip(
    kind: str,
    criterion: str,
    vendor: str,
    *,
    target: str | None,
    now: float,
    needed: float,
    size: float,
    need: str | None = None,
) -> Flip:
    """Return one change as a run stores it."""
    return {
        "kind": kind,
        "criterion": criterion,
        "vendor": vendor,
        "target": target,
        "now": settled(now),
        "needed": settled(needed),
        "relative": settled((needed - now) / now) if now else None,
        "size": settled(size),
        "need": need,
    }
