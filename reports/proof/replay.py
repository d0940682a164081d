"""What would the tables hold if nothing but the recorded acts had happened?

The fold starts from an event that holds the state whole, each entry as the start of its SHA-256, so that it
tells no value. What an event changed without saying how is known again when a later one writes it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypedDict

from django.db import transaction
from django.db.models import Q

from poc.events import PocEvent
from reports.proof import stored
from reports.proof.stored import KEEPS, OWN, State, brief, is_under
from scoring.events import ScoringEvent
from selection import ledger
from selection.events import CommitteeEvent, CourseEvent, PersonEvent
from selection.models import ChainHead, Event, Selection
from vendors.events import VendorEvent

STARTS = (CourseEvent.CREATED, CourseEvent.IMPORTED, CourseEvent.BASELINE)


class Body(TypedDict, total=False):
    """What the fold reads of the payload of an act; earlier versions wrote less."""

    state: State
    seat: dict[str, object]
    to: object
    new: object
    origin: str
    value: str
    level: str
    source: str


# What the events say -----------------------------------------------------------------------------
class Fold:
    """The state as the events leave it. A part that is not whole may hold more than they say."""

    def __init__(self, keys: dict[int | None, str], parts: Iterable[str] = OWN) -> None:
        self.keys = keys  # which seat an account has
        self.known: State = {part: {} for part in parts}
        self.whole = dict.fromkeys(self.known, False)
        self.since = 0  # the event from which on every part is proved

    def start(self, found: State, sequence: int) -> None:
        self.known = {part: dict(found.get(part, {})) for part in self.known}
        self.whole = {part: part in found for part in self.known}
        self.since = sequence

    def seat(self, key: str, seat: object) -> None:
        if isinstance(seat, Mapping) and {"roles", "department"} <= seat.keys():
            self.known["members"] |= {key: brief(seat), f"{key} seated": brief(True)}
        else:
            self.loosen("members")

    def loosen(self, *parts: str) -> None:
        for part in parts:
            # What is not known accuses nobody: only names that are known, or a whole part, are
            # compared.
            self.known[part], self.whole[part] = {}, False

    def forget(self, type: str) -> None:
        """What an act did whose payload was erased is not known; after one that held the state, nothing is."""
        if type in STARTS:
            self.since = 0
        touched = next((parts for start, parts in TOUCHED.items() if type.startswith(start)), tuple(self.known))
        self.loosen(*touched)

    def take(self, part: str, starts: list[str], entries: dict[str, str]) -> None:
        """What an event holds of a part replaces what stood under these names."""
        stays = {
            name: entry
            for name, entry in self.known[part].items()
            if not any(is_under(name, start) for start in starts)
        }
        self.known[part] = stays | entries
        self.whole[part] = self.whole[part] or "" in starts

    def open(self) -> list[str]:
        """The parts of which something may be stored that no event speaks of."""
        return [part for part, is_whole in self.whole.items() if not is_whole]

    def differences(self, now: State) -> Iterator[tuple[str, str]]:
        """Part and entry, the first of each part."""
        for part, known in self.known.items():
            asked = sorted(known.keys() | now[part].keys()) if self.whole[part] else sorted(known)
            differing = next((key for key in asked if known.get(key) != now[part].get(key)), None)
            if differing is not None:
                yield part, differing


def fold(events: Iterable[Event], keys: dict[int | None, str], parts: Iterable[str] = OWN) -> Fold:
    """The events of one chain, in their order."""
    found = Fold(keys, parts)
    for event in events:
        body: Body = event.payload.body if hasattr(event, "payload") else {}
        if not hasattr(event, "payload") and event.type in (*STARTS, *APPLY):
            found.forget(event.type)
        elif event.type in (CourseEvent.BASELINE, CourseEvent.IMPORTED) and "state" in body:
            found.start(body["state"], event.sequence)
        elif event.type in APPLY:
            APPLY[event.type](found, event, body)
        # After the act: what it kept is what stood there at its end.
        _keep(found, event)
    return found


def _keep(found: Fold, event: Event) -> None:
    """Earlier versions wrote less into an event, and an erased one holds nothing."""
    kept = event.payload.kept if hasattr(event, "payload") else {}
    for part in KEEPS.get(event.type, {}).keys() & found.known.keys():
        if part in kept:
            found.take(part, kept[part]["of"], kept[part]["entries"])
        else:
            found.loosen(part)


def _created(found: Fold, event: Event, body: Body) -> None:
    if "seat" not in body:
        return
    empty: State = {part: {} for part in OWN}
    found.start({**empty, "phase": {"": brief("define")}}, event.sequence)
    for key, seat in body["seat"].items():
        found.seat(key, seat)


def _started(found: Fold, event: Event, body: Body) -> None:
    """Before the first administrator there is nobody, and nothing to choose."""
    found.start({part: {} for part in found.known}, event.sequence)


def _moved(found: Fold, event: Event, body: Body) -> None:
    if "to" in body:
        found.known["phase"] = {"": brief(body["to"])}


def _seated(found: Fold, event: Event, body: Body) -> None:
    found.seat(event.object, body.get("to", body))


def _unseated(found: Fold, event: Event, body: Body) -> None:
    found.known["members"][f"{event.object} seated"] = brief(False)


def _marked(found: Fold, event: Event, body: Body) -> None:
    key = found.keys.get(event.actor_id)
    if key and "new" in body:
        found.known["marks"][f"{event.object}/{key}"] = brief(body["new"])
    else:
        found.loosen("marks")


def _submitted(found: Fold, event: Event, body: Body) -> None:
    found.known["sheets"][event.object] = brief(True)


def _taken_back(found: Fold, event: Event, body: Body) -> None:
    found.known["sheets"].pop(event.object, None)


def _fact(found: Fold, event: Event, body: Body) -> None:
    key = event.object.partition(" ")[2]
    if event.type.endswith("removed"):
        found.known["facts"].pop(key, None)
    # Facts of a trial follow from the trial.
    elif body.get("origin") == "procurement":
        found.known["facts"][key] = brief([body["value"], body["level"], body["source"]])


def _tried(found: Fold, event: Event, body: Body) -> None:
    if "to" in body:
        found.known["trials"][event.object.partition(" ")[2]] = brief(body["to"])


def _unplanned(found: Fold, event: Event, body: Body) -> None:
    start = f"{event.object.rpartition(' ')[2]} "
    found.known["trials"] = {key: kept for key, kept in found.known["trials"].items() if not key.startswith(start)}


APPLY: dict[str, Callable[[Fold, Event, Body], None]] = {
    PersonEvent.INSTALLATION_STARTED: _started,
    CourseEvent.CREATED: _created,
    CourseEvent.MOVED: _moved,
    CommitteeEvent.MEMBER_ADDED: _seated,
    CommitteeEvent.MEMBER_CHANGED: _seated,
    CommitteeEvent.OWN_SEAT_CHANGED: _seated,
    CommitteeEvent.CHAIR_APPOINTED: _seated,
    CommitteeEvent.MEMBER_REMOVED: _unseated,
    ScoringEvent.SCORE_RECORDED: _marked,
    ScoringEvent.SCORE_CLEARED: _marked,
    ScoringEvent.SHEET_SUBMITTED: _submitted,
    ScoringEvent.SHEET_TAKEN_BACK: _taken_back,
    VendorEvent.FACT_RECORDED: _fact,
    VendorEvent.FACT_REMOVED: _fact,
    PocEvent.TRIAL_RECORDED: _tried,
    PocEvent.SCENARIO_REMOVED: _unplanned,
}


def proved_from(head: ChainHead) -> int:
    """The event from which on the fold proves every part, without folding; 0 where none holds a state."""
    holds = Q(payload__body__has_key="state") | Q(type=CourseEvent.CREATED, payload__body__has_key="seat")
    starts = head.events.filter(holds, type__in=STARTS).order_by("-sequence")
    return starts.values_list("sequence", flat=True).first() or 0


# Which parts an act of a kind can change; any other kind is taken to change every part.
TOUCHED: dict[str, tuple[str, ...]] = {
    "scoring.score_": ("marks",),
    "scoring.sheet_": ("sheets",),
    CourseEvent.MOVED: ("phase",),
    "selection.member_": ("members",),
    "selection.own_seat_": ("members",),
    "selection.chair_": ("members",),
    "vendors.fact_": ("facts",),
    "poc.": ("trials",),
}


@transaction.atomic
def baseline(selection: Selection | None = None) -> Event:
    """Write down what is stored, for a selection, or the site's people, that did not come about act by act."""
    own, name = (selection.pk, selection.code) if selection else (None, ledger.SITE)
    return ledger.record(CourseEvent.BASELINE, selection=selection, object=name, payload={"state": stored.state(own)})
