"""What did a person click about a block: which rows, which columns and labels, which reading?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from selection.brought import digest_of
from tables.finding import Merged
from tables.numbers import Ask

SKIP_FIELD, KEEP_FIELD = "skip", "keep"
COLUMN_FIELD, LABEL_FIELD, ANSWER_FIELD = "column-", "label-", "answer-"


@dataclass(frozen=True)
class Answers:
    """Rows and columns count from 0; a key is one of those that the page offered, or `mapping.SKIP`."""

    skipped: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()  # rows that would be left out
    columns: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)  # row → what its label means
    said: Mapping[str, str] = field(default_factory=dict)  # question → answer
    sent: frozenset[str] = field(default=frozenset(), compare=False)  # every field of the page, answered or not
    merged: Collection[Merged] | None = None  # cells of the file that the block came from; nobody answers that

    def of_column(self, key: str) -> dict[Ask, str]:
        """What was answered about the numbers of one column."""
        return {ask: self.said[f"{key}-{ask}"] for ask in Ask if self.said.get(f"{key}-{ask}")}


NO_ANSWERS = Answers()


def mark_of(block: str) -> str:
    """By which a page says what its answers are about: rows and columns of another block are other ones."""
    return digest_of("\n".join(block.splitlines()))[:16]


def answers_to(block: str, sent: QueryDict, *, merged: Collection[Merged] | None = None) -> Answers:
    """What was clicked, where it is about this block."""
    if sent.get("answered") != mark_of(block):
        return Answers(merged=merged)
    return Answers(
        skipped=frozenset(_places(sent.getlist(SKIP_FIELD))),
        kept=frozenset(_places(sent.getlist(KEEP_FIELD))),
        columns=_by_place(sent, COLUMN_FIELD),
        labels=_by_place(sent, LABEL_FIELD),
        said=_sent(sent, ANSWER_FIELD),
        sent=frozenset(sent),
        merged=merged,
    )


def _by_place(sent: QueryDict, prefix: str) -> dict[int, str]:
    named = _sent(sent, prefix)
    return {int(number) - 1: key for number, key in named.items() if 0 < len(number) < 5 and number.isdecimal()}


def _sent(sent: QueryDict, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(sent[name]) for name in sent if name.startswith(prefix) and sent[name]}


def _places(numbers: list[str]) -> list[int]:
    return [int(number) - 1 for number in numbers if 0 < len(number) < 5 and number.isdecimal()]
