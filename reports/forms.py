"""What ends a selection, looks at its costs, searches or empties its record, and puts a value right?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.deciding.award import Guard
from reports.deciding.decision import MOST_REASON, MOST_WAIVER, waiver_field
from reports.limits.mending import MONEY, even, mend
from reports.limits.places import Broken
from reports.limits.years import Unlisted, Years
from reports.record import acts
from reports.record.reading import SYSTEM, Wanted
from selection import reasons
from selection.fields import DayField, PercentField, WholeField
from selection.forms.parts import ReasonField, offer
from selection.languages import NormalField
from selection.models import Member, Selection, User
from vendors import costing
from vendors.costing import View
from vendors.models import Vendor
from vendors.numbers import exact
from vendors.registry import active


class DecisionForm(forms.Form):
    """The committee's choice in its own words; once a vendor is chosen, with a field for each point to waive."""

    NOBODY = "none"

    vendor = forms.ChoiceField(label=_("We choose"), widget=forms.RadioSelect)
    reason = NormalField(
        label=_("Because"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=MOST_REASON,
        help_text=reasons.HELP,
    )

    def __init__(self, selection: Selection, guard: Guard | None, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.vendors = {vendor.code: vendor for vendor in active(selection)}
        self.points = {code: guard.points(code) if guard else [] for code in self.vendors}
        self.told = {
            code: [guard.sentence(kind, code) for kind in kinds] if guard else [] for code, kinds in self.points.items()
        }
        self.unclear = guard.unclear() if guard else ""
        named = [(vendor.code, f"{vendor.code} {vendor.name}") for vendor in self.vendors.values()]
        offer(self, "vendor", [*named, (self.NOBODY, _("None of the vendors"))])
        for kind, sentence in self.to_waive:
            self.fields[waiver_field(kind)] = NormalField(
                label=sentence,
                required=False,
                max_length=MOST_WAIVER,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=reasons.HELP,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "reason" in cleaned:
            cleaned["reason"] = reasons.check(cleaned["reason"])
        return cleaned

    @property
    def chosen(self) -> Vendor | None:
        return self.vendors.get(self.data.get("vendor", ""))

    @property
    def to_waive(self) -> list[tuple[str, str]]:
        """Kind and sentence of each point that the chosen vendor needs waived."""
        code = self.chosen.code if self.chosen else ""
        return list(zip(self.points.get(code, ()), self.told.get(code, ()), strict=True))

    @property
    def waivers(self) -> list[forms.BoundField]:
        return [self[waiver_field(kind)] for kind, _sentence in self.to_waive]

    def choice(self) -> dict[str, Any]:
        """What the verb takes."""
        given = {kind: self.cleaned_data[waiver_field(kind)] for kind, _sentence in self.to_waive}
        return {"vendor": self.chosen, "reason": self.cleaned_data["reason"], "waivers": given}

    @property
    def options(self) -> list[tuple[BoundWidget, Vendor | None, list[str]]]:
        """Each radio button with its vendor, and what speaks against this vendor but not against every one."""
        found = []
        for radio in self["vendor"]:
            vendor = self.vendors.get(radio.data["value"])
            told = self.told[vendor.code] if vendor else []
            found.append((radio, vendor, [sentence for sentence in told if sentence != self.unclear]))
        return found


class ErasureForm(forms.Form):
    """Why what an event holds should go."""

    reason = ReasonField(help_text=reasons.LENGTH)


class RecordForm(forms.Form):
    """Which events of the record are asked for."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    q = NormalField(
        label=_("About"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or code"), "data-filter": True}),
    )
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("To day"), required=False)

    def __init__(self, data: QueryDict, *, people: Iterable[User], areas: tuple[acts.Area, ...]) -> None:
        super().__init__(data, label_suffix="")
        self.areas = areas
        known = [(str(person.pk), person.display_name) for person in people]
        offer(self, "person", [("", _("Everybody")), *known, (SYSTEM, _("The system"))])
        self.fields["kind"].choices = [("", _("Everything")), *acts.choices(areas)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What was filled in, as the record asks for it."""
        asked = self.cleaned_data
        return Wanted(
            person=asked["person"],
            kinds=acts.kinds_of(self.areas, asked["kind"]) if asked["kind"] else (),
            text=asked["q"],
            since=asked["since"],
            until=asked["until"],
        )

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class LookForm(forms.Form):
    """Another look at the costs; the official parameters stay as they are."""

    rate = PercentField(max_value=100, required=False)
    horizon = WholeField(min_value=1, required=False)
    scenario = NormalField(max_length=40, required=False)

    def __init__(self, selection: Selection, data: QueryDict) -> None:
        super().__init__(data)
        self.official = costing.official(selection)
        self.known = costing.scenarios(selection)

    def clean_horizon(self) -> int | None:
        horizon: int | None = self.cleaned_data["horizon"]
        if horizon is not None and horizon > self.official.horizon:
            words = gettext("The costs are entered for %(years)s years; no more than that can be shown.")
            raise forms.ValidationError(words % {"years": self.official.horizon})
        return horizon

    def clean_scenario(self) -> str:
        scenario: str = self.cleaned_data["scenario"]
        if scenario and scenario not in self.known:
            raise forms.ValidationError(gettext("There is no such scenario."))
        return scenario

    def view(self) -> View:
        """The official view with what was asked for instead, as far as it can be read."""
        self.full_clean()
        asked = self.cleaned_data
        rate, horizon = asked.get("rate"), asked.get("horizon")
        return View(
            self.official.rate if rate is None else rate,
            horizon or self.official.horizon,
            asked.get("scenario") or self.official.scenario,
            self.official.timing,
        )


class MendForm(forms.Form):
    """The new value of one place, and why it is changed."""

    value = NormalField(label=_("New value"), strip=False)
    reason = ReasonField()

    def __init__(self, place: Broken, currency: str, data: QueryDict | None = None) -> None:
        shown = exact(place.value, "one") if place.field in MONEY else str(place.value)
        super().__init__(data, prefix=place.key, initial={"value": shown})
        self.place = place
        if place.field in MONEY:
            self.fields["value"].label = _("New value, %(currency)s") % {"currency": currency}
        if place.is_text:
            self.fields["value"].widget = forms.Textarea(attrs={"rows": 4})

    def save(self, selection: Selection, *, member: Member) -> None:
        mend(selection, place=self.place.key, member=member, **self.cleaned_data)


class YearsForm(forms.Form):
    """A value for every missing year, and why it comes now."""

    reason = ReasonField()

    def __init__(self, place: Years | Unlisted, currency: str, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=place.key)
        self.place = place
        for year in place.missing:
            facts = {"year": year, "currency": currency}
            words = _("Year %(year)s, %(currency)s") if is_cost(place) else _("Year %(year)s, seats")
            field = NormalField(label=words % facts)
            field.widget.attrs["inputmode"] = "decimal" if is_cost(place) else "numeric"
            self.fields[f"year_{year}"] = field
        self.order_fields([f"year_{year}" for year in place.missing])

    def save(self, selection: Selection, *, member: Member) -> None:
        values = {year: self.cleaned_data[f"year_{year}"] for year in self.place.missing}
        why = self.cleaned_data["reason"]
        even(selection, place=self.place.key, values=values, member=member, reason=why)


def is_cost(place: Years | Unlisted) -> bool:
    return place.field in MONEY
