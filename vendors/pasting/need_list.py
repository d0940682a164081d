"""How does a row of a pasted list say what is needed, and how badly?"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection.bringing.lists import Column, ListKind, Values, in_own_language
from selection.languages import language_of, pick
from selection.models import Member, MoSCoW, Requirement, Selection
from selection.table_kinds import Key
from tables.heads import folded
from vendors.needs import add_requirement, edit_requirement, listed, typed_rule

FIELDS = ("text_zh", "text_en", "source_zh", "source_en", "moscow")
PRIORITY_LABELS: dict[MoSCoW, tuple[str, ...]] = {
    MoSCoW.MUST: ("必须", "必需", "必备", "必须有", "必须项", "must", "must have", "must-have", "M", "mandatory"),
    MoSCoW.SHOULD: ("应该", "应有", "应当", "应该有", "should", "should have", "should-have", "S"),
    MoSCoW.COULD: ("可以", "可有", "可以有", "最好有", "could", "could have", "could-have", "C", "nice to have"),
    MoSCoW.WONT: ("不要", "不做", "暂不", "本期不做", "这次不要", "won't", "wont", "won't have", "won't-have", "W"),
}


def _meant(typed: str) -> str:
    """Which priority a word says; nothing where none."""
    found = [kind for kind, names in PRIORITY_LABELS.items() if folded(typed) in map(folded, (*names, str(kind.label)))]
    return str(found[0]) if found else ""


COLUMNS = (
    Column(
        "text",
        gettext_lazy("Need"),
        (
            *(
                "需求",
                "需求描述",
                "需求内容",
                "需求项",
                "需求名称",
                "需求说明",
                "业务需求",
                "功能需求",
                "功能点",
                "功能描述",
            ),
            *("功能要求", "要求", "need", "needs", "requirement", "requirements"),
        ),
    ),
    Column(
        "text_zh",
        gettext_lazy("The need in Chinese"),
        ("需求的中文说法", "需求（中文）", "中文需求", "中文", "the need in chinese", "need (zh)", "chinese"),
        is_to_fill_in=False,
    ),
    Column(
        "text_en",
        gettext_lazy("The need in English"),
        ("需求的英文说法", "需求（英文）", "英文需求", "英文", "the need in english", "need (en)", "english"),
        is_to_fill_in=False,
    ),
    Column(
        "moscow",
        gettext_lazy("Priority"),
        ("优先级", "重要性", "重要程度", "必要性", "priority", "moscow", "importance"),
        choices=MoSCoW.choices,
        means=_meant,
    ),
    Column(
        "source",
        gettext_lazy("Requested by"),
        ("提出人", "提出方", "提出部门", "需求来源", "来源", "requested by", "requester", "source"),
    ),
)


def _read(typed: Values) -> dict[str, str]:
    missing = _("Nothing is needed in this row: write it, or leave the row out.")
    values = in_own_language(typed, "text", missing=missing)
    source = typed.get("source", "")
    given = {f"source_{language_of(source)}": source} if source else {}
    return values | given | {"moscow": _priority(typed.get("moscow", ""))}


def _priority(typed: str) -> str:
    """Empty where nothing is said."""
    found = _meant(typed)
    if typed and not found:
        known = " · ".join(str(kind.label) for kind in MoSCoW)
        raise ValidationError({"moscow": _("Write one of: %(known)s.") % {"known": known}})
    return found


def _key(values: Values) -> str:
    return folded(values["text_zh"] or values["text_en"])


def _shown(values: Values) -> list[str]:
    kind = MoSCoW(values["moscow"] or MoSCoW.SHOULD)
    said = str(kind.label) if values["moscow"] else _("%(priority)s (not said)") % {"priority": kind.label}
    text = pick({"zh": values["text_zh"], "en": values["text_en"]})[0]
    return [text, said, values.get("source_zh", "") or values.get("source_en", "")]


def _present(selection: Selection) -> dict[str, str]:
    rows = Requirement.objects.filter(selection=selection).values_list("code", "text_zh", "text_en")
    return {folded(text): code for code, *texts in rows for text in texts if text}


def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """What is said already stays where the row does not say it; so do criteria and rule."""
    if not present:
        said = {"moscow": str(MoSCoW.SHOULD)} | _said(values)
        return (add_requirement(selection, **said, criteria=(), rule=None, member=member).code,)
    need = listed(selection).get(code=present)
    stands = {field: getattr(need, field) for field in FIELDS}
    edit_requirement(need, **stands | _said(values), criteria=need.criteria.all(), rule=typed_rule(need), member=member)
    return (present,)


def _said(values: Values) -> dict[str, str]:
    return {field: text for field, text in values.items() if text}


NEEDS = ListKind(
    table="needs",
    columns=COLUMNS,
    asides=(
        *(
            "编号",
            "序号",
            "需求编号",
            "模块",
            "功能模块",
            "类别",
            "分类",
            "需求类别",
            "备注",
            "说明",
            "状态",
            "no.",
            "no",
            "#",
        ),
        *("id", "code", "module", "category", "remark", "remarks", "note", "notes", "comment", "comments", "status"),
    ),
    needed=("text", "text_zh", "text_en"),
    lone="text",
    read=_read,
    key=_key,
    shown=_shown,
    heads=[gettext_lazy("Need"), gettext_lazy("Priority"), gettext_lazy("Requested by")],
    present=_present,
    write=_write,
)
