"""Who sits on the committee, and who scores what?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from criteria import assignments, tree
from criteria.models import Criterion
from selection import committee as seats
from selection.access import CommitteeRequest, committee, may
from selection.forms import MemberForm, NewMemberForm
from selection.models import Member


@committee("view")
def members(request: CommitteeRequest) -> HttpResponse:
    return _members(request, _new_form(request) if may(request.member, "manage_members") else None)


@committee("manage_members")
@require_POST
def add_member(request: CommitteeRequest) -> HttpResponse:
    form = _new_form(request, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        department = typed["department"] or typed["user"].department
        try:
            seats.add(
                request.selection, user=typed["user"], roles=typed["roles"], department=department, by=request.member
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            person = typed["user"].display_name
            messages.success(request, _("%(person)s is on the committee.") % {"person": person})
            return redirect("members", request.selection.code)
    return _members(request, form, status=422)


@committee("manage_members")
def edit_member(request: CommitteeRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(seats.active(request.selection), pk=pk)
    form = MemberForm.of(member, request.POST or None)
    if request.method == "POST" and form.is_valid() and _changed(request, member, form):
        messages.success(request, _("Saved."))
        return redirect("members", request.selection.code)
    shown = get_object_or_404(seats.active(request.selection), pk=pk)
    context = {"form": form, "person": shown, "groups": _groups(request, shown)}
    return render(request, "reports/member.html", context, status=422 if form.errors else 200)


@committee("manage_members")
@require_POST
def remove_member(request: CommitteeRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(seats.active(request.selection), pk=pk)
    try:
        seats.remove(member, by=request.member)
        person = member.user.display_name
        messages.success(request, _("%(person)s is no longer on the committee.") % {"person": person})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("home" if member == request.member else "members", *_code(request, member))


def _code(request: CommitteeRequest, removed: Member) -> list[str]:
    """Who removed themselves cannot open the selection any more."""
    return [] if removed == request.member else [request.selection.code]


def _new_form(request: CommitteeRequest, data: Any = None) -> NewMemberForm:
    return NewMemberForm(data, people=seats.candidates(request.selection), initial={"roles": ["evaluator"]})


def _members(request: CommitteeRequest, form: NewMemberForm | None, status: int = 200) -> HttpResponse:
    chosen = _assigned_names(request)
    rows = [
        {"member": member, "scores": chosen.get(member.pk, [])}
        for member in seats.active(request.selection).order_by("pk")
    ]
    context = {"rows": rows, "form": form, "selection": request.selection}
    return render(request, "reports/members.html", context, status=status)


def _assigned_names(request: CommitteeRequest) -> dict[int, list[Criterion]]:
    """Each evaluator's assigned categories and criteria; none stands for everything."""
    found: dict[int, list[Criterion]] = {}
    rated = Criterion.objects.filter(selection=request.selection, assignments__isnull=False).distinct()
    for criterion in rated.prefetch_related("assignments"):
        for assignment in criterion.assignments.all():
            found.setdefault(assignment.member_id, []).append(criterion)
    return found


def _groups(request: CommitteeRequest, member: Member) -> list[dict[str, Any]]:
    """Categories with their rated criteria, and which of them this person scores."""
    ticked = set(request.POST.getlist("criteria")) or set(assignments.codes(member))
    by_category: dict[int | None, list[Criterion]] = {}
    for leaf in tree.rated(request.selection):
        by_category.setdefault(leaf.parent_id, []).append(leaf)
    return [
        {
            "category": category,
            "leaves": by_category[category.pk],
            "ticked": ticked,
            "is_partly": any(leaf.code in ticked for leaf in by_category[category.pk]),
        }
        for category in tree.categories(request.selection)
        if category.pk in by_category
    ]


def _changed(request: CommitteeRequest, member: Member, form: MemberForm) -> bool:
    typed = form.cleaned_data
    wanted = list(request.selection.criteria.filter(code__in=request.POST.getlist("criteria")))
    try:
        with transaction.atomic():
            seats.change(member, roles=typed["roles"], department=typed["department"], by=request.member)
            assignments.assign(member, criteria=wanted if member.is_evaluator else [], by=request.member)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


urlpatterns = [
    path("s/<str:code>/members/", members, name="members"),
    path("s/<str:code>/members/add/", add_member, name="add_member"),
    path("s/<str:code>/members/<int:pk>/", edit_member, name="edit_member"),
    path("s/<str:code>/members/<int:pk>/remove/", remove_member, name="remove_member"),
]
