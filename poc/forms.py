"""What is typed about the window, a scenario and a result?"""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from criteria import tree
from criteria.models import Criterion, Kind
from poc.board import MARKS
from poc.models import Plan, Result, Scenario, Trial
from poc.plan import Outline
from poc.trials import Outcome, stored
from selection import languages
from selection.fields import DayField, FileText, VersionField
from selection.form_types import Data, Initial, Said
from selection.forms.parts import BilingualForm, offer, offer_rows
from selection.languages import NormalField
from selection.models import Selection
from tables.figures import written
from vendors.forms.needs import MeasuredField


class Spoken(BilingualForm):
    """A bilingual form that gives its texts by language."""

    def texts(self, field: str) -> dict[str, str]:
        return {language: self.cleaned_data.get(f"{field}_{language}", "") for language in languages.LANGUAGES}


class WindowForm(forms.Form):
    """The first and the last day."""

    start = DayField(label=_("First day"), required=False)
    end = DayField(label=_("Last day"), required=False)

    @classmethod
    def of(cls, plan: Plan | None, data: Data | None = None) -> "WindowForm":
        return cls(data, initial={"start": plan.start, "end": plan.end} if plan else {})


class ScenarioForm(Spoken):
    """What is tried, when it counts as passed, and what it proves."""

    bilingual = ("name", "pass_line", "group")
    plain: ClassVar[dict[str, Said]] = {"name": _("Scenario"), "pass_line": _("Pass line"), "group": _("Group")}
    name_zh = FileText(layout.TRIAL, "name", label=_("Scenario in Chinese"), required=False)
    name_en = FileText(layout.TRIAL, "name", label=_("Scenario in English"), required=False)
    pass_line_zh = FileText(layout.TRIAL, "pass_line", label=_("Pass line in Chinese"), required=False)
    pass_line_en = FileText(layout.TRIAL, "pass_line", label=_("Pass line in English"), required=False)
    group_zh = FileText(layout.TRIAL, "group", label=_("Group in Chinese"), required=False)
    group_en = FileText(layout.TRIAL, "group", label=_("Group in English"), required=False)
    criteria = forms.MultipleChoiceField(
        label=_("Proves these criteria"), required=False, widget=forms.CheckboxSelectMultiple
    )
    measures = MeasuredField(
        label=_("Its value counts as the fact of"),
        queryset=Criterion.objects.none(),
        required=False,
        empty_label=_("no measured criterion"),
        help_text=_("Then the measured value replaces what procurement entered."),
    )

    def __init__(self, selection: Selection, data: Data | None = None, *, initial: Initial | None = None) -> None:
        super().__init__(data, initial=initial)
        leaves = list(tree.leaves(selection))
        self.leaves = {leaf.code: leaf for leaf in leaves}
        offer(self, "criteria", _by_category(leaves))
        measured = tree.leaves(selection).filter(kind=Kind.MEASURED)
        offer_rows(self, "measures", measured)
        for language in languages.LANGUAGES:
            self.fields[f"group_{language}"].widget.attrs["list"] = "poc-groups"

    @classmethod
    def of(cls, scenario: Scenario, data: Data | None = None) -> "ScenarioForm":
        texts = [f"{field}_{language}" for field in cls.bilingual for language in languages.LANGUAGES]
        initial: Initial = {field: getattr(scenario, field) for field in texts}
        initial |= {"criteria": [leaf.code for leaf in scenario.criteria.all()], "measures": scenario.measures}
        return cls(scenario.selection, data, initial=initial)

    def outline(self) -> Outline:
        return Outline(
            group=self.texts("group"),
            name=self.texts("name"),
            pass_line=self.texts("pass_line"),
            criteria=[self.leaves[code] for code in self.cleaned_data["criteria"]],
            measures=self.cleaned_data["measures"],
        )


def _by_category(leaves: list[Criterion]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for leaf in leaves:
        category = leaf.parent.name if leaf.parent else ""
        groups.setdefault(category, []).append((leaf.code, f"{leaf.code} {leaf.name}"))
    return list(groups.items())


class TrialForm(Spoken):
    """How one vendor did."""

    bilingual = ("note",)
    needed = ()
    plain: ClassVar[dict[str, Said]] = {"note": _("Note")}
    result = forms.ChoiceField(label=_("Result"), choices=Result, widget=forms.RadioSelect)
    value = NormalField(
        label=_("Measured value"), max_length=40, required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )
    note_zh = FileText(layout.RESULT, "note", label=_("Note in Chinese"), required=False)
    note_en = FileText(layout.RESULT, "note", label=_("Note in English"), required=False)
    version = VersionField(initial=0)

    @classmethod
    def of(cls, trial: Trial | None, data: Data | None = None) -> "TrialForm":
        now = stored(trial)
        initial = {
            "result": now.result,
            "value": written(Decimal(now.value)) if now.value else "",
            "note_zh": now.note_zh,
            "note_en": now.note_en,
        }
        return cls(data, initial={**initial, "version": trial.version if trial else 0})

    def add_error(self, field: str | None, error: Any) -> None:
        """The first field at fault takes the focus."""
        super().add_error(field, error)
        if field and not any("autofocus" in row.widget.attrs for row in self.fields.values()):
            self.fields[field].widget.attrs["autofocus"] = True

    def options(self) -> list[tuple[Any, str]]:
        """Each result with the mark that the table shows for it."""
        return [(option, MARKS[Result(option.data["value"])]) for option in self["result"]]

    def outcome(self) -> Outcome:
        fields = {name: self.cleaned_data[name] for name in ("result", "value", "note_zh", "note_en")}
        return Outcome(**fields)
