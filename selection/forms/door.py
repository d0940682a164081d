"""Which file is chosen beside a box, and which of its sheets goes into the box?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from selection.bringing.answers import Answers, answers_to, mark_of
from selection.bringing.from_file import Offered, OfferedSheet, again, offered, packed, unpacked
from selection.form_types import Data, Files
from selection.forms.parts import offer
from selection.languages import NormalField
from selection.opening import BUSY
from tables.finding import Merged

KINDS = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt"
ENCODINGS = [("utf-8", "UTF-8"), ("utf-16", "UTF-16"), ("gb18030", "GB 18030 (GBK)")]
SEPARATORS = [
    (",", pgettext_lazy("separator", "comma")),
    (";", pgettext_lazy("separator", "semicolon")),
    ("\t", pgettext_lazy("separator", "tab")),
    ("|", pgettext_lazy("separator", "vertical bar")),
]


class PasteForm(forms.Form):
    """A block, and nothing beside it."""

    block = NormalField(
        label=_("Block from the spreadsheet"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "t-paste"}),
    )


class FileDoor(forms.Form):
    """A file beside a box; between two requests its sheets travel with the page, and nothing is stored."""

    file = forms.FileField(
        label=_("Or from a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": KINDS}),
        help_text=_(
            "Excel, OpenDocument or CSV, 20 MB at most; reading takes some seconds, 15 at most. "
            "One sheet of it goes into the box, where you can change it."
        ),
    )
    kept = NormalField(required=False, widget=forms.HiddenInput)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=ENCODINGS, required=False)
    separator = forms.ChoiceField(label=_("Cells are parted by"), choices=SEPARATORS, required=False)

    def __init__(self, data: Data | None = None, files: Files | None = None, *, may_open: bool = True) -> None:
        super().__init__(data, files)
        self.may_open = may_open
        self.known: Offered | None = unpacked(str(data.get("kept") or "")) if data else None
        self.text: str | None = None  # what goes into the box now
        self._offer()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            if cleaned.get("file"):
                self._open(cleaned["file"])
            elif self.known and "take" in self.data and self.may_open:
                how = {name: cleaned.get(name, "") for name in ("sheet", "encoding", "separator")}
                self._take(self.known, how.pop("sheet"), **how)
        except ValidationError as error:
            self.add_error("file", error)
        return cleaned

    @property
    def is_waiting(self) -> bool:
        """A file has been read, and which sheet is meant has not been said."""
        return bool(self.known) and self.chosen is None

    @property
    def refused_with(self) -> int:
        """The status of the page that says what is wrong."""
        return 503 if self.has_error("file", BUSY) else 422

    @property
    def file_name(self) -> str:
        """Where what stands in the box came from; nothing where it was pasted."""
        return self.known["file"] if self.known else ""

    @property
    def has_several(self) -> bool:
        return self.known is not None and len(self.known["sheets"]) > 1

    @property
    def chosen(self) -> OfferedSheet | None:
        place = str(self.data.get("sheet") or "")
        if self.known is None or not place.isdecimal() or int(place) >= len(self.known["sheets"]):
            return None
        return self.known["sheets"][int(place)]

    def merged_in(self, block: str) -> list[Merged] | None:
        """The merged cells of a block that is still as the file gave it; of any other they are not known."""
        sheet = self.chosen
        return sheet["merged"] if sheet and mark_of(block) == mark_of(sheet["text"]) else None

    def answers(self, block: str, sent: QueryDict) -> Answers:
        """What was clicked about the block, and what the file tells of it."""
        return answers_to(block, sent, merged=self.merged_in(block))

    def box(self, sent: Data) -> Data:
        """What was sent, with the sheet in the box."""
        return sent if self.text is None else {**{name: sent[name] for name in sent}, "block": self.text}

    def _open(self, file: UploadedFile) -> None:
        if not self.may_open:
            raise ValidationError(_("The file has not been read yet. Choose it again and press the button below it."))
        self._keep(offered(file.name or "", file.read()), "")

    def _take(self, known: Offered, place: str, **how: str) -> None:
        if known["content"] and how != {"encoding": known["encoding"], "separator": known["separator"]}:
            known = again(known, **how)
        self._keep(known, place)

    def _keep(self, known: Offered, place: str) -> None:
        """Show what there is to choose; a lone sheet needs no choice."""
        token = packed(known)
        self.known, place = known, "0" if len(known["sheets"]) == 1 else place
        self._offer()
        how = {"encoding": known["encoding"], "separator": known["separator"]}
        self.data = {**{name: self.data[name] for name in self.data}, **how, "kept": token, "sheet": place}
        sheet = self.chosen
        if sheet and sheet["refusal"]:
            raise ValidationError(sheet["refusal"])
        self.text = sheet["text"] if sheet else None

    def _offer(self) -> None:
        sheets = self.known["sheets"] if self.known else []
        named = [(str(place), _sheet_name(sheet)) for place, sheet in enumerate(sheets)]
        offer(self, "sheet", [("", _("Choose a sheet")), *named])


def _sheet_name(sheet: OfferedSheet) -> str:
    return gettext("%(name)s (hidden)") % {"name": sheet["name"]} if sheet["is_hidden"] else sheet["name"]
