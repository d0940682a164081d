"""How far is an amount from the ceiling and the target of the budget?"""

from django.utils.translation import gettext as _

from analysis.decision_file.typed import CriterionEntry
from selection.formats import money_text


def covers_quote(criteria: list[CriterionEntry]) -> bool:
    """Whether the budget is one for the quote: so it is where every price criterion looks at the quote."""
    bases = {node["basis"] for node in criteria if node["kind"] == "price"}
    return bool(bases) and "tco" not in bases


def distance(amount: float | None, *, target: int | None, ceiling: int | None, currency: str) -> str:
    """39.4 万元 above the ceiling; 5 above the target and 2 below the ceiling; empty without a budget or amount."""
    if amount is None or (target is None and ceiling is None):
        return ""
    minor = round(amount)

    def money(difference: int) -> str:
        return money_text(difference, currency)

    if ceiling is not None and minor > ceiling:
        return _("%(money)s above the ceiling") % {"money": money(minor - ceiling)}
    below = "" if ceiling is None else _("%(money)s below the ceiling") % {"money": money(ceiling - minor)}
    if target is None:
        return below
    if minor <= target:
        return _("%(money)s below the target") % {"money": money(target - minor)}
    above = _("%(money)s above the target") % {"money": money(minor - target)}
    return _("%(above)s, %(below)s") % {"above": above, "below": below} if below else above
