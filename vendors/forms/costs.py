"""What is typed or pasted as costs, seats and the parameters they are compared by?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from analysis.decision_file.vocabulary import MOST_YEARS
from selection.fields import FileText, PercentField, VersionField, WholeField, currency_name, echo, money_unit_name
from selection.form_types import Data, Initial
from selection.forms.door import PasteForm
from selection.forms.parts import BilingualForm, offer
from selection.languages import NormalField
from selection.models import Selection, Timing
from tables.numbers import folded
from vendors.costing.lines import Series
from vendors.costing.parameters import View
from vendors.costing.scenarios import KNOWN, scenario_name, scenarios
from vendors.costing.seats import suggested_seats
from vendors.costing.years import year_name
from vendors.models import CostItem, SeatPrice
from vendors.numbers import big_unit, read_money, read_whole, shown

ITEMS = [(item.value, format_lazy("{} · {}", item.value, item.label)) for item in CostItem]
NUMERIC = {"inputmode": "decimal", "class": "num", "autocomplete": "off"}
WHERE = [("quoted", _("In the quote")), ("outside", _("Outside the quote"))]
EVERY = "*"


def unit_choices(currency: str) -> list[tuple[str, str]]:
    """Amounts are typed in the unit people think in, or to the cent."""
    return [(big_unit(), money_unit_name(currency)), ("one", currency_name(currency))]


def scenario_choices(selection: Selection) -> list[tuple[str, str]]:
    codes = list(dict.fromkeys([*KNOWN, *scenarios(selection)]))
    return [(code, scenario_name(code)) for code in codes]


class AmountField(NormalField):
    """One year's amount; empty is not zero."""

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False, max_length=40, widget=forms.TextInput(attrs=dict(NUMERIC)))


