"""What starts a selection, and is it complete? What ends it?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from analysis.decision_file.vocabulary import MOST_BYTES
from criteria.models import TemplateVersion
from criteria.templates import published
from reports.award import Guard
from reports.decision import MOST_REASON, MOST_WAIVER, waiver_field
from reports.record import acts
from reports.record.reading import SYSTEM
from selection import reasons
from selection.fields import DayField
from selection.forms import ReasonField, SelectionForm
from selection.languages import NormalField, text_of
from selection.models import Member, Selection, User
from vendors.models import Vendor
from vendors.registry import active

SOURCES = [
    ("template", _("From a template")),
    ("blank", _("Blank")),
    ("earlier", _("From an earlier selection")),
    ("file", _("From a decision file")),
]
DEPTHS = [
    ("short", _("Short: sub-groups are scored as one; with three vendors 40 to 50 minutes an evaluator")),
    ("full", _("Full: every criterion of the library")),
]


class TemplateChoice(forms.ModelChoiceField):
    """A published template by its name in the reader's language."""

    def label_from_instance(self, obj: TemplateVersion) -> str:
        return f"{text_of(obj.template, 'name')} v{obj.number}"


class EarlierChoice(forms.ModelChoiceField):
    """A selection the person sits on."""

    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.selection.code} {obj.selection.name}"


class StartForm(SelectionForm):
    """The frame of a new selection and what it starts from."""

    source = forms.ChoiceField(label=_("Start"), choices=SOURCES, widget=forms.RadioSelect, initial="template")
    template = TemplateChoice(
        label=_("Template"), queryset=TemplateVersion.objects.none(), required=False, empty_label=None
    )
    depth = forms.ChoiceField(
        label=_("Depth"), choices=DEPTHS, widget=forms.RadioSelect, initial="short", required=False
    )
    earlier = EarlierChoice(label=_("Earlier selection"), queryset=Member.objects.none(), required=False)
    with_committee = forms.BooleanField(
        label=_("Take the committee along"),
        required=False,
        help_text=_("People, roles and what each scores; no scores. Deactivated accounts stay behind."),
    )
    file = forms.FileField(
        label=_("Decision file"), required=False, help_text=_("A .json file that Touchstone exported.")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Member.objects.filter(user=user, removed_at=None).select_related("selection", "user")
        self.fields["template"].queryset = published()  # type: ignore[attr-defined]
        self.fields["earlier"].queryset = seats.order_by("-selection__created_at")  # type: ignore[attr-defined]

    @property
    def is_from_file(self) -> bool:
        return bool(self.data.get("source") == "file")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        missing = {
            "template": _("Choose a template."),
            "earlier": _("Choose the selection to start from."),
            "file": _("Choose the file."),
        }
        source = cleaned.get("source")
        if source in missing and not cleaned.get(source) and source not in self.errors:
            self.add_error(source, missing[source])
        if self.is_from_file:  # the file brings its own name
            for name in ("name_zh", "name_en"):
                self.errors.pop(name, None)
        return cleaned

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. A decision file is much smaller: is it the right one?")
                % {"most": MOST_BYTES // 10**6}
            )
        return file

    def frame(self) -> dict[str, Any]:
        """The fields of the selection itself."""
        return {name: self.cleaned_data[name] for name in SelectionForm.Meta.fields}


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
