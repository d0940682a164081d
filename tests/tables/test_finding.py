import pytest

from tables.block import cells
from tables.finding import Lot, filled_down, find_table, part_of, ruled, turned

LABELS = {"成本项", "名称", "类别", "备注", "item", "label"}
HEADS = {*LABELS, "云客通", "智服家", "2026", "2027", "许可", "服务", "a", "b"}


def found(block, **options):
    return find_table(cells(block), is_head=lambda text: text.casefold() in HEADS, **options)


SHEET = """2026 全渠道客服平台 报价对比\t\t\t\t
编制：采购部\t\t\t2026-11-30\t
\t\t\t\t
类别\t成本项\t云客通\t智服家\t合计
软件\t订阅\t12.6万\t30k\t
\t实施\t5\t6\t
小计\t\t17.6\t36\t
服务\t培训\t1\t2\t
合计：\t\t18.6\t38\t
注：以上均为含税价\t\t\t\t"""


def test_every_row_and_column_has_one_lot():
    table = found(SHEET)
    assert table.rows == (
        Lot.TITLE,
        Lot.TITLE,
        Lot.EMPTY,
        Lot.HEAD,
        Lot.READ,
        Lot.READ,
        Lot.TOTAL,
        Lot.READ,
        Lot.TOTAL,
        Lot.NOTE,
    )
    assert table.columns == (Lot.READ, Lot.READ, Lot.READ, Lot.READ, Lot.TOTAL)
    assert table.heads == ("类别", "成本项", "云客通", "智服家", "合计")
    assert table.body == [4, 5, 7]


def test_a_category_reaches_down_to_the_next_one():
    table = filled_down(found(SHEET), [0])
    assert [table.cells[row][0] for row in table.body] == ["软件", "软件", "服务"]
    assert table.filled == {(5, 0)}


def test_in_a_file_only_merged_cells_reach_down():
    block = "item\tlabel\tA\nx\ty\t1\n\tz\t2\n\tw\t3"
    table = filled_down(found(block), [0], merged=[(1, 0, 2, 0)])
    assert [table.cells[row][0] for row in table.body] == ["x", "x", ""]


def test_where_a_file_tells_that_nothing_is_merged_nothing_reaches_down():
    table = filled_down(found("item\tlabel\tA\nx\ty\t1\n\tz\t2"), [0], merged=[])
    assert [table.cells[row][0] for row in table.body] == ["x", ""]


@pytest.mark.parametrize(
    ("block", "merged", "heads"),
    [
        # Three lines, of which no guess would find the last.
        (
            "成本项\t2026\t\t备注\n\t云客通\t\t\n\t许可\t服务\t\n订阅\t1\t2\t",
            [(0, 0, 2, 0), (0, 1, 0, 2), (1, 1, 1, 2), (0, 3, 2, 3)],
            ("成本项", "2026 / 云客通 / 许可", "2026 / 云客通 / 服务", "备注"),
        ),
        (
            "item\tlabel\t报价\t\n\t\t甲\t乙\nx\ty\t1\t2",
            [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)],
            ("item", "label", "报价 / 甲", "报价 / 乙"),
        ),
        # A title over the whole width is none of the head.
        ("报价对比\t\t\nitem\tlabel\tA\nx\ty\t1", [(0, 0, 0, 2)], ("item", "label", "A")),
        # What stands under a group that the file merges are its values where they are figures.
        ("item\t2026\t\nx\t1\t2", [(0, 1, 0, 2)], ("item", "2026", "2026")),
    ],
)
def test_the_lines_of_a_head_are_those_that_its_merged_cells_reach(block, merged, heads):
    assert found(block, merged=merged).heads == heads


@pytest.mark.parametrize(
    ("block", "options"),
    [
        ("成本项\t2026\t\t2027\t\n\t许可\t服务\t许可\t服务\n订阅\t1\t2\t3\t4", {}),
        ("\t2026\t\t2027\t\n成本项\t许可\t服务\t许可\t服务\n订阅\t1\t2\t3\t4", {}),
        (
            "成本项\t2026\t\t2027\t\n\t许可\t服务\t许可\t服务\n订阅\t1\t2\t3\t4",
            {"merged": [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]},
        ),
        ("\t首年\t\t次年\t\n成本项\t许可\t服务\t许可\t服务\n订阅\t1\t2\t3\t4", {}),
    ],
)
def test_a_head_of_two_lines_is_one_head_a_column(block, options):
    table = found(block, **options)
    years = ("首年", "次年") if "首年" in block else ("2026", "2027")
    assert table.heads == ("成本项", *(f"{year} / {part}" for year in years for part in ("许可", "服务")))
    assert (table.rows[:2], table.body) == ((Lot.HEAD, Lot.HEAD), [2])


