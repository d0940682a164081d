"""What is typed or pasted as facts?"""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from criteria.models import Level
from selection.fields import FileText, VersionField
from selection.form_types import Data
from selection.forms.door import PasteForm
from selection.languages import NormalField
from tables.figures import written
from vendors.forms.registry import HAND_LEVELS
from vendors.models import Fact


class FactForm(forms.Form):
    """One value with its evidence and its source."""

    value = NormalField(label=_("Value"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    level = forms.ChoiceField(label=_("How well proven"), choices=HAND_LEVELS, initial=Level.DOCUMENTED)
    source = FileText(
        layout.FACT, "source", label=_("Source"), required=False, help_text=_("Such as “answer to question 3”.")
    )
    version = VersionField(initial=0)

    @classmethod
    def of(cls, fact: Fact | None, data: Data | None = None) -> "FactForm":
        if fact is None:
            return cls(data)
        about = {field: getattr(fact, field) for field in ("level", "source", "version")}
        return cls(data, initial={"value": written(Decimal(fact.value)), **about})


class PasteFactsForm(PasteForm):
    """A block of facts that share level and source."""

    level = forms.ChoiceField(label=_("How well proven"), choices=HAND_LEVELS, initial=Level.DOCUMENTED)
    source = FileText(layout.FACT, "source", label=_("Source"), required=False)
