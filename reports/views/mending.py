"""Which values keep the analysis from running, and how are they put right?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from reports.forms import MendForm, YearsForm
from reports.limits.mending import is_of_prices, unmendable
from reports.limits.places import Broken, broken
from reports.limits.years import Unlisted, Years, off_plan
from selection.access import CommitteeRequest, committee
from selection.answering import refuse
from selection.models import Selection
from vendors.visibility import may_see_prices


@committee("mend")
def mending(request: CommitteeRequest) -> HttpResponse:
    """Everything that keeps the analysis from running, with a form for all that belongs to the selection."""
    sees_prices = may_see_prices(request.member)
    found, status = [one for one in broken(request.selection) if sees_prices or not is_of_prices(one)], 200
    sent = request.POST.get("place", "")
    years = off_plan(request.selection) if sees_prices else []
    rows = _forms(request.selection, [*found, *years], sent, data=request.POST)
    for form in rows:
        if form.is_bound and form.is_valid():
            try:
                form.save(request.selection, member=request.member)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The value is corrected. It is listed among the exceptions."))
                return redirect("mending", request.selection.code)
        status = 422 if form.is_bound else status
    page = {
        "selection": request.selection,
        "forms": rows,
        "elsewhere": [one for one in found if not one.is_own],
        "others": [] if found or rows or not sees_prices else unmendable(request.selection),
        "sees_prices": sees_prices,
    }
    return render(request, "reports/mending.html", page, status=status)


def _forms(
    selection: Selection, found: list[Broken | Years | Unlisted], sent: str, *, data: QueryDict
) -> list[MendForm | YearsForm]:
    return [_form(one, selection.currency, data if one.key == sent else None) for one in found if _is_own(one)]


def _form(place: Broken | Years | Unlisted, currency: str, data: QueryDict | None) -> MendForm | YearsForm:
    return MendForm(place, currency, data) if isinstance(place, Broken) else YearsForm(place, currency, data)


def _is_own(place: Broken | Years | Unlisted) -> bool:
    return not isinstance(place, Broken) or place.is_own


urlpatterns = [path("s/<str:code>/mending/", mending, name="mending")]
