import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import committee
from tests.vendors.builders import measured, vendor
from vendors.facts import official_facts
from vendors.models import Fact
from vendors.pasting.fact_block import read_facts
from vendors.pasting.fact_writing import write_facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = committee()
    vendor(cast.bo, "云桥客服", name_en="Yunqiao Desk")
    vendor(cast.bo, "灵犀智服")
    measured(cast.selection, "F-CH-01", minimum="0")
    measured(cast.selection, "F-AI-01", name_zh="意图准确率", name_en="", unit_zh="%", unit_en="%", decimals=1)
    with translation.override("en"):
        yield cast


def read(cast, block):
    found = read_facts(cast.selection, block)
    values = {(cell.criterion.code, cell.vendor.code): cell.value for cell in found.read}
    return values, [(cell.row, cell.column, cell.typed, cell.message) for cell in found.bad]


ALL = {("F-CH-01", "A"): "12", ("F-CH-01", "B"): "1200", ("F-AI-01", "A"): "98.5", ("F-AI-01", "B"): "90"}


@pytest.mark.parametrize(
    "block",
    [
        "\tA\tB\nF-CH-01\t12\t1,200\nF-AI-01\t98.5%\t９０",
        "准则\t单位\t云桥客服\t灵犀智服\n渠道数\t个\t12\t1,200\n意图准确率\t%\t98.5\t90%",
        "code\tb\tYunqiao  desk\nF-AI-01\t90\t98.5\nf-ch-01\t1200\t12 个",
        "12\t1200\n98.5\t90",
        "F-CH-01\t12\t1200\nF-AI-01\t98.5\t90",
        "A\tB\n12\t1200\n98.5\t90",
    ],
)
def test_block_is_read_by_its_labels_or_by_its_order(cast, block):
    with translation.override("zh-hans"):
        assert read(cast, block) == (ALL, [])


def test_changed_cells_are_marked(cast):
    found = read_facts(cast.selection, "\tA\tB\nF-CH-01\t１２\t13")
    assert [(cell.typed, cell.value, cell.was_changed) for cell in found.read] == [
        ("１２", "12", True),
        ("13", "13", False),
    ]


def test_empty_cells_are_left_out(cast):
    assert read(cast, "\tA\tB\nF-CH-01\t\t13") == ({("F-CH-01", "B"): "13"}, [])


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ("97,250\t97,5", None),  # three decimals where one is kept: 97.25 is not one of them
        ("97,500\t97,5", {"A": "97.5", "B": "97.5"}),
        ("约 81 %\t(3)", None),
        ("约 81 %\tN/A", {"A": "81"}),
        ("0.9\t0.8", None),
        ("0.9%\t0.8", {"A": "0.9", "B": "0.8"}),
        ("≥ 95\t90", None),
        ("200¹\t90", None),
        ("9 9.5\t90", None),
    ],
)
def test_values_of_a_criterion_are_read_together_or_asked_about(cast, cells, values):
    measured(cast.selection, "F-AI-02", minimum="0", maximum="100", unit_zh="%", unit_en="%", decimals=1)
    found, bad = read(cast, f"\tA\tB\nF-AI-02\t{cells}")
    if values is None:
        assert bad
    else:
        assert (found, bad) == ({("F-AI-02", vendor): value for vendor, value in values.items()}, [])


def test_cells_that_say_that_nothing_is_there_are_counted(cast):
    found = read_facts(cast.selection, "\tA\tB\nF-CH-01\t—\t13\nF-AI-01\t/\tn/a")
    assert ([cell.value for cell in found.read], found.bad, found.empty) == (["13"], [], 3)


def test_that_a_value_is_only_about_right_stands_in_its_source(cast):
    block = "\tA\tB\nF-AI-01\t约 81 %\t≈90"
    assert write_facts(cast.selection, block, level="claimed", source="sheet 2", member=cast.bo) == 2
    kept = [(fact.value, fact.source) for fact in Fact.objects.order_by("vendor__code")]
    assert kept == [("81", "sheet 2 · 约 81 %"), ("90", "sheet 2 · ≈90")]


