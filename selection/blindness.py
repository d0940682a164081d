"""Who must not see prices because they score, and who cannot score because they have seen them?

While marks may be given and prices are sealed, blindness follows the person: who has or had a sheet sees
none, in whatever roles; who has opened them, or typed some, gets no sheet.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from selection import ledger
from selection.access import BEFORE_CLOSE
from selection.events import CommitteeEvent
from selection.models import Member, Phase, Selection
from selection.phases import held


def are_sealed(selection: Selection) -> bool:
    return selection.sealed_prices and selection.phase in BEFORE_CLOSE


def is_kept_blind(member: Member) -> bool:
    """Whether this person scores, so that prices stay hidden whatever else they do."""
    return are_sealed(member.selection) and member.is_judge and not member.knows_prices


def is_barred(member: Member) -> bool:
    """Whether this person has seen prices, so that they cannot get a sheet."""
    return are_sealed(member.selection) and bool(member.prices_seen_at) and not member.knows_prices


def knew_prices(member: Member) -> bool:
    """Whether this person scores, or has scored, knowing the prices that were sealed for others."""
    return member.selection.sealed_prices and member.is_judge and bool(member.knows_prices or member.prices_seen_at)


def who_knew_prices(selection: Selection) -> list[Member]:
    """Those of the committee, also of before, who scored knowing the prices; one query."""
    seats = Member.objects.filter(selection=selection).select_related("selection", "user")
    return [seat for seat in seats if knew_prices(seat)]


def may_be_allowed(member: Member) -> bool:
    """Whether the committee can still choose that this person scores knowing the prices.

    Once scoring is open nobody who scores blindly starts to see prices.
    """
    is_ahead = member.selection.phase != Phase.SCORE or not member.is_judge
    return are_sealed(member.selection) and not member.knows_prices and is_ahead


@transaction.atomic
def open_prices(member: Member) -> None:
    """Look at what the offers cost; from then on there is no sheet for this person."""
    held(member.selection, member=member, action="open_prices")
    _refuse_judges(member)
    note_seen(member)


@transaction.atomic
def hold_to_type(selection: Selection, *, member: Member) -> None:
    """Lock the selection for somebody who writes costs: not a person who scores, and it counts as seeing them."""
    held(selection, member=member, action="edit_costs")
    _refuse_judges(member)
    note_seen(member)


def note_seen(member: Member) -> None:
    """Keep, once, that somebody knows prices from now on, inside the caller's transaction."""
    # Two pages of one person would both find the field empty.
    row = Member.objects.select_for_update().get(pk=member.pk)
    if row.prices_seen_at is None:
        row.prices_seen_at = member.prices_seen_at = timezone.now()
        row.save(update_fields=["prices_seen_at"])
        ledger.record(CommitteeEvent.PRICES_OPENED, selection=member.selection, member=member, object=row.key)


def note_open_until_now(selection: Selection, *, member: Member) -> None:
    """Prices lay open to the organisers and are sealed now: they have seen them. Inside the caller's transaction."""
    seats = selection.members.filter(Q(is_chair=True) | Q(is_procurement=True), removed_at=None, prices_seen_at=None)
    keys = sorted(seats.values_list("key", flat=True))
    seats.update(prices_seen_at=timezone.now())
    ledger.record(
        CommitteeEvent.PRICES_SEALED,
        selection=selection,
        member=member,
        object=selection.code,
        payload={"seen_by": keys},
    )


def _refuse_judges(member: Member) -> None:
    """The seat as it is now, not as the request found it."""
    if is_kept_blind(Member.objects.select_related("selection").get(pk=member.pk)):
        raise PermissionDenied("prices")
