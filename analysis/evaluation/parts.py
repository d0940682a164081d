"""Which keys has each part of the results, and of which type?"""

from typing import TypedDict

from analysis.screening import State
from analysis.tco.offer import CostPart

Points = dict[str, float | None]  # by vendor


class Place(TypedDict):
    vendor: str
    rank: int | None


class Excluded(State):
    shadow_total: float | None
    shadow_rank: int | None


class Pending(TypedDict):
    vendor: str
    need: str


class Missing(TypedDict):
    criterion: str
    vendor: str


class Dominated(TypedDict):
    vendor: str
    by: str


class DimensionWeights(TypedDict):
    cells: dict[str, dict[str, float]]
    dimensions: dict[str, float]
    categories: dict[str, float]


class GivenScore(TypedDict):
    person: str
    score: int
    round: int


class CellRecord(TypedDict):
    value: float | None
    mean: float | None
    n: int
    sd: float | None
    level: str
    source: str
    raw: float | None
    scores: list[GivenScore]
    judges: int
    not_counted: list[GivenScore]


class OwnTotals(TypedDict):
    share: float
    total: Points


class OwnFirst(TypedDict):
    first: list[str]


class Opinions(TypedDict):
    people: dict[str, OwnFirst]
    agree: int
    of: int


class Flat(TypedDict):
    criterion: str
    reason: str
    vendors: list[str]


class Interval(TypedDict):
    low: float
    high: float
    low_winner: str | None
    high_winner: str | None


Segment = TypedDict("Segment", {"from": float, "to": float, "winner": str})


class Flip(TypedDict):
    kind: str
    criterion: str
    vendor: str
    target: str | None
    now: float
    needed: float
    relative: float | None
    size: float
    need: str | None


class AcceptabilityRecord(TypedDict):
    ranks: dict[str, list[float]]
    se: dict[str, list[float]]
    first: dict[str, float]
    first_se: dict[str, float]
    central_weights: dict[str, dict[str, float | None] | None]
    confidence: Points
    pairwise: dict[str, dict[str, float]]


class Acceptabilities(TypedDict, total=False):
    """Empty where nothing was compared."""

    stated: AcceptabilityRecord
    uniform: AcceptabilityRecord


class Conclusion(TypedDict):
    kind: str
    leader: str | None
    leader_pending: bool
    set: list[str]
    lead: float | None
    p_first: float | None
    p_first_se: float | None
    bar: float
    missing: list[Missing]


class ScenarioCost(TypedDict):
    """Money in whole minor units."""

    quote: int | None
    tco: int | None
    outside: int | None
    hidden_share: float | None
    by_item: dict[str, int]
    parts: list[CostPart]
    by_year: list[int]
    outside_by_year: list[int]


class CostRecord(ScenarioCost):
    """The official scenario, and beside it every scenario."""

    scenarios: dict[str, ScenarioCost]
