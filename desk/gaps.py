"""What does a selection still lack in its present phase, and where is it put right?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from criteria import sealing, tree
from criteria.models import Kind
from desk.stages import Way, address
from desk.standing import Standing
from reports.models import State
from scoring import rounds
from scoring.models import Score
from scoring.progress import progress
from scoring.visibility import may_know_of_marks, may_see_counts
from selection.dates import days_left, moment_text
from selection.models import Phase
from vendors import costing, screening
from vendors.apart import flat_for
from vendors.models import Judgement
from vendors.registry import active
from vendors.visibility import may_know_of_prices

MOST = 6
LEVELS = ("late", "bad", "todo", "warn")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `level`: late is overdue, bad stops the next step, todo is next, warn weakens."""

    level: str
    title: str
    text: str
    action: str
    url: str


def gaps(standing: Standing) -> list[Gap]:
    """What stops the next step first, then what weakens it."""
    look = LOOKS.get(Phase(standing.phase))
    found = [*look(standing), *_unsettled(standing)] if look else []
    return sorted(found, key=lambda gap: LEVELS.index(gap.level))


def _gap(standing: Standing, level: str, title: str, *, text: str, to: Way) -> Gap:
    """A gap with a link; who lacks the right to close it may look."""
    shown = to.action if standing.may(to.right) else pgettext("button", "View")
    return Gap(level, title, text, shown, address(to.page, standing.selection))


def _define(standing: Standing) -> Iterator[Gap]:
    if not standing.needs:
        text = _("Requirements say what must be met; a must-have that fails excludes a vendor.")
        yield _gap(standing, "todo", _("No needs yet"), text=text, to=Way(_("Enter needs"), "needs", "edit_needs"))
    yield from _findings(standing, "bad", _("Before the seal"), findings=sealing.findings(standing.selection))
    yield from _findings(standing, "warn", _("Check before sealing"), findings=sealing.cautions(standing.selection))
    yield from _flat(standing)
    if not standing.vendors:
        text = _("Vendors may be added until scoring opens.")
        yield _gap(
            standing, "todo", _("No vendors yet"), text=text, to=Way(_("Add vendors"), "vendors", "edit_vendors")
        )
    if not standing.selection.decision_date:
        text = _("With a decision day the committee sees how much time is left.")
        yield _gap(
            standing,
            "todo",
            _("No decision day"),
            text=text,
            to=Way(_("Set the day"), "edit_selection", "edit_selection"),
        )


def _findings(standing: Standing, level: str, title: str, *, findings: list[sealing.Finding]) -> Iterator[Gap]:
    for finding in findings[:MOST]:
        is_people = finding.page == "members"
        action = _("Change the committee") if is_people else _("View weights")
        right = "manage_members" if is_people else "view"
        yield _gap(
            standing, level, title, text=finding.text, to=Way(action, "members" if is_people else "weights", right)
        )
    rest = len(findings) - MOST
    if rest > 0:
        text = ngettext("and %(count)s more of this kind", "and %(count)s more of this kind", rest) % {"count": rest}
        yield _gap(standing, level, title, text=text, to=Way(_("View weights"), "weights"))


def _invite(standing: Standing) -> Iterator[Gap]:
    for blocker in rounds.opening_blockers(standing.selection):
        yield _gap(standing, "bad", _("Before scoring"), text=blocker, to=Way(_("Fix"), "scoring", "open_scoring"))
    if standing.vendors == 1:
        text = _("With one vendor there is a total, but nothing to compare it with.")
        yield _gap(
            standing, "warn", _("Only one vendor"), text=text, to=Way(_("Add vendors"), "vendors", "edit_vendors")
        )
    yield from _inputs(standing)


def _flat(standing: Standing) -> Iterator[Gap]:
    """Criteria that would give every vendor the same value, as far as this person may know."""
    for row in flat_for(standing.member)[:MOST]:
        title = _("%(criterion)s does not tell the vendors apart") % {"criterion": row.criterion.name}
        place = "costs" if row.criterion.kind == Kind.PRICE else "facts"
        action = _("View costs") if row.criterion.kind == Kind.PRICE else _("View facts")
        yield _gap(standing, "warn", title, text=row.text[:1].upper() + row.text[1:], to=Way(action, place))


def _inputs(standing: Standing) -> Iterator[Gap]:
    """Facts, must-haves, costs and trials: without them a vendor gets an interval instead of a rank."""
    missing = standing.measured * standing.vendors - standing.facts
    if missing > 0:
        words = ngettext("%(count)s of %(total)s facts is missing", "%(count)s of %(total)s facts are missing", missing)
        title = words % {"count": missing, "total": standing.measured * standing.vendors}
        text = _("A vendor without a measured value gets a range and no rank.")
        yield _gap(standing, "warn", title, text=text, to=Way(_("Enter facts"), "facts", "edit_facts"))
    yield from _musts(standing)
    if may_know_of_prices(standing.member):
        yield from _costs(standing)
    yield from _trials(standing)


