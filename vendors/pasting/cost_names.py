"""Under which names do people write the ten cost items and the columns of a table of costs?"""

from collections.abc import Mapping

from django.utils import translation

from selection.languages import current
from tables.heads import folded
from vendors.models import CostItem, Vendor

QUOTED = {"是", "报价内", "报价", "yes", "y", "quoted", "true", "1"}
OUTSIDE = {"否", "报价外", "no", "n", "outside", "outsidethequote", "false", "0"}
HEADS = {
    "item": ("成本项", "项目", "费用项", "费用项目", "费用名称", "编号", "item", "cost item", "cost", "code"),
    "label": ("名目", "名称", "说明", "描述", "备注", "label", "name", "description", "note", "notes", "remark"),
    "quoted": ("报价内", "是否报价内", "报价内外", "计入报价", "in the quote", "quoted", "quoted or not", "in quote"),
    "aside": (
        "类别",
        "分类",
        "大类",
        "费用类别",
        "序号",
        "单位",
        "计量单位",
        "金额单位",
        "币种",
        "货币",
        "currency",
        "units",
        "category",
        "group",
        "no.",
        "no",
        "#",
        "unit",
    ),
}
# Where the rows of a table are those of several vendors.
ROW_HEADS = {
    "whose": ("供应商", "供应商名称", "厂商", "厂家", "投标人", "报价单位", "vendor", "supplier", "bidder", "company"),
    "own": ("金额", "报价金额", "报价", "amount", "amounts", "price"),
}
OFFER_LABELS = ("报价", "报价金额", "价格", "费用", " quote", " price", " offer")  # behind the name of a vendor
SIGNING = ("签约", "签约时", "签约当年", "首付", "on signing", "signing", "year 0", "第0年")

# The usual words, beside the name of the item itself.
ITEM_LABELS: Mapping[str, tuple[str, ...]] = {
    "K01": (
        *("许可", "许可费", "授权费", "软件许可", "软件许可费", "订阅", "订阅费", "软件费", "坐席费", "坐席许可"),
        *("licence", "license", "licences", "licenses", "subscription", "saas fee", "licence fee", "license fee"),
    ),
    "K02": (
        *("实施", "实施费", "实施服务", "实施服务费", "培训", "培训费", "部署", "部署费", "上线费", "实施及培训"),
        *("implementation", "training", "onboarding", "setup", "deployment"),
    ),
    "K03": (
        *("定制", "定制开发", "二次开发", "开发费", "定制开发费", "集成", "集成费", "接口费", "接口开发"),
        *("custom development", "customisation", "customization", "integration", "development"),
    ),
    "K04": (
        *("运维", "运维费", "维护", "维护费", "维保", "服务费", "技术支持", "支持费", "运维与支持"),
        *("operations", "support", "maintenance", "operation and maintenance", "o&m"),
    ),
    "K05": ("数据迁移费", "迁移", "迁移费", "migration", "data migration"),
    "K06": ("升级费", "版本升级", "升级", "upgrade", "upgrades", "upgrade fee"),
    "K07": ("扩容费", "扩容", "扩展", "expansion", "extra seats", "scaling"),
    "K08": ("停机损失", "宕机损失", "故障损失", "outage", "downtime", "outage loss"),
    "K09": ("退出费", "退出成本", "退出", "迁出费", "exit", "exit cost", "termination"),
    "K10": ("内部人力", "内部人工", "人力成本", "内部人力成本", "internal staff", "internal effort", "own staff"),
}


def own_names(code: str) -> list[str]:
    """The code and the name of an item in both languages: a block may come from a page in the other one."""
    names = [code]
    for language in ("zh-hans", "en"):
        with translation.override(language):
            name = str(CostItem(code).label)
        names += [name, f"{code}{name}"]
    return names


def words_of_items() -> list[tuple[str, str, list[str]]]:
    """Code, name and usual words of each item in the reader's language."""
    is_chinese = current() == "zh"
    return [
        (code, str(name), [word for word in ITEM_LABELS[code] if word.isascii() != is_chinese])
        for code, name in CostItem.choices
    ]


def known_items() -> dict[str, list[str]]:
    """Every name of an item → its code."""
    return {name: [code] for code in CostItem.values for own in _names(code) for name in _as_fee(own)}


def _names(code: str) -> tuple[str, ...]:
    return (*own_names(code), *ITEM_LABELS[code])


def _as_fee(name: str) -> list[str]:
    """A Chinese name also as people end it: 培训, 培训费, 培训费用."""
    bare = name.removesuffix("用").removesuffix("费")
    return [name] if name.isascii() or bare.endswith(("本", "失", "力")) else [name, bare, f"{bare}费", f"{bare}费用"]


def is_quoted(typed: str) -> bool | None:
    wanted = folded(typed)
    return wanted in QUOTED if wanted in {*QUOTED, *OUTSIDE} else None


def vendor_names(vendors: list[Vendor]) -> dict[str, list[Vendor]]:
    """Name → the vendors that bear it: a vendor may be called as another's letter."""
    known: dict[str, list[Vendor]] = {}
    for vendor in vendors:
        names = (vendor.code, vendor.name_zh, vendor.name_en)
        joined = (f"{vendor.code}{name}" for name in names[1:] if name)
        offers = (f"{name}{word}" for name in names[1:] if name for word in OFFER_LABELS)
        for name in filter(None, dict.fromkeys((*names, *joined, *offers))):
            known.setdefault(name, []).append(vendor)
    return known
