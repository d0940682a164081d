"""What is typed about a vendor: its name, why it leaves, what it says and what backs that?"""

from typing import ClassVar, Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from criteria.models import LEAVES, Criterion, Level
from selection import languages
from selection.fields import FileText, VersionField
from selection.form_types import Data, FormOptions, Said
from selection.forms.parts import BilingualForm, ReasonField, offer_rows
from selection.models import Selection
from vendors.models import Vendor

HAND_LEVELS = [(level.value, level.label) for level in Level if level != Level.POC]


class LeafField(forms.ModelChoiceField[Criterion]):
    """One leaf of the selection, or none for the vendor as a whole."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Criterion.objects.none(),
            required=False,
            label=_("Criterion"),
            empty_label=_("The vendor as a whole"),
        )

    def label_from_instance(self, obj: Criterion) -> str:
        return f"{obj.code} {obj.name}"


class VendorForm(BilingualForm):
    """Name and kind in two languages, one of which is enough."""

    bilingual = ("name", "kind")
    plain: ClassVar[dict[str, Said]] = {"name": _("Name"), "kind": _("Kind")}
    name_zh = FileText(layout.VENDOR, "name", label=_("Name in Chinese"), required=False)
    name_en = FileText(layout.VENDOR, "name", label=_("Name in English"), required=False)
    kind_zh = FileText(layout.VENDOR, "kind", label=_("Kind in Chinese"), required=False)
    kind_en = FileText(layout.VENDOR, "kind", label=_("Kind in English"), required=False)
    version = VersionField(required=False)

    def __init__(self, data: Data | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.fields[f"kind_{languages.current()}"].help_text = _("Such as SaaS or private deployment.")

    @classmethod
    def of(cls, vendor: Vendor, data: Data | None = None) -> "VendorForm":
        fields = ("name_zh", "name_en", "kind_zh", "kind_en", "version")
        return cls(data, initial={field: getattr(vendor, field) for field in fields})


class WithdrawForm(forms.Form):
    """Why a vendor leaves; before the seal it may leave without a reason."""

    reason = ReasonField(max_length=500)


class ClaimForm(forms.Form):
    """What a vendor says."""

    criterion = LeafField()
    text = FileText(layout.CLAIM, "text", label=_("Content"), widget=forms.Textarea(attrs={"rows": 2}))
    source = FileText(
        layout.CLAIM,
        "source",
        label=_("Reference"),
        required=False,
        help_text=_("Such as “answer to question 3”."),
    )

    def __init__(self, selection: Selection, data: Data | None = None) -> None:
        super().__init__(data, prefix="claim")
        offer_rows(self, "criterion", leaves_of(selection))


class EvidenceForm(forms.Form):
    """What backs a statement."""

    criterion = LeafField()
    level = forms.ChoiceField(label=_("How well proven"), choices=HAND_LEVELS[1:], initial=Level.DOCUMENTED)
    title = FileText(layout.EVIDENCE, "title", label=_("Evidence"))
    source = FileText(layout.EVIDENCE, "source", label=_("Location"), required=False)

    def __init__(self, selection: Selection, data: Data | None = None) -> None:
        super().__init__(data, prefix="evidence")
        offer_rows(self, "criterion", leaves_of(selection))


def leaves_of(selection: Selection) -> QuerySet[Criterion]:
    return Criterion.objects.filter(selection=selection, kind__in=LEAVES).order_by("position")
