"""Which growth scenarios does a selection use, in which order, and what are they called?"""

import re

from django.utils.translation import pgettext

from selection import ledger
from selection.models import Member, Selection
from vendors.events import CostEvent
from vendors.models import CostLine, SeatPlan

Kind = tuple[int, str, str, str, bool]  # vendor, item, both labels, in the quote
KNOWN = ("slow", "base", "fast")
CODE = re.compile(r"[a-z0-9_-]{1,20}")


def scenarios(selection: Selection) -> list[str]:
    """Slow, base, fast, then the others in the order of the selection."""
    codes: list[str] = selection.scenarios
    # `sorted` is stable, so the others keep the order that they have.
    return sorted(codes, key=lambda code: KNOWN.index(code) if code in KNOWN else len(KNOWN))


def keep_in_use(selection: Selection, *, member: Member) -> None:
    """List the official scenario and every one with seats or costs of its own, and no other.

    What was entered for every scenario follows: into one that is new, out of one that is gone.
    """
    lines = CostLine.objects.filter(vendor__selection=selection)
    used = {selection.scenario}
    used |= set(SeatPlan.objects.filter(selection=selection).values_list("scenario", flat=True))
    used |= set(lines.filter(is_everywhere=False).values_list("scenario", flat=True))
    listed = [code for code in selection.scenarios if code in used]
    new = sorted(used - set(listed))
    listed += new
    lines.filter(is_everywhere=True).exclude(scenario__in=listed).delete()
    for code in new:
        _spread(selection, code)
    if listed != selection.scenarios:
        payload = {"from": selection.scenarios, "to": listed}
        selection.scenarios = listed
        Selection.objects.filter(pk=selection.pk).update(scenarios=listed)
        ledger.record(CostEvent.SCENARIOS_LISTED, selection=selection, member=member, payload=payload)


def _spread(selection: Selection, code: str) -> None:
    """Copy what was entered for every scenario into a new one, the official amounts where they differ."""
    rows = CostLine.objects.filter(vendor__selection=selection)
    there = {_kind(line) for line in rows.filter(scenario=code)}
    sources: dict[Kind, dict[str, list[CostLine]]] = {}
    for line in rows.filter(is_everywhere=True).exclude(scenario=code).order_by("pk"):
        sources.setdefault(_kind(line), {}).setdefault(line.scenario, []).append(line)
    for kind, own in sources.items():
        if kind not in there:
            copied = own.get(selection.scenario) or next(iter(own.values()))
            CostLine.objects.bulk_create(_in(code, line) for line in copied)


def _kind(line: CostLine) -> Kind:
    return line.vendor_id, line.item, line.label_zh, line.label_en, line.is_quoted


def _in(code: str, line: CostLine) -> CostLine:
    same = ("vendor_id", "item", "label_zh", "label_en", "is_quoted", "year", "amount", "is_everywhere")
    return CostLine(scenario=code, **{name: getattr(line, name) for name in same})


def scenario_name(code: str) -> str:
    names = {
        "slow": pgettext("growth of seats", "Slow"),
        "base": pgettext("growth of seats", "Base"),
        "fast": pgettext("growth of seats", "Fast"),
    }
    return names.get(code, code)
