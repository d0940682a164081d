"""Which currency does a sign, a word or a code beside an amount name?"""

import re
from dataclasses import dataclass

DOLLARS = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "USD"})

# In capitals, as `numbers.folded` writes them. Longer ones come first: HK$ is not $, 港元 is not 元.
SIGNS: dict[str, frozenset[str]] = {
    "人民币": frozenset({"CNY"}),
    "RMB": frozenset({"CNY"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "US$": frozenset({"USD"}),
    "AU$": frozenset({"AUD"}),
    "NZ$": frozenset({"NZD"}),
    "CA$": frozenset({"CAD"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "S$": frozenset({"SGD"}),
    "新台币": frozenset({"TWD"}),
    "港元": frozenset({"HKD"}),
    "港币": frozenset({"HKD"}),
    "美元": frozenset({"USD"}),
    "美金": frozenset({"USD"}),
    "加元": frozenset({"CAD"}),
    "澳元": frozenset({"AUD"}),
    "新元": frozenset({"SGD"}),
    "日元": frozenset({"JPY"}),
    "欧元": frozenset({"EUR"}),
    "英镑": frozenset({"GBP"}),
    "韩元": frozenset({"KRW"}),
    "¥": frozenset({"CNY", "JPY"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₩": frozenset({"KRW"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "$": DOLLARS,
    "元": frozenset({"CNY"}),
}
WORDS = re.compile(r".*[元币镑金]")  # behind an amount they are its unit: 300元 are 300 in a column of 万元 too


@dataclass(frozen=True)
class Mark:
    """What names a currency: the text that stood there, the currencies it may mean, the amount without it."""

    text: str
    meant: frozenset[str]
    rest: str
    is_before: bool

    @property
    def is_word(self) -> bool:
        return not self.is_before and self.text != "人民币" and bool(WORDS.fullmatch(self.text))


def marks_of(text: str) -> list[Mark]:
    """What stands at the ends of an amount that is written in capitals, one at each: ¥300元."""
    first = _mark(text)
    if first is None:
        return []
    other = _mark(first.rest)
    return [first, other] if other and other.is_before != first.is_before else [first]


def _mark(text: str) -> Mark | None:
    for sign, meant in SIGNS.items():
        if text.startswith(sign):
            return Mark(sign, meant, text.removeprefix(sign).lstrip(), is_before=True)
        if text.endswith(sign):
            return Mark(sign, meant, text.removesuffix(sign).rstrip(), is_before=False)
    if found := re.match(r"([A-Z]{3}) ?(?=[-+(.0-9])", text):
        return Mark(found[1], frozenset({found[1]}), text[found.end() :], is_before=True)
    if found := re.search(r"(?<=[0-9.)千万亿]) ?([A-Z]{3})$", text):
        return Mark(found[1], frozenset({found[1]}), text[: found.start()], is_before=False)
    return None
