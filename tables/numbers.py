"""Which number was typed? One grammar for every field, address and cell; what is unclear is asked or refused."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tables.currencies import marks_of
from tables.figures import figures

LONGEST = 40
INVISIBLE = re.compile("[\ufeff\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
SAME = ("<wide>", "<narrow>", "<small>", "<noBreak>", "<compat> 0020")  # ², ½ and ① are other numbers than 2 and 1
ONE_SIGN = str.maketrans({**dict.fromkeys("−–—‐‑", "-"), **dict.fromkeys("’‘", "'"), "≈": "~", "萬": "万", "億": "亿"})

ABOUT = re.compile(r"(?:大?约|大概|~|about|approx\.?|ca\.) ?(.+)|(.+?) ?(?:左右|上下)", re.IGNORECASE)
BOUND = re.compile(
    r"(?:[<>]=?|[≤≥]|不?[低高少多大小]于|不?超过|至[少多]|最[少多低高]|at (?:least|most)|up to|over|under) ?(.+)"
    r"|(.+?) ?(?:以[上下内]|起|\+)",
    re.IGNORECASE,
)
RANGE = re.compile(r"(.*[0-9].*?) ?(?:-|~|至|到) ?(.*[0-9].*)")
DATE = re.compile(
    r"(?:19|20)[0-9]{2}(?:[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?|\.[0-9]{1,2}\.[0-9]{1,2}|年.*)"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:19|20)[0-9]{2}"
)
EXPONENT = re.compile(r"[+-]?[0-9.,]+E[+-]?[0-9]+", re.IGNORECASE)
TRUTH = {"true", "false", "yes", "no", "是", "否", "真", "假"}
EMPTY = {"", "-", "--", "/", "n/a", "n.a.", "不适用"}
# The first that fits is taken: 千万 before 万.
POWERS = {"千万": 7, "百万": 6, "亿": 8, "万": 4, "千": 3}
MONEY_POWERS = {"K": 3, "M": 6}


def gettext_noop(message: str) -> str:
    """Mark a message for extraction; the caller translates the template when it shows it."""
    return message


NO_NUMBER = gettext_noop("Write a number such as 12.5; “%(text)s” is not one.")
TOO_LONG = gettext_noop("A number has at most %(most)s characters, here are %(count)s.")
IS_DATE = gettext_noop("“%(text)s” is a date, and a number belongs here.")
IS_TRUTH = gettext_noop("“%(text)s” is an answer, and a number belongs here.")
IS_ERROR = gettext_noop("“%(text)s” is what a spreadsheet shows for a fault or a narrow column. Write the number.")
HAS_EXPONENT = gettext_noop("“%(text)s” is written with an exponent. Write the number with all its digits.")
IS_PERCENTAGE = gettext_noop("“%(text)s” is a percentage, but this is measured in %(unit)s.")
IS_PURE_PERCENTAGE = gettext_noop("“%(text)s” is a percentage, but a plain number belongs here.")
OTHER_CURRENCY = gettext_noop("“%(sign)s” is not the currency of this selection, which counts in %(currency)s.")


class NotNumber(ValueError):
    """The kind of the refusal, and its English template with its parameters."""

    def __init__(self, code: str, template: str, params: Mapping[str, str | int]) -> None:
        super().__init__(template % params)
        self.code, self.template, self.params = code, template, params


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What a field or a column holds: limits, decimals and unit; money is counted in whole units of its currency."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    places: int = LONGEST
    units: tuple[str, ...] = ()  # ways to write the one unit, such as 秒 and s
    currency: str = ""  # empty: no money
    power: int = 0  # of ten: a column in 万元 has 4

    def holds(self, value: Decimal, *, as_typed: bool = False) -> bool:
        """Whether it is within the limits and decimals; `as_typed` counts zeros at the end as decimals too."""
        decimals = -int(value.as_tuple().exponent if as_typed else value.normalize().as_tuple().exponent)
        is_low = self.minimum is not None and value < self.minimum
        is_high = self.maximum is not None and value > self.maximum
        return not is_low and not is_high and decimals <= self.places


class Ask(StrEnum):
    """What only a person can tell."""

    SEPARATOR = "separator"  # 12.500: decimals or thousands?
    SIGN = "sign"  # ¥1,200 in a column of 万元: yuan or 万元?
    PERCENT = "percent"  # 0.95 in a column of %: 0.95 % or 95 %?
    BOUND = "bound"  # ≥ 95
    RANGE = "range"  # 3-5


@dataclass(frozen=True)
class Reading:
    """A number that a text may mean."""

    value: Decimal
    decimal_mark: str = ""  # what is the decimal mark when this reading is right; empty: it does not say
    is_about: bool = False
    has_sign: bool = False  # the sign of the currency stands there and no word for the unit
    has_percent: bool = False
    invisible: int = 0  # characters that nobody sees, taken out


@dataclass(frozen=True)
class Question:
    """What has to be asked, and what the answers would read."""

    code: Ask
    readings: tuple[Reading, ...]


def require_short(typed: str, *, more: int = 0) -> None:
    """Refuse a long text before anything else is made of it; `more` is for a unit that may stand beside it."""
    count, most = len(typed.strip()), LONGEST + more
    if count > most:
        raise NotNumber("long", TOO_LONG, {"most": most, "count": count})


def folded(typed: str) -> str:
    """The text with its full-width characters, minus signs and spaces as a keyboard writes them."""
    plain = "".join(
        unicodedata.normalize("NFKC", sign) if unicodedata.decomposition(sign).startswith(SAME) else sign
        for sign in typed
    )
    return " ".join(plain.translate(ONE_SIGN).split())


def read(typed: str, quantity: Quantity) -> Reading | Question | None:
    """What a single field says: a reading, a question, or None for a sign that nothing is there."""
    found = possible(typed, quantity)
    if found is None or isinstance(found, Question):
        return found
    if len(found) > 1 and quantity.currency and found[0].decimal_mark == ",":
        # Whoever writes a lone amount as 300,000 means thousands; the page says how it was read.
        found = [reading for reading in found if reading.decimal_mark == "."]
    return found[0] if len(found) == 1 else Question(Ask.SEPARATOR, tuple(found))


def possible(typed: str, quantity: Quantity, *, is_lone: bool = True) -> list[Reading] | Question | None:
    """The readings that the field or column can hold, one or two; None for a sign that nothing is there.

    Beside others (not `is_lone`) more decimals than it keeps are a reading too, where they are zeros: 12,000.
    """
    require_short(typed, more=max(map(len, quantity.units), default=0))
    visible = INVISIBLE.sub("", typed)
    text = folded(visible)
    if text.casefold() in EMPTY:
        return None
    _refuse_other_kinds(text)
    about = ABOUT.fullmatch(text)
    if about:
        text = about[1] or about[2]
    for code, pattern in ((Ask.BOUND, BOUND), (Ask.RANGE, RANGE)):
        asked = pattern.fullmatch(text)
        if asked and (ends := _ends(asked, quantity)):
            return Question(code, ends)
    amount = _amount(text, quantity)
    require_short(amount.figure)
    read = [
        Reading(
            figure.scaleb(amount.power) * (-1 if amount.is_negative else 1),
            mark,
            bool(about),
            amount.has_sign,
            amount.has_percent,
            len(typed) - len(visible),
        )
        for figure, mark in figures(amount.figure)
    ]
    if not read:
        raise NotNumber("number", NO_NUMBER, {"text": typed.strip()[:20]})
    return _held(read, quantity, is_lone=is_lone)


def _held(readings: list[Reading], quantity: Quantity, *, is_lone: bool) -> list[Reading]:
    """Without those that the field cannot hold; when it holds none, its own limits say why.

    Of two the first is the one with decimals.
    """
    held = [reading for reading in readings if quantity.holds(reading.value)] or readings[:1]
    if is_lone and len(held) > 1 and held[0].decimal_mark == ",":
        # 300,000 is no 300.000 where money has two decimals; of 12.000 nobody knows.
        held = [reading for reading in held if quantity.holds(reading.value, as_typed=True)] or held
    return held


def _ends(asked: re.Match[str], quantity: Quantity) -> tuple[Reading, ...]:
    """The numbers that a limit or a range names, or nothing when it names none."""
    try:
        parts = [possible(part, quantity) for part in asked.groups() if part]
    except NotNumber:
        return ()
    return tuple(part[0] for part in parts if isinstance(part, list))


def _refuse_other_kinds(text: str) -> None:
    kinds = (
        ("error", IS_ERROR, text.startswith("#")),
        ("truth", IS_TRUTH, text.casefold() in TRUTH),
        ("date", IS_DATE, DATE.fullmatch(text)),
        ("exponent", HAS_EXPONENT, EXPONENT.fullmatch(text)),
    )
    for code, template, is_so in kinds:
        if is_so:
            raise NotNumber(code, template, {"text": text[:20]})


# What stands around the figure ------------------------------------------------------------------
@dataclass
class Amount:
    """A figure and what was written around it."""

    figure: str
    power: int
    is_negative: bool = False
    has_sign: bool = False
    has_percent: bool = False


def _amount(text: str, quantity: Quantity) -> Amount:
    bare, is_negative = _without_minus(text)
    amount = _money(bare, quantity) if quantity.currency else _measured(bare, quantity)
    amount.is_negative = is_negative
    if bare == text:  # ¥-1,200: one sign, on either side of the currency
        amount.figure, amount.is_negative = _without_minus(amount.figure)
    return amount


def _measured(text: str, quantity: Quantity) -> Amount:
    # The longest first: ms ends in s too.
    unit = next((unit for unit in sorted(quantity.units, key=len, reverse=True) if without(text, unit) != text), "")
    rest = without(text, unit)
    if not unit and rest.endswith(("%", "‰")):
        name = quantity.units[0] if quantity.units else ""
        template = IS_PERCENTAGE if name else IS_PURE_PERCENTAGE
        raise NotNumber("unit", template, {"text": text[:20], "unit": name})
    figure, power = _multiplied(rest, POWERS)
    if power and not unit:  # 3万 of what is counted in 万次 are 3
        power -= max((named for known in quantity.units for named in _powers_before(known)), default=0)
    return Amount(figure, power or 0, has_percent=unit in ("%", "‰"))


def _powers_before(unit: str) -> list[int]:
    return [power for word, power in POWERS.items() if folded(unit).startswith(word)][:1]


def _money(text: str, quantity: Quantity) -> Amount:
    capitals = text.upper()
    marks = marks_of(capitals)
    for mark in marks:
        if quantity.currency not in mark.meant:
            raise NotNumber("currency", OTHER_CURRENCY, {"sign": mark.text, "currency": quantity.currency})
    # Behind k, m and M stands no unit: 5m元 is nobody's way of writing.
    has_unit = any(not mark.is_before for mark in marks)
    figure, power = _multiplied(marks[-1].rest if marks else capitals, POWERS if has_unit else POWERS | MONEY_POWERS)
    if power is None:
        has_sign = bool(marks) and not any(mark.is_word for mark in marks)
        return Amount(figure, 0 if marks else quantity.power, has_sign=has_sign)
    return Amount(figure, power)


def _multiplied(text: str, powers: Mapping[str, int]) -> tuple[str, int | None]:
    """The text without the word for thousands or more at its end, and the power of ten that it names."""
    for word, power in powers.items():
        if text.endswith(word):
            return text.removesuffix(word).rstrip(), power
    return text, None


def _without_minus(text: str) -> tuple[str, bool]:
    """Without one sign; parentheses and a minus at the end are a bookkeeper's minus."""
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        return text[1:-1].strip(), True
    if text.endswith("-"):
        return text[:-1].rstrip(), True
    return (text[1:].lstrip(), text[0] == "-") if text[:1] in ("-", "+") else (text, False)


def without(text: str, ending: str) -> str:
    """The text before its unit, however its spaces and capitals are written."""
    letters = [re.escape(letter) for letter in folded(ending) if letter != " "]
    return re.sub(" ?" + " ?".join(letters) + "$", "", text, flags=re.IGNORECASE) if letters else text


FIGURES = re.compile(r"[0-9][0-9,.]*")


def mentions(text: str, value: Decimal) -> bool:
    """Whether one of the numbers in a text may be this one."""
    for found in FIGURES.findall(folded(text)):
        if any(figure == value for figure, _mark in figures(found.rstrip(",."))):
            return True
    return False
