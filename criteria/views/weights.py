"""How do people see and move the weights?"""

from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from criteria import groups, history, sealing, table, weighting
from criteria.forms import FromTemplateForm
from criteria.models import Criterion, Kind
from criteria.pasting.weight_list import WEIGHTS, weights_to_fill_in
from criteria.shares import points_sent
from criteria.tables_out import weights_sheet
from criteria.templates import copy_into
from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer, hand_out
from selection.bringing.page import pasted
from selection.brought import Import, imports
from selection.forms.door import FileDoor
from selection.fragments import wants_fragment
from selection.languages import text_of
from selection.models import Event, Selection
from selection.once import once
from selection.taking import empty_table
from selection.versions import Stale


class Said(TypedDict, total=False):
    """What was just asked for: of which criterion, what is wrong with it or what moved."""

    code: str
    error: str
    typed: str | None
    offer: str
    moved: Event | None


class Editing(TypedDict):
    """What only those who may still change something see."""

    plans: dict[str, groups.Plan]
    state: str
    findings: list[sealing.Finding]
    may_seal: bool
    start: FromTemplateForm | None
    imports: list[Import]


NOTHING: Editing = {"plans": {}, "state": "", "findings": [], "may_seal": False, "start": None, "imports": []}


@dataclass(frozen=True)
class Page:
    """The weights as they are; what was just asked for, and what moved or was wrong."""

    selection: Selection
    table: table.Table
    load: sealing.Workload | None
    changes: list[history.Change]
    moved: Event | None
    gave_way: list[tuple[str, float]]
    error: str
    failed: bool
    only_changed: bool
    query: str
    sealed: Event | None
    may_edit: bool
    plans: dict[str, groups.Plan]
    state: str
    findings: list[sealing.Finding]
    may_seal: bool
    start: FromTemplateForm | None
    imports: list[Import]


@committee("view")
def weights(request: CommitteeRequest) -> HttpResponse:
    return show(request)


def show(
    request: CommitteeRequest, *, status: int = 200, start: FromTemplateForm | None = None, **said: Unpack[Said]
) -> HttpResponse:
    """The page, or its living part when a script asks."""
    page = "criteria/_weights.html" if wants_fragment(request) else "criteria/weights.html"
    return render(request, page, vars(_page(request, start, **said)), status=status)


def _page(
    request: CommitteeRequest,
    start: FromTemplateForm | None,
    *,
    code: str = "",
    error: str = "",
    typed: str | None = None,
    offer: str = "",
    moved: Event | None = None,
) -> Page:
    selection, may_edit = request.selection, may(request.member, "edit_criteria")
    rows = table.table(selection)
    row = rows.row(code)
    if row:
        row.error, row.typed, row.offer, row.is_on = error, typed, offer, bool(moved or error)
    only_changed = request.GET.get("show") == "changed" and bool(rows.changed)
    names = {found.criterion.code: text_of(found.criterion, "name") for found in rows.rows}
    return Page(
        selection=selection,
        table=rows,
        load=sealing.workload(selection),
        changes=history.changes(selection, names),
        moved=moved,
        gave_way=table.gave_way(rows, moved),
        error="" if row else error,
        failed=bool(error),
        only_changed=only_changed,
        query="?show=changed" if only_changed else "",
        sealed=table.sealing_event(selection) if selection.sealed_at else None,
        may_edit=may_edit,
        **(_editing(request, start, rows) if may_edit else NOTHING),
    )


def _editing(request: CommitteeRequest, start: FromTemplateForm | None, rows: table.Table) -> Editing:
    selection = request.selection
    return {
        "plans": groups.plans(selection),
        "state": weighting.state(selection),
        "findings": sealing.findings(selection),
        "may_seal": may(request.member, "seal"),
        "start": None if rows.branches else start or FromTemplateForm(),
        "imports": imports(selection, "weights"),
    }


def done(request: CommitteeRequest, *, code: str = "", moved: Event | None = None, text: str = "") -> HttpResponse:
    """After a change: the living part again, or the whole page for those without scripts."""
    if wants_fragment(request):
        return show(request, code=code, moved=moved)
    if text:
        messages.success(request, text)
    filtered = "?show=changed" if request.GET.get("show") == "changed" else ""
    return redirect(f"{reverse('weights', args=[request.selection.code])}{filtered}{f'#r-{code}' if code else ''}")


def refused(
    request: CommitteeRequest, fault: ValidationError, *, code: str = "", typed: str | None = None
) -> HttpResponse:
    offer = getattr(fault, "offer", "")
    return show(request, status=422, code=code, typed=typed, offer=offer, error=" ".join(fault.messages))


def weighted(request: CommitteeRequest, code: str) -> Criterion:
    """The category or leaf of this selection."""
    nodes = request.selection.criteria.exclude(kind=Kind.LINE).select_related("parent", "selection")
    return get_object_or_404(nodes, code=code)


@committee("view")
@require_safe
def weights_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "weights", weights_sheet(request.selection))


