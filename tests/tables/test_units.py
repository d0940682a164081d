"""Is the unit that a table names beside its numbers known?"""

import pytest

from tables.units import differ, money_unit, stated


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三年总成本测算（单位：万元）", ["万元"]),
        ("单位：万元", ["万元"]),
        ("金额单位: 千元", ["千元"]),
        ("注：以上金额单位为万元，含税", ["万元"]),
        ("报价（含税，万元）", ["含税", "万元"]),
        ("2027 (CNY thousand)", ["CNY thousand"]),
        ("Amounts in thousands of USD", ["thousands of USD"]),
        ("平均响应时间（毫秒）", ["毫秒"]),
        ("2027年", []),
        ("云客通", []),
    ],
)
def test_what_stands_in_parentheses_or_after_the_word_for_it_is_found(text, found):
    assert stated(text) == found


@pytest.mark.parametrize(
    ("text", "power", "currencies"),
    [
        ("万元", 4, {"CNY"}),
        ("人民币万元", 4, {"CNY"}),
        ("元", 0, {"CNY"}),
        ("万", 4, set()),
        ("千元", 3, {"CNY"}),
        ("百万元", 6, {"CNY"}),
        ("CNY thousand", 3, {"CNY"}),
        ("thousands of USD", 3, {"USD"}),
        ("USD k", 3, {"USD"}),
        ("US$ million", 6, {"USD"}),
        ("万美元", 4, {"USD"}),
        ("美元", 0, {"USD"}),
        ("CNY", None, {"CNY"}),
        ("￥", None, {"CNY", "JPY"}),
        ("ＲＭＢ", None, {"CNY"}),
    ],
)
def test_a_unit_of_money_says_its_power_and_its_currency(text, power, currencies):
    found = money_unit(text)
    assert found is not None
    assert (found.power, found.currencies) == (power, currencies)


@pytest.mark.parametrize("text", ["含税", "人天", "套", "K", "用户数", "", "万次", "税率 6%", "第 1 年"])
def test_anything_else_is_no_unit_of_money(text):
    assert money_unit(text) is None


@pytest.mark.parametrize(
    ("said", "unit", "are_different"),
    [
        ("ms", "秒", True),
        ("毫秒", "ms", False),
        ("ＭＳ", "毫秒", False),
        ("分钟", "小时", True),
        ("%", "‰", True),
        ("万次", "次", True),
        ("次", "千次", True),
        ("次/秒", "calls/s", False),  # nobody knows, and nothing is claimed
        ("路", "个", False),
        ("越高越好", "秒", False),
        ("", "秒", False),
    ],
)
def test_units_differ_only_where_that_is_sure(said, unit, are_different):
    assert differ(said, unit) == are_different
