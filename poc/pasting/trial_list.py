"""How does a row of a list say how one vendor did in one scenario?"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from poc.models import Result, Scenario, Trial
from poc.trials import Outcome, record_trial, stored
from selection.bringing.lists import Column, ListKind, Values
from selection.languages import language_of, text_of
from selection.models import Member, Selection
from selection.table_kinds import Key
from tables import numbers
from tables.heads import folded
from tables.mapping import meant_by_parts
from vendors.pasting.cost_names import vendor_names
from vendors.registry import active
from vendors.tables_out import titled

RESULT_LABELS: dict[Result, tuple[str, ...]] = {
    Result.PASS: ("合格", "成功", "达标", "满足", "ok", "passed", "p", "√", "✓", "✔", "是", "yes", "y"),
    Result.PARTIAL: (
        "部分通过",
        "基本通过",
        "部分满足",
        "部分达标",
        "有条件通过",
        "partly",
        "partially",
        "partial pass",
    ),
    Result.FAIL: ("未通过", "不通过", "不合格", "不满足", "未达标", "failed", "f", "×", "✗", "✘", "否", "no", "n"),
    Result.RUNNING: ("测试中", "验证中", "in progress", "ongoing"),
    Result.UNTESTED: ("未测试", "待测", "待测试", "未开始", "not tested", "open", "todo"),
}
SCENARIO_HEADS = (
    "场景",
    "场景名称",
    "测试场景",
    "验证场景",
    "测试项",
    "测试项目",
    "测试用例",
    "用例",
    "验证项",
    "scenario",
    "test",
    "test case",
)
VENDOR_HEADS = ("供应商", "供应商名称", "厂商", "厂家", "vendor", "supplier", "company")
RESULT_HEADS = ("结果", "测试结果", "验证结果", "结论", "是否通过", "result", "outcome", "conclusion")
VALUE_HEADS = ("实测值", "测得值", "测量值", "数值", "实测", "measured value", "measured", "value")
NOTE_HEADS = ("备注", "说明", "问题", "现象", "note", "notes", "remark", "remarks", "comment", "comments")
ASIDE_HEADS = (
    *("编号", "序号", "分组", "类别", "分类", "模块", "通过标准", "准则", "日期", "记录人", "code", "no.", "no", "#"),
    *("id", "group", "category", "passes when", "pass line", "criteria", "date", "recorded by"),
)


class Coded(Protocol):
    """A scenario or a vendor."""

    @property
    def code(self) -> str: ...


def scenario_names(selection: Selection) -> dict[str, list[Scenario]]:
    """Every code and name of a scenario, alone and together → those that bear it."""
    found: dict[str, list[Scenario]] = {}
    for row in selection.poc_scenarios.all():
        names = (row.name_zh, row.name_en)
        for name in dict.fromkeys((row.code, *names, *(f"{row.code}{name}" for name in names))):
            if name:
                found.setdefault(name, []).append(row)
    return found


def result_of(word: str) -> str:
    """Which result a word says; nothing where none."""
    wanted = folded(word)
    for result, names in RESULT_LABELS.items():
        if wanted and wanted in {folded(name) for name in (result, *_labels(result), *names)}:
            return str(result)
    return ""


def _labels(result: Result) -> tuple[str, str]:
    own = {"pass": "通过", "partial": "部分", "fail": "失败", "running": "进行中", "untested": "未测"}
    return own[result], str(result.label)


def results_of(selection: Selection) -> ListKind:
    """The list with the scenarios and vendors of this selection."""
    scenarios, vendors = list(selection.poc_scenarios.all()), list(active(selection))
    codes = partial(_meant, scenario_names(selection))
    letters = partial(_meant, vendor_names(vendors))
    scenario_choices = [(row.code, f"{row.code} {text_of(row, 'name')}") for row in scenarios]
    vendor_choices = [(row.code, titled(row)) for row in vendors]
    return ListKind(
        table="trials",
        columns=(
            Column(
                "scenario",
                gettext_lazy("Scenario"),
                SCENARIO_HEADS,
                choices=scenario_choices,
                means=codes,
            ),
            Column("vendor", gettext_lazy("Vendor"), VENDOR_HEADS, choices=vendor_choices, means=letters),
            Column("result", gettext_lazy("Result"), RESULT_HEADS, choices=Result.choices, means=_result_or_empty),
            Column("value", gettext_lazy("Measured value"), VALUE_HEADS),
            Column("note", gettext_lazy("Note"), NOTE_HEADS),
        ),
        asides=ASIDE_HEADS,
        needed=("scenario",),
        lone="scenario",
        read=partial(_read, codes, letters),
        key=lambda values: f"{values['scenario']}|{values['vendor']}",
        shown=partial(_shown, dict(scenario_choices), dict(vendor_choices)),
        heads=[
            gettext_lazy("Scenario"),
            gettext_lazy("Vendor"),
            gettext_lazy("Result"),
            gettext_lazy("Measured value"),
            gettext_lazy("Note"),
        ],
        present=_present,
        write=_write,
    )


def _meant(known: Mapping[str, Sequence[Coded]], word: str) -> str:
    found = meant_by_parts(word, known)
    return found[0].code if len(found) == 1 else ""


def _result_or_empty(word: str) -> str:
    """A sign that nothing is there is no word to ask about."""
    return result_of(word) or ("-" if _is_nothing(word) else "")


def _is_nothing(text: str) -> bool:
    return numbers.folded(text).casefold() in numbers.EMPTY


def _read(codes: Callable[[str], str], letters: Callable[[str], str], typed: Values) -> dict[str, str]:
    scenario, vendor = codes(typed.get("scenario", "")), letters(typed.get("vendor", ""))
    if not scenario:
        raise ValidationError({"scenario": _("No scenario of the plan has this code or name.")})
    if not vendor:
        raise ValidationError({"vendor": _("No vendor on the list has this letter or name.")})
    said = typed.get("result", "")
    said = "" if _is_nothing(said) else said
    result = result_of(said)
    if said and not result:
        raise ValidationError({"result": _("Choose pass, partial, fail, running or untested.")})
    rest = {name: typed.get(name, "") for name in ("value", "note")}
    rest = {name: "" if _is_nothing(text) else text for name, text in rest.items()}
    if not result and not any(rest.values()):
        raise ValidationError({"result": _("Nothing is said of this vendor: write a result, or leave the row out.")})
    return {"scenario": scenario, "vendor": vendor, "result": result, **rest}


def _shown(scenarios: Mapping[str, str], vendors: Mapping[str, str], values: Values) -> list[str]:
    result = str(Result(values["result"]).label) if values["result"] else _("as before")
    return [scenarios[values["scenario"]], vendors[values["vendor"]], result, values["value"], values["note"]]


def _present(selection: Selection) -> dict[str, str]:
    rows = Trial.objects.filter(scenario__selection=selection).values_list("scenario__code", "vendor__code")
    return {f"{code}|{letter}": f"{code} · {letter}" for code, letter in rows}


def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """What is on record stays where the row does not say it; an untested scenario has no value."""
    scenario = selection.poc_scenarios.select_related("measures").get(code=values["scenario"])
    vendor = active(selection).get(code=values["vendor"])
    trial = Trial.objects.filter(scenario=scenario, vendor=vendor).first()
    now = stored(trial)
    result = values["result"] or now.result
    value = values["value"] or ("" if result == Result.UNTESTED else now.value)
    notes = {"note_zh": now.note_zh, "note_en": now.note_en}
    if values["note"]:
        notes = {"note_zh": "", "note_en": ""} | {f"note_{language_of(values['note'])}": values["note"]}
    outcome = Outcome(result, value, **notes)
    record_trial(scenario, vendor=vendor, outcome=outcome, member=member, version=trial.version if trial else 0)
    return (scenario.code, vendor.code)
