"""How does a row of a pasted list say who is a vendor?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection.bringing.lists import Column, ListKind, Values, in_own_language
from selection.languages import language_of, pick
from selection.models import Member, Selection
from selection.table_kinds import Key
from tables.heads import folded, loose
from vendors.models import Vendor
from vendors.registry import active, add_vendor, edit_vendor

FIELDS = ("name_zh", "name_en", "kind_zh", "kind_en")
COLUMNS = (
    Column(
        "name",
        gettext_lazy("Name"),
        (
            "供应商",
            "供应商名称",
            "厂商",
            "厂商名称",
            "公司",
            "公司名称",
            "名称",
            "vendor",
            "vendors",
            "supplier",
            "company",
            "name",
        ),
    ),
    Column(
        "name_zh",
        gettext_lazy("Name in Chinese"),
        ("中文名", "中文名称", "名称（中文）", "name in chinese", "chinese name"),
        is_to_fill_in=False,
    ),
    Column(
        "name_en",
        gettext_lazy("Name in English"),
        ("英文名", "英文名称", "名称（英文）", "name in english", "english name"),
        is_to_fill_in=False,
    ),
    Column(
        "kind",
        gettext_lazy("Kind"),
        ("类型", "类别", "产品形态", "产品类型", "部署方式", "部署模式", "kind", "type", "deployment"),
    ),
)


def _read(typed: Values) -> dict[str, str]:
    missing = _("No vendor is named in this row: write the name, or leave the row out.")
    values = in_own_language(typed, "name", missing=missing)
    kind = typed.get("kind", "")
    return values | ({f"kind_{language_of(kind)}": kind} if kind else {})


def _key(name: str) -> str:
    return loose(name) or folded(name)


def _shown(values: Values) -> list[str]:
    name = pick({"zh": values["name_zh"], "en": values["name_en"]})[0]
    return [name, values.get("kind_zh", "") or values.get("kind_en", "")]


def _present(selection: Selection) -> dict[str, str]:
    rows = active(selection).values_list("code", "name_zh", "name_en")
    return {_key(name): code for code, *names in rows for name in names if name}


def _write(selection: Selection, values: Values, *, present: str, member: Member) -> Key:
    """What is known already stays where the row does not say it."""
    said = {field: text for field, text in values.items() if text}
    if not present:
        return (add_vendor(selection, **said, member=member).code,)
    vendor = Vendor.objects.get(selection=selection, code=present)
    stands = {field: getattr(vendor, field) for field in FIELDS}
    edit_vendor(vendor, **stands | said, member=member, version=vendor.version)
    return (present,)


VENDORS = ListKind(
    table="vendors",
    columns=COLUMNS,
    asides=(
        *(
            "编号",
            "序号",
            "字母",
            "no.",
            "no",
            "#",
            "id",
            "code",
            "letter",
            "联系人",
            "联系电话",
            "电话",
            "手机",
            "联系方式",
        ),
        *(
            "邮箱",
            "电子邮箱",
            "地址",
            "网址",
            "官网",
            "报价",
            "备注",
            "说明",
            "contact",
            "contact person",
            "phone",
            "email",
        ),
        *("e-mail", "address", "website", "url", "price", "quote", "remark", "remarks", "note", "notes", "comment"),
    ),
    needed=("name", "name_zh", "name_en"),
    lone="name",
    read=_read,
    key=lambda values: _key(values["name_zh"] or values["name_en"]),
    shown=_shown,
    heads=[gettext_lazy("Name"), gettext_lazy("Kind")],
    present=_present,
    write=_write,
)
