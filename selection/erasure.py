"""How does what an event holds go, when two people want it gone, while the chain stays whole?

One proposes with a reason, another one, who administers the site, confirms. What waits is what the chain says.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from selection import ledger, reasons
from selection.access import may
from selection.events import ErasureEvent
from selection.models import ChainHead, Event, Member, Payload, Selection, User
from selection.phases import held

RIGHT = "propose_erasure"
ABOUT = (ErasureEvent.PROPOSED, ErasureEvent.DROPPED, ErasureEvent.PAYLOAD_REDACTED)


@dataclass(frozen=True)
class Proposal:
    """An erasure that waits for a second person."""

    event: Event  # whose content is to go
    asked: Event  # by whom, when and why


def unanswered(events: QuerySet[Event]) -> QuerySet[Event]:
    """Of these events the proposals that nobody has confirmed or dropped."""
    answers = Event.objects.filter(
        type__in=(ErasureEvent.DROPPED, ErasureEvent.PAYLOAD_REDACTED),
        chain=OuterRef("chain"),
        object=OuterRef("object"),
        sequence__gt=OuterRef("sequence"),  # an earlier answer was to an earlier proposal
    )
    return events.filter(~Exists(answers), type=ErasureEvent.PROPOSED)


def waiting(events: QuerySet[Event]) -> list[Proposal]:
    """What waits in the chains of these events, the oldest first; two queries."""
    asked = list(unanswered(events).select_related("actor").order_by("at", "pk"))
    if not asked:
        return []
    sequences = {ledger.sequence_in(one.object) for one in asked}
    rows = Event.objects.filter(chain__in={one.chain_id for one in asked}, sequence__in=sequences)
    named = {(row.chain_id, ledger.named(row.sequence)): row for row in rows.select_related("chain__selection")}
    pairs = ((named.get((one.chain_id, one.object)), one) for one in asked)
    return [Proposal(event, one) for event, one in pairs if event]


def may_propose(member: Member) -> bool:
    """Procurement, and the chair where nobody of procurement is left who could."""
    if not may(member, RIGHT):
        return False
    buyers = member.selection.members.filter(is_procurement=True, removed_at=None, user__is_active=True)
    return member.is_procurement or not buyers.exists()


def may_go(event: Event) -> bool:
    """Whether the event holds something that can be erased; what two people agreed on stays."""
    return event.type not in ABOUT and hasattr(event, "payload") and event.payload.body != {}


@transaction.atomic
def propose(event: Event, *, member: Member, reason: str) -> None:
    """Ask that what an event of a finished selection holds be erased."""
    # The selection whose event it is, by whatever address the request came.
    held(Selection.objects.get(chain=event.chain_id), member=member, action=RIGHT)
    if not may_propose(member):
        raise PermissionDenied(RIGHT)
    _propose(event, reason, member=member)


@transaction.atomic
def propose_for_site(event: Event, *, actor: User, reason: str) -> None:
    """The same for an event of the site."""
    if not actor.is_site_admin or event.chain.key != ledger.SITE:
        raise PermissionDenied(RIGHT)
    _propose(event, reason, actor=actor)


@transaction.atomic
def confirm(event: Event, *, actor: User) -> None:
    """Erase the payload and its salt, as somebody else has proposed; the chain keeps that it was there."""
    head = _held_by(event, actor)
    proposal = _waiting(event)
    if proposal.asked.actor_id == actor.pk:
        raise ValidationError(_("Another person has to confirm what you have proposed."))
    # Recorded first: the trigger lets a payload go only when this event is there.
    ledger.record(
        ErasureEvent.PAYLOAD_REDACTED,
        selection=head.selection,
        actor=actor,
        object=ledger.named(event.sequence),
        reason=proposal.asked.reason,
        head=head,
    )
    Payload.objects.filter(event=event).delete()


@transaction.atomic
def drop(event: Event, *, actor: User) -> None:
    """Leave everything as it is."""
    head = _held_by(event, actor)
    _waiting(event)
    ledger.record(
        ErasureEvent.DROPPED, selection=head.selection, actor=actor, object=ledger.named(event.sequence), head=head
    )


def _propose(event: Event, reason: str, *, member: Member | None = None, actor: User | None = None) -> None:
    head = ChainHead.objects.select_for_update().get(pk=event.chain_id)
    # Read behind the lock: of two who propose at once the second has to see the first.
    if not may_go(Event.objects.select_related("payload").get(pk=event.pk)):
        raise ValidationError(_("There is nothing to erase in this event."))
    if any(one.event.pk == event.pk for one in waiting(head.events.all())):
        raise ValidationError(_("It has been proposed already and waits for a second person."))
    ledger.record(
        ErasureEvent.PROPOSED,
        selection=head.selection,
        member=member,
        actor=actor,
        object=ledger.named(event.sequence),
        reason=reasons.check(reason),
        head=head,
    )


def _held_by(event: Event, actor: User) -> ChainHead:
    """The chain of the event, locked for an administrator."""
    if not actor.is_site_admin:
        raise PermissionDenied(RIGHT)
    return ChainHead.objects.select_for_update().get(pk=event.chain_id)


def _waiting(event: Event) -> Proposal:
    found = next((one for one in waiting(event.chain.events.all()) if one.event.pk == event.pk), None)
    if found is None:
        raise ValidationError(_("Nobody proposes this any more. Reload the page."))
    return found
