"""Which fields and forms do all apps share?"""

from typing import Any, ClassVar, TypeVar, Unpack

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from selection import languages, late, reasons
from selection.form_types import Choices, Data, FormOptions, Said, TextOptions
from selection.languages import NormalField
from selection.models import Selection

FormT = TypeVar("FormT", bound=forms.BaseForm)


class ReasonField(NormalField):
    """Why something is done; the verb says whether the reason is needed and long enough."""

    def __init__(self, **options: Unpack[TextOptions]) -> None:
        defaults: TextOptions = {
            "label": _("Reason"),
            "required": False,
            "max_length": 1000,
            "help_text": reasons.HELP,
            "widget": forms.Textarea(attrs={"rows": 3}),
        }
        super().__init__(**(defaults | options))


def ask_when_late(form: FormT, selection: Selection) -> FormT:
    """Add the field in which an act after a round has closed is explained."""
    if late.is_late(selection):
        form.fields["reason"] = ReasonField(label=_("Reason for a change after the close"))
    return form


def offer(form: forms.BaseForm, field: str, choices: Choices) -> None:
    """Which values a field of this form lets people choose."""
    found = form.fields[field]
    assert isinstance(found, forms.ChoiceField)
    found.choices = choices


def offer_rows(form: forms.BaseForm, field: str, rows: QuerySet[Model]) -> None:
    """Which rows a field of this form lets people choose."""
    found = form.fields[field]
    assert isinstance(found, forms.ModelChoiceField)
    found.queryset = rows


class Bilingual(forms.BaseForm):
    """A form with texts in two languages of which one is enough; `plain` labels the reader's own."""

    bilingual: tuple[str, ...] = ("name",)
    needed: tuple[str, ...] = ("name",)
    plain: ClassVar[dict[str, Said]] = {"name": _("Name")}

    def name_languages(self) -> None:
        """Say of each field in which language it is; what makes such a form ends with it."""
        for field in self.bilingual:
            for language, tag in languages.LANGUAGES.items():
                self.fields[f"{field}_{language}"].widget.attrs["lang"] = tag
            if field in self.plain:
                self.fields[f"{field}_{languages.current()}"].label = self.plain[field]

    def own(self) -> list[forms.BoundField]:
        """The texts in the reader's own language."""
        return [self[f"{field}_{languages.current()}"] for field in self.bilingual]

    def other(self) -> list[forms.BoundField]:
        second = "zh" if languages.current() == "en" else "en"
        return [self[f"{field}_{second}"] for field in self.bilingual]

    def has_other(self) -> bool:
        return any(field.value() or field.errors for field in self.other())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field in self.needed:
            if not any(cleaned.get(f"{field}_{language}") for language in languages.LANGUAGES):
                self.add_error(f"{field}_{languages.current()}", _("Enter a name."))
        return cleaned


class BilingualForm(Bilingual, forms.Form):
    """Such a form of no row."""

    def __init__(self, data: Data | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.name_languages()
