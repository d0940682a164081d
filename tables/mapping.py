"""What does each column of a table hold: by its head, or by what a person said of it?"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tables.heads import Named, meant

SKIP = "skip"
PARTS = re.compile(r"\s*[/\n]\s*")  # lines of a head, and a name in two languages


@dataclass(frozen=True)
class Meaning:
    """What a column can hold, under each of the names that people write over it."""

    key: str
    names: tuple[str, ...]
    is_needed: bool = False
    is_aside: bool = False  # known and never read, in any number of columns: 序号
    is_many: bool = False  # read in any number of columns: a vendor each


class Fault(StrEnum):
    """Why nobody knows what a column holds."""

    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"  # its head fits several
    TWICE = "twice"  # another column holds the same


@dataclass(frozen=True)
class Mapped:
    """A column: what it holds, or why that is not known."""

    head: str
    key: str = ""  # of its meaning, or SKIP; empty where there is a fault
    fault: Fault | None = None
    candidates: tuple[str, ...] = ()
    is_chosen: bool = False  # a person said so

    @property
    def is_read(self) -> bool:
        return bool(self.key) and self.key != SKIP


def mapped(
    heads: Sequence[str],
    meanings: Iterable[Meaning],
    *,
    chosen: Mapping[int, str] | None = None,
) -> list[Mapped]:
    """What each column holds; `chosen` (column → key or SKIP) wins over its head."""
    known = list(meanings)
    found = [_by_name(head, known) for head in heads]
    keys = {meaning.key for meaning in known} | {SKIP}
    for column, one in enumerate(found):
        if (said := (chosen or {}).get(column, "")) in keys:
            found[column] = Mapped(one.head, said, is_chosen=True)
    return _without_doubles(found, {meaning.key for meaning in known if meaning.is_aside or meaning.is_many})


def _by_name(head: str, meanings: Iterable[Meaning]) -> Mapped:
    names: dict[str, list[Meaning]] = {}
    for meaning in meanings:
        for name in meaning.names:
            names.setdefault(name, []).append(meaning)
    found = meant_by_parts(head, names)
    if len(found) == 1:
        return Mapped(head, SKIP if found[0].is_aside else found[0].key)
    fault = Fault.AMBIGUOUS if found else Fault.UNKNOWN
    return Mapped(head, fault=fault, candidates=tuple(one.key for one in found))


def meant_by_parts(head: str, names: Mapping[str, Iterable[Named]]) -> list[Named]:
    """Those that a head means as a whole, else in one of its lines or languages."""
    whole = meant(head, names)
    parts = [] if whole else [part for part in PARTS.split(head) if part]
    return whole or list({id(one): one for part in parts for one in meant(part, names)}.values())


def _without_doubles(found: list[Mapped], many: set[str]) -> list[Mapped]:
    """Of two columns that hold the same the one that a person chose is meant; else nobody knows which."""
    count = Counter(one.key for one in found if one.is_read and one.key not in many)
    chosen = Counter(one.key for one in found if one.is_read and one.is_chosen)

    def is_double(one: Mapped) -> bool:
        return count[one.key] > 1 and not (one.is_chosen and chosen[one.key] == 1)

    return [replace(one, key="", fault=Fault.TWICE, candidates=(one.key,)) if is_double(one) else one for one in found]


def missing(found: Iterable[Mapped], meanings: Iterable[Meaning]) -> list[Meaning]:
    """What is needed and stands in no column."""
    there = {one.key for one in found if one.is_read}
    return [meaning for meaning in meanings if meaning.is_needed and meaning.key not in there]
