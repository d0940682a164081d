"""What would the tables hold if nothing but the recorded acts had happened?

The fold starts from an event that holds the state whole, each entry as the start of its SHA-256, so that it
tells no value. What an event changed without saying how is known again when a later one writes it.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from analysis.decision_file import canonical_bytes
from selection import ledger
from selection.models import ChainHead, Event, Selection

BASELINE = "selection.baseline"
STARTS = ("selection.created", "selection.imported", BASELINE)
PARTS = ("phase", "members", "marks", "sheets", "consensus", "facts", "trials")
ROLES = ("chair", "procurement", "evaluator", "observer", "auditor")
State = dict[str, dict[str, str]]
Models = Callable[[str, str], Any]


def brief(value: Any) -> str:
    return hashlib.sha256(canonical_bytes(value)).hexdigest()[:32]


# What is stored ----------------------------------------------------------------------------------
def state(selection: int, *, models: Models = apps.get_model) -> State:
    """Every entry of every part as it is stored now; `models` finds the tables, in a migration those of its time."""
    return {
        "phase": {"": brief(models("selection", "Selection").objects.get(pk=selection).phase)},
        "members": dict(_members(models("selection", "Member").objects.filter(selection=selection))),
        "marks": dict(_marks(models("scoring", "Score").objects.filter(round__selection=selection))),
        "sheets": dict(_sheets(models("scoring", "Sheet").objects.filter(round__selection=selection))),
        "consensus": dict(_consensus(models("scoring", "Consensus").objects.filter(criterion__selection=selection))),
        "facts": dict(_facts(models("vendors", "Fact").objects.filter(vendor__selection=selection))),
        "trials": dict(_trials(models("poc", "Trial").objects.filter(scenario__selection=selection))),
    }


def _members(rows: Any) -> Iterator[tuple[str, str]]:
    for row in rows:
        roles = [role for role in ROLES if getattr(row, f"is_{role}")]
        yield row.key, brief({"roles": roles, "department": row.department})
        yield f"{row.key} seated", brief(row.removed_at is None)


def _marks(rows: Any) -> Iterator[tuple[str, str]]:
    names = ("round__number", "criterion__code", "vendor__code", "member__key")
    for *place, score, level, rationale, is_not_applicable in rows.values_list(
        *names, "score", "level", "rationale", "is_not_applicable"
    ):
        entry = {"score": score, "level": level, "rationale": rationale, "is_not_applicable": is_not_applicable}
        yield "/".join(map(str, place)), brief(entry)


def _sheets(rows: Any) -> Iterator[tuple[str, str]]:
    for number, key in rows.exclude(submitted_at=None).values_list("round__number", "member__key"):
        yield f"{number}/{key}", brief(True)


def _consensus(rows: Any) -> Iterator[tuple[str, str]]:
    for criterion, vendor, value, reason in rows.values_list("criterion__code", "vendor__code", "value", "reason"):
        yield f"{criterion} {vendor}", brief([value, reason])


def _facts(rows: Any) -> Iterator[tuple[str, str]]:
    """Those of procurement; the facts of the POC follow from its trials."""
    names = ("criterion__code", "vendor__code", "value", "level", "source")
    for criterion, vendor, *value in rows.filter(origin="procurement").values_list(*names):
        yield f"{criterion} {vendor}", brief(value)


def _trials(rows: Any) -> Iterator[tuple[str, str]]:
    names = ("result", "value", "note_zh", "note_en")
    for scenario, vendor, *value in rows.values_list("scenario__code", "vendor__code", *names):
        yield f"{scenario} {vendor}", brief(dict(zip(names, value, strict=True)))


# What the events say -----------------------------------------------------------------------------
@dataclass
class Fold:
    """The state as the events leave it. A part that is not whole may hold more than they say."""

    keys: dict[int | None, str]  # which seat an account has
    known: State = field(default_factory=lambda: {part: {} for part in PARTS})
    whole: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PARTS, False))
    since: int = 0  # the event from which on every part is proved

    def start(self, found: State, sequence: int) -> None:
        self.known = {part: dict(found.get(part, {})) for part in PARTS}
        self.whole = {part: part in found for part in PARTS}
        self.since = sequence

    def seat(self, key: str, seat: dict[str, Any]) -> None:
        if {"roles", "department"} <= seat.keys():
            self.known["members"] |= {key: brief(seat), f"{key} seated": brief(True)}
        else:
            self.loosen("members")

    def loosen(self, *parts: str) -> None:
        for part in parts:
            self.known[part], self.whole[part] = {}, False

    def forget(self, type: str) -> None:
        """What an act did whose payload was erased is not known; after one that held the state, nothing is."""
        if type in STARTS:
            self.since = 0
        self.loosen(*next((parts for start, parts in TOUCHED.items() if type.startswith(start)), PARTS))

    def differences(self, stored: State) -> Iterator[tuple[str, str]]:
        """Part and entry, the first of each part."""
        for part in PARTS:
            known, now = self.known[part], stored[part]
            asked = sorted(known.keys() | now.keys()) if self.whole[part] else sorted(known)
            differing = next((key for key in asked if known.get(key) != now.get(key)), None)
            if differing is not None:
                yield part, differing


def fold(events: Any, keys: dict[int | None, str]) -> Fold:
    """The events of one chain, in their order."""
    found = Fold(keys)
    for event in events:
        body = event.payload.body if hasattr(event, "payload") else {}
        if not hasattr(event, "payload") and event.type in (*STARTS, *APPLY):
            found.forget(event.type)
        elif "state" in body:
            found.start(body["state"], event.sequence)
        elif event.type in APPLY:
            APPLY[event.type](found, event, body)
        elif event.type.startswith(UNSAID):
            found.loosen("facts", "trials")
    return found


def _created(found: Fold, event: Event, body: Any) -> None:
    if "seat" not in body:
        return
    empty: State = {part: {} for part in PARTS}
    found.start({**empty, "phase": {"": brief("define")}}, event.sequence)
    for key, seat in body["seat"].items():
        found.seat(key, seat)


def _moved(found: Fold, event: Event, body: Any) -> None:
    if "to" in body:
        found.known["phase"] = {"": brief(body["to"])}


def _seated(found: Fold, event: Event, body: Any) -> None:
    found.seat(event.object, body.get("to", body))


def _unseated(found: Fold, event: Event, body: Any) -> None:
    found.known["members"][f"{event.object} seated"] = brief(False)


def _marked(found: Fold, event: Event, body: Any) -> None:
    key = found.keys.get(event.actor_id)
    if key and "new" in body:
        found.known["marks"][f"{event.object}/{key}"] = brief(body["new"])
    else:
        found.loosen("marks")


def _submitted(found: Fold, event: Event, body: Any) -> None:
    found.known["sheets"][event.object] = brief(True)


def _taken_back(found: Fold, event: Event, body: Any) -> None:
    found.known["sheets"].pop(event.object, None)


def _fact(found: Fold, event: Event, body: Any) -> None:
    key = event.object.partition(" ")[2]
    if event.type.endswith("removed"):
        found.known["facts"].pop(key, None)
    elif body.get("origin") == "procurement":
        found.known["facts"][key] = brief([body["value"], body["level"], body["source"]])


def _tried(found: Fold, event: Event, body: Any) -> None:
    if "to" in body:
        found.known["trials"][event.object.partition(" ")[2]] = brief(body["to"])


def _unplanned(found: Fold, event: Event, body: Any) -> None:
    start = f"{event.object.rpartition(' ')[2]} "
    found.known["trials"] = {key: kept for key, kept in found.known["trials"].items() if not key.startswith(start)}


APPLY: dict[str, Callable[[Fold, Event, Any], None]] = {
    "selection.created": _created,
    "selection.moved": _moved,
    "selection.member_added": _seated,
    "selection.member_changed": _seated,
    "selection.member_removed": _unseated,
    "scoring.score_recorded": _marked,
    "scoring.score_cleared": _marked,
    "scoring.sheet_submitted": _submitted,
    "scoring.sheet_taken_back": _taken_back,
    "vendors.fact_recorded": _fact,
    "vendors.fact_removed": _fact,
    "poc.trial_recorded": _tried,
    "poc.scenario_removed": _unplanned,
}
# Criteria that go take facts along.
UNSAID = (
    "criteria.template_copied",
    "criteria.criterion_removed",
    "criteria.category_removed",
    "criteria.group_",
    "selection.mended",
)


def proved_from(head: ChainHead) -> int:
    """The event from which on the fold proves every part, without folding; 0 where none holds a state."""
    holds = Q(payload__body__has_key="state") | Q(type="selection.created", payload__body__has_key="seat")
    starts = head.events.filter(holds, type__in=STARTS).order_by("-sequence")
    return starts.values_list("sequence", flat=True).first() or 0


# Which parts an act of a kind can change; any other kind is taken to change every part.
TOUCHED: dict[str, tuple[str, ...]] = {
    "scoring.score_": ("marks",),
    "scoring.sheet_": ("sheets",),
    "selection.moved": ("phase",),
    "selection.member_": ("members",),
    "vendors.fact_": ("facts",),
    "poc.": ("trials", "facts"),
}


@transaction.atomic
def baseline(selection: Selection) -> Event:
    """Write down what is stored, for a selection that did not come about act by act."""
    return ledger.record(BASELINE, selection=selection, object=selection.code, payload={"state": state(selection.pk)})
