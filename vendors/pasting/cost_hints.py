"""What does a table of costs say itself of its amounts: when they are paid, in the quote or not?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tables.finding import Lot, Table

WHEN_HEADS = {
    "0": re.compile(r"签约时|签约付|首付款|on signing|upon signing", re.IGNORECASE),
    "1": re.compile(r"首年(?:费|支付|付款)|第一年(?:费|支付|付款)|first[- ]year (?:cost|fee|price)", re.IGNORECASE),
    "each": re.compile(
        # A fee of three years (三年费用) is none for each of them.
        r"每年|按年|(?<![\d一二两三四五六七八九十首全今本])年费(?!用)|元[/／]年|per year|a year|yearly|annual|p\.a\.",
        re.IGNORECASE,
    ),
}
OUTSIDE = re.compile(r"报价以?外|不[在含入]+报价|(?:outside|not in) the quote|not quoted|unquoted", re.IGNORECASE)
QUOTED = re.compile(r"报价|\bquot(?:e|ed|es|ation)\b|\boffer\b", re.IGNORECASE)


@dataclass(frozen=True)
class Hints:
    """Answers that the table gives: they are shown as chosen; nothing where it says nothing, or several things."""

    when: str = ""
    where: str = ""


NO_HINTS = Hints()


def hints_of(table: Table) -> Hints:
    """By its titles, and of when amounts are paid by its heads too; a remark may be about a single row."""
    titles = [
        text for cells, lot in zip(table.cells, table.rows, strict=True) if lot == Lot.TITLE for text in cells if text
    ]
    return Hints(_one(WHEN_HEADS, [*titles, *table.heads]), _where(titles))


def _one(patterns: Mapping[str, re.Pattern[str]], texts: Iterable[str]) -> str:
    found = {key for text in texts for key, pattern in patterns.items() if pattern.search(text)}
    return found.pop() if len(found) == 1 else ""


def _where(titles: Iterable[str]) -> str:
    """“Outside the quote” names the quote, and means the other."""
    found = set()
    for title in titles:
        found |= {"outside"} if OUTSIDE.search(title) else set()
        found |= {"quoted"} if QUOTED.search(OUTSIDE.sub("", title)) else set()
    return found.pop() if len(found) == 1 else ""
