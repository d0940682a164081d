"""How does a row of a pasted list say which criterion is meant, and how much it counts?"""

from collections import Counter
from collections.abc import Collection
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from criteria import from_sheet, library, matching, tree, weighting, whole_set
from criteria.models import Criterion, Heading, Kind
from selection.bringing.answers import Answers
from selection.bringing.asked import asked
from selection.bringing.lists import Column, ListBlock, ListKind, Values, in_own_language, to_fill_in
from selection.languages import LANGUAGES, pick, text_of
from selection.models import Member, Selection
from selection.table_kinds import Key
from tables.heads import folded
from tables.numbers import Quantity
from tables.writing import Sheet

TO_100 = "to-100"
KIND_LABELS: dict[Kind, tuple[str, ...]] = {
    Kind.RATED: ("rated", "score", "scored", "评分", "打分", "定性"),
    Kind.MEASURED: ("measured", "fact", "实测", "测量", "客观值", "定量"),
    Kind.PRICE: ("price", "cost", "价格", "报价"),
}
KIND_CHOICES = [(str(kind), kind.label) for kind in KIND_LABELS]


def _kind_meant(word: str) -> str:
    fitting = [
        kind for kind, words in KIND_LABELS.items() if folded(word) in {*map(folded, words), folded(str(kind.label))}
    ]
    return str(fitting[0]) if fitting else ""


COLUMNS = (
    Column(
        "category",
        gettext_lazy("Category"),
        ("类别", "分类", "大类", "一级指标", "模块", "category", "area", "section", "group"),
    ),
    Column(
        "name",
        gettext_lazy("Criterion"),
        ("准则", "指标", "指标名称", "评价指标", "评分项", "评估项", "二级指标", "criterion", "criteria", "factor"),
    ),
    Column(
        "name_zh",
        gettext_lazy("The criterion in Chinese"),
        ("准则的中文名称", "准则（中文）", "中文准则", "the criterion in chinese", "criterion (zh)"),
        is_to_fill_in=False,
    ),
    Column(
        "name_en",
        gettext_lazy("The criterion in English"),
        ("准则的英文名称", "准则（英文）", "英文准则", "the criterion in english", "criterion (en)"),
        is_to_fill_in=False,
    ),
    Column(
        "weight",
        gettext_lazy("Weight"),
        (
            *("权重", "权重%", "比重", "占比", "总权重", "全局权重，满分 100", "weight", "weights", "weighting"),
            *("weight %", "weight in all", "weight in all, points of 100"),
        ),
        quantity=Quantity(minimum=Decimal(0), maximum=Decimal(100), places=2, units=("%", "分")),
    ),
    Column(
        "kind",
        gettext_lazy("How it is scored"),
        ("评分方式", "打分方式", "类型", "kind", "how it is scored"),
        is_to_fill_in=False,
        choices=KIND_CHOICES,
        means=_kind_meant,
    ),
)
ASIDE_HEADS = (
    *("编号", "序号", "代码", "no.", "no", "#", "id", "code", "说明", "备注", "remark", "remarks", "note", "notes"),
    *("分组", "sub-group", "要回答的问题", "问题", "question", "维度", "dimension", "单位", "unit", "变动", "change"),
    *("类别内权重", "weight within its category, %", "模板权重", "weight of the template, points of 100"),
)


# What a row says ---------------------------------------------------------------------------------
def _read(typed: Values) -> dict[str, str]:
    values = in_own_language(
        typed, "name", missing=_("No criterion is named in this row: write it, or leave the row out.")
    )
    kind = typed.get("kind", "")
    if kind and not _kind_meant(kind):
        known = " · ".join(str(label) for _value, label in KIND_CHOICES)
        raise ValidationError({"kind": _("Write one of: %(known)s.") % {"known": known}})
    return values | {
        "category": typed.get("category", ""),
        "weight": typed.get("weight", ""),
        "kind": _kind_meant(kind) if kind else "",
    }


def _name(values: Values) -> str:
    return pick({language: values[f"name_{language}"] for language in LANGUAGES})[0]


def _key(values: Values) -> str:
    return _place(values["category"], values["name_zh"] or values["name_en"])


def _place(category: str, name: str) -> str:
    return f"{folded(category)}\n{folded(name)}"


def _shown(values: Values) -> list[str]:
    return [_name(values), values["category"], values["weight"]]


# What is there -----------------------------------------------------------------------------------
def _present(selection: Selection) -> dict[str, str]:
    """Under each name, in each category and without one where only one criterion bears it."""
    leaves = list(tree.leaves(selection))
    named = [(leaf, folded(name)) for leaf in leaves for name in _own_names(leaf)]
    count = Counter(name for _leaf, name in dict.fromkeys((leaf.code, name) for leaf, name in named))
    found: dict[str, str] = {}
    for leaf, name in named:
        above = leaf.parent
        for category in (above.code, above.name_zh, above.name_en) if above else ():
            if category:
                found.setdefault(_place(category, name), leaf.code)
        if count[name] == 1:
            found[_place("", name)] = leaf.code
    return found


def _own_names(leaf: Criterion) -> list[str]:
    """Its own ones and, where it came from the library and was named anew, those that it has there."""
    known = matching.known().get(leaf.code)
    own = [leaf.name_zh, leaf.name_en, *(known.names if known else ())]
    return list(dict.fromkeys(name for name in own if name))


