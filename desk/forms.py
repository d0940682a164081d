"""What starts a selection, and is it complete?"""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from analysis.decision_file.vocabulary import MOST_BYTES
from criteria.forms import TemplateField
from criteria.models import TemplateVersion
from criteria.templates import published
from selection.forms.door import PasteForm
from selection.forms.frame import SelectionForm
from selection.forms.parts import offer_rows
from selection.languages import NormalField
from selection.models import Member, User

SOURCES = [
    ("template", _("From a template")),
    ("blank", _("Blank")),
    ("earlier", _("From an earlier selection")),
    ("file", _("From a decision file")),
]
DEPTHS = [
    ("short", _("Short: sub-groups are scored as one; with three vendors 43 to 52 minutes an evaluator")),
    ("full", _("Full: every criterion of the library")),
]


class EarlierChoice(forms.ModelChoiceField[Member]):
    """A selection the person sits on."""

    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.selection.code} {obj.selection.name}"


class FromTableForm(PasteForm):
    """The name of a selection and the block that it starts from."""

    name = NormalField(label=_("Name"), max_length=200)
    field_order = ("name", "block")

    def propose_name(self, name: str) -> None:
        """Where none was typed."""
        if not self.data.get("name") and not self.errors:
            self.data = {**{field: self.data[field] for field in self.data}, "name": name[:200]}


class NewSelectionForm(SelectionForm):
    """The frame of a new selection and what it starts from."""

    source = forms.ChoiceField(label=_("Start"), choices=SOURCES, widget=forms.RadioSelect, initial="template")
    template = TemplateField(
        label=_("Template"), queryset=TemplateVersion.objects.none(), required=False, empty_label=None
    )
    depth = forms.ChoiceField(
        label=_("Depth"), choices=DEPTHS, widget=forms.RadioSelect, initial="short", required=False
    )
    earlier = EarlierChoice(label=_("Earlier selection"), queryset=Member.objects.none(), required=False)
    with_committee = forms.BooleanField(
        label=_("Copy the committee"),
        required=False,
        help_text=_("People, roles and what each scores; no scores. Deactivated accounts stay behind."),
    )
    file = forms.FileField(
        label=_("Decision file"), required=False, help_text=_("A .json file that Touchstone exported.")
    )

    def __init__(
        self, data: QueryDict | None = None, files: MultiValueDict[str, UploadedFile] | None = None, *, user: User
    ) -> None:
        super().__init__(data, files)
        seats = Member.objects.filter(user=user, removed_at=None).select_related("selection", "user")
        offer_rows(self, "template", published())
        offer_rows(self, "earlier", seats.order_by("-selection__created_at"))

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

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. A decision file is much smaller: is it the right one?")
                % {"most": MOST_BYTES // 10**6}
            )
        return file

    def frame(self) -> dict[str, Any]:
        """The fields of the selection itself."""
        return {name: self.cleaned_data[name] for name in SelectionForm.Meta.fields}
