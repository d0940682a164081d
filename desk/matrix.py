"""What does a spreadsheet of criteria, weights and vendors say, and what of it is proposed?"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from criteria import library, matching
from criteria.models import Kind
from selection.languages import pick
from selection.numbers import decimal_typed
from tables.finding import JOINT, Lot, Merged, Table, filled_down, find_table
from tables.heads import folded
from tables.mapping import Meaning, mapped
from tables.numbers import Quantity

CRITERION_HEADS = (
    "准则 指标 指标名称 指标项 评价指标 评分指标 评估指标 考核指标 评分项 评分项目 评价项 评价项目 "
    "评估项 评审项 考核项 打分项 标准 二级指标 三级指标 评分标准 评审因素 评分因素 评审内容 评分内容 "
    "评价内容 评估内容 项目 内容 "
    "criterion criteria requirement item feature factor"
)
CATEGORY_HEADS = (
    "类别 分类 大类 维度 评价维度 评分维度 评估维度 一级指标 一级分类 指标类别 评价类别 模块 领域 "
    "category group area section dimension"
)
WEIGHT_HEADS = "权重 权重% 比重 占比 权重占比 分值 满分 标准分 weight weights weight% weighting points maxpoints"
ASIDE_HEADS = "序号 编号 备注 说明 注释 评语 理由 依据 no no. # remark remarks note notes comment comments reason"
OVER_VENDORS = (
    "得分 评分 打分 分数 供应商 厂商 投标人 投标单位 候选供应商 score scores vendor vendors supplier suppliers bidder"
)
FIGURE = re.compile(r"[0-9０-９]")
MEANINGS = [
    Meaning("criterion", tuple(CRITERION_HEADS.split()), is_needed=True),
    Meaning("category", tuple(CATEGORY_HEADS.split())),
    Meaning("weight", tuple(WEIGHT_HEADS.split())),
    Meaning("aside", tuple(ASIDE_HEADS.split()), is_aside=True),
]


@dataclass(frozen=True)
class Proposal:
    """A row of the sheet as a criterion; `number` counts from 1 as in the sheet."""

    number: int
    name: str
    category: str
    weight: str
    kind: str
    library: str
    cells: Mapping[int, str]  # column of a vendor → what stands there, where anything does
    is_as_above: bool = False  # its category stands in a row before it


@dataclass(frozen=True)
class Matrix:
    """What was found: proposals, vendors by their column, and what was left aside and why."""

    rows: list[Proposal]
    vendors: dict[int, str]
    doubtful: set[int]  # of these columns those under which no figure stands
    skipped_rows: list[tuple[int, str, Lot]]
    skipped_columns: list[str]

    @property
    def marks(self) -> int:
        """Cells with anything in them under vendors; they are not taken over."""
        return sum(len(row.cells) for row in self.rows)


def read_matrix(cells: Sequence[Sequence[str]], merged: Collection[Merged] | None = None) -> Matrix:
    """Find criteria, weights and vendors; a sheet without a column of criteria is refused."""
    table = find_table(cells, is_head=_is_head, merged=merged)
    place = {one.key: column for column, one in enumerate(mapped(table.heads, MEANINGS)) if one.is_read}
    if "criterion" not in place:
        raise ValidationError(
            _("No column is headed as that of the criteria. Write “Criterion” above it, and “Weight” above theirs.")
        )
    if "category" in place:
        table = filled_down(table, [place["category"]], merged)
    else:
        table = find_table(cells, is_head=_is_head, merged=merged, has_sections=True)
    columns = _vendor_columns(table)
    body = [row for row in table.body if table.cells[row][place["criterion"]]]
    unnamed = [row for row in table.body if row not in body]
    aside = [(row, lot) for row, lot in enumerate(table.rows) if lot not in (Lot.READ, Lot.HEAD, Lot.EMPTY)]
    aside = sorted([*aside, *((row, Lot.BARE) for row in unnamed)])
    return Matrix(
        _proposals(table, body, place, columns=columns),
        {column: _vendor_name(table.heads[column]) for column in columns},
        {column for column in columns if not _holds_figures([table.cells[row][column] for row in body])},
        [(row + 1, " ".join(filter(None, table.cells[row]))[:80], lot) for row, lot in aside],
        [head for column, head in enumerate(table.heads) if head and column not in (*place.values(), *columns)],
    )


def _is_head(text: str) -> bool:
    return not mapped([text], MEANINGS)[0].fault


def _vendor_columns(table: Table) -> list[int]:
    """Those that nothing else is known of."""
    found = mapped(table.heads, MEANINGS)
    return [
        column
        for column, one in enumerate(found)
        if one.head and one.fault and not one.candidates and table.columns[column] == Lot.READ
    ]


def _vendor_name(head: str) -> str:
    """Without the line over it that says what stands below all of them."""
    over, joint, name = head.partition(JOINT)
    return name if joint and folded(over) in map(folded, OVER_VENDORS.split()) else head


def _holds_figures(cells: list[str]) -> bool:
    """Marks, or nothing yet; a column of words is hardly a vendor's."""
    return any(FIGURE.search(cell) for cell in cells) or not any(cells)


def _proposals(table: Table, body: list[int], place: dict[str, int], *, columns: list[int]) -> list[Proposal]:
    found: list[Proposal] = []
    for row in body:
        line = table.cells[row]
        name = line[place["criterion"]]
        code = matching.proposed(name)
        if code in {one.library for one in found}:
            code = ""
        kind = matching.known()[code].kind if code else Kind.RATED.value
        if matching.is_price(name) and not (code and kind != Kind.PRICE):
            kind = Kind.PRICE.value
        # Marks stand in the sheet; a measured one needs figures with their unit, which come in as facts.
        kind = Kind.RATED.value if kind == Kind.MEASURED else kind
        category = line[place["category"]] if "category" in place else table.sections.get(row, "")
        weight = line[place["weight"]] if "weight" in place else ""
        marks = {column: line[column] for column in columns if line[column]}
        is_as_above = "category" in place and (row, place["category"]) in table.filled
        category = category or _category_for(code, kind)
        found.append(Proposal(row + 1, name, category, weight, kind, code, marks, is_as_above=is_as_above))
    return found


def _category_for(code: str, kind: str) -> str:
    """The library's where the criterion is known there."""
    own = matching.known()[code].category if code else ""
    own = own or ("C" if kind == Kind.PRICE else "")
    return pick({"zh": "", "en": "", **library.category(own)["name"]})[0] if own else _("General")


def weight_typed(text: str) -> Decimal:
    """A weight as it was typed, in points or in percent; nothing typed is no weight."""
    if not text.strip():
        return Decimal(0)
    units = ("%",) if "%" in text or "％" in text else ("分",)
    return decimal_typed(text, Quantity(minimum=Decimal(0), maximum=Decimal(10**6), places=6, units=units))
