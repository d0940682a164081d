"""What does each column of a sheet of criteria hold: by its head, or by what a person said?"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from criteria import matching
from tables.finding import JOINT, Lot, Table, is_figure, is_total
from tables.heads import folded
from tables.mapping import SKIP, Fault, Mapped, Meaning, mapped

CRITERION, CATEGORY, WEIGHT, UNIT, VENDOR = "criterion", "category", "weight", "unit", "vendor"
LABELS: dict[str, Promise] = {
    CRITERION: gettext_lazy("Criterion"),
    CATEGORY: gettext_lazy("Category"),
    WEIGHT: gettext_lazy("Weight"),
    UNIT: gettext_lazy("Unit"),
    VENDOR: gettext_lazy("Vendor"),
}
HEADS = {
    CRITERION: (
        "准则 评估准则 指标 指标名称 指标项 评价指标 评分指标 评估指标 考核指标 评分项 评分项目 评价项 评价项目 评估项 "
        "评审项 考核项 打分项 二级指标 三级指标 评审因素 评分因素 criterion criteria indicator feature factor"
    ),
    CATEGORY: (
        "类别 分类 大类 维度 评价维度 评分维度 评估维度 一级指标 一级分类 指标类别 评价类别 模块 领域 "
        "category group area section dimension"
    ),
    WEIGHT: "权重 权重% 比重 占比 权重占比 weight weights weight% weighting",
    UNIT: "单位 计量单位 unit units",
}
# Where a column has one of the names above, these describe it; where none has, they name it.
WEAKER_HEADS = {
    CRITERION: "标准 评分标准 评价标准 项目 内容 评审内容 评分内容 评价内容 评估内容 requirement item",
    WEIGHT: "分值 满分 标准分 points maxpoints maximum",
}
ASIDE_HEADS = (
    "序号 编号 备注 说明 注释 评语 描述 定义 解释 来源 数据来源 负责人 评分方法 评估方法 评分细则 评分依据 依据 理由 "
    "得分 no no. # id remark remarks note notes comment comments description definition source owner method reason "
    "rationale score"
)
VENDOR_HEADS = (
    "供应商 供应商名称 厂商 厂家 公司 候选供应商 投标人 投标单位 品牌 "
    "vendor vendors supplier suppliers company bidder candidate"
)
GROUP_HEADS = (  # over all of them
    "得分 评分 打分 分数 供应商 厂商 投标人 投标单位 候选供应商 供应商得分 供应商评分 各供应商得分 各供应商评分 "
    "score scores vendor vendors supplier suppliers bidder"
)
PERSON_HEADS = "评委 专家 评审 评审人 评分人 打分人 委员 judge evaluator reviewer scorer rater expert"
SCORE_TOTAL = re.compile(
    r"(?:weighted|overall|final|total)(?:total|scores?|sum|average|mean|points)|加权(?:总计|平均分?|分)"
)
VERDICT = re.compile(
    r".*(?:排名|名次|排序)|推荐(?:意见)?|结论|平均.*|均[分值]|rank(?:ing)?s?|places?|verdict|averages?|means?"
)
WORDY = 12  # characters; a column of longer texts than marks describes something


def is_head(text: str) -> bool:
    return not mapped([text], _meanings([text]))[0].fault


def is_vendor_word(text: str) -> bool:
    return folded(text) in map(folded, VENDOR_HEADS.split())


def is_group_word(text: str) -> bool:
    return folded(text) in map(folded, GROUP_HEADS.split())


def is_person_word(text: str) -> bool:
    return folded(text) in map(folded, PERSON_HEADS.split())


def is_score_total(text: str) -> bool:
    """Whether a row or column holds the sheet's own total of the marks; a total price is a criterion."""
    return not matching.is_price(text) and (is_total(text) or bool(SCORE_TOTAL.fullmatch(folded(text).rstrip(":"))))


def is_verdict(text: str) -> bool:
    """A place, a mean or a word on the result: no criterion, and no total either."""
    return bool(VERDICT.fullmatch(folded(text)))


def held(table: Table, chosen: Mapping[int, str]) -> list[Mapped]:
    """What each column holds; what nothing is known of is a vendor, unless long texts stand in it."""
    found = mapped(table.heads, _meanings(table.heads, chosen), chosen=chosen)
    groups = Counter(head.partition(JOINT)[0] for head in table.heads if JOINT in head)
    return [_known(one, table, column, groups=groups) for column, one in enumerate(found)]


def _known(one: Mapped, table: Table, column: int, *, groups: Mapping[str, int]) -> Mapped:
    if one.is_chosen:
        return one
    if table.columns[column] != Lot.READ or is_score_total(one.head):
        return replace(one, key=SKIP, fault=None)
    over = one.head.partition(JOINT)[0]
    if one.key == SKIP and groups.get(over, 0) > 1 and (is_group_word(over) or not is_head(over)):
        return replace(one, key=VENDOR)  # marks and remarks of one vendor side by side
    if one.fault != Fault.UNKNOWN:
        return one
    return replace(one, key=SKIP if not one.head or _is_wordy(table, column) else VENDOR, fault=None)


def _is_wordy(table: Table, column: int) -> bool:
    texts = [text for row in table.body if (text := table.cells[row][column])]
    return sum(len(text) > WORDY and not is_figure(text) for text in texts) * 2 > len(texts)


def _meanings(heads: Sequence[str], chosen: Mapping[int, str] | None = None) -> list[Meaning]:
    known = [Meaning(key, (*names.split(), str(LABELS[key]))) for key, names in HEADS.items()]
    named = {one.key for head in heads for one in mapped([head], known)} | set((chosen or {}).values())
    asides = ASIDE_HEADS.split()
    for place, one in enumerate(known):
        weaker = tuple(WEAKER_HEADS.get(one.key, "").split())
        if one.key in named:
            asides += weaker
        else:
            known[place] = replace(one, names=one.names + weaker)
    return [*known, Meaning(VENDOR, (), is_many=True), Meaning("aside", tuple(asides), is_aside=True)]
