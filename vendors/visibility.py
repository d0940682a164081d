"""Whose eyes may see what the offers cost, and until when must they wait?"""

from typing import Any

from selection.access import may
from selection.blindness import are_sealed, is_kept_blind
from selection.models import Member, Selection
from vendors.models import CostLine, SeatPrice


def may_see_prices(member: Member) -> bool:
    """The right to see costs, less whoever scores, and less whoever has not opened them while that is asked."""
    return may_know_of_prices(member) and (bool(member.prices_seen_at) or not are_sealed(member.selection))


def may_know_of_prices(member: Member) -> bool:
    """That costs are there, whose are missing and who entered them; no amount."""
    return may(member, "view_costs") and not is_kept_blind(member)


def hidden_from(member: Member) -> dict[str, Any] | None:
    """What the page knows that stands where prices would; nothing when they may be shown, or there are none yet."""
    if may_see_prices(member):
        return None
    may_open = may(member, "open_prices") and may_know_of_prices(member)
    if may_open and not has_prices(member.selection):
        return None
    return {"selection": member.selection, "is_blind": is_kept_blind(member), "may_open": may_open}


def has_prices(selection: Selection) -> bool:
    tables = (CostLine.objects, SeatPrice.objects)
    return any(rows.filter(vendor__selection=selection).exists() for rows in tables)
