"""What is typed about a criterion, and is it complete?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from analysis.decision_file.criterion_layout import ANCHORS, CATEGORY, CRITERION, SCALE
from analysis.decision_file.shapes import Record
from criteria import rubric, tree
from criteria.models import Anchor, Criterion, Dimension, Kind, TemplateVersion
from criteria.templates import published
from selection import languages
from selection.fields import FileText, RowsField, WholeField
from selection.form_types import Data, Initial, Said
from selection.forms.parts import offer_rows
from selection.languages import NormalField
from selection.models import Requirement, Selection
from tables.figures import written

ROWS = 5  # points of a value function that a form shows at least
KINDS = [(Kind.RATED, _("Rated by people, 0–10")), (Kind.MEASURED, _("Measured: one fact per vendor"))]
CURVES = [("piecewise", _("Straight lines between points")), ("log", _("Availability: each “nine” counts the same"))]
BASES = [("tco", _("Present value of all costs")), ("quote", _("Sum of the quoted lines"))]


def text_field(label: Said, language: str, record: Record, *, key: str, rows: int = 0) -> FileText:
    """One language of a text at a key of the decision file; `rows` makes it a text area."""
    attrs = {"lang": languages.LANGUAGES[language]} | ({"rows": rows} if rows else {})
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    name = label if language == languages.current() else f"{label} · {_other(language)}"
    return FileText(record, key, label=name, required=False, widget=widget)


def _other(language: str) -> str:
    return gettext("Chinese, optional") if language == "zh" else gettext("English, optional")


class NeedsField(RowsField[Requirement]):
    """Needs by code and text."""

    def label_from_instance(self, obj: Requirement) -> str:
        return f"{obj.code} {languages.text_of(obj, 'text')}"


class CategoryField(forms.ModelChoiceField[Criterion]):
    """A category by its name."""

    def label_from_instance(self, obj: Criterion) -> str:
        return obj.name


class TemplateField(forms.ModelChoiceField[TemplateVersion]):
    """A published template by its name in the reader's language."""

    def label_from_instance(self, obj: TemplateVersion) -> str:
        return f"{languages.text_of(obj.template, 'name')} v{obj.number}"


class LeafForm(forms.Form):
    """Everything a criterion says, except its weight."""

    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension)
    requirements = NeedsField(
        Requirement.objects.none(), label=_("Needs"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = NormalField(widget=forms.HiddenInput)

    def __init__(self, data: Data | None = None, *, leaf: Criterion) -> None:
        # two empty ones, to go on
        self.leaf, self.rows = leaf, range(max(ROWS, len(leaf.points) + 2))
        super().__init__(data, initial=initial_of(leaf))
        for language in self.languages:
            record = CRITERION.records[leaf.kind]
            self.fields[f"name_{language}"] = text_field(_("Name"), language, record, key="name")
            self.fields[f"question_{language}"] = text_field(_("Question"), language, record, key="question", rows=2)
        offer_rows(self, "requirements", leaf.selection.requirements.all())
        if leaf.kind == Kind.RATED:
            self._add_anchors()
        else:
            self._add_function()

    @property
    def languages(self) -> list[str]:
        """The reader's own language first."""
        return sorted(languages.LANGUAGES, key=lambda key: key != languages.current())

    def _add_anchors(self) -> None:
        for band in Anchor.BANDS:
            for language in self.languages:
                self.fields[f"anchor_{band}_{language}"] = text_field(
                    band.replace("-", "–"), language, ANCHORS, key=band, rows=2
                )

    def _add_function(self) -> None:
        for language in self.languages:
            self.fields[f"unit_{language}"] = text_field(_("Unit"), language, SCALE, key="unit")
        if self.leaf.kind == Kind.MEASURED:
            self.fields["decimals"] = WholeField(label=_("Decimals"), min_value=0, max_value=6)
            self.fields["minimum"] = decimal_field(_("Minimum"))
            self.fields["maximum"] = decimal_field(_("Maximum"))
            self.fields["curve"] = forms.ChoiceField(label=_("Shape"), choices=CURVES)
        else:
            self.fields["basis"] = forms.ChoiceField(label=_("Compared"), choices=BASES)
        for row in self.rows:
            self.fields[f"x_{row}"] = decimal_field(gettext("Value %(number)s") % {"number": row + 1})
            self.fields[f"v_{row}"] = decimal_field(gettext("Worth %(number)s") % {"number": row + 1})

    def primary(self, field: str) -> forms.BoundField:
        return self[f"{field}_{self.languages[0]}"]

    def secondary(self, field: str) -> forms.BoundField:
        return self[f"{field}_{self.languages[1]}"]

    @property
    def texts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self.primary(field), self.secondary(field)) for field in ("name", "question")]

    @property
    def anchors(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(band, self.primary(f"anchor_{band}"), self.secondary(f"anchor_{band}")) for band in Anchor.BANDS]

    @property
    def units(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self.primary("unit"), self.secondary("unit")

    @property
    def points(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"x_{row}"], self[f"v_{row}"]) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.leaf.kind != Kind.RATED:
            for row in self.rows:
                self._clean_point(cleaned, row)
        return cleaned

    def _clean_point(self, cleaned: Mapping[str, str], row: int) -> None:
        names = (f"x_{row}", f"v_{row}")
        typed = [cleaned.get(name, "") for name in names]
        for name, text, other in zip(names, typed, reversed(typed), strict=True):
            if not text and other and name not in self.errors:
                self.add_error(name, _("Both numbers of a point are needed."))

    def values(self) -> dict[str, Any]:
        """The fields as `rubric.revise` takes them."""
        plain = ("dimension", "decimals", "minimum", "maximum", "curve", "basis")
        texts = [f"{field}_{language}" for field in ("name", "question", "unit") for language in languages.LANGUAGES]
        found = {name: self.cleaned_data[name] for name in (*plain, *texts) if name in self.cleaned_data}
        if self.leaf.kind != Kind.RATED:
            rows = [(self.cleaned_data[f"x_{row}"], self.cleaned_data[f"v_{row}"]) for row in self.rows]
            found["points"] = [list(pair) for pair in rows if all(pair)]
        return found

    def anchor_values(self) -> dict[str, tuple[str, str]] | None:
        if self.leaf.kind != Kind.RATED:
            return None
        data = self.cleaned_data
        return {band: (data[f"anchor_{band}_zh"], data[f"anchor_{band}_en"]) for band in Anchor.BANDS}


