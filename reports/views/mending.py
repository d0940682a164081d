"""Which values keep the analysis from running, and how are they put right?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from reports.mending import MONEY, mend
from reports.places import Broken, broken
from selection.access import CommitteeRequest, committee
from selection.forms import ReasonField
from vendors.forms import refuse
from vendors.numbers import exact


class MendForm(forms.Form):
    """The new value of one place, and why it is changed."""

    value = forms.CharField(label=_("New value"), strip=False)
    reason = ReasonField()

    def __init__(self, place: Broken, data: Any = None) -> None:
        super().__init__(data, prefix=place.key, initial={"value": _shown(place)})
        self.place = place
        if place.is_text:
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4})


def _shown(place: Broken) -> str:
    return exact(place.value, "one") if place.field in MONEY else str(place.value)


@committee("mend")
def mending(request: CommitteeRequest) -> HttpResponse:
    """Every broken value with what is wrong, and a form for each that belongs to the selection."""
    found, status = broken(request.selection), 200
    sent = request.POST.get("place", "")
    rows = [MendForm(one, request.POST if one.key == sent else None) for one in found if one.is_own]
    for form in rows:
        if form.is_bound and form.is_valid():
            try:
                mend(request.selection, place=sent, member=request.member, **form.cleaned_data)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The value is put right. It stands among the exceptions."))
                return redirect("mending", request.selection.code)
        status = 422 if form.is_bound else status
    page = {"selection": request.selection, "forms": rows, "elsewhere": [one for one in found if not one.is_own]}
    return render(request, "reports/mending.html", page, status=status)


urlpatterns = [path("s/<str:code>/mending/", mending, name="mending")]
