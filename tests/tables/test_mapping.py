import pytest

from tables.mapping import SKIP, Fault, Mapped, Meaning, mapped, missing

ITEM = Meaning("item", ("成本项", "Item"), is_needed=True)
LABEL = Meaning("label", ("名称", "Label", "Name"))
MEANINGS = [
    ITEM,
    LABEL,
    Meaning("vendor:A", ("A", "云客通", "Yunketong Ltd")),
    Meaning("vendor:B", ("B", "A")),  # called as the other's letter
    Meaning("number", ("序号", "No."), is_aside=True),
]


def keys(*heads, **options):
    return [(one.key, one.fault) for one in mapped(heads, MEANINGS, **options)]


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("ＩＴＥＭ", "item"),
        ("成本项 / Item", "item"),
        ("成本项（必填）", "item"),
        ("2026 / Label", "label"),
        ("yunketong (incumbent)", "vendor:A"),
        ("b", "vendor:B"),
        ("序号", SKIP),
    ],
)
def test_heads_are_known_as_loosely_as_people_write_them(head, key):
    assert keys(head) == [(key, None)]


def test_what_is_not_known_is_told_with_what_it_may_be():
    assert mapped(["颜色", "A", "名称/成本项"], MEANINGS) == [
        Mapped("颜色", fault=Fault.UNKNOWN),
        Mapped("A", fault=Fault.AMBIGUOUS, candidates=("vendor:A", "vendor:B")),
        Mapped("名称/成本项", fault=Fault.AMBIGUOUS, candidates=("label", "item")),
    ]


def test_two_columns_of_one_meaning_are_both_asked_about():
    assert keys("Label", "Name", "序号", "No.") == [("", Fault.TWICE), ("", Fault.TWICE), (SKIP, None), (SKIP, None)]


def test_what_a_person_said_wins():
    assert keys("Label", "Name", chosen={1: SKIP}) == [("label", None), (SKIP, None)]
    assert keys("Label", "颜色", chosen={1: "label"}) == [("", Fault.TWICE), ("label", None)]
    assert keys("Label", "颜色", chosen={0: "item", 1: "label"}) == [("item", None), ("label", None)]
    assert keys("Label", "颜色", chosen={0: "label", 1: "label"}) == [("", Fault.TWICE)] * 2
    assert keys("Label", chosen={0: "no such meaning"}) == [("label", None)]


def test_what_is_needed_and_stands_nowhere_is_told():
    assert missing(mapped(["Label"], MEANINGS), MEANINGS) == [ITEM]
    assert missing(mapped(["Item"], MEANINGS), MEANINGS) == []