class DecimalText(NormalField):
    """A decimal kept as the text the decision file writes."""

    def clean(self, value: object) -> str:
        text = super().clean(value)
        return rubric.decimal_of(text) if text else ""


def decimal_field(label: Said) -> DecimalText:
    attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "num"}
    return DecimalText(label=label, required=False, max_length=20, widget=forms.TextInput(attrs=attrs))


def initial_of(leaf: Criterion) -> Initial:
    """The form's first values, from the row and its anchors."""
    plain = ("dimension", "decimals", "minimum", "maximum", "curve", "basis")
    texts = [f"{field}_{language}" for field in ("name", "question", "unit") for language in languages.LANGUAGES]
    initial: Initial = {name: getattr(leaf, name) for name in (*plain, *texts)}
    initial["seen"] = rubric.revision(leaf)
    initial["requirements"] = list(leaf.requirements.all())
    for anchor in leaf.anchors.all():
        initial[f"anchor_{anchor.band}_zh"], initial[f"anchor_{anchor.band}_en"] = anchor.text_zh, anchor.text_en
    for row, (x, value) in enumerate(leaf.points):
        initial[f"x_{row}"], initial[f"v_{row}"] = written(Decimal(x)), written(Decimal(value))
    for end in ("minimum", "maximum"):
        initial[end] = written(Decimal(getattr(leaf, end))) if getattr(leaf, end) else ""
    return initial


class NewLeafForm(forms.Form):
    """A criterion of the committee's own."""

    category = CategoryField(Criterion.objects.none(), label=_("Category"), empty_label=_("Choose …"))
    kind = forms.ChoiceField(label=_("How it is scored"), choices=KINDS, widget=forms.RadioSelect, initial=Kind.RATED)
    dimension = forms.ChoiceField(label=_("Dimension"), choices=Dimension)
    code = NormalField(
        label=_("Code"), max_length=20, required=False, help_text=_("If empty, the next free code is used.")
    )

    def __init__(self, data: Data | None = None, *, selection: Selection, initial: Initial | None = None) -> None:
        super().__init__(data, initial=initial)
        offer_rows(self, "category", tree.categories(selection))
        for language in sorted(languages.LANGUAGES, key=lambda key: key != languages.current()):
            self.fields[f"name_{language}"] = text_field(_("Name"), language, CATEGORY, key="name")
        self.order_fields([f"name_{languages.current()}", "category", "kind", "dimension"])


class NewCategoryForm(forms.Form):
    """A category of the committee's own."""

    code = NormalField(label=_("Code"), max_length=20, help_text=_("One or two letters, such as F."))

    def __init__(self, data: Data | None = None) -> None:
        super().__init__(data)
        for language in sorted(languages.LANGUAGES, key=lambda key: key != languages.current()):
            self.fields[f"name_{language}"] = text_field(_("Name"), language, CATEGORY, key="name")
        self.order_fields([f"name_{languages.current()}", "code"])


class CategoryForm(forms.Form):
    """The names of a category."""

    def __init__(self, data: Data | None = None, *, category: Criterion) -> None:
        names: Initial = {f"name_{language}": getattr(category, f"name_{language}") for language in languages.LANGUAGES}
        super().__init__(data, initial=names)
        for language in sorted(languages.LANGUAGES, key=lambda key: key != languages.current()):
            self.fields[f"name_{language}"] = text_field(_("Name"), language, CATEGORY, key="name")


class FromTemplateForm(forms.Form):
    """Which template an empty selection starts from."""

    version = TemplateField(TemplateVersion.objects.none(), label=_("Template"), empty_label=_("Choose …"))
    depth = forms.ChoiceField(
        label=_("Depth"),
        choices=[
            ("short", _("Short: about 20 sub-groups and a few measured values")),
            ("full", _("Full: about 70 criteria")),
        ],
        initial="short",
    )

    def __init__(self, data: Data | None = None) -> None:
        super().__init__(data)
        offer_rows(self, "version", published())


class NewTemplateForm(forms.Form):
    """A template of the organisation's own, begun as a copy."""

    source = TemplateField(TemplateVersion.objects.none(), label=_("Copied from"), empty_label=_("Choose …"))

    def __init__(self, data: Data | None = None) -> None:
        super().__init__(data)
        offer_rows(self, "source", published())
        for language in sorted(languages.LANGUAGES, key=lambda key: key != languages.current()):
            self.fields[f"name_{language}"] = text_field(_("Name"), language, layout.TEMPLATE, key="name")
            self.fields[f"summary_{language}"] = text_field(
                _("Intended for"), language, layout.SELECTION, key="summary", rows=2
            )
        own = languages.current()
        self.order_fields([f"name_{own}", f"summary_{own}", "source"])
