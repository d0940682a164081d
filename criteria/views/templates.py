"""How do people read templates, and how does the administrator change and publish them?"""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from criteria import templates
from criteria.drafting import ComparedCriterion, lines
from criteria.forms import NewTemplateForm
from criteria.models import Template, TemplateVersion
from criteria.shares import points_sent
from criteria.typed import Depths
from selection.access import PersonRequest, anyone, site
from selection.answering import refuse
from selection.fragments import wants_fragment
from selection.models import Selection
from selection.once import once
from selection.versions import Stale


def listed(request: PersonRequest) -> QuerySet[Template]:
    """Templates with the weights of their categories; drafts and retired ones for administrators."""
    # Out of the JSON: a whole tree for each version would be loaded for four weights.
    versions = TemplateVersion.objects.defer("depths").annotate(tops=F("depths__full__categories"))
    versions = versions.select_related("created_by", "published_by").order_by("-number")
    if request.user.is_site_admin:
        return Template.objects.prefetch_related(Prefetch("versions", versions))
    readable = versions.filter(published_at__isnull=False)
    offered = Template.objects.filter(is_retired=False, versions__published_at__isnull=False).distinct()
    return offered.prefetch_related(Prefetch("versions", readable))


@anyone("view_templates")
def templates_page(request: PersonRequest, key: str = "") -> HttpResponse:
    return show(request, key)


def show(request: PersonRequest, key: str, *, status: int = 200, **said: str) -> HttpResponse:
    """The list and one template; only its living part when a script asks."""
    found = list(listed(request))
    if not found and not key:
        return render(request, "criteria/templates.html", {"templates": [], "used": {}})
    template = next((row for row in found if row.key == key), None) if key else found[0]
    if template is None:
        raise Http404
    page = "criteria/_template.html" if wants_fragment(request) else "criteria/templates.html"
    context = {"templates": found, "used": _used(request), "is_chosen": bool(key), **_one(request, template, **said)}
    return render(request, page, context, status=status)


def _used(request: PersonRequest) -> dict[str, int]:
    """How many selections started from each template; a number for administrators."""
    if not request.user.is_site_admin:
        return {}
    counted = Selection.objects.exclude(template_key="").order_by().values("template_key")
    return dict(counted.annotate(count=Count("pk")).values_list("template_key", "count"))


def _one(request: PersonRequest, template: Template, **said: str) -> dict[str, Any]:
    versions = list(template.versions.all())
    shown = _shown(request, versions)
    before = next((row for row in versions if row.number < shown.number and row.published_at), None)
    depths = TemplateVersion.objects.in_bulk([row.pk for row in (shown, before) if row])
    content = depths[shown.pk].depths
    depth = _depth(request, content)
    old = depths[before.pk].depths.get(depth) if before else None
    rows = lines(content[depth], old)
    changed = [row for row in rows if row.state]
    only = bool(before) and request.GET.get("show", "changed" if shown.published_at is None else "all") == "changed"
    return {
        "template": template,
        "versions": versions,
        "version": shown,
        "current": next((row for row in versions if row.published_at), None),
        "before": before,
        "depth": depth,
        "depths": [name for name in ("short", "full") if name in content],
        "lines": changed if only and changed else rows,
        "all": rows,
        "leaf_count": sum(not row.is_category for row in rows),
        "changed": sum(not row.is_category for row in changed),
        "only_changed": only and bool(changed),
        "is_draft": shown.published_at is None,
        "is_edited": shown.published_at is None and request.user.is_site_admin,
        "old_tops": [row for row in rows if row.is_category] if before else [],
        "query": f"?version={shown.number}&depth={depth}&show={'changed' if only else 'all'}",
        "said": said,
    }


def _shown(request: PersonRequest, versions: list[TemplateVersion]) -> TemplateVersion:
    """The version asked for, else the newest: for an administrator the draft."""
    wanted = request.GET.get("version", "")
    if not wanted:
        return versions[0]
    found = next((row for row in versions if str(row.number) == wanted), None)
    if found is None:
        raise Http404
    return found


def _depth(request: PersonRequest, content: Depths) -> str:
    wanted = request.GET.get("depth", "short")
    return wanted if wanted in content else next(name for name in ("short", "full") if name in content)


def _draft(key: str) -> TemplateVersion:
    drafts = TemplateVersion.objects.select_related("template").filter(published_at=None)
    return get_object_or_404(drafts, template__key=key)


def _back(key: str, query: str = "") -> HttpResponse:
    return redirect(f"{reverse('templates', args=[key])}{query}")