def _musts(standing: Standing) -> Iterator[Gap]:
    states = screening.states(standing.selection)
    racing = set(active(standing.selection).values_list("pk", flat=True))
    pending = sum(state == Judgement.State.PENDING for (_need, vendor), state in states.items() if vendor in racing)
    if pending:
        words = ngettext("%(count)s must-have is pending", "%(count)s must-haves are pending", pending)
        text = _("A fact with evidence decides pass or fail; otherwise you do.")
        yield _gap(
            standing,
            "warn",
            words % {"count": pending},
            text=text,
            to=Way(pgettext("button", "Judge"), "needs", "judge_needs"),
        )


def _costs(standing: Standing) -> Iterator[Gap]:
    without = standing.vendors - standing.costed
    if without > 0:
        words = ngettext("%(count)s vendor has no costs", "%(count)s vendors have no costs", without)
        text = _("Without costs the price cannot be scored.")
        yield _gap(
            standing,
            "warn",
            words % {"count": without},
            text=text,
            to=Way(_("Enter costs"), "cost_lines", "edit_costs"),
        )
    for sentence in costing.gaps(standing.selection)[:MOST]:
        yield _gap(
            standing,
            "warn",
            _("Costs are not comparable yet"),
            text=sentence,
            to=Way(_("Complete"), "cost_lines", "edit_costs"),
        )


def _trials(standing: Standing) -> Iterator[Gap]:
    left = standing.trials - standing.concluded
    if not standing.scenarios or left <= 0:
        return
    words = ngettext("%(count)s POC trial has no result", "%(count)s POC trials have no result", left)
    is_late = (days_left(standing.poc_end) or 0) < 0
    text = _("The window is over.") if is_late else _("What is proven in a trial counts most as evidence.")
    yield _gap(
        standing,
        "late" if is_late else "todo",
        words % {"count": left},
        text=text,
        to=Way(_("Enter results"), "poc", "record_trial"),
    )


def _score(standing: Standing) -> Iterator[Gap]:
    closes = standing.selection.scoring_closes_at
    if standing.is_late:
        text = _("It was to close on %(moment)s. The chair closes, or sets another time.")
        moment = {"moment": moment_text(closes)}
        yield _gap(standing, "late", _("Scoring is overdue"), text=text % moment, to=Way(_("View scoring"), "scoring"))
    if may_see_counts(standing.member):
        yield from _people(standing)
    yield from _inputs(standing)


def _people(standing: Standing) -> Iterator[Gap]:
    waiting = [row["member"].display_name for row in progress(standing.selection) if not row["submitted"]]
    if waiting:
        words = ngettext("%(count)s person has not submitted", "%(count)s people have not submitted", len(waiting))
        names = _(", ").join(waiting)
        yield _gap(
            standing, "todo", words % {"count": len(waiting)}, text=names, to=Way(_("View progress"), "scoring_round")
        )


def _closed(standing: Standing) -> Iterator[Gap]:
    if may_see_counts(standing.member):
        yield from _unscored(standing)
    yield from _inputs(standing)


def _unsettled(standing: Standing) -> Iterator[Gap]:
    if standing.unsettled and may_know_of_marks(standing.member):
        words = ngettext(
            "Whether the scores of %(count)s person who left count is not settled",
            "Whether the scores of %(count)s people who left count is not settled",
            standing.unsettled,
        )
        text = _("They left before this was confirmed. Until the chair says so once, their scores count.")
        yield _gap(
            standing,
            "warn",
            words % {"count": standing.unsettled},
            text=text,
            to=Way(_("Settle"), "members", "settle_marks"),
        )


def _unscored(standing: Standing) -> Iterator[Gap]:
    """Cells without a point; until the reveal those without a mark, since "not applicable" is one."""
    cells = tree.rated(standing.selection).count() * standing.vendors
    marks = Score.objects.given().filter(round__selection=standing.selection, vendor__withdrawn="")
    if standing.may("view_scores"):
        marks = marks.filter(score__isnull=False)
    missing = cells - marks.order_by().values("criterion", "vendor").distinct().count()
    if missing > 0:
        words = ngettext("%(count)s cell has no score", "%(count)s cells have no score", missing) % {"count": missing}
        text = _("These vendors get a range and no rank.")
        yield _gap(standing, "warn", words, text=text, to=Way(_("View progress"), "scoring_round"))


def _consensus(standing: Standing) -> Iterator[Gap]:
    run = standing.run
    if not run:
        text = _("Ranking, stability and probabilities come from a run.")
        yield _gap(standing, "todo", _("Not analysed yet"), text=text, to=Way(_("Go to analysis"), "results"))
    elif run.state == State.FAILED:
        text = _("Nothing is lost. Run it again; if it fails again, tell an administrator.")
        yield _gap(
            standing, "bad", _("The last run was not finished"), text=text, to=Way(_("Go to analysis"), "results")
        )
    yield from _unscored(standing)
    yield from _inputs(standing)


def _decide(standing: Standing) -> Iterator[Gap]:
    if not standing.is_decided:
        text = _("The chair writes which vendor was chosen, and why.")
        yield _gap(
            standing, "todo", _("The decision is not recorded"), text=text, to=Way(_("Go to decision"), "decision")
        )


LOOKS: dict[Phase, Callable[[Standing], Iterator[Gap]]] = {
    Phase.DEFINE: _define,
    Phase.INVITE: _invite,
    Phase.SCORE: _score,
    Phase.CLOSED: _closed,
    Phase.CONSENSUS: _consensus,
    Phase.DECIDE: _decide,
}
