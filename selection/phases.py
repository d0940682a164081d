"""Which phase comes next, and who or what still stands in the way?"""

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied

from selection import ledger
from selection.access import WrongPhase, ever, may
from selection.events import CourseEvent
from selection.models import Member, Phase, Selection

MOVES: dict[str, tuple[str, ...]] = {
    Phase.DEFINE: (Phase.INVITE, Phase.CANCELLED),
    Phase.INVITE: (Phase.SCORE, Phase.CANCELLED),
    Phase.SCORE: (Phase.CLOSED, Phase.CANCELLED),
    Phase.CLOSED: (Phase.CONSENSUS, Phase.CANCELLED),
    Phase.CONSENSUS: (Phase.DECIDE, Phase.CANCELLED),
    Phase.DECIDE: (Phase.DONE, Phase.CANCELLED),
    Phase.DONE: (),
    Phase.CANCELLED: (),
}


class Blocked(Exception):
    """A move that its guard refuses; `blockers` are sentences that say what is missing."""

    def __init__(self, blockers: Sequence[str]) -> None:
        super().__init__("; ".join(blockers))
        self.blockers = list(blockers)


def held(selection: Selection, *, member: Member, action: str) -> Selection:
    """Lock the selection inside the caller's transaction and check the right against its present phase."""
    row = Selection.objects.select_for_update().get(pk=selection.pk)
    if member.selection_id != row.pk or not ever(member, action):
        raise PermissionDenied(action)
    if not may(member, action, row.phase):
        raise WrongPhase(row, action)
    selection.phase = row.phase
    return row


def move(
    selection: Selection,
    to: str,
    *,
    member: Member,
    blockers: Sequence[str] = (),
    reason: str = "",
    payload: Mapping[str, object] | None = None,
) -> None:
    """Move a selection on, inside the caller's transaction; refuse with the blockers."""
    if to not in MOVES[selection.phase]:
        raise WrongPhase(selection, to)
    if blockers:
        raise Blocked(blockers)
    # Whoever has read the phase before another one moved it changes no row.
    if not Selection.objects.filter(pk=selection.pk, phase=selection.phase).update(phase=to):
        raise WrongPhase(selection, to)
    before, selection.phase = selection.phase, to
    ledger.record(
        CourseEvent.MOVED,
        selection=selection,
        member=member,
        object=selection.code,
        reason=reason,
        payload={"from": before, "to": to, **(payload or {})},
    )
