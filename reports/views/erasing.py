"""Two people erase what an event holds: who proposes it, who confirms it, and what does each of them see?"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.forms import ErasureForm
from reports.record import acts, reading
from reports.record.objects import Names
from selection import erasure
from selection.access import CommitteeRequest, PersonRequest, committee, site
from selection.models import Event, Selection

GET_OR_POST = ["GET", "HEAD", "POST"]


@committee("propose_erasure")
@require_http_methods(GET_OR_POST)
def propose_erasure(request: CommitteeRequest, sequence: int) -> HttpResponse:
    selection, member = request.selection, request.member
    if not erasure.may_propose(member):
        raise PermissionDenied(erasure.RIGHT)
    event = get_object_or_404(reading.visible(member).select_related("payload", "chain"), sequence=sequence)
    return _propose(
        request, event, lambda reason: erasure.propose(event, member=member, reason=reason), selection=selection
    )


@site("confirm_erasure")
@require_http_methods(GET_OR_POST)
def propose_site_erasure(request: PersonRequest, sequence: int) -> HttpResponse:
    event = get_object_or_404(reading.of_the_site().select_related("payload", "chain"), sequence=sequence)
    actor = request.user
    return _propose(request, event, lambda reason: erasure.propose_for_site(event, actor=actor, reason=reason))


def _propose(
    request: HttpRequest, event: Event, propose: Callable[[str], None], *, selection: Selection | None = None
) -> HttpResponse:
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            propose(form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", error.messages)
        else:
            messages.success(request, _("Proposed. An administrator has to confirm it before anything goes."))
            return redirect("record", selection.code) if selection else redirect("site_record")
    context = {
        "title": _("Erase what an event holds"),
        "act": acts.act(event),
        "object": Names(selection).of(event),
        "selection": selection,
        "form": form,
        "event": event,
        "may_go": erasure.may_go(event),
    }
    return render(request, "reports/propose_erasure.html", context, status=422 if form.errors else 200)


@site("confirm_erasure")
@require_http_methods(GET_OR_POST)
def erase(request: PersonRequest, pk: int) -> HttpResponse:
    """What waits for a second person: the kind of the event and the reason, never what it holds."""
    event = get_object_or_404(Event.objects.select_related("chain__selection", "actor", "payload"), pk=pk)
    proposal = next((one for one in erasure.waiting(event.chain.events.all()) if one.event.pk == pk), None)
    faults: list[str] = []
    if request.method == "POST":
        try:
            words = _decide(event, request)
        except ValidationError as error:
            faults = error.messages
        else:
            messages.success(request, words)
            return redirect("site_record")
    context: dict[str, object] = {"title": _("Confirm an erasure"), "act": acts.did(event.type)}
    context |= {"event": event, "proposal": proposal, "faults": faults}
    return render(request, "reports/erase.html", context, status=409 if faults else 200)


def _decide(event: Event, request: PersonRequest) -> str:
    """Erase, or with `leave` let it stand."""
    if "leave" in request.POST:
        erasure.drop(event, actor=request.user)
        return _("Everything stays as it is; the record keeps that it was proposed.")
    erasure.confirm(event, actor=request.user)
    return _("Erased. The chain stays whole and keeps that this event held something.")


urlpatterns = [
    path("s/<str:code>/record/<int:sequence>/erase/", propose_erasure, name="propose_erasure"),
    path("record/<int:sequence>/erase/", propose_site_erasure, name="propose_site_erasure"),
    path("record/erasures/<int:pk>/", erase, name="erase"),
]
