"""What is typed about who sits in a committee?"""

from typing import Unpack

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from selection import committee
from selection.form_types import Data, FormOptions
from selection.forms.parts import ReasonField, offer, offer_rows
from selection.models import Department, Member, Selection, User


class MemberForm(forms.Form):
    """A seat: which roles, for which department."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(committee.ROLE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    department = forms.ChoiceField(label=_("Department"), choices=Department)


class SeatForm(MemberForm):
    """A seat as it is; who changes their own, because nobody else can, says why."""

    own_reason = ReasonField(label=_("Reason for changing your own roles"))

    @classmethod
    def of(cls, member: Member, data: Data | None = None) -> "SeatForm":
        return cls(data, initial={"roles": member.roles, "department": member.department})


class ChairForm(forms.Form):
    """Who of a committee becomes its chair, and why."""

    member = forms.ChoiceField(label=_("New chair"))
    reason = ReasonField()

    def __init__(self, selection: Selection, data: Data | None = None) -> None:
        super().__init__(data, prefix=f"chair-{selection.pk}")
        people = committee.active(selection).filter(user__is_active=True)
        self.people = {str(member.pk): member for member in people}
        chosen = [(pk, member.display_name) for pk, member in self.people.items()]
        offer(self, "member", [("", _("Choose …")), *chosen])


class PricesForm(forms.Form):
    """Why somebody may score knowing the prices."""

    reason = ReasonField()


class NewMemberForm(MemberForm):
    """Who joins, in which roles."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose …"))
    field_order = ["user", "roles", "department"]

    def __init__(self, data: Data | None = None, *, people: QuerySet[User], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        offer_rows(self, "user", people)
        self.fields["department"].required = False


class HeirForm(forms.Form):
    """Which account takes a seat that came with a file."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose …"))

    def __init__(self, data: Data | None = None, *, people: QuerySet[User], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        offer_rows(self, "user", people)
