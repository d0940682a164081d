"""Who sits on the committee, and who scores what?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from criteria import assignments, tree
from criteria.models import Criterion
from scoring import counting
from scoring.forms import MarksForm
from scoring.tables_out import members_sheet
from scoring.visibility import may_know_of_marks
from selection import access, blindness, committee
from selection.access import CommitteeRequest, may
from selection.answering import hand_out, refuse
from selection.brought import imports
from selection.form_types import Data
from selection.forms.committee import HeirForm, NewMemberForm, PricesForm, SeatForm
from selection.models import Event, Member
from selection.once import once


@access.committee("view")
def members(request: CommitteeRequest) -> HttpResponse:
    return _members(request, _new_form(request) if may(request.member, "manage_members") else None)


@access.committee("view")
@require_safe
def members_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "members", members_sheet(request.selection))


@once
@access.committee("manage_members")
@require_POST
def add_member(request: CommitteeRequest) -> HttpResponse:
    form = _new_form(request, request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        department = typed["department"] or typed["user"].department
        try:
            committee.add(
                request.selection, user=typed["user"], roles=typed["roles"], department=department, by=request.member
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            person = typed["user"].display_name
            messages.success(request, _("%(person)s is on the committee.") % {"person": person})
            return redirect("members", request.selection.code)
    return _members(request, form, status=422)


@access.committee("manage_members")
def edit_member(request: CommitteeRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(committee.active(request.selection), pk=pk)
    # The page has this form twice, beside the roles and
    # beside the removal; the prefix tells them apart.
    form, marks = SeatForm.of(member, request.POST or None), MarksForm(_with_marks(request), prefix="seat")
    if (
        request.method == "POST"
        and form.is_valid()
        and marks.is_valid()
        and _changed(request, member, form, marks=marks)
    ):
        messages.success(request, _("Saved."))
        return redirect("members", request.selection.code)
    return _member(request, pk, form, marks=marks, status=422 if form.errors or marks.errors else 200)


def _with_marks(request: CommitteeRequest) -> Data | None:
    """What was sent about the marks; a page without that question asks nothing."""
    sent = request.POST.copy()
    sent.setdefault("seat-counts", "no")
    return sent if request.method == "POST" else None


def _member(
    request: CommitteeRequest,
    pk: int,
    form: SeatForm | None = None,
    *,
    marks: MarksForm | None = None,
    removal: MarksForm | None = None,
    prices: PricesForm | None = None,
    heir: HeirForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = get_object_or_404(committee.active(request.selection), pk=pk)
    context = {
        "form": form or SeatForm.of(shown),
        "is_own": committee.changes_own(shown, by=request.member),
        "others": committee.other_organisers(shown),
        "is_barred": blindness.is_barred(shown),
        "prices": (prices or PricesForm(prefix="prices")) if blindness.may_be_allowed(shown) else None,
        "heir": heir or _heir(request, shown),
        "person": shown,
        "groups": _groups(request, shown),
        "given": counting.marks_of(shown),
        "beside": counting.marks_beside(shown) if shown.is_evaluator else {},
        "marks": marks or MarksForm(prefix="seat"),
        "removal": removal or MarksForm(prefix="removal"),
    }
    return render(request, "scoring/member.html", context, status=status)


@once
@access.committee("manage_members")
@require_POST
def remove_member(request: CommitteeRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(committee.active(request.selection), pk=pk)
    form = MarksForm({"removal-counts": "no", **request.POST.dict()}, prefix="removal")
    if form.is_valid():
        try:
            counting.remove(member, member=request.member, **form.said)
        except ValidationError as error:
            refuse(form, error)
        else:
            person = member.display_name
            messages.success(request, _("%(person)s is no longer on the committee.") % {"person": person})
            return redirect("home" if member == request.member else "members", *_code(request, member))
    # Who has given no marks is not asked about them,
    # so the page has no form to show the refusal on.
    if counting.marks_of(member):
        return _member(request, pk, removal=form, status=422)
    for message in form.non_field_errors():
        messages.error(request, str(message))
    return redirect("members", request.selection.code)


@access.committee("allow_prices")
@require_POST
def allow_prices(request: CommitteeRequest, pk: int) -> HttpResponse:
    """Let somebody who has to see prices score all the same, once."""
    person = get_object_or_404(committee.active(request.selection), pk=pk)
    form = PricesForm(request.POST, prefix="prices")
    if form.is_valid():
        try:
            committee.allow_prices(person, by=request.member, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Chosen. The committee is told, and the report says it."))
            return redirect("members", request.selection.code)
    return _member(request, pk, prices=form, status=422)


@once
@access.committee("give_seat")
@require_POST
def give_seat(request: CommitteeRequest, pk: int) -> HttpResponse:
    """Let an account have a seat that came with a file."""
    seat = get_object_or_404(committee.active(request.selection), pk=pk)
    form = HeirForm(request.POST, people=committee.heirs(request.selection), prefix="heir")
    if form.is_valid():
        person = form.cleaned_data["user"]
        try:
            committee.give(seat, user=person, by=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(person)s has the seat now.") % {"person": person.display_name})
            return redirect("members", request.selection.code)
    return _member(request, pk, heir=form, status=422)


@access.committee("settle_marks")
@require_POST
def settle_marks(request: CommitteeRequest, pk: int) -> HttpResponse:
    """Whether the marks of somebody count who left before anybody was asked."""
    # Not among the active seats: it is about people who have left.
    person = get_object_or_404(request.selection.members, pk=pk)
    form = MarksForm(request.POST, prefix=f"told-{pk}")
    if form.is_valid():
        try:
            counting.settle(person, member=request.member, **form.said)
            return redirect("members", request.selection.code)
        except ValidationError as error:
            refuse(form, error)
    return _members(request, _new_form(request) if may(request.member, "manage_members") else None, form, status=422)


def _code(request: CommitteeRequest, removed: Member) -> list[str]:
    """Who removed themselves cannot open the selection any more."""
    return [] if removed == request.member else [request.selection.code]


def _heir(request: CommitteeRequest, seat: Member) -> HeirForm | None:
    if seat.user or not may(request.member, "give_seat"):
        return None
    return HeirForm(people=committee.heirs(request.selection), prefix="heir")


def _new_form(request: CommitteeRequest, data: Data | None = None) -> NewMemberForm:
    return NewMemberForm(data, people=committee.candidates(request.selection), initial={"roles": ["evaluator"]})


def _members(
    request: CommitteeRequest, form: NewMemberForm | None, settling: MarksForm | None = None, *, status: int = 200
) -> HttpResponse:
    chosen = assignments.chosen_by_member(request.selection)
    people = list(committee.active(request.selection).order_by("pk"))
    rows = [
        {"member": member, "scores": chosen.get(member.pk, []), "knew_prices": blindness.knew_prices(member)}
        for member in people
    ]
    context = {
        "rows": rows,
        "form": form,
        "told": _told(request, settling),
        "acts": _acts(request, people),
        "imports": imports(request.selection, "members") if form else [],
        "selection": request.selection,
    }
    return render(request, "scoring/members.html", context, status=status)


def _acts(request: CommitteeRequest, people: list[Member]) -> list[tuple[Event, str]]:
    """What everybody is told with its reason, and whom it is about."""
    names = {member.key: member.display_name for member in people}
    events = Event.objects.filter(chain__selection=request.selection, type__in=committee.TOLD)
    return [(event, names.get(event.object, event.object)) for event in events.select_related("actor")]


def _told(request: CommitteeRequest, sent: MarksForm | None) -> list[tuple[counting.Told, MarksForm | None]]:
    """Whose marks need a word, with the form for those that the chair may settle now."""
    may_settle = may(request.member, "settle_marks")
    told = counting.to_tell(request.selection) if may_know_of_marks(request.member) else []
    return [(one, _settling(one, sent) if may_settle and not one.is_settled else None) for one in told]


def _settling(one: counting.Told, sent: MarksForm | None) -> MarksForm:
    prefix = f"told-{one.member.pk}"
    return sent if sent and sent.prefix == prefix else MarksForm(prefix=prefix)


def _groups(request: CommitteeRequest, member: Member) -> list[dict[str, Any]]:
    """Categories with their rated criteria, and which of them this person scores."""
    ticked = set(request.POST.getlist("criteria")) or set(assignments.codes(member))
    marks, by_category = counting.marks_by_leaf(member), dict[int | None, list[Criterion]]()
    for leaf in tree.rated(request.selection):
        by_category.setdefault(leaf.parent_id, []).append(leaf)
    return [
        {
            "category": category,
            "leaves": [(leaf, marks.get(leaf.pk, 0)) for leaf in by_category[category.pk]],
            "marks": sum(marks.get(leaf.pk, 0) for leaf in by_category[category.pk]),
            "ticked": ticked,
            "is_partly": any(leaf.code in ticked for leaf in by_category[category.pk]),
        }
        for category in tree.categories(request.selection)
        if category.pk in by_category
    ]


def _changed(request: CommitteeRequest, member: Member, form: SeatForm, *, marks: MarksForm) -> bool:
    typed = form.cleaned_data
    wanted = list(request.selection.criteria.filter(code__in=request.POST.getlist("criteria")))
    try:
        # A savepoint: the refusal is answered by a page, and the request's own transaction goes on.
        with transaction.atomic():
            seat = {"roles": typed["roles"], "department": typed["department"], "member": request.member}
            counting.change(member, **seat, **marks.said, own_reason=typed["own_reason"])
            scored = wanted if member.is_evaluator else []
            counting.assign(member, criteria=scored, member=request.member, reason=marks.said["reason"])
    except ValidationError as error:
        refuse(marks if "reason" in getattr(error, "error_dict", {}) else form, error)
        return False
    return True


urlpatterns = [
    path("s/<str:code>/members/", members, name="members"),
    path("s/<str:code>/members/table/", members_table, name="members_table"),
    path("s/<str:code>/members/add/", add_member, name="add_member"),
    path("s/<str:code>/members/<int:pk>/", edit_member, name="edit_member"),
    path("s/<str:code>/members/<int:pk>/remove/", remove_member, name="remove_member"),
    path("s/<str:code>/members/<int:pk>/prices/", allow_prices, name="allow_prices"),
    path("s/<str:code>/members/<int:pk>/give/", give_seat, name="give_seat"),
    path("s/<str:code>/members/<int:pk>/marks/", settle_marks, name="settle_marks"),
]
