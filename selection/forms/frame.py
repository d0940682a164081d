"""What is typed about a selection's frame?"""

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from selection.fields import (
    DayField,
    MoneyField,
    PercentField,
    ScaledField,
    VersionField,
    WholeField,
    money_unit_name,
)
from selection.form_types import Data, Files, Said
from selection.forms.parts import Bilingual, offer
from selection.models import Selection

FIRST_YEAR, LAST_YEAR = 2000, 2200  # of a calendar: what lies outside was meant to be something else
CURRENCIES = ["CNY", "HKD", "TWD", "SGD", "USD", "EUR", "GBP"]


class SelectionForm(Bilingual, forms.ModelForm[Selection]):
    """The frame of a selection: only the name is needed at once."""

    bilingual: tuple[str, ...] = ("name", "organisation")
    plain: ClassVar[dict[str, Said]] = {"name": _("Name"), "organisation": _("Organisation")}
    budget_ceiling = MoneyField(label=_("Budget ceiling"), required=False)
    budget_target = MoneyField(label=_("Target budget"), required=False)

    class Meta:
        model = Selection
        fields = [
            "name_zh",
            "name_en",
            "organisation_zh",
            "organisation_en",
            "daily_enquiries",
            "seats_now",
            "seats_3y",
            "seats_5y",
            "budget_ceiling",
            "budget_target",
            "decision_date",
            "first_cost_year",
        ]
        labels = {
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "organisation_zh": _("Organisation in Chinese"),
            "organisation_en": _("Organisation in English"),
            "daily_enquiries": _("Enquiries a day"),
            "seats_now": _("Seats now"),
            "seats_3y": _("Seats in 3 years"),
            "seats_5y": _("Seats in 5 years"),
            "decision_date": _("Decision day"),
            "first_cost_year": _("First cost year"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "first_cost_year": _("Empty: the year of the month after the decision day.")
        }
        field_classes: ClassVar[dict[str, type[forms.Field]]] = dict.fromkeys(
            ("daily_enquiries", "seats_now", "seats_3y", "seats_5y", "first_cost_year"), WholeField
        ) | {"decision_date": DayField}

    def __init__(
        self,
        data: Data | None = None,
        files: Files | None = None,
        *,
        instance: Selection | None = None,
        is_about_quote: bool = False,
    ) -> None:
        super().__init__(data, files, instance=instance)
        self.name_languages()
        facts = {"unit": self.money_unit, "years": self.instance.horizon}
        total = _("%(unit)s; %(years)s-year total: the quote and what it leaves out")
        for name in ("budget_ceiling", "budget_target"):
            field = self.fields[name]
            assert isinstance(field, MoneyField)
            field.currency = self.amounts_in
            field.help_text = (_("%(unit)s; the quote alone") if is_about_quote else total) % facts
        self.fields["first_cost_year"].widget.attrs |= {"inputmode": "numeric", "min": FIRST_YEAR, "max": LAST_YEAR}
        for name in ("daily_enquiries", "seats_now", "seats_3y", "seats_5y"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "max": 10**7}

    @property
    def amounts_in(self) -> str:
        """The currency chosen in the same form, else the selection's own."""
        chosen: str = self.data.get("currency", "")
        return chosen if chosen in CURRENCIES else self.instance.currency

    @property
    def echoes(self) -> list[str]:
        fields = (self.fields[name] for name in ("budget_ceiling", "budget_target") if name in self.fields)
        return [field.echo for field in fields if isinstance(field, MoneyField) and field.echo]

    @property
    def money_unit(self) -> str:
        return money_unit_name(self.amounts_in)

    def clean_first_cost_year(self) -> int | None:
        year: int | None = self.cleaned_data["first_cost_year"]
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(_("Enter a year such as 2027."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ceiling, target = cleaned.get("budget_ceiling"), cleaned.get("budget_target")
        if ceiling is not None and target is not None and target > ceiling:
            self.add_error("budget_target", _("The target is above the ceiling. Lower it, or raise the ceiling."))
        return cleaned


class EditSelectionForm(SelectionForm):
    """The frame with its rules: what rests after the seal is shown and not taken."""

    bilingual = ("name", "organisation", "summary")
    plain: ClassVar[dict[str, Said]] = SelectionForm.plain | {"summary": _("Background")}
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    zone = forms.ChoiceField(label=_("Time zone"))
    bar = PercentField(
        label=_("Bar for “leads”"),
        max_value=100,
        help_text=_("A vendor leads only when it comes first with at least this probability, in percent."),
    )
    lead = ScaledField(
        label=_("Lead needed"), max_value=100, help_text=_("And only when it is ahead by at least so many points.")
    )
    version = VersionField()

    class Meta(SelectionForm.Meta):
        fields = [
            *SelectionForm.Meta.fields,
            "summary_zh",
            "summary_en",
            "zone",
            "currency",
            "tax_included",
            "bar",
            "lead",
            "sealed_prices",
        ]
        labels = SelectionForm.Meta.labels | {
            "summary_zh": _("Background in Chinese"),
            "summary_en": _("Background in English"),
            "tax_included": _("Amounts include tax"),
            "sealed_prices": _("Evaluators see prices only after scoring"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "summary_zh": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self,
        data: Data | None = None,
        *,
        instance: Selection,
        rest: tuple[str, ...] = (),
        is_about_quote: bool = False,
    ) -> None:
        super().__init__(data, instance=instance, is_about_quote=is_about_quote)
        here = self.instance.zone
        # Without the clocks of no place: “Etc/GMT+8” lies eight hours behind, not ahead.
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        offer(self, "zone", [(zone, zone) for zone in dict.fromkeys([here, *zones])])
        # An imported currency that the list does not have stays the only choice.
        if self.instance.currency not in CURRENCIES:
            offer(self, "currency", [(self.instance.currency,) * 2])
        self.initial["version"] = self.instance.version
        for name in rest:
            self.fields[name].disabled = True