class LineForm(BilingualForm):
    """One cost with an amount a year."""

    bilingual = ("label",)
    needed = ()
    item = forms.ChoiceField(label=_("Cost item"), choices=ITEMS)
    label_zh = FileText(layout.COST, "label", label=_("Label in Chinese"), required=False)
    label_en = FileText(layout.COST, "label", label=_("Label in English"), required=False)
    where = forms.ChoiceField(label=_("Quoted or not"), choices=WHERE)
    scenario = forms.ChoiceField(label=pgettext_lazy("growth of seats", "Scenario"))
    unit = forms.ChoiceField(label=_("Amounts in"))

    def __init__(self, selection: Selection, data: Data | None = None, *, series: Series | None = None) -> None:
        unit = big_unit()
        super().__init__(data, initial=_initial(series, unit) if series else {"scenario": EVERY, "unit": unit})
        every = [] if series else [(EVERY, gettext("Every scenario, those added later too"))]
        offer(self, "scenario", every + scenario_choices(selection))
        offer(self, "unit", unit_choices(selection.currency))
        self.selection = selection
        for year in range(selection.horizon + 1):
            self.fields[f"year_{year}"] = AmountField(label=year_name(selection, year))

    @property
    def years(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("year_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        amounts: dict[int, int] = {}
        for bound in self.years:
            typed = cleaned.get(bound.name, "")
            if typed:
                _read_into(self, amounts, bound.name, typed=typed, unit=cleaned.get("unit", "one"))
        cleaned["amounts"] = amounts
        self.echoes = [
            echo(cleaned[f"year_{year}"], minor, self.selection.currency)
            for year, minor in amounts.items()
            if folded(cleaned[f"year_{year}"]) != shown(minor, cleaned.get("unit", "one"))
        ]
        return cleaned

    def fields_of_line(self) -> dict[str, Any]:
        """What the verb takes."""
        cleaned = self.cleaned_data
        chosen = cleaned["scenario"]
        return {
            **{field: cleaned[field] for field in ("item", "label_zh", "label_en", "amounts")},
            "is_quoted": cleaned["where"] == "quoted",
            "scenarios": scenarios(self.selection) if chosen == EVERY else [chosen],
            "is_everywhere": chosen == EVERY,
        }


def _initial(series: Series, unit: str) -> Initial:
    about = {field: getattr(series, field) for field in ("item", "label_zh", "label_en", "scenario")}
    amounts = {f"year_{year}": shown(amount, unit) for year, amount in series.amounts.items()}
    return {**about, **amounts, "where": "quoted" if series.is_quoted else "outside", "unit": unit}


def _read_into(form: LineForm, amounts: dict[int, int], name: str, *, typed: str, unit: str) -> None:
    try:
        amounts[int(name.removeprefix("year_"))] = read_money(typed, unit=unit, currency=form.selection.currency)
    except ValidationError as error:
        form.add_error(name, error)


class SeatPriceForm(BilingualForm):
    """A price per seat and month."""

    bilingual = ("label",)
    needed = ()
    item = forms.ChoiceField(label=_("Cost item"), choices=ITEMS, initial=CostItem.K01)
    label_zh = FileText(layout.COST, "label", label=_("Label in Chinese"), required=False)
    label_en = FileText(layout.COST, "label", label=_("Label in English"), required=False)
    where = forms.ChoiceField(label=_("Quoted or not"), choices=WHERE)
    price = NormalField(label=_("Price a seat and month"), max_length=40, widget=forms.TextInput(attrs=dict(NUMERIC)))
    minimum = NormalField(
        label=_("Minimum seats paid"), max_length=20, initial="0", widget=forms.TextInput(attrs=dict(NUMERIC))
    )

    def __init__(self, selection: Selection, data: Data | None = None, *, price: SeatPrice | None = None) -> None:
        super().__init__(data, initial=_price_initial(price) if price else {})
        self.selection = selection
        self.fields["price"].help_text = currency_name(selection.currency)

    def clean_price(self) -> int:
        return read_money(self.cleaned_data["price"], currency=self.selection.currency)

    def clean_minimum(self) -> int:
        return read_whole(self.cleaned_data["minimum"])

    def fields_of_price(self) -> dict[str, Any]:
        """What the verb takes."""
        cleaned = self.cleaned_data
        names = ("item", "label_zh", "label_en", "price", "minimum")
        return {**{field: cleaned[field] for field in names}, "is_quoted": cleaned["where"] == "quoted"}


def _price_initial(price: SeatPrice) -> Initial:
    about = {field: getattr(price, field) for field in ("item", "label_zh", "label_en", "minimum")}
    return {**about, "price": shown(price.price, "one"), "where": "quoted" if price.is_quoted else "outside"}


class SeatPlanForm(forms.Form):
    """Seats a year in each scenario; an empty plan begins with what the basics say of the seats."""

    def __init__(self, selection: Selection, plan: dict[str, list[int]], data: Data | None = None) -> None:
        super().__init__(data)
        suggested = [] if plan else suggested_seats(selection)
        self.is_suggested = bool(suggested) and data is None
        plan = plan or {selection.scenario: suggested}
        self.years = range(1, selection.horizon + 1)
        self.rows = scenario_choices(selection)
        for code, name in self.rows:
            for year in self.years:
                known = plan.get(code, [])[year - 1 : year]
                self.fields[f"{code}_{year}"] = NormalField(
                    required=False,
                    max_length=20,
                    label=f"{name} {year_name(selection, year)}",
                    initial=known[0] if known else "",
                    widget=forms.TextInput(attrs={**NUMERIC, "inputmode": "numeric"}),
                )

    @property
    def table(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(name, [self[f"{code}_{year}"] for year in self.years]) for code, name in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, typed in list(cleaned.items()):
            try:
                cleaned[name] = read_whole(typed) if typed else None
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned

    def plan(self) -> dict[str, list[int | None]]:
        return {code: [self.cleaned_data[f"{code}_{year}"] for year in self.years] for code, _name in self.rows}


class ParametersForm(forms.Form):
    """The official view."""

    rate = PercentField(
        label=_("Discount rate"), max_value=100, help_text=_("Percent a year; ask finance. 0 adds up as paid.")
    )
    horizon = WholeField(label=_("Years compared"), min_value=1, max_value=MOST_YEARS)
    scenario = forms.ChoiceField(label=_("Growth of seats"))
    timing = forms.ChoiceField(label=_("Yearly amounts are paid at the"), choices=Timing)
    version = VersionField()

    def __init__(self, selection: Selection, now: View, data: Data | None = None) -> None:
        super().__init__(data, initial={**vars(now), "version": selection.version})
        offer(self, "scenario", [(code, scenario_name(code)) for code in scenarios(selection)])

    def view(self) -> View:
        cleaned = self.cleaned_data
        return View(cleaned["rate"], cleaned["horizon"], cleaned["scenario"], cleaned["timing"])


class PasteCostsForm(PasteForm):
    """A block of one vendor's costs."""

    unit = forms.ChoiceField(label=_("Amounts in"))
    scenario = forms.ChoiceField(label=pgettext_lazy("growth of seats", "Scenario"))

    def __init__(self, selection: Selection, data: Data | None = None) -> None:
        super().__init__(data, initial={"unit": big_unit(), "scenario": EVERY})
        self.selection = selection
        offer(self, "unit", unit_choices(selection.currency))
        every = [(EVERY, gettext("Every scenario, those added later too"))]
        offer(self, "scenario", every + scenario_choices(selection))

    def chosen_scenarios(self) -> Iterable[str]:
        chosen = self.cleaned_data["scenario"]
        return scenarios(self.selection) if chosen == EVERY else [chosen]

    @property
    def is_everywhere(self) -> bool:
        return bool(self.cleaned_data["scenario"] == EVERY)