@committee("edit_criteria")
@require_safe
def weights_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = weights_to_fill_in(request.selection)
    return as_answer(empty_table(sheet, key="weights_empty", selection=request.selection))


@once
@committee("edit_criteria")
def weights_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list says; write it when it is sent a second time, from there."""
    return _list_page(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_criteria", is_one_act=False)
@require_POST
def weights_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _list_page(request, FileDoor(request.POST, request.FILES))


def _list_page(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    return pasted(request, WEIGHTS, door, template="criteria/weights_paste.html", page="weights")


@committee("edit_criteria")
@require_POST
def set_weight(request: CommitteeRequest, leaf: str) -> HttpResponse:
    criterion, typed = weighted(request, leaf), request.POST.get("points", "")
    try:
        moved = weighting.set_weight(
            criterion, points=points_sent(request.POST), member=request.member, seen=request.POST.get("state", "")
        )
    except ValidationError as fault:
        return refused(request, fault, code=leaf, typed=typed)
    except Stale:
        return _stale(request, leaf, typed)
    return done(request, code=leaf, moved=moved)


def _stale(request: CommitteeRequest, code: str, typed: str) -> HttpResponse:
    newest = next(iter(history.changes(request.selection, {}, limit=1)), None)
    who = newest.actor.display_name if newest and newest.actor else _("Somebody")
    words = _(
        "%(person)s changed weights while this page was open, so yours was not saved. You gave "
        "%(typed)s: check the new weights and save again."
    )
    error = words % {"person": who, "typed": typed}
    return show(request, status=409, code=code, typed=typed, error=error)


@committee("edit_criteria")
@require_POST
def lock_weight(request: CommitteeRequest, leaf: str) -> HttpResponse:
    try:
        weighting.lock_weight(weighted(request, leaf), locked=request.POST.get("lock") == "1", member=request.member)
    except ValidationError as fault:
        return refused(request, fault, code=leaf)
    return done(request, code=leaf)


@committee("edit_criteria")
@require_POST
def restore(request: CommitteeRequest) -> HttpResponse:
    weighting.restore_template(request.selection, member=request.member)
    return done(request, text=_("The weights are those of the template again."))


@committee("edit_criteria")
@require_POST
def undo(request: CommitteeRequest, sequence: int) -> HttpResponse:
    try:
        weighting.undo(request.selection, sequence=sequence, member=request.member)
    except ValidationError as fault:
        return refused(request, fault)
    return done(request)


@committee("edit_criteria")
@require_POST
def explain(request: CommitteeRequest, leaf: str) -> HttpResponse:
    try:
        weighting.explain_weight(weighted(request, leaf), reason=request.POST.get("reason", ""), member=request.member)
    except ValidationError as fault:
        return refused(request, fault)
    return done(request)


@committee("edit_criteria")
@require_POST
def open_group(request: CommitteeRequest, leaf: str) -> HttpResponse:
    criterion = weighted(request, leaf)
    try:
        groups.open_group(criterion, member=request.member)
    except ValidationError as fault:
        return refused(request, fault, code=leaf)
    return done(request)


@committee("edit_criteria")
@require_POST
def close_group(request: CommitteeRequest, heading: str) -> HttpResponse:
    found = get_object_or_404(request.selection.headings.select_related("selection"), code=heading)
    try:
        groups.close_group(found, member=request.member)
    except ValidationError as fault:
        return refused(request, fault)
    return done(request, code=heading)


@once
@committee("edit_criteria")
@require_POST
def start(request: CommitteeRequest) -> HttpResponse:
    form = FromTemplateForm(request.POST)
    if form.is_valid():
        version, depth = form.cleaned_data["version"], form.cleaned_data["depth"]
        try:
            copy_into(request.selection, version=version, depth=depth, member=request.member)
        except ValidationError as fault:
            form.add_error("depth" if "depth" in getattr(fault, "error_dict", {}) else None, fault.messages)
    if form.errors:
        return show(request, status=422, start=form)
    return done(request)


urlpatterns = [
    path("s/<str:code>/weights/", weights, name="weights"),
    path("s/<str:code>/weights/table/", weights_table, name="weights_table"),
    path("s/<str:code>/weights/paste/", weights_paste, name="weights_paste"),
    path("s/<str:code>/weights/paste/empty/", weights_empty, name="weights_empty"),
    path("s/<str:code>/weights/paste/preview/", weights_preview, name="weights_preview"),
    path("s/<str:code>/weights/start/", start, name="weights_start"),
    path("s/<str:code>/weights/restore/", restore, name="weights_restore"),
    path("s/<str:code>/weights/undo/<int:sequence>/", undo, name="weights_undo"),
    path("s/<str:code>/weights/set/<str:leaf>/", set_weight, name="weights_set"),
    path("s/<str:code>/weights/lock/<str:leaf>/", lock_weight, name="weights_lock"),
    path("s/<str:code>/weights/explain/<str:leaf>/", explain, name="weights_explain"),
    path("s/<str:code>/weights/open/<str:leaf>/", open_group, name="open_group"),
    path("s/<str:code>/weights/close/<str:heading>/", close_group, name="weights_close_group"),
]
