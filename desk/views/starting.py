"""How does a selection come onto the list, change its frame, and leave it?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from criteria.models import Kind
from desk import demo, starting
from desk.forms import NewSelectionForm
from reports.decision_file import intake
from selection import setup
from selection.access import CommitteeRequest, PersonRequest, anyone, committee, site
from selection.answering import refuse
from selection.forms.frame import EditSelectionForm
from selection.models import Phase, Selection
from selection.once import once


@once
@anyone("create_selection")
def new_selection(request: PersonRequest) -> HttpResponse:
    form = NewSelectionForm(request.POST or None, request.FILES or None, user=request.user)
    faults: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            selection = STARTS[form.cleaned_data["source"]](request, form)
        except ValidationError as error:
            refuse(form, error)
        except starting.FaultyFile as error:
            faults = [{"pointer": fault.pointer[:200], "message": intake.message(fault)} for fault in error.faults]
        else:
            words = _("%(code)s created; you are the chair.") % {"code": selection.code}
            messages.success(request, " ".join([words, *form.echoes]))
            return redirect("overview", selection.code)
    context = {"form": form, "faults": faults}
    return render(request, "desk/new.html", context, status=422 if form.errors or faults else 200)


def _blank(request: PersonRequest, form: NewSelectionForm) -> Selection:
    return starting.blank(actor=request.user, **form.frame())


def _from_template(request: PersonRequest, form: NewSelectionForm) -> Selection:
    typed = form.cleaned_data
    depth = typed["depth"] or "short"
    return starting.from_template(actor=request.user, version=typed["template"], depth=depth, **form.frame())


def _from_earlier(request: PersonRequest, form: NewSelectionForm) -> Selection:
    earlier, with_committee = form.cleaned_data["earlier"], form.cleaned_data["with_committee"]
    made = starting.from_earlier(earlier, actor=request.user, with_committee=with_committee, **form.frame())
    behind = starting.left_behind(earlier.selection) if with_committee else []
    if behind:
        names = _(", ").join(member.display_name for member in behind)
        words = _("Not seated, because they have no account or it is deactivated: %(people)s.")
        messages.warning(request, words % {"people": names})
    return made


def _from_file(request: PersonRequest, form: NewSelectionForm) -> Selection:
    made = starting.from_file(form.cleaned_data["file"].read(), actor=request.user)
    mine = Selection.objects.filter(members__user=request.user, members__removed_at=None).exclude(pk=made.pk)
    codes = mine.filter(file_digest=made.file_digest).order_by("code").values_list("code", flat=True)
    if codes:
        words = _("The same file was imported before: %(codes)s.")
        messages.warning(request, words % {"codes": _(", ").join(codes)})
    return made


STARTS: dict[str, Callable[[PersonRequest, NewSelectionForm], Selection]] = {
    "blank": _blank,
    "template": _from_template,
    "earlier": _from_earlier,
    "file": _from_file,
}


@committee("edit_selection")
def edit_selection(request: CommitteeRequest) -> HttpResponse:
    rest = () if request.selection.phase == Phase.DEFINE else setup.RULES
    bases = set(request.selection.criteria.filter(kind=Kind.PRICE).values_list("basis", flat=True))
    is_about_quote = bool(bases) and "tco" not in bases
    form = EditSelectionForm(request.POST or None, instance=request.selection, rest=rest, is_about_quote=is_about_quote)
    if request.method == "POST" and form.is_valid() and _edited(request, form):
        return redirect("overview", request.selection.code)
    shown = Selection.objects.get(pk=request.selection.pk)
    context = {"form": form, "selection": shown, "is_sealed": bool(rest)}
    return render(request, "desk/edit_selection.html", context, status=422 if form.errors else 200)


def _edited(request: CommitteeRequest, form: EditSelectionForm) -> bool:
    try:
        followed = starting.edit(request.selection, member=request.member, **form.cleaned_data)
    except ValidationError as error:
        refuse(form, error)
        return False
    price = _("Saved. The value function of the price follows the new budget.")
    messages.success(request, " ".join([price if followed else _("Saved."), *form.echoes]))
    return True


@once
@committee("delete_selection")
def delete_selection(request: CommitteeRequest) -> HttpResponse:
    typed, errors = request.POST.get("typed", ""), []
    if request.method == "POST":
        try:
            setup.delete_draft(request.selection, member=request.member, typed=typed)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("%(code)s is deleted.") % {"code": request.selection.code})
            return redirect("home")
    return _asked(request, "desk/delete_selection.html", typed, errors=errors)


@once
@committee("cancel_selection")
def cancel_selection(request: CommitteeRequest) -> HttpResponse:
    reason, errors = request.POST.get("reason", "")[:2000], []
    if request.method == "POST":
        try:
            setup.cancel(request.selection, member=request.member, reason=reason)
        except ValidationError as error:
            errors = error.messages
        else:
            messages.success(request, _("%(code)s is cancelled.") % {"code": request.selection.code})
            return redirect("overview", request.selection.code)
    return _asked(request, "desk/cancel_selection.html", reason, errors=errors)


def _asked(request: CommitteeRequest, template: str, typed: str, *, errors: list[str]) -> HttpResponse:
    context: dict[str, Any] = {"selection": request.selection, "typed": typed, "errors": errors}
    return render(request, template, context, status=422 if errors else 200)


@once
@committee("archive_selection")
@require_POST
def archive_selection(request: CommitteeRequest) -> HttpResponse:
    """Away, or with `back` to the list again."""
    archived = "back" not in request.POST
    setup.archive(request.selection, member=request.member, archived=archived)
    messages.success(request, _("Archived. It is listed under “Archived”.") if archived else _("Unarchived."))
    return redirect("overview", request.selection.code)


@site("remove_demo")
def remove_demo(request: PersonRequest) -> HttpResponse:
    faults: list[str] = []
    if request.method == "POST":
        try:
            codes = demo.remove(actor=request.user)
        except ValidationError as error:
            faults = error.messages
        else:
            words = ngettext("%(count)s example is removed.", "%(count)s examples are removed.", len(codes))
            messages.success(request, words % {"count": len(codes)})
            return redirect("home")
    context = {"demos": demo.selections(), "people": demo.people(actor=request.user), "faults": faults}
    return render(request, "desk/remove_demo.html", context, status=409 if faults else 200)


urlpatterns = [
    path("selections/new/", new_selection, name="new_selection"),
    path("examples/remove/", remove_demo, name="remove_demo"),
    path("s/<str:code>/edit/", edit_selection, name="edit_selection"),
    path("s/<str:code>/delete/", delete_selection, name="delete_selection"),
    path("s/<str:code>/cancel/", cancel_selection, name="cancel_selection"),
    path("s/<str:code>/archive/", archive_selection, name="archive_selection"),
]
