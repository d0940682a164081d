"""How does one criterion read, and how is it edited, added and removed?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from criteria import canonical, general, library, rubric, table, tree
from criteria.forms import CategoryForm, LeafForm, NewCategoryForm, NewLeafForm
from criteria.models import LEAVES, Criterion, Kind
from selection.access import CommitteeRequest, committee, may
from selection.answering import refuse
from selection.form_types import Initial
from selection.once import once
from selection.versions import Stale


def _leaf(request: CommitteeRequest, code: str) -> Criterion:
    rows = canonical.rows(request.selection).select_related("parent", "heading", "selection")
    return get_object_or_404(rows, kind__in=LEAVES, code=code)


@committee("view")
def criterion(request: CommitteeRequest, leaf: str) -> HttpResponse:
    row = _leaf(request, leaf)
    form = LeafForm(leaf=row) if may(request.member, "edit_criteria") else None
    return _show(request, row, form)


def _show(request: CommitteeRequest, row: Criterion, form: LeafForm | None, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "selection": request.selection,
        "leaf": row,
        "form": form,
        "place": table.table(request.selection).row(row.code),
        "about": library.about(row.code),
        "rubric": general.MARK if general.is_general(row.anchors.all()) else "",
        "preview": rubric.preview(row),
        "needs": row.requirements.all(),
        "others": row.parent and tree.siblings_below(row.parent).count() > 1,
    }
    return render(request, "criteria/criterion.html", context, status=status)


@committee("edit_criteria")
@require_POST
def edit(request: CommitteeRequest, leaf: str) -> HttpResponse:
    row = _leaf(request, leaf)
    form = LeafForm(request.POST, leaf=row)
    if form.is_valid():
        _revise(request, row, form)
    if form.errors:
        return _show(request, row, form, status=409 if form.has_error("seen") else 422)
    messages.success(request, _("Saved “%(name)s”.") % {"name": row.name})
    return redirect("weights_criterion", request.selection.code, leaf)


def _revise(request: CommitteeRequest, row: Criterion, form: LeafForm) -> None:
    try:
        rubric.revise(
            row,
            fields=form.values(),
            anchors=form.anchor_values(),
            requirements=form.cleaned_data["requirements"],
            member=request.member,
            seen=form.cleaned_data["seen"],
        )
    except ValidationError as fault:
        refuse(form, fault)
    except Stale:
        words = _("Somebody saved this criterion while you were writing. Your text is below; reload to see theirs.")
        form.add_error("seen", words)


@committee("edit_criteria")
@require_POST
def price_from_budget(request: CommitteeRequest, leaf: str) -> HttpResponse:
    row = _leaf(request, leaf)
    try:
        rubric.price_from_budget(row, member=request.member)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect("weights_criterion", request.selection.code, leaf)


@once
@committee("edit_criteria")
def add(request: CommitteeRequest) -> HttpResponse:
    initial: Initial = {
        "category": request.selection.criteria.filter(code=request.GET.get("category", "")).first(),
        "kind": Kind.MEASURED if request.GET.get("kind") == Kind.MEASURED else Kind.RATED,
    }
    form = NewLeafForm(request.POST or None, selection=request.selection, initial=initial)
    if form.is_valid():
        made = _added(request, form)
        if made:
            messages.success(request, _added_words(made))
            return redirect("weights_criterion", request.selection.code, made.code)
    context = {"selection": request.selection, "form": form}
    return render(request, "criteria/add.html", context, status=422 if form.errors else 200)


def _added_words(made: Criterion) -> str:
    if made.kind == Kind.MEASURED:
        return _("Added. Say now how the measured values become points, then give it weight.")
    return _("Added. Say now what each score looks like, then give it weight.")


def _added(request: CommitteeRequest, form: NewLeafForm) -> Criterion | None:
    data = form.cleaned_data
    try:
        return tree.add_criterion(
            data["category"],
            kind=data["kind"],
            code=data["code"] or tree.free_code(data["category"]),
            name_zh=data["name_zh"],
            name_en=data["name_en"],
            dimension=data["dimension"],
            member=request.member,
        )
    except ValidationError as fault:
        refuse(form, fault)
    return None


@once
@committee("edit_criteria")
def add_category(request: CommitteeRequest) -> HttpResponse:
    form = NewCategoryForm(request.POST or None)
    if form.is_valid():
        try:
            tree.add_category(request.selection, member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            refuse(form, fault)
        else:
            return redirect("weights", request.selection.code)
    context = {"selection": request.selection, "form": form, "is_category": True}
    return render(request, "criteria/add.html", context, status=422 if form.errors else 200)


@committee("edit_criteria")
def category(request: CommitteeRequest, leaf: str) -> HttpResponse:
    """Name a category anew; from here it can also be removed."""
    rows = tree.categories(request.selection).select_related("selection")
    row = get_object_or_404(rows, code=leaf)
    form = CategoryForm(request.POST or None, category=row)
    if form.is_valid():
        try:
            tree.rename_criterion(row, member=request.member, **form.cleaned_data)
        except ValidationError as fault:
            refuse(form, fault)
        else:
            return redirect("weights", request.selection.code)
    others = tree.siblings(row).count() > 1
    context = {"selection": request.selection, "form": form, "category": row, "others": others}
    return render(request, "criteria/category.html", context, status=422 if form.errors else 200)


@once
@committee("edit_criteria")
def remove(request: CommitteeRequest, leaf: str) -> HttpResponse:
    """Ask first, then delete a criterion, or a category with all of its criteria."""
    nodes = request.selection.criteria.exclude(kind=Kind.LINE).select_related("parent", "selection", "heading")
    row = get_object_or_404(nodes, code=leaf)
    context: dict[str, Any] = {
        "selection": request.selection,
        "leaf": row,
        "place": table.table(request.selection).row(leaf),
    }
    if request.method == "POST":
        take = tree.remove_category if row.kind == Kind.CATEGORY else tree.remove_criterion
        try:
            take(row, member=request.member)
        except ValidationError as fault:
            context["error"] = " ".join(fault.messages)
            return render(request, "criteria/remove.html", context, status=422)
        messages.success(request, _("Removed “%(name)s”.") % {"name": row.name})
        return redirect("weights", request.selection.code)
    below = tree.siblings_below(row) if row.kind == Kind.CATEGORY else [row]
    context |= {"count": len(below), "attached": sum(tree.attached(leaf) for leaf in below)}
    return render(request, "criteria/remove.html", context)


urlpatterns = [
    path("s/<str:code>/weights/add/", add, name="weights_add"),
    path("s/<str:code>/weights/add-category/", add_category, name="weights_add_category"),
    path("s/<str:code>/weights/category/<str:leaf>/", category, name="weights_category"),
    path("s/<str:code>/weights/criterion/<str:leaf>/", criterion, name="weights_criterion"),
    path("s/<str:code>/weights/criterion/<str:leaf>/edit/", edit, name="weights_edit"),
    path("s/<str:code>/weights/criterion/<str:leaf>/budget/", price_from_budget, name="weights_budget"),
    path("s/<str:code>/weights/criterion/<str:leaf>/remove/", remove, name="weights_remove"),
]
