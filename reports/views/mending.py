"""Which values keep the analysis from running, and how are they put right?"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from reports.limits.mending import MONEY, even, is_of_prices, mend, unmendable
from reports.limits.places import Broken, broken
from reports.limits.years import Unlisted, Years, off_plan
from selection.access import CommitteeRequest, committee
from selection.forms import ReasonField
from selection.languages import NormalField
from selection.models import Selection
from vendors.forms import refuse
from vendors.numbers import exact
from vendors.visibility import may_see_prices


class MendForm(forms.Form):
    """The new value of one place, and why it is changed."""

    value = NormalField(label=_("New value"), strip=False)
    reason = ReasonField()

    def __init__(self, place: Broken, currency: str, data: Any = None) -> None:
        super().__init__(data, prefix=place.key, initial={"value": _shown(place)})
        self.place = place
        if place.field in MONEY:
            self.fields["value"].label = _("New value, %(currency)s") % {"currency": currency}
        if place.is_text:
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4})

    def save(self, request: CommitteeRequest) -> None:
        mend(request.selection, place=self.place.key, member=request.member, **self.cleaned_data)


class YearsForm(forms.Form):
    """A value for every missing year, and why it comes now."""

    reason = ReasonField()

    def __init__(self, place: Years | Unlisted, currency: str, data: Any = None) -> None:
        super().__init__(data, prefix=place.key)
        self.place = place
        for year in place.missing:
            facts = {"year": year, "currency": currency}
            words = _("Year %(year)s, %(currency)s") if is_cost(place) else _("Year %(year)s, seats")
            field = NormalField(label=words % facts)
            field.widget.attrs["inputmode"] = "decimal" if is_cost(place) else "numeric"
            self.fields[f"year_{year}"] = field
        self.order_fields([f"year_{year}" for year in place.missing])

    def save(self, request: CommitteeRequest) -> None:
        values = {year: self.cleaned_data[f"year_{year}"] for year in self.place.missing}
        why = self.cleaned_data["reason"]
        even(request.selection, place=self.place.key, values=values, member=request.member, reason=why)


def is_cost(place: Years | Unlisted) -> bool:
    return place.field in MONEY


def _shown(place: Broken) -> str:
    return exact(place.value, "one") if place.field in MONEY else str(place.value)


@committee("mend")
def mending(request: CommitteeRequest) -> HttpResponse:
    """Everything that keeps the analysis from running, with a form for all that belongs to the selection."""
    sees_prices = may_see_prices(request.member)
    found, status = [one for one in broken(request.selection) if sees_prices or not is_of_prices(one)], 200
    sent = request.POST.get("place", "")
    years = off_plan(request.selection) if sees_prices else []
    rows = _forms(request.selection, [*found, *years], sent, request.POST)
    for form in rows:
        if form.is_bound and form.is_valid():
            try:
                form.save(request)
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The value is put right. It stands among the exceptions."))
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
    selection: Selection, found: list[Broken | Years | Unlisted], sent: str, data: Any
) -> list[MendForm | YearsForm]:
    return [_form(one, selection.currency, data if one.key == sent else None) for one in found if _is_own(one)]


def _form(place: Broken | Years | Unlisted, currency: str, data: Any) -> MendForm | YearsForm:
    return MendForm(place, currency, data) if isinstance(place, Broken) else YearsForm(place, currency, data)


def _is_own(place: Broken | Years | Unlisted) -> bool:
    return not isinstance(place, Broken) or place.is_own


urlpatterns = [path("s/<str:code>/mending/", mending, name="mending")]
