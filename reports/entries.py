"""Which keys has an exception, as it is told, printed and stored with a decision?"""

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

from analysis.decision_file.typed import Text

Change = Mapping[str, object]  # what the event of an act holds
MarksKind = Literal["marks_kept", "marks_not_settled", "sheet_left_out", "marks_not_counted", "criteria_taken"]


class Who(TypedDict):
    """A person by key and, where they are known, by name."""

    key: str
    name: NotRequired[Text]


class Lacking(Who):
    """Somebody whose sheet had empty cells."""

    missing: int


class Placed(TypedDict):
    """A vendor in a ranking before or after an act; a stored total is a decimal."""

    vendor: str
    name: Text
    rank: int | None
    total: float | str | None
    is_excluded: NotRequired[bool]


class Entry(TypedDict):
    """What every exception has; of some there is no moment, or nobody."""

    at: str | None
    by: Who | None
    reason: str


class EarlyClose(Entry):
    kind: Literal["early_close"]
    round: int
    done: int
    total: int
    people: list[Lacking]


class OfMarks(Entry):
    kind: MarksKind
    person: Who
    marks: int


class KnewPrices(Entry):
    kind: Literal["knew_prices"]
    person: Who


class Late(Entry):
    """An act after a round had closed; both rankings once they may be seen."""

    kind: Literal["late_act", "mended"]
    act: str
    object: str
    phase: str
    change: Change
    before: NotRequired[list[Placed] | None]
    after: NotRequired[list[Placed] | None]


class Waiver(Entry):
    kind: Literal["waiver"]
    waived: str


Exceptional = EarlyClose | OfMarks | KnewPrices | Late | Waiver
