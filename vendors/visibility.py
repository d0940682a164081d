"""Whose eyes may see what the offers cost, and until when must they wait?"""

from selection.access import may
from selection.models import Member, Phase


def may_see_prices(member: Member) -> bool:
    """The right to see costs, less whoever is scoring while prices are sealed."""
    return may(member, "view_costs") and not is_kept_blind(member)


def is_kept_blind(member: Member) -> bool:
    selection = member.selection
    return member.is_evaluator and selection.sealed_prices and selection.phase == Phase.SCORE
