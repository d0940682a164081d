"""How does a row of a list say what every finalist is asked to do, and when that has passed?"""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from criteria import tree
from criteria.models import Criterion, Kind
from poc.models import Scenario
from poc.plan import TEXTS, Outline, add_scenario, edit_scenario
from poc.tables_out import vendor_heads
from selection.bringing.lists import Column, ListKind, Values, in_own_language
from selection.languages import LANGUAGES, language_of, pick
from selection.models import Member, Selection
from selection.table_kinds import Key
from tables.heads import folded
from tables.mapping import meant_by_parts
from vendors.pasting.fact_names import criteria_names

PARTED = re.compile(r"[,;，；、\n]+")
COLUMNS = (
    Column(
        "name",
        gettext_lazy("Scenario"),
        (
            *("场景", "场景名称", "测试场景", "验证场景", "POC场景", "测试项", "测试项目", "测试内容", "测试用例"),
            *("用例", "验证项", "验证内容", "scenario", "scenarios", "test scenario", "test", "test case", "use case"),
        ),
    ),
    Column(
        "name_zh",
        gettext_lazy("Scenario in Chinese"),
        ("场景（中文）", "中文场景", "scenario in chinese", "scenario (zh)"),
        is_to_fill_in=False,
    ),
    Column(
        "name_en",
        gettext_lazy("Scenario in English"),
        ("场景（英文）", "英文场景", "scenario in english", "scenario (en)"),
        is_to_fill_in=False,
    ),
    Column(
        "pass_line",
        gettext_lazy("Pass line"),
        (
            *("通过标准", "合格标准", "通过条件", "通过线", "验收标准", "判定标准", "预期结果", "pass line"),
            *("passes when", "pass criteria", "acceptance criteria", "acceptance criterion", "expected result"),
        ),
    ),
    Column(
        "group",
        gettext_lazy("Group"),
        ("分组", "组别", "类别", "分类", "测试类别", "模块", "旅程", "group", "category", "area", "journey", "module"),
    ),
    Column(
        "criteria",
        gettext_lazy("Proves these criteria"),
        (
            *("作为证据的准则", "准则", "对应准则", "关联准则", "评价准则", "对应指标"),
            *("proves these criteria", "criteria", "criterion"),
        ),
    ),
    Column(
        "measures",
        gettext_lazy("Its value counts as the fact of"),
        (
            *("实测值作为以下准则的事实", "实测项", "实测准则", "实测指标", "测量指标"),
            *("its value counts as the fact of", "measures", "measured criterion"),
        ),
    ),
)
ASIDE_HEADS = (
    *("编号", "序号", "场景编号", "用例编号", "负责人", "备注", "code", "no.", "no", "#", "id", "owner", "note"),
    "notes",
)
Names = Mapping[str, list[Criterion]]


def scenarios_of(selection: Selection) -> ListKind:
    """The list with the criteria of this selection; what vendors did in a scenario is no part of it."""
    leaves = list(tree.leaves(selection))
    return ListKind(
        table="scenarios",
        columns=COLUMNS,
        asides=(*ASIDE_HEADS, *vendor_heads(selection)),
        needed=("name", "name_zh", "name_en"),
        lone="name",
        read=partial(_read, criteria_names(leaves)),
        key=_key,
        shown=_shown,
        heads=[gettext_lazy("Scenario"), gettext_lazy("Pass line"), gettext_lazy("Group"), gettext_lazy("Criteria")],
        present=_present,
        write=_write,
    )


def _read(names: Names, typed: Values) -> dict[str, str]:
    missing = _("No scenario is named in this row: write it, or leave the row out.")
    values = in_own_language(typed, "name", missing=missing)
    for field in ("group", "pass_line"):
        if text := typed.get(field, ""):
            values[f"{field}_{language_of(text)}"] = text
    values["criteria"] = " ".join(leaf.code for leaf in _leaves(names, typed.get("criteria", ""), "criteria"))
    measured = _leaves(names, typed.get("measures", ""), "measures")
    if len(measured) > 1 or any(leaf.kind != Kind.MEASURED for leaf in measured):
        raise ValidationError({"measures": _("Choose a measured criterion of this selection.")})
    return values | {"measures": "".join(leaf.code for leaf in measured)}


def _leaves(names: Names, typed: str, column: str) -> list[Criterion]:
    """By code or name, one or several: a name may have a comma in it."""
    whole = meant_by_parts(typed, names)
    if len(whole) == 1:
        return whole
    found: list[Criterion] = []
    for part in filter(None, map(str.strip, PARTED.split(typed))):
        ones = meant_by_parts(part, names)
        if len(ones) != 1:
            words = _("“%(name)s” is no criterion of this selection, or may be several.")
            raise ValidationError({column: words % {"name": part}})
        found += [leaf for leaf in ones if leaf not in found]
    return found


def _key(values: Values) -> str:
    return folded(values["name_zh"] or values["name_en"])


def _shown(values: Values) -> Sequence[str]:
    texts = [_text(values, field) for field in ("name", "pass_line", "group")]
    comma = pgettext("list", ", ")
    return [*texts, comma.join(dict.fromkeys(filter(None, [*values["criteria"].split(), values["measures"]])))]


def _text(values: Values, field: str) -> str:
    return pick({language: values.get(f"{field}_{language}", "") for language in LANGUAGES})[0]


def _present(selection: Selection) -> dict[str, str]:
    rows = selection.poc_scenarios.values_list("code", "name_zh", "name_en")
    return {folded(text): code for code, *texts in rows for text in texts if text}


def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """What a scenario on record says stays where the row does not say it."""
    own = {leaf.code: leaf for leaf in tree.leaves(selection)}
    row = selection.poc_scenarios.get(code=present) if present else None
    criteria = [own[code] for code in values["criteria"].split()]
    measures = own.get(values["measures"])
    if row is None:
        outline = Outline(**_texts(None, values), criteria=criteria, measures=measures)
        return (add_scenario(selection, outline=outline, member=member).code,)
    outline = Outline(
        **_texts(row, values),
        criteria=criteria or list(row.criteria.all()),
        measures=measures or row.measures,
    )
    edit_scenario(row, outline=outline, member=member)
    return (present,)


def _texts(row: Scenario | None, values: Values) -> dict[str, dict[str, str]]:
    """What the row says, over what stands in that language."""
    stands = {name: getattr(row, name) if row else "" for name in TEXTS}
    found = {}
    for field in ("group", "name", "pass_line"):
        said = {language: values.get(f"{field}_{language}", "") for language in LANGUAGES}
        kept = {language: stands[f"{field}_{language}"] for language in LANGUAGES}
        found[field] = kept | {language: text for language, text in said.items() if text}
    return found
