"""What is typed about a need, and about whether a vendor meets it?"""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from analysis.decision_file import layout
from criteria.models import LEAVES, Criterion, Kind
from selection.fields import FileText, RowsField
from selection.form_types import Data, Initial
from selection.forms.parts import BilingualForm, offer_rows
from selection.languages import NormalField, text_of
from selection.models import MoSCoW, Requirement, Selection
from tables.figures import written
from vendors.models import Judgement, Vendor
from vendors.needs import RuleText
from vendors.screening import STATE_NAMES, check_judgement

RULE = ("operator", "threshold", "measure")
OPERATORS = [("", _("Judged by people")), (">=", _("at least")), ("<=", _("at most")), ("=", _("exactly"))]


class CriterionField(RowsField[Criterion]):
    """Criteria by code and name."""

    def label_from_instance(self, obj: Criterion) -> str:
        return f"{obj.code} {obj.name}"


class MeasuredField(forms.ModelChoiceField[Criterion]):
    """A measured criterion with its unit."""

    def label_from_instance(self, obj: Criterion) -> str:
        unit = text_of(obj, "unit")
        return f"{obj.code} {obj.name}" + (f" ({unit})" if unit else "")


class NeedForm(BilingualForm):
    """A need in words, how much it is needed, what answers it, and a rule if a fact decides it."""

    bilingual = ("text", "source")
    needed = ()
    moscow = forms.ChoiceField(label=_("Priority"), choices=MoSCoW, initial=MoSCoW.SHOULD)
    text_zh = FileText(
        layout.NEED, "text", label=_("The need in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    text_en = FileText(
        layout.NEED, "text", label=_("The need in English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    source_zh = FileText(layout.NEED, "source", label=_("Requested by, in Chinese"), required=False)
    source_en = FileText(layout.NEED, "source", label=_("Requested by, in English"), required=False)
    criteria = CriterionField(
        label=_("Answered by"),
        queryset=Criterion.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    operator = forms.ChoiceField(label=_("Decided by"), choices=OPERATORS, required=False)
    threshold = NormalField(
        label=_("Threshold"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    measure = MeasuredField(
        label=_("Measured criterion"), queryset=Criterion.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, selection: Selection, data: Data | None = None, *, initial: Initial | None = None) -> None:
        super().__init__(data, initial=initial)
        nodes = Criterion.objects.filter(selection=selection).order_by("position")
        linkable = nodes.filter(kind__in=(Kind.CATEGORY, *LEAVES))
        offer_rows(self, "criteria", linkable)
        measured = nodes.filter(kind=Kind.MEASURED)
        offer_rows(self, "measure", measured)
        self.has_measured = measured.exists()
        if not self.has_measured:
            for field in RULE:
                del self.fields[field]

    @classmethod
    def of(cls, requirement: Requirement, data: Data | None = None) -> "NeedForm":
        fields = ("moscow", "text_zh", "text_en", "source_zh", "source_en")
        initial: Initial = {field: getattr(requirement, field) for field in fields}
        initial["criteria"] = list(requirement.criteria.all())
        rule = getattr(requirement, "rule", None)
        if rule:
            threshold = written(Decimal(rule.threshold))
            initial |= {"operator": rule.operator, "threshold": threshold, "measure": rule.criterion}
        return cls(requirement.selection, data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("operator"):
            for field in ("measure", "threshold"):
                if not cleaned.get(field):
                    self.add_error(field, _("A rule needs a measured criterion and a threshold."))
        return cleaned

    def fields_of_need(self) -> dict[str, Any]:
        """What the verbs take."""
        texts = ("moscow", "text_zh", "text_en", "source_zh", "source_en", "criteria")
        cleaned = self.cleaned_data
        has_rule = cleaned.get("operator")
        rule = RuleText(cleaned["measure"], cleaned["operator"], cleaned["threshold"]) if has_rule else None
        return {**{field: cleaned[field] for field in texts}, "rule": rule}


class JudgementForm(forms.Form):
    """Whether one vendor meets a must-have, and why."""

    state = forms.ChoiceField(
        label=pgettext_lazy("judgement", "State"), choices=list(STATE_NAMES.items()), widget=forms.RadioSelect
    )
    note = FileText(layout.JUDGEMENT, "note", label=_("Note"), required=False)
    note.help_text = _("A failure needs a reason: at least 10 characters in Chinese, 20 in other languages.")

    def __init__(self, vendor: Vendor, judgement: Judgement | None, data: Data | None = None) -> None:
        self.vendor = vendor
        initial = (
            {"state": judgement.state, "note": judgement.note} if judgement else {"state": Judgement.State.PENDING}
        )
        super().__init__(data, prefix=vendor.code, initial=initial)

    def clean(self) -> dict[str, Any]:
        """What stood there already stays as it is."""
        cleaned = super().clean() or self.cleaned_data
        if self.has_changed() and not self.errors:
            check_judgement(cleaned["state"], cleaned["note"])
        return cleaned
