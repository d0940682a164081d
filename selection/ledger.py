"""What was done, by whom, in which order: a hash chain written with every change."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from analysis.decision_file import canonical_bytes
from selection.events import ErasureEvent, EventKind
from selection.models import ChainHead, Event, Member, Payload, Selection, User
from selection.prepared import Prepared
from selection.writing import insert, update

PREFIX = b"touchstone-event/1\n"
SITE = "site"
SHORT = 16  # characters of a hash that a receipt and the foot of a page carry


def record(
    type: EventKind,
    *,
    selection: Selection | None = None,
    member: Member | None = None,
    actor: User | None = None,
    object: str = "",
    object_version: int | None = None,
    operation: str = "",
    reason: str = "",
    payload: Mapping[str, object] | None = None,
    head: ChainHead | None = None,
) -> Event:
    """Append one event to the selection's chain (the site's without one), inside the caller's transaction.

    `head` is the chain's end when the caller holds it already.
    """
    # Outside a transaction an event could stay without its change.
    _require_act()
    head = head or locked_head(selection)
    # Without a salt, who guesses a small payload (a score) could tell it from its hash.
    salt = secrets.token_hex(16)
    body = dict(payload or {})
    kept = _kept(type, selection, object, body=body)
    event = Event(
        chain=head,
        sequence=head.sequence + 1,
        previous=head.hash,
        type=type,
        # A database keeps microseconds, the hash has milliseconds: cut now, they agree for good.
        at=_milliseconds(timezone.now()),
        actor=member.user if member else actor,
        # the roles at that moment; the seat may change
        role=",".join(member.roles) if member else "",
        object=object,
        object_version=object_version,
        operation=operation,
        reason=reason,
        payload_hash=payload_hash(salt, body, kept),
        app=type.partition(".")[0],
    )
    event.hash = event_hash(event)
    insert(event)
    insert(Payload(event=event, salt=salt, body=body, kept=kept))
    head.sequence, head.hash = event.sequence, event.hash
    update(head, "sequence", "hash")
    return event


def locked_head(selection: Selection | None = None) -> ChainHead:
    """The end of a chain, held until the transaction ends: whoever writes next waits."""
    _require_act()
    key = f"selection-{selection.pk}" if selection else SITE
    # The prepared question first: only the first event of a chain needs the other one.
    held = HEAD.row(key=key)
    if held:
        return held
    return ChainHead.objects.select_for_update().get_or_create(key=key, defaults={"selection": selection})[0]


def _head(key: str) -> QuerySet[ChainHead]:
    return ChainHead.objects.select_for_update().filter(key=key)


HEAD: Prepared[ChainHead] = Prepared(_head, key=str)


def _require_act() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its change")


def end(selection: Selection) -> dict[str, Any]:
    """Let a chain go with its selection, inside the caller's transaction: its last event, for the site's chain."""
    head = locked_head(selection)
    ChainHead.objects.filter(pk=head.pk).update(is_ended=True)
    return {"sequence": head.sequence, "head": head.hash}


def _milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def event_hash(event: Event) -> str:
    """SHA-256 over a prefix and the canonical JSON of every field but the hash."""
    fields = {
        "v": event.format,
        "chain": event.chain.key,
        "seq": event.sequence,
        "prev": event.previous,
        "type": event.type,
        "at": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "actor": event.actor_id,
        "role": event.role,
        "on_behalf": event.on_behalf,
        "object": event.object,
        "object_version": event.object_version,
        "op_id": event.operation,
        "reason": event.reason,
        "payload_hash": event.payload_hash,
        "app": event.app,
        "schema": event.schema,
    }
    return hashlib.sha256(PREFIX + canonical_bytes(fields)).hexdigest()


def receipt(member: Member, type: EventKind) -> str:
    """What somebody keeps of their last act of a kind: with it anybody can show that the record was changed."""
    own = Event.objects.filter(chain__selection=member.selection, type=type, actor=member.user).latest("sequence")
    words = _(
        "Receipt: event %(sequence)s, hash %(hash)s, digest %(digest)s. "
        "Keep it outside: with it a later change of the record shows."
    )
    digest = grouped(own.payload_hash[:SHORT])
    return words % {"sequence": own.sequence, "hash": grouped(own.hash[:SHORT]), "digest": digest}


def end_of(selection: Selection) -> tuple[int, str] | None:
    """The last event of a selection, and its hash."""
    return ChainHead.objects.filter(selection=selection).values_list("sequence", "hash").first()


def grouped(digest: str) -> str:
    """A digest as people compare it."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def payload_hash(salt: str, body: Mapping[str, object], kept: Mapping[str, object] | None = None) -> str:
    # Where nothing is kept the content is what events
    # of earlier versions had, and so is their hash.
    content = {"body": dict(body), "kept": dict(kept)} if kept else dict(body)
    return hashlib.sha256(salt.encode() + canonical_bytes(content)).hexdigest()


