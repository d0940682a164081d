"""How do scenarios and results come in as tables?"""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from poc.pasting.scenario_list import scenarios_of
from poc.pasting.trial_grid import unfolded
from poc.pasting.trial_list import results_of
from poc.tables_out import results_to_fill_in
from selection.access import CommitteeRequest, committee
from selection.answering import as_answer
from selection.bringing.lists import to_fill_in
from selection.bringing.page import pasted
from selection.forms.door import FileDoor
from selection.once import once
from selection.taking import empty_table


@committee("plan_poc")
@require_safe
def scenarios_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = to_fill_in(scenarios_of(request.selection), _("Scenarios"))
    return as_answer(empty_table(sheet, key="scenarios_empty", selection=request.selection))


@once
@committee("plan_poc")
def scenarios_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list says; write it when it is sent a second time, from there."""
    return _scenarios(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("plan_poc", is_one_act=False)
@require_POST
def scenarios_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _scenarios(request, FileDoor(request.POST, request.FILES))


def _scenarios(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    return pasted(request, scenarios_of(request.selection), door, template="poc/scenarios_paste.html", page="poc")


@committee("record_trial")
@require_safe
def trials_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = results_to_fill_in(request.selection)
    return as_answer(empty_table(sheet, key="trials_empty", selection=request.selection))


@once
@committee("record_trial")
def trials_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a table of results says; write it when it is sent a second time, from there."""
    return _trials(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("record_trial", is_one_act=False)
@require_POST
def trials_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _trials(request, FileDoor(request.POST, request.FILES))


def _trials(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    """Vendors across are written out into the box first: what is shown and counted is what stands there."""
    if request.method == "POST" and door.is_valid() and not door.is_waiting:
        text = unfolded(door.text or request.POST.get("block", ""), request.selection)
        if text is not None:
            door.text = text
            messages.info(request, _("The vendors of this table have been written out: one result a row."))
    return pasted(request, results_of(request.selection), door, template="poc/trials_paste.html", page="poc")