@once
@site("edit_templates")
@require_POST
def draft(request: PersonRequest, key: str) -> HttpResponse:
    try:
        templates.new_draft(get_object_or_404(Template, key=key), actor=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return _back(key, "?show=all")


def _seen(request: PersonRequest) -> int:
    """The revision that the page showed."""
    text = request.POST.get("state", "")
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


@site("edit_templates")
@require_POST
def weigh(request: PersonRequest, key: str, depth: str, *, leaf: str) -> HttpResponse:
    typed = request.POST.get("points", "")
    try:
        points = points_sent(request.POST)
        templates.set_draft_weight(
            _draft(key), depth=depth, code=leaf, points=points, seen=_seen(request), actor=request.user
        )
    except ValidationError as fault:
        said = {"code": leaf, "typed": typed, "offer": getattr(fault, "offer", "")}
        return show(request, key, status=422, error=" ".join(fault.messages), **said)
    except Stale:
        return show(request, key, status=409, code=leaf, typed=typed, error=_stale())
    return _done(request, key, leaf)


@site("edit_templates")
@require_POST
def lock(request: PersonRequest, key: str, depth: str, *, leaf: str) -> HttpResponse:
    locked = request.POST.get("lock") == "1"
    try:
        templates.lock_draft_weight(
            _draft(key), depth=depth, code=leaf, locked=locked, seen=_seen(request), actor=request.user
        )
    except ValidationError as fault:
        return show(request, key, status=422, code=leaf, error=" ".join(fault.messages))
    except Stale:
        return show(request, key, status=409, code=leaf, error=_stale())
    return _done(request, key, leaf)


@site("edit_templates")
@require_POST
def explain(request: PersonRequest, key: str, depth: str, *, leaf: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        templates.set_reason(
            _draft(key), depth=depth, code=leaf, reason=reason, seen=_seen(request), actor=request.user
        )
    except ValidationError as fault:
        return show(request, key, status=422, code=leaf, reason=reason, error=" ".join(fault.messages))
    except Stale:
        return show(request, key, status=409, code=leaf, reason=reason, error=_stale())
    return _done(request, key, leaf)


def _stale() -> str:
    return _(
        "This draft was changed by someone else while it was open here, so yours was not saved."
        " Check it and save again."
    )


def _done(request: PersonRequest, key: str, leaf: str) -> HttpResponse:
    if wants_fragment(request):
        return show(request, key, code=leaf)
    return _back(key, f"?{request.GET.urlencode()}#r-{leaf}")


@once
@site("edit_templates")
def publish(request: PersonRequest, key: str) -> HttpResponse:
    """Ask first: from then on the version never changes."""
    version = _draft(key)
    context: dict[str, Any] = {"version": version, "changed": _changed(version), "note": request.POST.get("note", "")}
    if request.method == "POST":
        try:
            templates.publish(version, note=context["note"], seen=_seen(request), actor=request.user)
        except ValidationError as fault:
            return render(request, "criteria/publish.html", context | {"errors": fault.messages}, status=422)
        except Stale:
            words = _("This draft was changed by someone else meanwhile. Check the changes below, then publish.")
            return render(request, "criteria/publish.html", context | {"errors": [words]}, status=409)
        messages.success(
            request, _("Version %(number)s is published. New selections use it.") % {"number": version.number}
        )
        return _back(key)
    return render(request, "criteria/publish.html", context)


def _changed(version: TemplateVersion) -> list[ComparedCriterion]:
    published = version.template.versions.filter(published_at__isnull=False, number__lt=version.number)
    before = published.order_by("-number").first()
    depth = "short" if "short" in version.depths else "full"
    return [row for row in lines(version.depths[depth], before.depths.get(depth) if before else None) if row.state]


@once
@site("edit_templates")
def discard(request: PersonRequest, key: str) -> HttpResponse:
    version = _draft(key)
    if request.method == "POST":
        templates.discard_draft(version, actor=request.user)
        messages.success(request, _("The draft was discarded."))
        return _back(key) if Template.objects.filter(key=key).exists() else redirect("templates")
    return render(request, "criteria/discard.html", {"version": version, "changed": _changed(version)})


@site("edit_templates")
@require_POST
def retire(request: PersonRequest, key: str) -> HttpResponse:
    template = get_object_or_404(Template, key=key)
    templates.retire(template, retired=request.POST.get("retired") == "1", actor=request.user)
    return _back(key)


@once
@site("edit_templates")
def new(request: PersonRequest) -> HttpResponse:
    form = NewTemplateForm(request.POST or None)
    if form.is_valid():
        try:
            made = templates.new_template(form.cleaned_data.pop("source"), actor=request.user, **form.cleaned_data)
        except ValidationError as fault:
            refuse(form, fault)
        else:
            return _back(made.template.key, "?show=all")
    return render(request, "criteria/new_template.html", {"form": form}, status=422 if form.errors else 200)


urlpatterns = [
    path("templates/", templates_page, name="templates"),
    path("templates/new/", new, name="template_new"),
    path("templates/<str:key>/", templates_page, name="templates"),
    path("templates/<str:key>/draft/", draft, name="template_draft"),
    path("templates/<str:key>/weight/<str:depth>/<str:leaf>/", weigh, name="template_weight"),
    path("templates/<str:key>/lock/<str:depth>/<str:leaf>/", lock, name="template_lock"),
    path("templates/<str:key>/reason/<str:depth>/<str:leaf>/", explain, name="template_reason"),
    path("templates/<str:key>/publish/", publish, name="template_publish"),
    path("templates/<str:key>/discard/", discard, name="template_discard"),
    path("templates/<str:key>/retire/", retire, name="template_retire"),
]
