"""Does the table of how numbers are read say what the code does?"""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from tables.numbers import NotNumber, Quantity, Question, read

FIELDS = {
    "number": Quantity(),
    "fact": Quantity(),
    "weight": Quantity(minimum=Decimal(0), maximum=Decimal(100), places=2),
    "whole, ms": Quantity(minimum=Decimal(0), places=0, units=("ms", "毫秒")),
    "CNY": Quantity(minimum=Decimal(0), places=2, currency="CNY"),
    "万元": Quantity(minimum=Decimal(0), places=2, currency="CNY", power=4),
    "USD": Quantity(minimum=Decimal(0), places=2, currency="USD"),
}
CHINESE = {"事实": "fact", "数字": "number", "权重": "weight", "整数，毫秒": "whole, ms", "元": "CNY", "美元": "USD"}
WORDS = {"asked: ": "询问：", " or ": "或", "refused": "不接受", "nothing": "空"}
EXAMPLE = re.compile(r"^\| `(.+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def examples(name: str) -> list[tuple[str, str, str]]:
    return EXAMPLE.findall((settings.BASE_DIR / "docs" / name).read_text())


def said(typed: str, field: str) -> str:
    try:
        found = read(typed, FIELDS[field])
    except NotNumber:
        return "refused"
    if found is None:
        return "nothing"
    readings = [f"{one.value.normalize():f}" for one in (found.readings if isinstance(found, Question) else [found])]
    return f"asked: {' or '.join(readings)}" if isinstance(found, Question) else readings[0]


@pytest.mark.parametrize(("typed", "field", "words"), examples("input.md"))
def test_every_example_is_read_as_it_says(typed, field, words):
    assert said(typed, field) == words


def test_the_chinese_table_says_the_same():
    def chinese(words: str) -> str:
        for english, translated in WORDS.items():
            words = words.replace(english, translated)
        return words

    assert examples("input.zh.md") == [
        (typed, next((zh for zh, en in CHINESE.items() if en == field), field), chinese(words))
        for typed, field, words in examples("input.md")
    ]
    assert len(examples("input.md")) > 30
