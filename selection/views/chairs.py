"""Which committees have lost their chairs, and who leads them now?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selection import committee
from selection.access import PersonRequest, site
from selection.forms.committee import ChairForm


@site("manage_people")
def chairs(request: PersonRequest) -> HttpResponse:
    """Selections without an active chair: their names and people, nothing of what they hold."""
    return _chairs(request)


@site("manage_people")
@require_POST
def appoint_chair(request: PersonRequest, pk: int) -> HttpResponse:
    selection = get_object_or_404(committee.without_chair(), pk=pk)
    form = ChairForm(selection, request.POST)
    if form.is_valid():
        member = form.people[form.cleaned_data["member"]]
        try:
            committee.appoint_chair(member, actor=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason" if hasattr(error, "error_dict") else None, error.messages)
        else:
            messages.success(request, _("%(person)s chairs the committee now.") % {"person": member.display_name})
            return redirect("chairs")
    return _chairs(request, form, pk=pk, status=422)


def _chairs(request: PersonRequest, sent: ChairForm | None = None, *, pk: int = 0, status: int = 200) -> HttpResponse:
    rows = [(row, sent if sent and row.pk == pk else ChairForm(row)) for row in committee.without_chair()]
    return render(request, "selection/chairs.html", {"rows": rows}, status=status)
