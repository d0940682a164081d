"""Which growth scenarios does a selection use, in which order, and what are they called?"""

import re

from django.utils.translation import pgettext

from selection.models import Selection
from vendors.models import CostLine, SeatPlan

KNOWN = ("slow", "base", "fast")
CODE = re.compile(r"[a-z0-9_-]{1,20}")


def scenarios(selection: Selection) -> list[str]:
    """Slow, base, fast, then the others in the order of the selection."""
    codes: list[str] = selection.scenarios
    return sorted(codes, key=lambda code: KNOWN.index(code) if code in KNOWN else len(KNOWN))


def keep_in_use(selection: Selection) -> None:
    """List the official scenario and every one with seats or cost lines, and no other."""
    used = {selection.scenario}
    used |= set(SeatPlan.objects.filter(selection=selection).values_list("scenario", flat=True))
    used |= set(CostLine.objects.filter(vendor__selection=selection).values_list("scenario", flat=True))
    listed = [code for code in selection.scenarios if code in used]
    listed += sorted(used - set(listed))
    if listed != selection.scenarios:
        selection.scenarios = listed
        Selection.objects.filter(pk=selection.pk).update(scenarios=listed)


def scenario_name(code: str) -> str:
    names = {
        "slow": pgettext("growth of seats", "Slow"),
        "base": pgettext("growth of seats", "Base"),
        "fast": pgettext("growth of seats", "Fast"),
    }
    return names.get(code, code)
