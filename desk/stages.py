"""How far is each of the eight stages of a selection?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from desk.standing import ORDER, Standing
from reports.models import State
from scoring.visibility import may_see_counts
from selection.dates import days_left, short_day, time_left
from selection.models import Phase, Selection
from vendors.visibility import may_know_of_prices

NAMES = {
    "needs": pgettext_lazy("stage", "Needs"),
    "weights": pgettext_lazy("stage", "Weights"),
    "vendors": pgettext_lazy("stage", "Vendors"),
    "scoring": pgettext_lazy("stage", "Scoring"),
    "poc": pgettext_lazy("stage", "POC"),
    "costs": pgettext_lazy("stage", "Cost"),
    "results": pgettext_lazy("stage", "Analysis"),
    "decision": pgettext_lazy("stage", "Decision"),
}
STATE_NAMES = {
    "done": pgettext_lazy("state", "done"),
    "now": pgettext_lazy("state", "under way"),
    "late": pgettext_lazy("state", "late"),
    "draft": pgettext_lazy("state", "prepared"),
    "todo": pgettext_lazy("state", "not begun"),
}
# The stage that a phase is about; while a selection is defined the needs come before the weights.
FOCUS = {
    Phase.DEFINE: "weights",
    Phase.INVITE: "vendors",
    Phase.SCORE: "scoring",
    Phase.CLOSED: "scoring",
    Phase.CONSENSUS: "results",
    Phase.DECIDE: "decision",
    Phase.DONE: "decision",
}
DEFINE, INVITE, SCORE, CLOSED, CONSENSUS, DECIDE, DONE = range(len(ORDER))


@dataclass(frozen=True)
class Progress:
    """A state, and how much of the stage is done in percent where that can be said."""

    state: str
    share: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage as the rail, the list and the overview show it."""

    key: str
    url: str
    state: str
    share: int | None
    note: str

    @property
    def name(self) -> str:
        return str(NAMES[self.key])

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[self.state])


def stages(standing: Standing) -> list[Stage]:
    """Needs, weights, vendors, scoring, POC, cost, analysis, decision."""
    return [
        Stage(key, address(key, standing.selection), found.state, found.share, found.note)
        for key, look in LOOKS.items()
        for found in [look(standing)]
    ]


class Way(NamedTuple):
    """What a button says and to which page of the selection it leads; who lacks the right there may look."""

    action: str
    page: str
    right: str = "view"


def address(place: str, selection: Selection) -> str:
    return reverse(place, args=[selection.code])


def focus(standing: Standing) -> str:
    """The stage that the selection is in now."""
    if standing.phase == Phase.CANCELLED:
        return ""
    if standing.phase == Phase.DEFINE and not standing.leaves:
        return "needs"
    return FOCUS[Phase(standing.phase)]


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _working(standing: Standing, share: int) -> Progress:
    """Under way while the selection is; where it was left when it is not."""
    return Progress("now" if standing.is_open else "todo", share)


def _needs(standing: Standing) -> Progress:
    if standing.reached > DEFINE:
        return Progress("done", note=str(standing.needs or ""))
    if not standing.needs:
        return Progress("todo")
    return Progress("now", _share(standing.linked_needs, standing.needs), str(standing.needs))


def _weights(standing: Standing) -> Progress:
    if standing.reached > DEFINE:
        return Progress("done")
    return Progress("now", 100) if standing.leaves else Progress("todo")


def _vendors(standing: Standing) -> Progress:
    note = str(standing.vendors or "")
    if standing.reached > INVITE:
        return Progress("done", note=note)
    if not standing.vendors:
        return Progress("todo")
    share = _share(standing.facts, standing.measured * standing.vendors) if standing.measured else 100
    return Progress(_working(standing, share).state, share, note)


def _scoring(standing: Standing) -> Progress:
    if standing.reached < SCORE:
        return Progress("todo")
    if standing.reached >= CONSENSUS:
        return Progress("done")
    if standing.reached == CLOSED:
        return Progress("now", 100, pgettext("scoring", "closed"))
    if may_see_counts(standing.member):
        missing = standing.evaluators - standing.submitted
        note = (
            ngettext("%(count)s person to go", "%(count)s people to go", missing) % {"count": missing}
            if missing
            else ""
        )
        share = _share(standing.done, standing.cells)
    else:
        note = f"{standing.my_done}/{standing.my_cells}" if standing.my_cells else ""
        share = _share(standing.my_done, standing.my_cells)
    return Progress("late" if standing.is_late else _working(standing, share).state, share, note)


def _poc(standing: Standing) -> Progress:
    if not standing.scenarios:
        return Progress("todo")
    if standing.trials and standing.concluded >= standing.trials:
        return Progress("done")
    share = _share(standing.concluded, standing.trials)
    if standing.reached >= DECIDE or not standing.is_open:
        return Progress("done" if standing.concluded else "todo", share)
    if standing.reached < SCORE:
        return Progress("draft", note=_("planned"))
    is_late = (days_left(standing.poc_end) or 0) < 0
    return Progress("late" if is_late else "now", share, time_left(standing.poc_end))


def _costs(standing: Standing) -> Progress:
    if standing.reached >= CONSENSUS:
        return Progress("done")
    if not standing.costed or not may_know_of_prices(standing.member):
        return Progress("todo")
    if standing.costed >= standing.vendors:
        return Progress("done")
    return _working(standing, _share(standing.costed, standing.vendors))


def _results(standing: Standing) -> Progress:
    if standing.reached < CONSENSUS:
        return Progress("todo")
    if standing.run and standing.run.state == State.FAILED:
        return Progress("late", note=pgettext("run", "not finished"))
    if standing.run and standing.run.state == State.DONE:
        return Progress("done")
    return _working(standing, 50 if standing.run else 0)


def _decision(standing: Standing) -> Progress:
    if standing.reached == DONE:
        return Progress("done")
    if standing.reached == DECIDE and standing.is_open:
        return Progress("now", 100 if standing.is_decided else 0)
    day = standing.selection.decision_date
    return Progress("todo", note=short_day(day))


LOOKS: dict[str, Callable[[Standing], Progress]] = {
    "needs": _needs,
    "weights": _weights,
    "vendors": _vendors,
    "scoring": _scoring,
    "poc": _poc,
    "costs": _costs,
    "results": _results,
    "decision": _decision,
}
