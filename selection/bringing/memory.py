"""What was answered about earlier tables of a kind, and what of it answers this one?"""

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from selection.bringing.answers import ANSWER_FIELD, COLUMN_FIELD, LABEL_FIELD, NO_ANSWERS, Answers
from selection.bringing.asked import Choice, Seen
from selection.bringing.block import ASKS_ROW
from selection.brought import last_mapping
from selection.models import Selection
from tables.heads import folded
from tables.mapping import SKIP

MOST_KEPT = 500  # answers about one kind of table
LONGEST_KEPT = 200
MOST_ROUNDS = 3  # an answer may bring the next question: when amounts are paid, and then what they mean
Read = Callable[[Answers], Seen]
Known = Mapping[str, str]  # what was asked about → the answer


@dataclass(frozen=True)
class Point:
    """Something that is asked of a table, or could be, and what it was asked about."""

    field: str
    about: str
    values: frozenset[str]  # what may answer it
    alone: str = ""  # what the table says by itself
    is_of_thing: bool = False  # its answers hold for one thing in the selection alone


@dataclass(frozen=True)
class Memory:
    """Answers about one kind of table of a selection; some hold for one thing in it alone, such as a vendor."""

    selection: Selection
    kind: str
    thing: str = ""
    own_keys: Container[str] = ()  # what is said of a column for that thing alone

    def known(self) -> Known:
        return last_mapping(self.selection, self.kind)

    def place(self, point: Point, said: str) -> str:
        is_own = point.is_of_thing or said in self.own_keys
        return self.own(point) if is_own else point.about

    def answer(self, point: Point, known: Known) -> str:
        """What was said, where it may still be said and says more than the table does."""
        said = known.get(self.own(point), "")
        if not said and not point.is_of_thing:
            said = known.get(point.about, "")
        return said if said in point.values and said != point.alone else ""

    def own(self, point: Point) -> str:
        return f"{self.thing}|{point.about}" if self.thing else point.about


@dataclass(frozen=True)
class Recalled:
    """The answers to a block with those that earlier tables give, and the fields of these."""

    answers: Answers = NO_ANSWERS
    fields: frozenset[str] = frozenset()
    is_shown: bool = True  # nothing was added to what the page sent


# Answering as before -----------------------------------------------------------------------------
def recalled(memory: Memory, read: Read, answers: Answers) -> Recalled:
    """What is asked once more is answered as before, where the page that was sent says nothing of it."""
    if not (known := memory.known()):
        return Recalled(answers)
    said: dict[str, str] = {}
    now = answers
    try:
        for stage in (_columns, _labels, *[_questions] * MOST_ROUNDS):
            said |= {point.field: memory.answer(point, known) for point in stage(read, now)}
            now = _with(answers, said)
    except ValidationError:  # it is told by the one who reads the block for the page
        return Recalled(answers)
    fields = frozenset(field for field, answer in said.items() if answer and _said(now, field) == answer)
    return Recalled(now, fields, is_shown=now == answers)


def _with(answers: Answers, said: Known) -> Answers:
    """What was sent wins, also where it is nothing; a page that was sent has shown every row."""
    new = {field: answer for field, answer in said.items() if answer and field not in answers.sent}
    labels = {row: key for row, key in _by_place(new, LABEL_FIELD).items() if row not in answers.skipped}
    gone = {row for row, key in labels.items() if key == SKIP}
    return replace(
        answers,
        skipped=answers.skipped | (frozenset() if answers.sent else gone),
        columns={**answers.columns, **_by_place(new, COLUMN_FIELD)},
        labels={**answers.labels, **{row: key for row, key in labels.items() if row not in gone}},
        said={**answers.said, **_under(new, ANSWER_FIELD)},
    )


def _under(said: Known, prefix: str) -> dict[str, str]:
    return {field.removeprefix(prefix): answer for field, answer in said.items() if field.startswith(prefix)}


def _by_place(said: Known, prefix: str) -> dict[int, str]:
    return {int(number) - 1: answer for number, answer in _under(said, prefix).items()}


def _said(answers: Answers, field: str) -> str:
    if field.startswith(ANSWER_FIELD):
        return answers.said.get(field.removeprefix(ANSWER_FIELD), "")
    kind, _joint, number = field.rpartition("-")
    place = int(number) - 1
    if f"{kind}-" == COLUMN_FIELD:
        return answers.columns.get(place, "")
    return SKIP if place in answers.skipped else answers.labels.get(place, "")


# Keeping -----------------------------------------------------------------------------------------
def learnt(memory: Memory, read: Read, answers: Answers) -> dict[str, str]:
    """What is known of the kind now that a table has been read with these answers."""
    told = [(point, _told(point, answers)) for point in _all(read, answers)]
    # Two of one name that were answered differently do not tell what a third one is.
    about = {point.about: {said for one, said in told if one.about == point.about} for point, _answer in told}
    new = {memory.place(point, said): said for point, said in told if said and len(about[point.about]) == 1}
    gone = {place for point, said in told for place in (memory.place(point, said), memory.own(point))}
    old = [(place, said) for place, said in memory.known().items() if place not in gone]
    return dict([*new.items(), *reversed(old)][:MOST_KEPT][::-1])


def _told(point: Point, answers: Answers) -> str:
    said = _said(answers, point.field)
    return "" if said == point.alone else said


def _all(read: Read, answers: Answers) -> Iterator[Point]:
    for stage in (_columns, _labels, _questions):
        try:
            yield from stage(read, replace(answers, skipped=frozenset()) if stage is _labels else answers)
        except ValidationError:  # without an answer there may be no table
            continue


# What is asked -----------------------------------------------------------------------------------
def _columns(read: Read, answers: Answers) -> list[Point]:
    """Columns as their heads alone say what they hold."""
    points = []
    for line in read(Answers(merged=answers.merged)).columns:
        name = folded(line.text)[:LONGEST_KEPT]
        if name and line.choices:
            alone = next((choice.value for choice in line.choices if choice.is_chosen), "")
            points.append(Point(line.field, f"column|{alone}|{name}", _values(line.choices), alone))
    return points


def _labels(read: Read, answers: Answers) -> list[Point]:
    """Labels that nobody knows."""
    seen = read(replace(answers, labels={}))
    asked = [(seen.rows[cell.row - 1], folded(cell.typed)[:LONGEST_KEPT]) for cell in seen.bad if cell.asks == ASKS_ROW]
    return [Point(line.field, f"label|{name}", _values(line.choices) | {SKIP}) for line, name in asked if name]


def _questions(read: Read, answers: Answers) -> list[Point]:
    """Questions about the whole of a table, which is known by its heads."""
    seen = read(answers)
    heads = "\n".join(sorted(folded(line.text) for line in seen.columns))
    sheet = hashlib.sha256(heads.encode()).hexdigest()[:16] if heads else ""
    return [
        Point(one.field, f"{one.field}|{sheet}", _values(one.choices), is_of_thing=True)
        for one in seen.asked
        if sheet and one.is_kept
    ]


def _values(choices: Sequence[Choice]) -> frozenset[str]:
    return frozenset(choice.value for choice in choices)