@pytest.mark.parametrize(
    "block", ["12\t1200\n98.5\t90", "订阅\t–\t是\t1000\n迁移\t–\t否\t500", "K01\tA\tyes\t1\nK02\tB\tno\t2"]
)
def test_without_a_head_every_row_is_read(block):
    table = found(block)
    assert (set(table.rows), table.has_head, set(table.heads)) == ({Lot.READ}, False, {""})


def test_a_row_of_values_above_the_head_is_no_title():
    assert found("订阅\t是\t1000\nitem\tlabel\tA\nx\ty\t1").rows == (Lot.ABOVE, Lot.HEAD, Lot.READ)


def test_one_known_head_is_enough_where_no_value_stands_beside_it():
    assert found("评分表\nitem\t海豚\nx\t1").rows == (Lot.TITLE, Lot.HEAD, Lot.READ)


def test_a_head_that_is_repeated_is_no_row():
    assert found("item\tA\nx\t1\nitem\tA\ny\t2").rows == (Lot.HEAD, Lot.READ, Lot.HEAD, Lot.READ)


def test_a_label_alone_is_a_heading_only_where_tables_have_sections():
    block = "item\tA\n一、软件\t\nx\t1\ny\t2"
    table = found(block, has_sections=True)
    assert (table.rows, table.sections) == ((Lot.HEAD, Lot.BARE, Lot.READ, Lot.READ), {2: "一、软件", 3: "一、软件"})
    assert found(block).rows == (Lot.HEAD, Lot.READ, Lot.READ, Lot.READ)


@pytest.mark.parametrize(
    ("label", "lot"),
    [
        ("三年合计", Lot.TOTAL),
        ("Grand total", Lot.TOTAL),
        ("总计（万元）", Lot.TOTAL),
        ("合计：38.1 万元", Lot.TOTAL),
        ("加权总分", Lot.TOTAL),
        ("综合排名", Lot.TOTAL),
        ("平均分", Lot.TOTAL),
        ("平均响应时间", Lot.READ),
        ("合计：按部门统计", Lot.READ),
        ("合计拥有成本模块", Lot.READ),
        ("Total Care", Lot.READ),
        ("Note 2: net of tax", Lot.NOTE),
        ("Notebooks", Lot.READ),
        ("※ 不含差旅", Lot.NOTE),
    ],
)
def test_sums_and_remarks_are_told_by_their_label(label, lot):
    assert found(f"item\tA\nx\t1\n{label}\t2").rows[2] == lot


def test_a_long_lone_cell_is_a_remark_only_below_the_table():
    long = "这一行没有别的单元格，它是写给读者的一句说明而不是表中的一行，因此不读入"
    assert found(f"item\tA\n{long}\t\nx\t1\n{long}\t").rows == (Lot.HEAD, Lot.READ, Lot.READ, Lot.NOTE)
    assert found(f"item\n{long}").rows[-1] == Lot.READ


def test_an_empty_column_is_told_and_a_named_one_is_kept():
    assert found("item\t\tA\tlabel\nx\t\t1\t").columns == (Lot.READ, Lot.EMPTY, Lot.READ, Lot.READ)


def test_what_stood_across_stands_down():
    assert turned([["a", "b"], ["c"]]) == [["a", "c"], ["b", ""]]
    assert found("").rows == (Lot.EMPTY,)
    assert find_table([], is_head=bool).rows == ()


def test_a_known_name_is_no_sum():
    assert find_table(cells("x\tTotal\ny\t1"), is_head={"x", "Total"}.__contains__).columns == (Lot.READ, Lot.READ)


def test_what_a_person_says_of_rows_and_columns_is_what_is_read():
    table = ruled(found(SHEET), skipped={5}, kept={6, 2}, columns={0: False, 4: True})
    assert [table.rows[row] for row in (2, 5, 6)] == [Lot.EMPTY, Lot.YOU, Lot.READ]
    part = part_of(table)
    assert (part.rows, part.columns) == ([3, 4, 6, 7], [1, 2, 3, 4])
    assert part.cells[0] == ["成本项", "云客通", "智服家", "合计"]
    assert part.cells[2] == ["", "17.6", "36", ""]
