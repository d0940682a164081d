"""What ends a selection, what is asked of the record, and why should something go from it?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from reports.deciding.award import Guard
from reports.deciding.decision import MOST_REASON, MOST_WAIVER, waiver_field
from reports.record import acts
from reports.record.reading import SYSTEM
from selection import reasons
from selection.fields import DayField
from selection.forms import ReasonField
from selection.languages import NormalField
from selection.models import Selection, User
from vendors.models import Vendor
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

    def __init__(self, selection: Selection, guard: Guard | None, data: Any = None) -> None:
        super().__init__(data)
        self.vendors = {vendor.code: vendor for vendor in active(selection)}
        self.points = {code: guard.points(code) if guard else [] for code in self.vendors}
        self.told = {
            code: [guard.sentence(kind, code) for kind in kinds] if guard else [] for code, kinds in self.points.items()
        }
        self.unclear = guard.unclear() if guard else ""
        named = [(vendor.code, f"{vendor.code} {vendor.name}") for vendor in self.vendors.values()]
        self.fields["vendor"].choices = [*named, (self.NOBODY, _("None of the vendors"))]  # type: ignore[attr-defined]
        for kind, sentence in self.to_waive:
            self.fields[waiver_field(kind)] = NormalField(
                label=sentence,
                required=False,
                max_length=MOST_WAIVER,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=reasons.HELP,
            )

    def clean_reason(self) -> str:
        return reasons.check(self.cleaned_data["reason"])

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

    def __init__(self, data: Any, *, people: Iterable[User], areas: tuple[acts.Area, ...]) -> None:
        super().__init__(data, label_suffix="")
        self.areas = areas
        known = [(str(person.pk), person.display_name) for person in people]
        self.fields["person"].choices = [("", _("Everybody")), *known, (SYSTEM, _("The system"))]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("Everything")), *acts.choices(areas)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was filled in, as the record asks for it."""
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "kind" in found:
            found["kind"] = acts.kinds_of(self.areas, found["kind"])
        return found

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)