def _kept(type: str, selection: Selection | None, object: str, *, body: dict[str, object]) -> dict[str, Any]:
    """What is stored after the act, of all that it changes."""
    found: Callable[..., dict[str, Any]] = import_string(settings.KEPT_STATE)
    return found(type, selection=selection.pk if selection else None, object=object, body=body)


def named(sequence: int) -> str:
    """How an event that is about another one names it."""
    return f"event {sequence}"


def sequence_in(object: str) -> int:
    """Which event an object names; 0, which no event has, where it names none."""
    number = object.rpartition(" ")[2]
    # Checked by letters first: `int` takes digits of every script.
    is_number = number.isascii() and number.isdecimal() and len(number) < 10
    return int(number) if is_number and object == named(int(number)) else 0


def erased(head: ChainHead) -> dict[int, Event]:
    """The events whose payload was erased as it may be, by the event in which a second person confirmed it."""
    proposed: dict[str, set[int | None]] = defaultdict(set)
    found: dict[int, Event] = {}
    for event in head.events.filter(
        type__in=(ErasureEvent.PROPOSED, ErasureEvent.DROPPED, ErasureEvent.PAYLOAD_REDACTED)
    ).order_by("sequence"):
        if event.type == ErasureEvent.PROPOSED:
            # More than one may have proposed: it takes one who is not the one who confirms.
            proposed[event.object].add(event.actor_id)
        elif event.type == ErasureEvent.DROPPED:
            proposed.pop(event.object, None)
        elif proposed[event.object] - {event.actor_id}:
            found[sequence_in(event.object)] = event
    return found


def faults(head: ChainHead) -> list[str]:
    """Where the chain breaks: wrong sequence, link, event hash or payload hash, no payload, or a cut tail.

    A payload may be absent where two people erased it, and nowhere else.
    """
    found: list[str] = []
    gone = erased(head)
    sequence, previous = 0, ""
    for event in head.events.select_related("chain", "payload").order_by("sequence"):
        sequence += 1
        if (event.sequence, event.previous) != (sequence, previous):
            found.append(f"{event.sequence}: link")
        if event.hash != event_hash(event):
            found.append(f"{event.sequence}: hash")
        if wrong := _payload_fault(event, is_gone=event.sequence in gone):
            found.append(f"{event.sequence}: {wrong}")
        sequence, previous = event.sequence, event.hash
    if (head.sequence, head.hash) != (sequence, previous):
        found.append("head")
    if head.is_ended:  # only while its selection is being deleted
        found.append("events may be deleted")
    return found


def _payload_fault(event: Event, *, is_gone: bool) -> str:
    payload = getattr(event, "payload", None)
    if payload is None:
        return "" if is_gone else "no payload"
    if is_gone:
        return "payload that was erased"
    return "" if event.payload_hash == payload_hash(payload.salt, payload.body, payload.kept) else "payload"