def _alike(selection: Selection, values: Values, *, taken: Collection[str]) -> dict[str, str]:
    name = _name(values)
    return {
        leaf.code: f"{leaf.code} {text_of(leaf, 'name')}"
        for leaf in tree.leaves(selection)
        if leaf.code not in taken
        and folded(name) not in map(folded, _own_names(leaf))  # that one stands in another category
        and max(matching.alikeness(name, own) for own in (leaf.name_zh, leaf.name_en)) >= matching.ENOUGH
    }


# Writing -----------------------------------------------------------------------------------------
def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """Weights are given to all at once, afterwards."""
    if not present:
        return (_added(selection, values, member=member).code,)
    kind = tree.leaves(selection).get(code=present).kind
    if values["kind"] not in ("", kind):
        words = _("It is scored otherwise here: %(kind)s. Leave the column out, or write that.")
        raise ValidationError(words % {"kind": Kind(kind).label})
    return (present,)


def _added(selection: Selection, values: Values, *, member: Member) -> Criterion:
    _check_not_elsewhere(selection, values)
    known = _known(selection, _name(values))
    category = _category(selection, values["category"] or (known.category if known else ""), member=member)
    kind = values["kind"] or (known.kind if known else Kind.RATED)
    if kind == Kind.MEASURED and not known:
        names = {f"name_{language}": values[f"name_{language}"] for language in LANGUAGES}
        return tree.add_criterion(
            category, kind=kind, code=tree.free_code(category), **names, dimension="", member=member
        )
    if known and kind != known.kind:
        known = None
    row = from_sheet.Row(_name(values), category.name, 0, kind, known.code if known else "")
    return from_sheet.add_row(category, row, member=member)


def _check_not_elsewhere(selection: Selection, values: Values) -> None:
    wanted = {folded(values[f"name_{language}"]) for language in LANGUAGES} - {""}
    found = [leaf for leaf in tree.leaves(selection) if wanted & set(map(folded, _own_names(leaf)))]
    if found:
        places = " · ".join(text_of(leaf.parent, "name") for leaf in found if leaf.parent)
        words = _("A criterion of this name stands in: %(places)s. Say so in the column of categories, or rename it.")
        raise ValidationError(words % {"places": places})


def _known(selection: Selection, name: str) -> matching.Known | None:
    """What it is in the library, where nothing of the selection stands for that already."""
    found = matching.bearing(name)
    if len(found) != 1:
        return None
    code, leaf = found[0].code, library.leaf(found[0].code)
    taken = {code, leaf["heading"]} if leaf else {code}
    headings = Heading.objects.filter(selection=selection, code=code)
    return None if selection.criteria.filter(code__in=taken).exists() or headings.exists() else found[0]


def _category(selection: Selection, typed: str, *, member: Member) -> Criterion:
    rows = list(tree.categories(selection))
    for row in rows:
        if folded(typed) in {folded(text) for text in (row.code, row.name_zh, row.name_en) if text}:
            return row
    if not typed:
        raise ValidationError(_("It is new: say its category in a column “Category”."))
    library_codes = {one["code"] for one in library.content()["categories"]}
    code = matching.category_of(typed) or (typed if typed in library_codes else "")
    used = set(selection.criteria.values_list("code", flat=True))
    name = dict(library.category(code)["name"]) if code and code not in used else matching.in_own_language(typed)
    if not code or code in used:
        code = next(own for number in range(1, len(used) + 2) if (own := f"G{number}") not in used)
    return tree.add_category(
        selection, code=code, name_zh=name.get("zh", ""), name_en=name.get("en", ""), member=member
    )


def _settle(found: ListBlock, selection: Selection, *, answers: Answers, member: Member) -> None:
    """All weights together: what is not in the table shares the rest, as where all are typed on one page."""
    typed = {row.place[0]: row.values["weight"] for row in found.read if row.values["weight"]}
    if not typed:
        return
    parts = whole_set.of_selection(selection)
    codes = [line.code for part in parts for line in part.lines]
    wanted = whole_set.read(parts, {f"p-{code}": typed.get(code, "") for code in codes})
    found.faults += [
        *wanted.faults,
        *(f"{pick(dict(line.name))[0]}: {line.fault}" for line in wanted.lines if line.fault),
    ]
    if wanted.is_valid and not wanted.is_as_typed:
        words = _("The weights add up to %(total)s, not to 100.") % {"total": wanted.total_text}
        choices = [(TO_100, _("all are scaled to 100"))]
        found.asked.append(asked("sum", words, choices, answers=answers))
        if answers.said.get("sum") != TO_100:
            found.faults.append(_("%(sum)s Correct them, or say below that they are scaled.") % {"sum": words})
    if not found.faults:
        try:
            weighting.give_weights(selection, shares=wanted.shares, held_codes=wanted.held, member=member)
        except ValidationError as error:
            found.faults += error.messages


def weights_to_fill_in(selection: Selection) -> Sheet:
    """The criteria that are there, without their weights."""
    rows = [
        [text_of(leaf.parent, "name") if leaf.parent else "", text_of(leaf, "name")] for leaf in tree.leaves(selection)
    ]
    return to_fill_in(WEIGHTS, _("Criteria and weights"), rows)


WEIGHTS = ListKind(
    table="weights",
    columns=COLUMNS,
    asides=ASIDE_HEADS,
    needed=("name", "name_zh", "name_en"),
    lone="name",
    read=_read,
    key=_key,
    shown=_shown,
    heads=[gettext_lazy("Criterion"), gettext_lazy("Category"), gettext_lazy("Weight")],
    present=_present,
    write=_write,
    group="category",
    settle=_settle,
    alike=_alike,
)
