"""Which number is a text, which question does it raise, and what is refused?"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tables.numbers import Ask, NotNumber, Quantity, Question, Reading, folded, mentions, possible, read

PLAIN = Quantity()
WEIGHT = Quantity(minimum=Decimal(0), maximum=Decimal(100), places=2)
WHOLE_MS = Quantity(minimum=Decimal(0), places=0, units=("ms", "毫秒"))
RATE = Quantity(places=3, units=("calls/s", "次/秒"))
SHARE = Quantity(minimum=Decimal(0), maximum=Decimal(100), places=2, units=("%",))
YUAN = Quantity(minimum=Decimal(0), places=2, currency="CNY")
WAN = Quantity(minimum=Decimal(0), places=2, currency="CNY", power=4)
DOLLARS = Quantity(minimum=Decimal(0), places=2, currency="USD")
YEN = Quantity(minimum=Decimal(0), places=2, currency="JPY")


def value(typed: str, quantity: Quantity = PLAIN) -> Decimal:
    found = read(typed, quantity)
    assert isinstance(found, Reading), found
    return found.value


def refused(typed: str, quantity: Quantity = PLAIN) -> NotNumber:
    with pytest.raises(NotNumber) as caught:
        read(typed, quantity)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7.25", "7.25"),
        ("1900.01", "1900.01"),
        ("2026", "2026"),
        ("７．２５", "7.25"),
        ("+8.", "8"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("−0.5", "-0.5"),
        ("2,75", "2.75"),
        ("－3，5", "-3.5"),
        ("7,2500", "7.25"),
        ("0,250", "0.25"),
        ("0.250", "0.25"),
        ("007", "7"),
        ("64,250.75", "64250.75"),
        ("64.250,75", "64250.75"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("64 250", "64250"),
        ("64\u202f250\u00a0000", "64250000"),
        ("64\u2009250,5", "64250.5"),
        ("\u3000９９，９９９，０００\t", "99999000"),
        ("4'321.50", "4321.5"),
        ("4’321’000", "4321000"),
        ("1,00,000", "100000"),
        ("12,34,567.25", "1234567.25"),
        ("12 34 567", "1234567"),
        ("(1,200.00)", "-1200"),
        ("（35）", "-35"),
        ("86-", "-86"),
        ("3万", "30000"),
        ("1.2 千", "1200"),
        ("2.5亿", "250000000"),
        ("３萬", "30000"),
        ("千", None),
        ("1200千万", "12000000000"),
    ],
)
def test_a_number_is_what_was_typed(typed, number):
    if number is None:
        assert refused(typed).code == "number"
    else:
        assert value(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "7 5",
        "9 9.5",
        "1 2345",
        "64 25",
        "64,250 000",
        "1,2,3",
        "12,3456,7",
        "0,500,000",
        "7²",
        "200¹",
        "½",
        "①",
        "6_5",
        "٦",
        "६",
        "௫",
        "𝟞",
        "五",
        "0x6",
        "1.2.3.4",
        "--1",
        "+-1",
        "(-1)",
        "-1-",
        "NaN",
        "6m",
        "5k",
        "ms",
        "TBD",
        "12 ms",
        "¥5",
        "5 apples",
        "1/2",
        "12:30",
        "5..",
        ".,5",
    ],
)
def test_anything_else_is_no_number(typed):
    assert refused(typed).code == "number"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("#REF!", "error"),
        ("#N/A", "error"),
        ("########", "error"),
        ("TRUE", "truth"),
        ("否", "truth"),
        ("2026-03-04", "date"),
        ("2026/3/4", "date"),
        ("２０２６年3月", "date"),
        ("2026-03", "date"),
        ("2026.3.4", "date"),
        ("03.04.2026", "date"),
        ("1.2E+06", "exponent"),
        ("6e5", "exponent"),
        ("1e999999999999999999", "exponent"),
        ("95%", "unit"),
        ("5‰", "unit"),
    ],
)
def test_another_kind_of_cell_is_refused_by_its_name(typed, code):
    assert refused(typed).code == code


@pytest.mark.parametrize("typed", ["", " ", "-", "—", "——", "/", "N/A", "n/a", "不适用", "\u200b", "－"])
def test_a_sign_that_nothing_is_there_is_no_number_and_no_fault(typed):
    assert read(typed, PLAIN) is None


@pytest.mark.parametrize("typed", ["1" * 41, "0." + "0" * 39 + "1", "１" * 41, "9" * 100_000, "1e" + "9" * 60])
def test_a_long_text_is_refused_before_it_is_read(typed):
    assert (refused(typed).code, str(refused(typed))) == (
        "long",
        f"A number has at most 40 characters, here are {len(typed)}.",
    )


def test_forty_characters_are_a_number_and_a_unit_may_stand_beside_them():
    assert value(" " + "0" * 39 + "7 ") == 7
    assert value("0" * 39 + "7ms", WHOLE_MS) == 7


@pytest.mark.parametrize(
    ("typed", "quantity", "number"),
    [
        ("12,500", WEIGHT, "12.5"),  # 12 500 is no weight
        ("99.995", Quantity(maximum=Decimal(100), places=3), "99.995"),
        ("300,000", YUAN, "300000"),
        ("12,345", WHOLE_MS, "12345"),  # no decimals there
        ("12.345", WHOLE_MS, "12345"),
        ("1.234", YUAN, "1234"),  # no cents of cents
        ("12,500", WAN, "125000000"),  # a lone comma of money: thousands, and 万元 are ten thousand
    ],
)
def test_what_the_field_cannot_hold_is_no_reading(typed, quantity, number):
    assert value(typed, quantity) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "quantity", "numbers"),
    [
        ("12.500", PLAIN, ["12.5", "12500"]),
        ("12,500", RATE, ["12.5", "12500"]),
        ("1.125", RATE, ["1.125", "1125"]),
        ("12.500", WAN, ["125000", "125000000"]),
        ("12.500", YUAN, ["12.5", "12500"]),
        ("12.000", WHOLE_MS, ["12", "12000"]),
        ("-12.500 calls/s", RATE, ["-12.5", "-12500"]),
    ],
)
def test_where_both_readings_fit_it_is_asked(typed, quantity, numbers):
    found = read(typed, quantity)
    assert isinstance(found, Question)
    assert (found.code, [reading.value for reading in found.readings]) == (Ask.SEPARATOR, [*map(Decimal, numbers)])


def test_a_number_outside_its_field_is_read_so_that_the_field_can_say_why():
    assert (value("500", WEIGHT), value("7.125", WHOLE_MS)) == (500, Decimal(7125))
    assert value("900,125", WEIGHT) == Decimal("900.125")


@pytest.mark.parametrize(
    ("typed", "quantity", "number"),
    [
        ("402 ms", WHOLE_MS, "402"),
        ("402毫秒", WHOLE_MS, "402"),
        ("402 MS", WHOLE_MS, "402"),
        ("3.5次/秒", RATE, "3.5"),
        ("3.5 calls / s", RATE, "3.5"),
        ("99.95 %", SHARE, "99.95"),
        ("99.95％", SHARE, "99.95"),
        ("5m", Quantity(units=("m",)), "5"),  # metres, not millions
        ("3千克", Quantity(units=("千克", "kg")), "3"),
        ("3万次", Quantity(units=("次",)), "30000"),
        ("3万次", Quantity(units=("万次",)), "3"),
        ("3万", Quantity(units=("万次",)), "3"),
        ("0.3亿", Quantity(units=("万次",)), "3000"),
        ("4 ‰", Quantity(units=("‰",)), "4"),
    ],
)
def test_the_unit_comes_before_any_multiplier(typed, quantity, number):
    assert value(typed, quantity) == Decimal(number)


def test_a_percentage_of_something_else_is_refused_with_the_unit():
    assert str(refused("95%", WHOLE_MS)) == "“95%” is a percentage, but this is measured in ms."
    assert refused("5‰", SHARE).code == "unit"


@pytest.mark.parametrize(
    ("typed", "quantity", "number"),
    [
        ("¥300,000", YUAN, "300000"),
        ("￥12.6万", WAN, "126000"),
        ("12.6万", WAN, "126000"),
        ("12.6万元", YUAN, "126000"),
        ("126000元", WAN, "126000"),
        ("12.6", WAN, "126000"),
        ("¥1,200", WAN, "1200"),  # alone in its field the sign means yuan; a column is asked
        ("30k", YUAN, "30000"),
        ("¥30K", YUAN, "30000"),
        ("1.5M", YUAN, "1500000"),
        ("2m", YUAN, "2000000"),
        ("人民币8,000", YUAN, "8000"),
        ("8000 RMB", YUAN, "8000"),
        ("CNY 8,000", YUAN, "8000"),
        ("8,000CNY", YUAN, "8000"),
        ("-¥500", YUAN, "-500"),
        ("¥-500", YUAN, "-500"),
        ("¥(500)", YUAN, "-500"),
        ("(¥500)", YUAN, "-500"),
        ("¥500-", YUAN, "-500"),
        ("$1,200.00", DOLLARS, "1200"),
        ("US$8", DOLLARS, "8"),
        ("usd 8,000", DOLLARS, "8000"),
        ("3万美元", DOLLARS, "30000"),
        ("¥90", YEN, "90"),
    ],
)
def test_money_is_counted_in_whole_units(typed, quantity, number):
    assert value(typed, quantity) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "quantity", "sign"),
    [
        ("¥1,000,000", DOLLARS, "¥"),
        ("CNY 500", DOLLARS, "CNY"),
        ("1,000,000元", DOLLARS, "元"),
        ("3万元", DOLLARS, "元"),
        ("HK$20", DOLLARS, "HK$"),
        ("$20", YUAN, "$"),
        ("20 EUR", YUAN, "EUR"),
        ("20万美元", YUAN, "美元"),
        ("日元300", YUAN, "日元"),
        ("£4.50", YUAN, "£"),
    ],
)
def test_another_currency_is_refused_by_its_name(typed, quantity, sign):
    fault = refused(typed, quantity)
    assert (fault.code, fault.params) == ("currency", {"sign": sign, "currency": quantity.currency})


@pytest.mark.parametrize("typed", ["30k元", "5m CNY", "¥¥5", "¥5$", "5万万", "-¥-5", "(¥-5)", "¥", "万", "5 %", "5ms"])
def test_what_is_no_amount_of_money_is_refused(typed):
    assert refused(typed, YUAN).code in ("number", "currency")


@pytest.mark.parametrize(
    ("typed", "quantity", "number"),
    [
        ("约 81 %", SHARE, "81"),
        ("≈3.5", RATE, "3.5"),
        ("大约¥12.6万", WAN, "126000"),
        ("200 ms 左右", WHOLE_MS, "200"),
        ("about 1,5", RATE, "1.5"),
        ("~7", PLAIN, "7"),
        ("～7", PLAIN, "7"),
    ],
)
def test_what_is_only_about_right_is_read_and_marked(typed, quantity, number):
    found = read(typed, quantity)
    assert isinstance(found, Reading)
    assert (found.value, found.is_about) == (Decimal(number), True)


@pytest.mark.parametrize(
    ("typed", "quantity", "code", "numbers"),
    [
        ("≥ 95", SHARE, Ask.BOUND, ["95"]),
        (">=95%", SHARE, Ask.BOUND, ["95"]),
        ("< 200 ms", WHOLE_MS, Ask.BOUND, ["200"]),
        ("不低于99.9%", SHARE, Ask.BOUND, ["99.9"]),
        ("30万以上", YUAN, Ask.BOUND, ["300000"]),
        ("30万起", YUAN, Ask.BOUND, ["300000"]),
        ("95+", SHARE, Ask.BOUND, ["95"]),
        ("up to 40", PLAIN, Ask.BOUND, ["40"]),
        ("3-5", PLAIN, Ask.RANGE, ["3", "5"]),
        ("3～5 ms", WHOLE_MS, Ask.RANGE, ["3", "5"]),
        ("10万至20万", YUAN, Ask.RANGE, ["100000", "200000"]),
        ("¥8,000–9,000", YUAN, Ask.RANGE, ["8000", "9000"]),
    ],
)
def test_limits_and_ranges_are_asked_about_and_never_cut(typed, quantity, code, numbers):
    found = read(typed, quantity)
    assert isinstance(found, Question)
    assert (found.code, [reading.value for reading in found.readings]) == (code, [*map(Decimal, numbers)])


@pytest.mark.parametrize("typed", ["\ufeff7.5", "7\u200b.5", "\u200e7.5\u200f", "\u202a7\u2060.5\u202c", "7.\u00ad5"])
def test_what_nobody_sees_is_taken_out_and_counted(typed):
    found = read(typed, PLAIN)
    assert isinstance(found, Reading)
    assert (found.value, found.invisible) == (Decimal("7.5"), len(typed) - 3)


def test_only_the_width_of_a_character_is_folded():
    assert folded(" １２％　㎡ ² ") == "12% ㎡ ²"


@pytest.mark.parametrize(
    ("text", "number", "is_said"),
    [
        ("3,412.50 calls in an hour", "3412.5", True),
        ("It took 64.", "64", True),
        ("It took 640 s", "64", False),
        ("6,4 s", "64", False),
        ("6,4 s", "6.4", True),
        ("nothing", "0", False),
    ],
)
def test_a_number_is_found_in_a_note(text, number, is_said):
    assert mentions(text, Decimal(number)) == is_said


QUANTITIES = st.sampled_from([PLAIN, WEIGHT, WHOLE_MS, RATE, SHARE, YUAN, WAN, DOLLARS])
TEXTS = st.text("0123456789.,' -+()¥$%‰万千亿kKmM~约≥元ms/s年\u200b", max_size=12)


@given(TEXTS, QUANTITIES)
def test_a_text_has_one_reading_a_question_or_a_refusal(typed, quantity):
    try:
        found = read(typed, quantity)
    except NotNumber as fault:
        assert fault.code and str(fault)
    else:
        if isinstance(found, Question):
            assert found.readings
            if found.code == Ask.SEPARATOR:
                assert len({reading.value for reading in found.readings}) == 2
                assert all(quantity.holds(reading.value) for reading in found.readings)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_that_is_written_plainly_reads_back(number):
    found = possible(f"{number:f}", PLAIN)
    assert isinstance(found, list)
    assert [reading.value for reading in found] == [number]
