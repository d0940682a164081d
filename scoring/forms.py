"""What do people type into a cell and about a round, and is it valid?"""

from collections.abc import Iterable
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from criteria.models import Level
from scoring.cells import CHOSEN_BY_HAND, HIGHEST, LONGEST_RATIONALE, LOWEST, Entry
from selection.dates import zone_note
from selection.fields import MomentField, VersionField
from selection.form_types import Data, FormOptions
from selection.forms.door import KINDS
from selection.forms.parts import ReasonField
from selection.languages import NormalField, sentences
from selection.models import Member
from selection.once import new_id

NOT_APPLICABLE = "na"
POINTS = [
    ("", _("No score")),
    *((str(n), str(n)) for n in range(HIGHEST, LOWEST - 1, -1)),
    (NOT_APPLICABLE, _("Not applicable")),
]
LEVELS = [(level.value, level.label) for level in Level if level.value in CHOSEN_BY_HAND]


class ScoreForm(forms.Form):
    """One cell. `operation` and `version` come from the page, never from the person."""

    score = forms.ChoiceField(
        label=pgettext_lazy("noun", "Score"),
        choices=POINTS,
        required=False,
        error_messages={"invalid_choice": _("“%(value)s” is not on the scale. Give whole points from 0 to 10.")},
    )
    level = forms.ChoiceField(
        label=_("Evidence level"),
        choices=LEVELS,
        error_messages={"invalid_choice": _("“%(value)s” is not a level that people choose.")},
    )
    rationale = NormalField(
        label=_("Rationale"),
        required=False,
        max_length=LONGEST_RATIONALE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    operation = NormalField(max_length=64, widget=forms.HiddenInput)
    version = VersionField()

    @property
    def was_tampered_with(self) -> bool:
        """Whether the page's own fields are broken or a field came twice."""
        # Of a field that came twice only the last one would be read, in silence. A plain dict, such
        # as `based_on` makes, has no `getlist`.
        twice = any(len(self.data.getlist(name)) > 1 for name in self.fields if hasattr(self.data, "getlist"))
        return twice or not {"operation", "version"}.isdisjoint(self.errors)

    @property
    def entry(self) -> Entry:
        """What the person wants the cell to hold."""
        given = self.cleaned_data
        return Entry(given["score"], given["level"], given["rationale"], given["not_applicable"])

    def based_on(self, version: int) -> "ScoreForm":
        """The same form, which overwrites what is stored when it is sent again."""
        data = dict(self.data.items()) | {"version": version, "operation": new_id()}
        return ScoreForm(data, auto_id=self.auto_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        points = cleaned.get("score", "")
        cleaned["not_applicable"] = points == NOT_APPLICABLE
        cleaned["score"] = int(points) if points.isdecimal() else None
        return cleaned


class BringForm(forms.Form):
    """Own points from outside: the workbook that was taken along, or a pasted block."""

    file = forms.FileField(
        label=_("The workbook, filled in"),
        required=False,
        widget=forms.FileInput(attrs={"accept": KINDS}),
        help_text=_("It may also come back as OpenDocument. Nothing is written before you have seen what it says."),
    )
    block = NormalField(
        label=_("Or points pasted from a spreadsheet"),
        required=False,
        strip=False,  # the first head may be empty
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "t-paste"}),
        help_text=_(
            "Vendors across, your criteria down, by letter, code or name; whole points from 0 to 10. Evidence levels "
            "and rationales stay as they are, and an empty cell says nothing."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, block = cleaned.get("file"), cleaned.get("block")
        if file and block:
            raise ValidationError(gettext("Choose a file or paste a block, not both."))
        if not file and not block and not self.errors:
            raise ValidationError(gettext("Choose the workbook, or paste a block."))
        return cleaned


class ClosingTimeForm(forms.Form):
    """Until when people are asked to score, in the zone of the selection."""

    closes_at = MomentField(
        label=_("Closing time"),
        required=False,
        help_text=_("Shown to every evaluator. The round closes when the chair closes it."),
    )

    def __init__(self, data: Data | None = None, **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        note = zone_note(timezone.now())
        if note:
            words = gettext("The time is that of %(zone)s.") % {"zone": note}
            self.fields["closes_at"].help_text = sentences(words, str(self.fields["closes_at"].help_text))


class MarksForm(forms.Form):
    """Whether the marks of somebody who stops judging count, and why."""

    counts = forms.ChoiceField(
        label=_("Do the scores given so far count?"),
        choices=[("no", _("No, they stay in the record only")), ("yes", _("Yes, they stay in the means"))],
        initial="no",
        widget=forms.RadioSelect,
    )
    reason = ReasonField()

    @property
    def said(self) -> dict[str, Any]:
        """What the verbs take."""
        return {"counts": self.cleaned_data["counts"] == "yes", "reason": self.cleaned_data["reason"]}


class CloseForm(forms.Form):
    """Why a round is closed although cells are empty, and whose unsubmitted sheet is left out."""

    reason = ReasonField()

    def __init__(self, data: Data | None = None, *, people: Iterable[Member] = ()) -> None:
        super().__init__(data)
        self.people = list(people)
        for person in self.people:
            name = person.display_name
            label = _("Leave the sheet of %(person)s out: the scores do not count") % {"person": name}
            self.fields[f"out_{person.pk}"] = forms.BooleanField(label=label, required=False)
            why = _("Reason for leaving out the sheet of %(person)s") % {"person": name}
            self.fields[f"why_{person.pk}"] = ReasonField(label=why, widget=forms.Textarea(attrs={"rows": 2}))

    def sheets(self) -> list[tuple[Member, forms.BoundField, forms.BoundField]]:
        return [(person, self[f"out_{person.pk}"], self[f"why_{person.pk}"]) for person in self.people]

    @property
    def left_out(self) -> dict[Member, str]:
        given = self.cleaned_data
        return {one: given[f"why_{one.pk}"] for one in self.people if given[f"out_{one.pk}"]}
