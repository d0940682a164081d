"""How does a table that came in go back?"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from selection import brought
from selection.access import CommitteeRequest, check, committee
from selection.answering import refuse
from selection.forms.parts import ask_when_late
from selection.once import once
from selection.table_kinds import kind_named


@once
@committee("view")
def brought_undo(request: CommitteeRequest, table: int) -> HttpResponse:
    """What goes back, place by place; the right is that of the page on which the table came in."""
    row = get_object_or_404(
        request.selection.brought_tables.select_related("member__user", "undone_by__user"), pk=table
    )
    kind = kind_named(row.kind)
    check(request.member, kind.right)
    if not kind.may_know(request.member):
        raise Http404
    # Nothing is asked but, after the close, why.
    form = ask_when_late(forms.Form(request.POST if request.method == "POST" else None), request.selection)
    if request.method == "POST" and form.is_valid():
        try:
            brought.undo(row, member=request.member, reason=form.cleaned_data.get("reason", ""))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("What the table had brought is taken back."))
            return redirect(kind.page(row))
    places = [] if row.undone_at else brought.places(row)
    page = {
        "selection": request.selection,
        "row": row,
        "form": form,
        "places": places,
        "is_touched": any(place.was_touched for place in places),
        "back": kind.page(row),
    }
    return render(request, "selection/brought_undo.html", page, status=422 if request.method == "POST" else 200)
