"""Which criteria, vendors and costs do the tests of this app start from?"""

from criteria.models import Criterion, Kind
from selection.models import MoSCoW, Requirement
from vendors import registry
from vendors.costing import record_line


def category(selection, code="F", **fields):
    return selection.criteria.get_or_create(
        code=code, defaults={"kind": Kind.CATEGORY, "name_zh": "功能", "name_en": "Function", "position": 0} | fields
    )[0]


def measured(selection, code="F-CH-01", **fields):
    fields = {"name_zh": "渠道数", "name_en": "Channels", "unit_zh": "个", "unit_en": "channels"} | fields
    return _leaf(selection, code, Kind.MEASURED, fields)


def rated(selection, code="F-CH-02", **fields):
    return _leaf(selection, code, Kind.RATED, {"name_zh": "整合", "name_en": "Integration"} | fields)


def _leaf(selection, code, kind, fields):
    parent, position = category(selection), selection.criteria.count() + 1
    return Criterion.objects.create(
        selection=selection, parent=parent, code=code, kind=kind, position=position, **fields
    )


def vendor(member, name="云桥客服", **fields):
    return registry.add_vendor(member.selection, name_zh=name, member=member, **fields)


def need(selection, code="R-01", moscow=MoSCoW.MUST, **fields):
    return Requirement.objects.create(
        selection=selection, code=code, moscow=moscow, **({"text_zh": "六个渠道", "text_en": "Six channels"} | fields)
    )


def cost(vendor, member, item="K01", amounts=None, *, is_quoted=True, scenarios=("base",), **fields):
    """Amounts in yuan, from year 1 on unless a mapping says otherwise."""
    given = amounts if isinstance(amounts, dict) else dict(enumerate(amounts or [100] * 5, start=1))
    record_line(
        vendor,
        item=item,
        is_quoted=is_quoted,
        scenarios=scenarios,
        amounts={year: amount * 100 for year, amount in given.items()},
        member=member,
        **fields,
    )


def events(selection):
    return [event.type for event in selection.chain.events.order_by("sequence")]
