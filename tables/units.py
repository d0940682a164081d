"""In which unit does a table say, beside its numbers, that they are counted?"""

import re
from dataclasses import dataclass

from tables.currencies import SIGNS
from tables.numbers import folded

INSIDE = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
SAID = re.compile(
    r"(?:单位|币种|货币|currency|units?|amounts? in|figures? in)\s*[:：为是]?\s*([^，,;；。()（）]+)", re.IGNORECASE
)
PARTS = re.compile(r"[，,、;；:：/／|]|单位|均?为|\bin\b", re.IGNORECASE)
POWERS = {"亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3, "MILLION": 6, "THOUSAND": 3, "MN": 6, "K": 3, "'000": 3}
CODES = sorted({code for meant in SIGNS.values() for code in meant})
NAMES = "|".join(re.escape(name) for name in sorted({*SIGNS, *CODES}, key=len, reverse=True))
WORDS = "|".join(re.escape(word) + ("S?(?:OF)?" if word.isalpha() and len(word) > 2 else "") for word in POWERS)
MONEY = re.compile(rf"(?P<first>{NAMES})?(?P<power>{WORDS})?(?P<last>{NAMES})?")
COUNTED = re.compile(r".*[元币镑金]")  # 元 says that amounts are whole ones, ¥ or CNY only which currency they are in

# Ways to write one unit; two of different lines are never the same.
FAMILIES = (
    ("ms", "毫秒", "msec", "millisecond", "milliseconds"),
    ("s", "秒", "秒钟", "sec", "secs", "second", "seconds"),
    ("min", "mins", "分钟", "minute", "minutes"),
    ("h", "小时", "hr", "hrs", "hour", "hours"),
    ("d", "天", "day", "days"),
    ("月", "个月", "month", "months"),
    ("年", "year", "years"),
    ("%", "百分比", "百分数", "percent", "pct"),
    ("‰", "千分比"),
    ("kb",),
    ("mb",),
    ("gb",),
    ("tb",),
)


@dataclass(frozen=True)
class MoneyUnit:
    """What amounts count in: a power of ten, where one is said, of currencies that are meant."""

    text: str
    power: int | None
    currencies: frozenset[str]


def stated(text: str) -> list[str]:
    """What a head, a title or a remark says in parentheses, or after the word for it."""
    found = [*INSIDE.findall(text), *(one.group(1) for one in SAID.finditer(text))]
    return list(dict.fromkeys(part for one in found for part in parts_of(one)))


def parts_of(text: str) -> list[str]:
    return [part.strip() for part in PARTS.split(text) if part.strip()]


def money_unit(text: str) -> MoneyUnit | None:
    """万元, CNY thousand, ¥ … ; None where a text is anything else."""
    plain = "".join(folded(text).upper().split())
    found = MONEY.fullmatch(plain)
    names = [found[name] for name in ("first", "last") if found[name]] if found else []
    if not found or not plain or (not names and plain in ("K", "MN", "'000")):
        return None
    word = next((POWERS[known] for known in POWERS if found["power"] and found["power"].startswith(known)), None)
    is_counted = any(COUNTED.fullmatch(name) for name in names if name != "人民币")
    meant = frozenset.intersection(*(SIGNS.get(name, frozenset({name})) for name in names)) if names else frozenset()
    return MoneyUnit(text.strip(), 0 if word is None and is_counted else word, meant)


def differ(said: str, unit: str) -> bool:
    """Whether two ways to write a unit are surely not the same one, or not the same many of it."""
    one, other = (_folded(text) for text in (said, unit))
    if not one or not other or one == other:
        return False
    families = [next((family for family in FAMILIES if text in family), None) for text in (one, other)]
    if all(families):
        return families[0] != families[1]
    return any(one == word + other or other == word + one for word in ("亿", "千万", "百万", "万", "千"))


def _folded(text: str) -> str:
    return "".join(folded(text).casefold().split())
