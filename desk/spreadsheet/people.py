"""Which columns belong to one vendor: its marks, what stands beside them, or the marks of several people?"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from desk.spreadsheet.heads import is_group_word
from selection.bringing.answers import Answers
from selection.bringing.asked import Asked, asked
from tables.finding import JOINT
from tables.heads import folded, loose

OVER, UNDER = "over", "under"
QUESTION = "vendor-line"
SCORE_HEADS = "得分 评分 分数 打分 分 原始分 原始得分 score scores rating points mark marks raw"
WEIGHTED_HEADS = "加权 加权分 加权得分 加权后 小计 weighted weightedscore weightedpoints subtotal"
REMARK_HEADS = "备注 说明 理由 依据 评语 comment comments note notes remark remarks reason rationale evidence"
IN_ONE = re.compile(r"(.+?)\s*(?:[(（\[【]\s*(.+?)\s*[)）\]】]|[-–—_:：]\s*(.+))")  # 云声（张三）, Acme - Li
# A head that names a person who scores, and no vendor: 评委3, Judge B.
PERSON = re.compile(
    r"(?:评委|专家|评审[人员]?|委员|评分人|打分人|evaluator|judge|reviewer|rater)[\da-z一二三四五六七八九十]{0,2}"
)


@dataclass(frozen=True)
class Columns:
    """Those of one vendor; `marks` is the one with the marks, none where several people's stand there."""

    name: str  # empty: they name people and no vendor
    first: int
    marks: int | None
    weighted: int | None = None  # where the sheet multiplied them with the weights
    people: tuple[str, ...] = ()  # heads of the columns of one person each


def of_vendors(heads: Mapping[int, str], answers: Answers) -> tuple[list[Columns], Asked | None]:
    """The vendors of these heads by column, and what has to be asked about them."""
    heads = _without_group(heads)
    persons = {column: head for column, head in heads.items() if is_person(head)}
    found = [Columns("", min(persons), None, people=tuple(persons.values()))] if persons else []
    split = {column: _parts(head) for column, head in heads.items() if column not in persons}
    count = Counter(loose(over) for over, _under in split.values())
    several = {column: pair for column, pair in split.items() if pair[1] and count[loose(pair[0])] > 1}
    found += [Columns(" ".join(heads[at].split(JOINT)), at, at) for at in split if at not in several]
    line, question = _line_of_vendors(list(several.values()), answers) if several else (OVER, None)
    families: dict[str, dict[int, tuple[str, str]]] = {}
    for at, (over, under) in several.items():
        name, part = (over, under) if line == OVER else (under, over)
        families.setdefault(name, {})[at] = (part, heads[at])
    found += [_columns(name, parts) for name, parts in families.items()]
    return sorted(found, key=lambda one: one.first), question


def is_person(head: str) -> bool:
    return bool(PERSON.fullmatch(folded(head)))


def _without_group(heads: Mapping[int, str]) -> dict[int, str]:
    """Without one line over all of them that says what stands below: 得分, Vendors."""
    overs = {head.partition(JOINT)[0] for head in heads.values() if JOINT in head}
    group = overs.pop() if len(overs) == 1 else ""
    is_group = is_group_word(group)
    return {at: head.removeprefix(group + JOINT) if is_group else head for at, head in heads.items()}


def _parts(head: str) -> tuple[str, str]:
    """The line above and the line below, or what stands in parentheses or behind a dash."""
    over, joint, under = head.partition(JOINT)
    found = None if joint else IN_ONE.fullmatch(head)
    return (found[1], found[2] or found[3]) if found else (over, under)


def _line_of_vendors(pairs: Sequence[tuple[str, str]], answers: Answers) -> tuple[str, Asked | None]:
    overs, unders = ([pair[place] for pair in pairs] for place in (0, 1))
    if _are_kinds(unders) or _are_people(unders):
        return OVER, None
    if _are_kinds(overs) or _are_people(overs):
        return UNDER, None
    named = [(line, " · ".join(dict.fromkeys(names))) for line, names in ((OVER, overs), (UNDER, unders))]
    words = _("Several columns stand under one name. Which are the vendors?")
    return answers.said.get(QUESTION) or OVER, asked(QUESTION, words, named, answers=answers)


def _are_kinds(names: Sequence[str]) -> bool:
    return all(folded(name) in f"{SCORE_HEADS} {WEIGHTED_HEADS} {REMARK_HEADS}".split() for name in names)


def _are_people(names: Sequence[str]) -> bool:
    return all(map(is_person, names))


def _columns(name: str, parts: Mapping[int, tuple[str, str]]) -> Columns:
    kinds = {at: folded(part) for at, (part, _head) in parts.items()}
    first = min(parts)
    if not _are_kinds(list(kinds.values())):
        return Columns(name, first, None, people=tuple(head for _part, head in parts.values()))
    marks = [at for at, kind in kinds.items() if kind in SCORE_HEADS.split()]
    weighted = [at for at, kind in kinds.items() if kind in WEIGHTED_HEADS.split()]
    return Columns(name, first, marks[0] if len(marks) == 1 else None, weighted[0] if weighted else None)
