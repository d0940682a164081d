"""How is a whole set of weights given at once, for a selection or for a draft of a template?"""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from analysis.weights import largest_remainder
from criteria import weighting
from criteria.drafting import points_of, scored
from criteria.models import TemplateVersion
from criteria.templates import give_draft_weights
from criteria.whole_set import TypedCategory, TypedWeight, WholeSet, of_selection, read
from selection.access import CommitteeRequest, PersonRequest, committee, site
from selection.versions import Stale


@committee("edit_criteria")
def whole_set(request: CommitteeRequest) -> HttpResponse:
    """All weights of a selection: typed, brought to 100, stored."""
    selection = request.selection
    found = read(of_selection(selection), request.POST)
    context = {"selection": selection, "state": weighting.state(selection), **_shown(request, found)}
    page = "criteria/whole_set.html"
    if request.method != "POST" or not _is_final(request, found):
        return render(request, page, context, status=200 if found.is_valid else 422)
    seen = request.POST.get("state", "")
    try:
        weighting.give_weights(selection, shares=found.shares, held_codes=found.held, member=request.member, seen=seen)
    except ValidationError as fault:
        return render(request, page, context | {"errors": fault.messages}, status=422)
    except Stale:
        return render(request, page, context | {"errors": [_moved_meanwhile()]}, status=409)
    messages.success(request, _("All weights are saved."))
    return redirect("weights", selection.code)


@site("edit_templates")
def draft_set(request: PersonRequest, key: str, depth: str) -> HttpResponse:
    """All weights of a draft, in one of its depths."""
    drafts = TemplateVersion.objects.select_related("template").filter(published_at=None)
    draft = get_object_or_404(drafts, template__key=key)
    if depth not in draft.depths:
        raise Http404
    found = read(_of_draft(draft, depth), request.POST)
    context = {"version": draft, "depth": depth, "state": draft.revision, **_shown(request, found)}
    page = "criteria/draft_set.html"
    if request.method != "POST" or not _is_final(request, found):
        return render(request, page, context, status=200 if found.is_valid else 422)
    seen = request.POST.get("state", "")
    try:
        give_draft_weights(
            draft,
            depth=depth,
            shares=found.shares,
            held=found.held,
            seen=int(seen) if re.fullmatch("[0-9]{1,9}", seen) else 0,
            actor=request.user,
        )
    except ValidationError as fault:
        return render(request, page, context | {"errors": fault.messages}, status=422)
    except Stale:
        return render(request, page, context | {"errors": [_moved_meanwhile()]}, status=409)
    messages.success(request, _("All weights are saved."))
    return redirect(f"{reverse('templates', args=[key])}?depth={depth}&show=all")


def _shown(request: CommitteeRequest | PersonRequest, found: WholeSet) -> dict[str, Any]:
    is_asking = request.method == "POST" and found.is_valid and not found.is_as_typed
    return {"set": found, "is_asking": is_asking}


def _is_final(request: CommitteeRequest | PersonRequest, found: WholeSet) -> bool:
    """A set that is not stored as typed is stored once the person has seen what it becomes."""
    agreed = request.POST.get("agree") == found.total_text
    return found.is_valid and (found.is_as_typed or agreed)


def _moved_meanwhile() -> str:
    return _("Somebody changed weights while you were typing. Nothing was saved; compare and save again.")


def _of_draft(draft: TemplateVersion, depth: str) -> list[TypedCategory]:
    """The weights of one depth of a draft; what is shown sums to 100."""
    content = draft.depths[depth]
    points = points_of(content)
    families = [[row for row in scored(content) if row["category"] == top["code"]] for top in content["categories"]]
    now = iter(largest_remainder([points[row["code"]] for family in families for row in family]))
    parts = []
    for tone, (top, family) in enumerate(zip(content["categories"], families, strict=True), 1):
        lines = [TypedWeight(row["code"], row["name"], next(now)) for row in family]
        parts.append(TypedCategory(top["code"], top["name"], min(tone, 5), lines))
    return parts


urlpatterns = [
    path("s/<str:code>/weights/all/", whole_set, name="weights_all"),
    path("templates/<str:key>/all/<str:depth>/", draft_set, name="template_all"),
]
