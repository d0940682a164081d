"""What did an act change after a round had closed, and why was it done so late?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from selection import ledger, reasons
from selection.events import CourseEvent
from selection.models import Event, LateAct, Member, Phase, Selection

LATE = (Phase.CLOSED, Phase.CONSENSUS, Phase.DECIDE)
P = ParamSpec("P")
R = TypeVar("R")
_is_inside: ContextVar[bool] = ContextVar("is_inside", default=False)


def is_late(selection: Selection) -> bool:
    """Whether an act that moves a number has to be explained now."""
    return selection.phase in LATE


def explained(verb: Callable[P, R]) -> Callable[P, R]:
    """Let a verb ask for its `reason` after a round has closed, and keep what it did as an exception.

    The verb takes the selection, or a row that leads to it, then `member` and `reason` by name. It
    stands inside `transaction.atomic`.
    """

    @wraps(verb)
    def asking(*args: P.args, **options: P.kwargs) -> R:
        member, reason = options.get("member"), options.get("reason", "")
        if not isinstance(member, Member):  # the system's own act
            return verb(*args, **options)
        with act(_selection(args[0]), member=member, reason=str(reason)):
            return verb(*args, **options)

    return asking


@contextmanager
def act(selection: Selection, *, member: Member | None, reason: str) -> Iterator[None]:
    """Surround a change inside its transaction: after a round has closed it needs a reason and is an exception.

    Only what changes the decision file counts. What was done is what the ledger says of it; an act
    inside another one belongs to that.
    """
    # The phase as it is stored: the caller's row may be of before the lock.
    row = Selection.objects.get(pk=selection.pk)
    if not is_late(row) or _is_inside.get():
        yield
        return
    # Files are compared and not rows: what reaches no number is no exception.
    before, last = _decision_file(row), _last(row)
    token = _is_inside.set(True)
    try:
        yield
    # Also when the act is refused: the same thread goes on to other requests.
    finally:
        _is_inside.reset(token)
    after = _decision_file(row)
    if before != after:
        why = reasons.check(reason)
        record(row, member=member, reason=why, before=before, after=after, **_told(row, last))


@contextmanager
def tried() -> Iterator[None]:
    """What is written only to be looked at, and goes back at once, needs no reason."""
    token = _is_inside.set(True)
    try:
        yield
    finally:
        _is_inside.reset(token)


def record(
    selection: Selection,
    *,
    member: Member | None,
    kind: str,
    object: str,
    reason: str,
    payload: Mapping[str, object] | None = None,
    before: str = "",
    after: str = "",
) -> LateAct:
    """Keep an act among the exceptions, in any phase."""
    kept = LateAct.objects.create(
        selection=selection,
        at=timezone.now(),
        member=member,
        kind=kind,
        object=object[:80],  # several objects may be longer than the column
        reason=reason,
        payload=dict(payload or {}),
        phase=selection.phase,
        before=before,
        after=after,
    )
    ledger.record(
        CourseEvent.EXCEPTION_KEPT,
        selection=selection,
        member=member,
        reason=reason,
        payload={"at": kept.at.astimezone(UTC).isoformat(), "act": kind},
    )
    return kept


def _selection(row: object) -> Selection:
    """The selection that a row belongs to, through its vendor where it has no other way."""
    if isinstance(row, Selection):
        return row
    if hasattr(row, "selection"):
        return _selection(row.selection)
    assert hasattr(row, "vendor")
    return _selection(row.vendor)


def _decision_file(selection: Selection) -> str:
    """The selection's inputs as they stand in this transaction; a fresh row, so that no cached one is read."""
    canonical: Callable[[Selection], bytes] = import_string(settings.DECISION_FILE)
    return canonical(Selection.objects.get(pk=selection.pk)).decode()


def _last(selection: Selection) -> int:
    # No event is ever deleted, so their count is the number of the last.
    return Event.objects.filter(chain__selection=selection).count()


def _told(selection: Selection, last: int) -> dict[str, Any]:
    """What the ledger says of the act: its kind, its objects, and what was there and came."""
    events = Event.objects.filter(chain__selection=selection, sequence__gt=last).select_related("payload")
    steps = [{"act": event.type, "object": event.object, "change": event.payload.body} for event in events]
    objects = list(dict.fromkeys(event.object for event in events if event.object))
    kind = steps[0]["act"] if steps else ""
    return {"kind": kind, "object": ", ".join(objects), "payload": {"steps": steps}}
