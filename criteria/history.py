"""What was changed in the criteria, by whom, and why?"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from criteria.events import CriteriaEvent
from criteria.weighting import UNDOABLE
from selection.languages import pick
from selection.models import Event, Selection, User

LENGTH = 12
TITLES = {
    "weight_set": "%(name)s",
    "weight_locked": _("Locked: %(name)s"),
    "weight_unlocked": _("Unlocked: %(name)s"),
    "weights_given": _("All weights given at once"),
    "weights_restored": _("Back to the template"),
    "weights_undone": _("Undid a change"),
    "criterion_added": _("Added: %(name)s"),
    "criterion_renamed": _("Renamed: %(name)s"),
    "criterion_removed": _("Removed: %(name)s"),
    "criterion_revised": _("Edited: %(name)s"),
    "category_added": _("Category added: %(name)s"),
    "category_removed": _("Category removed: %(name)s"),
    "group_opened": _("Opened into criteria: %(name)s"),
    "group_closed": _("Scored as one: %(name)s"),
    "template_copied": _("Started from a template"),
}


@dataclass
class Change:
    """One entry: several moves of one person on one criterion become one."""

    type: str
    criterion: str
    actor: User | None
    at: datetime
    sequence: int
    first: int  # where the first of the moves that became one stands
    before: str = ""
    after: str = ""
    reason: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    @property
    def kind(self) -> str:
        return self.type.removeprefix("criteria.")

    @property
    def title(self) -> str:
        return str(TITLES.get(self.kind, self.kind)) % {"name": self.name}

    @property
    def is_undoable(self) -> bool:
        return self.type in UNDOABLE


def changes(selection: Selection, names: dict[str, str], limit: int = LENGTH) -> list[Change]:
    """The newest changes first, from the ledger; two queries."""
    types = [f"criteria.{kind}" for kind in (*TITLES, "weight_explained")]
    events = Event.objects.filter(chain__selection=selection, type__in=types)
    found: list[Change] = []
    reasons: dict[str, str] = {}
    # Moves of one person on one criterion become one entry;
    # with eight times as many events few entries are missed.
    for event in events.select_related("actor", "payload").order_by("-sequence")[: limit * 8]:
        # From the newest on, a reason is met before the move that it was given for.
        if event.type == CriteriaEvent.WEIGHT_EXPLAINED:
            reasons.setdefault(event.object, event.reason)
        elif event.type != CriteriaEvent.WEIGHT_SET:
            found.append(_entry(event))
        elif not _joins(found, event):
            found.append(_entry(event, reasons.pop(event.object, "")))
    for change in found[:limit]:
        change.name = names.get(change.criterion) or _kept_name(change) or change.criterion
    return found[:limit]


def _entry(event: Event, reason: str = "") -> Change:
    payload = getattr(event, "payload", None)
    body = payload.body if payload else {}
    before, after = (body.get("from", ""), body.get("to", "")) if event.type == CriteriaEvent.WEIGHT_SET else ("", "")
    return Change(
        event.type, event.object, event.actor, event.at, event.sequence, event.sequence, before, after, reason, body
    )


def _joins(found: list[Change], event: Event) -> bool:
    """An earlier move of the same person on the same criterion only moves the start of the entry."""
    last = found[-1] if found else None
    if last is None or (last.type, last.criterion, last.actor) != (event.type, event.object, event.actor):
        return False
    last.before, last.first = _entry(event).before, event.sequence
    return True


def _kept_name(change: Change) -> str:
    """The name of something that is no longer there."""
    kept = change.body.get("name")
    return pick({"zh": "", "en": "", **kept})[0] if isinstance(kept, dict) else ""