def test_a_value_with_three_decimals_is_written_as_it_was_read(cast):
    leaf = measured(cast.selection, "F-TP-01", unit_zh="s", unit_en="s", decimals=3)
    member = cast.bo
    assert write_facts(cast.selection, "\tA\tB\nF-TP-01\t1.125\t2.5", level="claimed", source="", member=member) == 2
    assert sorted(leaf.facts.values_list("value", flat=True)) == ["1.125", "2.5"]


@pytest.mark.parametrize(
    "block",
    [
        "\tYunqiao Desk (incumbent)\t灵犀智服有限公司\nF-CH-01\t12\t1200\nF-AI-01\t98.5\t90",
        "\ufeffcode\tB\u200b\tA\nF-AI-01\t90\t98.5\nF-CH-01\t1200\t12",
        "供应商\tF-CH-01\t意图准确率\n灵犀智服\t1200\t90\n云桥客服\t12\t98.5%",
    ],
)
def test_names_are_matched_loosely_and_a_block_may_be_turned(cast, block):
    assert read(cast, block) == (ALL, [])


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("\tAcme\tYunqiao Desk", [(1, 2, "Acme")]),
        ("Criterion\tNorda Ltd\tVela Inc.", [(1, 2, "Norda Ltd"), (1, 3, "Vela Inc.")]),
        ("指标\t云桥客服\t海豚在线", [(1, 3, "海豚在线")]),
    ],
)
def test_a_name_that_nobody_bears_is_named_wherever_it_stands(cast, head, named):
    assert [cell[:3] for cell in read(cast, f"{head}\nF-CH-01\t12\t13")[1]] == named


def test_a_name_that_is_another_vendors_letter_is_asked_about(cast):
    third = vendor(cast.bo, "B")
    _values, bad = read(cast, "\tA\tB\nF-CH-01\t12\t13")
    assert (third.code, bad) == (
        "C",
        [(1, 3, "B", "This may be B 灵犀智服 · C B. Write the letter and the name.")],
    )


def test_places_in_a_turned_block_are_those_of_the_block(cast):
    bad = read(cast, "供应商\tF-CH-01\n云桥客服\t1o\n灵犀智服\t1200")[1]
    assert [cell[:3] for cell in bad] == [(2, 2, "1o")]


def test_every_bad_cell_is_named(cast):
    values, bad = read(cast, "\tA\tB\tC\nF-CH-01\t1o\t-3\t4\nF-XX-01\t1\t2\t\nF-CH-01\t5\t6\t")
    assert values == {}
    assert [cell[:3] for cell in bad] == [
        (1, 4, "C"),
        (2, 2, "1o"),
        (2, 3, "-3"),
        (3, 1, "F-XX-01"),
        (4, 1, "F-CH-01"),
    ]
    assert bad[1][3] == "Write a number such as 12.5; “1o” is not one."


def test_vendor_twice_in_the_head_is_bad(cast):
    assert read(cast, "\tA\tA\nF-CH-01\t1\t2")[1] == [(1, 3, "A", "This vendor has a column already.")]


@pytest.mark.parametrize("block", ["1\t2\t3\n4\t5\t6", "1\t2", "F-CH-01\t1", "\tA\tB\nF-CH-01\t\t"])
def test_block_that_cannot_be_placed_is_refused(cast, block):
    with pytest.raises(ValidationError):
        read_facts(cast.selection, block)


def write(cast, block):
    return write_facts(cast.selection, block, level="documented", source="报价表", member=cast.bo)


def test_block_is_written_whole(cast):
    assert write(cast, "12\t1200\n98.5\t90") == 4
    assert sorted(fact.value for fact in official_facts(cast.selection).values()) == ["12", "1200", "90", "98.5"]


def test_one_bad_cell_writes_nothing(cast):
    with pytest.raises(ValidationError):
        write(cast, "12\t1200\n98.5\tninety")
    assert not Fact.objects.exists()


def test_reading_costs_the_same_at_any_length(cast, django_assert_num_queries):
    for size in (3, 300):
        while (count := cast.selection.criteria.count()) < size:
            measured(cast.selection, f"F-{count:03d}")
        codes = [row.code for row in cast.selection.criteria.filter(kind="measured")]
        block = "\tA\tB\n" + "\n".join(f"{code}\t1\t2" for code in codes)
        with django_assert_num_queries(2):
            assert len(read_facts(cast.selection, block).read) == 2 * len(codes)
