"""What is this person asked to do next, and until when?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from criteria.tree import scored_cells
from desk.stages import Way, address
from desk.standing import Standing
from reports.models import State
from scoring.visibility import may_see_counts
from selection import erasure
from selection.dates import days_left, in_zone, moment_text, zone_named
from selection.models import Event, Phase, Selection, User

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Turn:
    """One thing to do: what, for which selection (or the site), until when, and the button that leads there."""

    selection: Selection | None
    title: str
    detail: str
    action: str
    url: str
    due: datetime | date | None = None

    @property
    def is_late(self) -> bool:
        if isinstance(self.due, datetime):
            return self.due < timezone.now()
        if self.selection is None:
            return False
        with in_zone(self.selection):
            return (days_left(self.due) or 0) < 0


def turns(standings: Iterable[Standing]) -> list[Turn]:
    """Everything that waits for the person, the most urgent first."""
    open_ones = [standing for standing in standings if not standing.selection.archived_at]
    found = [turn for standing in open_ones for turn in (*turns_of(standing), *_notices(standing))]
    return sorted(found, key=urgency)


def turns_of(standing: Standing) -> list[Turn]:
    """What waits for the person in one selection."""
    asked = ASKED.get(Phase(standing.phase))
    with in_zone(standing.selection):
        return [
            *(asked(standing) if asked else ()),
            *_marks(standing),
            *_trials(standing),
            *_reports(standing),
        ]


def erasures(user: User) -> list[Turn]:
    """What others want erased and this administrator may confirm; of a selection no more than its code."""
    found = erasure.waiting(Event.objects.exclude(actor=user)) if user.is_site_admin else []
    return [_erasure(one) for one in found]


def _erasure(one: erasure.Proposal) -> Turn:
    place, name = one.event.chain.selection, one.asked.actor.display_name if one.asked.actor else ""
    words = {"place": place.code if place else pgettext("record", "Site"), "name": name}
    detail = _("%(place)s · proposed by %(name)s") % words
    url = reverse("erase", args=[one.event.pk])
    return Turn(None, _("Confirm an erasure"), detail, pgettext("button", "View"), url)


def urgency(turn: Turn) -> tuple[bool, datetime]:
    """What sorts turns: by when they are due, and those that are never due last, as they come."""
    return urgency_of(turn.due, turn.selection.zone if turn.selection else "")


def urgency_of(due: datetime | date | None, zone: str) -> tuple[bool, datetime]:
    if due is None:
        return True, NEVER
    if not isinstance(due, datetime):
        # A day is due at its end, by the selection's clock.
        due = datetime.combine(due, time.max, zone_named(zone))
    return False, due


def _turn(standing: Standing, title: str, detail: str, *, to: Way, due: datetime | date | None = None) -> Turn:
    return Turn(standing.selection, title, detail, to.action, address(to.page, standing.selection), due)


def _define(standing: Standing) -> Iterator[Turn]:
    if not standing.may("edit_needs"):
        return
    if not standing.evaluators:
        yield _turn(standing, _("Set up the committee"), _("No evaluators yet"), to=Way(_("Add people"), "members"))
    if not standing.needs:
        yield _turn(
            standing,
            _("Enter needs"),
            _("What must, should and could the new system do?"),
            to=Way(_("Enter needs"), "needs"),
        )
    if not standing.leaves:
        yield _turn(
            standing,
            _("Choose criteria and weights"),
            _("From a template, or criterion by criterion"),
            to=Way(_("Set weights"), "weights"),
        )
    if standing.leaves and not standing.vendors:
        yield _turn(standing, _("Add vendors"), _("Vendors to compare"), to=Way(_("Add vendors"), "vendors"))
    if standing.leaves and standing.may("seal"):  # last: what is sealed does not change any more
        yield _turn(standing, _("Seal criteria and weights"), _criteria(standing), to=Way(_("Seal"), "seal"))


def _criteria(standing: Standing) -> str:
    words = ngettext(
        "%(count)s criterion; after the seal nothing of it changes",
        "%(count)s criteria; after the seal nothing of them changes",
        standing.leaves,
    )
    return words % {"count": standing.leaves}


def _invite(standing: Standing) -> Iterator[Turn]:
    if not standing.may("open_scoring"):
        return
    if not standing.vendors:
        yield _turn(
            standing,
            _("Add vendors"),
            _("Without vendors there is nothing to score"),
            to=Way(_("Add vendors"), "vendors"),
        )
        return
    missing = standing.measured * standing.vendors - standing.facts
    if missing > 0:
        title = ngettext("Enter %(count)s missing fact", "Enter %(count)s missing facts", missing) % {"count": missing}
        yield _turn(
            standing, title, _("Measured criteria take their value from facts"), to=Way(_("Enter facts"), "facts")
        )
    yield _turn(standing, _("Open scoring"), _vendors(standing), to=Way(_("Go to open"), "scoring"))


def _vendors(standing: Standing) -> str:
    vendors = ngettext("%(count)s vendor", "%(count)s vendors", standing.vendors) % {"count": standing.vendors}
    people = ngettext("%(count)s evaluator", "%(count)s evaluators", standing.evaluators) % {
        "count": standing.evaluators
    }
    return f"{vendors} · {people}"


def _score(standing: Standing) -> Iterator[Turn]:
    closes = standing.selection.scoring_closes_at
    left = standing.my_cells - standing.my_done
    if standing.may("score") and standing.my_cells and not standing.has_submitted:
        if left:
            minutes = scored_cells(left, 1)[1]
            title = ngettext("Score %(count)s cell", "Score %(count)s cells", left) % {"count": left}
            detail = _("about %(minutes)s minutes") % {"minutes": max(minutes, 1)}
            yield _turn(
                standing,
                title,
                _joined(detail, _closing(closes)),
                to=Way(pgettext("button", "Score"), "scoring"),
                due=closes,
            )
        else:
            yield _turn(
                standing,
                _("Submit your scores"),
                _joined(_("every cell is filled"), _closing(closes)),
                to=Way(pgettext("button", "Submit"), "scoring"),
                due=closes,
            )
    if standing.may("close_round") and (standing.is_late or standing.submitted >= standing.evaluators > 0):
        words = ngettext(
            "%(done)s of %(count)s person has submitted",
            "%(done)s of %(count)s people have submitted",
            standing.evaluators,
        )
        detail = words % {"done": standing.submitted, "count": standing.evaluators}
        yield _turn(standing, _("Close scoring"), detail, to=Way(_("Go to close"), "close_round"), due=closes)


def _closing(closes: datetime | None) -> str:
    if not closes:
        return ""
    return _("scoring closes on %(moment)s") % {"moment": moment_text(closes)}


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _closed(standing: Standing) -> Iterator[Turn]:
    if standing.may("keep_means"):
        yield _turn(
            standing,
            _("Keep the means and reveal"),
            _("The committee then sees all scores, and the analysis can run"),
            to=Way(pgettext("button", "Reveal"), "keep_means"),
        )


def _consensus(standing: Standing) -> Iterator[Turn]:
    day = standing.selection.decision_date
    if standing.may("run_analysis") and not standing.run:
        yield _turn(
            standing,
            _("Run the analysis"),
            _("The scores are settled; nothing is computed yet"),
            to=Way(pgettext("button", "Run"), "results"),
            due=day,
        )
    elif standing.may("run_analysis") and standing.run and standing.run.state == State.FAILED:
        yield _turn(
            standing,
            _("Run the analysis again"),
            _("The last run was not finished"),
            to=Way(pgettext("button", "Run again"), "results"),
            due=day,
        )
    elif standing.may("start_decision") and standing.run and standing.run.state == State.DONE:
        yield _turn(
            standing,
            _("Start the decision"),
            _("Results are ready"),
            to=Way(_("Go to decision"), "start_decision"),
            due=day,
        )


def _decide(standing: Standing) -> Iterator[Turn]:
    if standing.may("decide") and not standing.is_decided:
        yield _turn(
            standing,
            _("Record the decision"),
            _("Choice and reason"),
            to=Way(pgettext("button", "Decide"), "decide"),
            due=standing.selection.decision_date,
        )


def _marks(standing: Standing) -> Iterator[Turn]:
    """People who left before the chair could say what becomes of their marks."""
    if standing.unsettled and standing.may("settle_marks"):
        words = ngettext(
            "Decide whether the scores of %(count)s person who left count",
            "Decide whether the scores of %(count)s people who left count",
            standing.unsettled,
        )
        detail = _("Until then they count; it is said once, with a reason")
        yield _turn(standing, words % {"count": standing.unsettled}, detail, to=Way(_("Settle"), "members"))


def _trials(standing: Standing) -> Iterator[Turn]:
    left = standing.trials - standing.concluded
    started = standing.poc_start is not None and standing.poc_start <= timezone.localdate()
    if left > 0 and started and standing.may("plan_poc") and standing.may("record_trial"):
        title = ngettext("Conclude %(count)s POC trial", "Conclude %(count)s POC trials", left) % {"count": left}
        detail = _("%(done)s of %(count)s have a result") % {"done": standing.concluded, "count": standing.trials}
        yield _turn(standing, title, detail, to=Way(_("Enter results"), "poc"), due=standing.poc_end)


def _reports(standing: Standing) -> Iterator[Turn]:
    """Reports that the person asked for and has not looked at yet."""
    for report in standing.reports:
        language = {"en": _("in English")}.get(report.language, _("in Chinese"))
        if report.state == State.DONE:
            yield _turn(standing, _("The report is ready"), language, to=Way(pgettext("button", "Open"), "decision"))
        else:
            title = _("The report was stopped") if report.given_up_by_id else _("The report could not be made")
            yield _turn(standing, title, language, to=Way(pgettext("button", "View"), "decision"))


def _notices(standing: Standing) -> Iterator[Turn]:
    """What the person is told of until they have opened the selection."""
    for sentence in standing.told:
        yield _turn(standing, sentence, "", to=Way(pgettext("button", "View"), "overview"))


ASKED: dict[Phase, Callable[[Standing], Iterator[Turn]]] = {
    Phase.DEFINE: _define,
    Phase.INVITE: _invite,
    Phase.SCORE: _score,
    Phase.CLOSED: _closed,
    Phase.CONSENSUS: _consensus,
    Phase.DECIDE: _decide,
}


def waiting(standing: Standing) -> str:
    """What the selection waits for, when it does not wait for this person."""
    if standing.phase == Phase.SCORE:
        return _waiting_for_scores(standing)
    if standing.phase == Phase.CONSENSUS:
        has_results = bool(standing.run and standing.run.state == State.DONE)
        return _("Results are ready") if has_results else _("Waiting for the analysis")
    return {
        Phase.DEFINE: _("Waiting for the chair to seal"),
        Phase.INVITE: _("Waiting for scoring to open"),
        Phase.CLOSED: _("Waiting for the chair to reveal the scores"),
        Phase.DECIDE: _("Waiting for the decision"),
        Phase.DONE: _("Decided"),
        Phase.CANCELLED: _("Cancelled"),
    }[Phase(standing.phase)]


def _waiting_for_scores(standing: Standing) -> str:
    if standing.has_submitted:
        return _("Submitted; shown after scoring closes")
    if not may_see_counts(standing.member):
        return _("Scoring is under way")
    return _("%(done)s of %(count)s submitted") % {"done": standing.submitted, "count": standing.evaluators}
