"""Which phase comes next, and who or what still stands in the way?"""

from collections.abc import Sequence

from selection import ledger
from selection.access import WrongPhase
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


def move(selection: Selection, to: str, *, member: Member, blockers: Sequence[str] = (), reason: str = "", payload: dict[str, object] | None = None) -> None:
    """Move a selection on, inside the caller's transaction; refuse with the blockers."""
    if to not in MOVES[selection.phase]:
        raise WrongPhase(selection, to)
    if blockers:
        raise Blocked(blockers)
    changed = Selection.objects.filter(pk=selection.pk, phase=selection.phase).update(phase=to)
    if not changed:
        raise WrongPhase(selection, to)
    before, selection.phase = selection.phase, to
    ledger.record("selection.moved", selection=selection, member=member, object=selection.code, reason=reason, payload={"from": before, "to": to, **(payload or {})})
