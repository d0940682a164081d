"""What was done, in words: one for every kind of event, grouped as a reader looks for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from selection import ledger
from selection.models import Event, Phase

Words = dict[str, Any]


@dataclass(frozen=True)
class Area:
    """Kinds of events about one thing."""

    key: str
    name: Any
    acts: Words


ERASURES: Words = {
    ledger.ERASURE_PROPOSED: gettext_lazy("Proposed to erase what an event holds"),
    ledger.ERASURE_DROPPED: gettext_lazy("Let what an event holds stand"),
    ledger.ERASED: gettext_lazy("Erased what an event held, as another had proposed"),
}
COURSE: Words = {
    "selection.created": gettext_lazy("Started the selection"),
    "selection.imported": gettext_lazy("Imported the selection from a file"),
    "selection.edited": gettext_lazy("Changed basics and rules"),
    "selection.moved": gettext_lazy("Moved the selection on"),
    "selection.mended": gettext_lazy("Put a value right that broke a limit"),
    "selection.exception_kept": gettext_lazy("Gave the reason for a change after the close"),
    "selection.archived": gettext_lazy("Archived the selection"),
    "selection.unarchived": gettext_lazy("Took the selection back to the list"),
    "selection.exported": gettext_lazy("Exported the decision file"),
    "selection.baseline": gettext_lazy("Wrote down what is stored"),
    **ERASURES,
}
COMMITTEE: Words = {
    "selection.member_added": gettext_lazy("Gave a seat"),
    "selection.member_changed": gettext_lazy("Changed a seat"),
    "selection.member_removed": gettext_lazy("Took a seat back"),
    "selection.member_given": gettext_lazy("Gave a seat that came with a file to an account"),
    "selection.own_seat_changed": gettext_lazy("Changed their own roles"),
    "selection.chair_appointed": gettext_lazy("Made somebody the chair, as site administrator"),
    "selection.prices_opened": gettext_lazy("Opened the prices"),
    "selection.prices_sealed": gettext_lazy("Sealed the prices, which the organisers had seen"),
    "selection.prices_allowed": gettext_lazy("Let somebody score knowing the prices"),
    "selection.member_link_issued": gettext_lazy("Made an access link for a member"),
    "selection.member_link_used": gettext_lazy("Used an access link made for a member"),
    "criteria.assigned": gettext_lazy("Changed which criteria somebody scores"),
}
CRITERIA: Words = {
    "criteria.template_copied": gettext_lazy("Copied a template"),
    "criteria.criterion_added": gettext_lazy("Added a criterion"),
    "criteria.criterion_renamed": gettext_lazy("Renamed a criterion"),
    "criteria.criterion_revised": gettext_lazy("Edited a criterion"),
    "criteria.criterion_removed": gettext_lazy("Removed a criterion"),
    "criteria.category_added": gettext_lazy("Added a category"),
    "criteria.category_removed": gettext_lazy("Removed a category"),
    "criteria.group_opened": gettext_lazy("Opened a group into its criteria"),
    "criteria.group_closed": gettext_lazy("Made a group one criterion"),
    "criteria.weight_set": gettext_lazy("Set a weight"),
    "criteria.weight_locked": gettext_lazy("Locked a weight"),
    "criteria.weight_unlocked": gettext_lazy("Unlocked a weight"),
    "criteria.weight_explained": gettext_lazy("Gave a reason for a weight"),
    "criteria.weights_given": gettext_lazy("Gave all weights at once"),
    "criteria.weights_restored": gettext_lazy("Went back to the weights of the template"),
    "criteria.weights_undone": gettext_lazy("Took a change of weights back"),
}
NEEDS: Words = {
    "vendors.need_added": gettext_lazy("Added a need"),
    "vendors.need_edited": gettext_lazy("Changed a need"),
    "vendors.need_removed": gettext_lazy("Removed a need"),
    "vendors.must_judged": gettext_lazy("Judged a must-have"),
}
VENDORS: Words = {
    "vendors.added": gettext_lazy("Added a vendor"),
    "vendors.edited": gettext_lazy("Changed a vendor"),
    "vendors.withdrawn": gettext_lazy("Withdrew a vendor"),
    "vendors.restored": gettext_lazy("Took a vendor in again"),
    "vendors.fact_recorded": gettext_lazy("Entered a fact"),
    "vendors.fact_removed": gettext_lazy("Removed a fact"),
    "vendors.claim_recorded": gettext_lazy("Noted a claim"),
    "vendors.claim_removed": gettext_lazy("Removed a claim"),
    "vendors.evidence_recorded": gettext_lazy("Added evidence"),
    "vendors.evidence_removed": gettext_lazy("Removed evidence"),
}
COSTS: Words = {
    "vendors.cost_line_recorded": gettext_lazy("Entered a cost"),
    "vendors.cost_line_removed": gettext_lazy("Removed a cost"),
    "vendors.cost_parameters_set": gettext_lazy("Changed how costs are compared"),
    "vendors.scenarios_listed": gettext_lazy("Changed which growth scenarios there are"),
    "vendors.seat_plan_set": gettext_lazy("Changed the seat plan"),
    "vendors.seat_price_recorded": gettext_lazy("Entered a price per seat"),
    "vendors.seat_price_removed": gettext_lazy("Removed a price per seat"),
}
SCORING: Words = {
    "scoring.score_recorded": gettext_lazy("Scored"),
    "scoring.score_cleared": gettext_lazy("Cleared a cell"),
    "scoring.sheet_submitted": gettext_lazy("Submitted a sheet"),
    "scoring.sheet_taken_back": gettext_lazy("Took a submission back"),
    "scoring.sheet_left_out": gettext_lazy("Left a sheet out"),
    "scoring.marks_kept": gettext_lazy("Took criteria away on which marks stand; they count"),
    "scoring.marks_settled": gettext_lazy("Settled whether marks count"),
    "scoring.closing_time_changed": gettext_lazy("Moved the closing time"),
}
POC: Words = {
    "poc.window_set": gettext_lazy("Changed the window of the POC"),
    "poc.scenario_added": gettext_lazy("Added a POC scenario"),
    "poc.scenario_edited": gettext_lazy("Changed a POC scenario"),
    "poc.scenario_removed": gettext_lazy("Removed a POC scenario"),
    "poc.trial_recorded": gettext_lazy("Recorded a POC result"),
}
RESULTS: Words = {
    "run.requested": gettext_lazy("Asked for an analysis"),
    "run.finished": gettext_lazy("Finished an analysis"),
    "run.given_up": gettext_lazy("Gave an analysis up"),
    "report.requested": gettext_lazy("Asked for a report"),
    "report.made": gettext_lazy("Got a report made"),
    "report.given_up": gettext_lazy("Gave a report up"),
    "report.downloaded": gettext_lazy("Downloaded a report"),
    "report.chart_exported": gettext_lazy("Took the numbers of a chart as a table"),
    "report.drawing_exported": gettext_lazy("Took a chart as a drawing"),
    "report.damaged": gettext_lazy("Found the file of a report damaged; it is made again"),
}
PEOPLE: Words = {
    "selection.installation_started": gettext_lazy("Set up the installation"),
    "selection.person_added": gettext_lazy("Added a person"),
    "selection.person_changed": gettext_lazy("Changed a person"),
    "selection.person_deactivated": gettext_lazy("Deactivated a person"),
    "selection.person_reactivated": gettext_lazy("Let a deactivated person in again"),
    "selection.person_deleted": gettext_lazy("Deleted an account that nobody used"),
    "selection.signed_in": gettext_lazy("Signed in"),
    "selection.signed_out": gettext_lazy("Signed out"),
    "selection.profile_changed": gettext_lazy("Changed own preferences"),
    "selection.password_changed": gettext_lazy("Changed own password"),
    "selection.password_reset": gettext_lazy("Set a new password through a mailed link"),
    "selection.printed_password_replaced": gettext_lazy("Printed another password for an account of the examples"),
    "selection.printed_password_ended": gettext_lazy("Ended a printed password"),
    "selection.password_hashed": gettext_lazy("Signed in; the password is stored as this version does"),
    "selection.access_link_issued": gettext_lazy("Made an access link"),
    "selection.access_link_used": gettext_lazy("Used an access link"),
}
SITE: Words = {
    "selection.baseline": gettext_lazy("Wrote down what is stored"),
    "selection.listed": gettext_lazy("Began a selection"),
    "selection.deleted": gettext_lazy("Deleted a draft; its chain ended"),
    "reports.demo_removed": gettext_lazy("Removed the examples; their chains ended"),
    "selection.restored": gettext_lazy("Restored a backup"),
    **ERASURES,
}
TEMPLATES: Words = {
    "criteria.template_published": gettext_lazy("Published a version of a template"),
    "criteria.template_drafted": gettext_lazy("Started a draft of a template"),
    "criteria.template_discarded": gettext_lazy("Discarded a draft of a template"),
    "criteria.template_weighed": gettext_lazy("Set a weight in a draft"),
    "criteria.template_weights_given": gettext_lazy("Gave all weights of a draft at once"),
    "criteria.template_weight_locked": gettext_lazy("Locked a weight in a draft"),
    "criteria.template_weight_unlocked": gettext_lazy("Unlocked a weight in a draft"),
    "criteria.template_explained": gettext_lazy("Gave a reason for a weight in a draft"),
    "criteria.template_retired": gettext_lazy("Took a template out of the choice"),
    "criteria.template_restored": gettext_lazy("Offered a template again"),
}
OF_SELECTIONS = (
    Area("course", pgettext_lazy("record", "Course of the selection"), COURSE),
    Area("committee", pgettext_lazy("record", "Committee"), COMMITTEE),
    Area("criteria", pgettext_lazy("record", "Criteria and weights"), CRITERIA),
    Area("needs", pgettext_lazy("record", "Needs"), NEEDS),
    Area("vendors", pgettext_lazy("record", "Vendors"), VENDORS),
    Area("costs", pgettext_lazy("record", "Costs"), COSTS),
    Area("scoring", pgettext_lazy("record", "Scoring"), SCORING),
    Area("poc", pgettext_lazy("record", "POC"), POC),
    Area("results", pgettext_lazy("record", "Analysis and reports"), RESULTS),
)
OF_THE_SITE = (
    Area("people", pgettext_lazy("record", "People and access"), PEOPLE),
    Area("site", pgettext_lazy("record", "Installation"), SITE),
    Area("templates", pgettext_lazy("record", "Weight templates"), TEMPLATES),
)
ACTS: Words = {kind: words for area in (*OF_SELECTIONS, *OF_THE_SITE) for kind, words in area.acts.items()}
MOVES: Words = {
    Phase.INVITE: gettext_lazy("Sealed criteria and weights"),
    Phase.SCORE: gettext_lazy("Opened scoring"),
    Phase.CLOSED: gettext_lazy("Closed scoring"),
    Phase.CONSENSUS: gettext_lazy("Kept the means and revealed the scores"),
    Phase.DECIDE: gettext_lazy("Started the decision"),
    Phase.DONE: gettext_lazy("Recorded the decision"),
    Phase.CANCELLED: gettext_lazy("Cancelled the selection"),
}


def act(event: Event) -> str:
    """What somebody did, without the thing they did it to."""
    if event.type == "selection.moved" and hasattr(event, "payload"):
        return str(MOVES.get(event.payload.body.get("to"), ACTS[event.type]))
    return str(ACTS.get(event.type) or _("Did something that this page has no words for"))


def kinds_of(areas: tuple[Area, ...], wanted: str) -> list[str]:
    """The kinds that a choice of the filter stands for: those of an area, or one."""
    area = next((area for area in areas if area.key == wanted), None)
    return list(area.acts) if area else [wanted]


def choices(areas: tuple[Area, ...]) -> Iterator[tuple[Any, list[tuple[str, Any]]]]:
    """Each area with all of it first, then its kinds."""
    for area in areas:
        every = _("All: %(area)s") % {"area": area.name}
        yield area.name, [(area.key, every), *area.acts.items()]
