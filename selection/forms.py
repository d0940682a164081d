"""What do people type about themselves, each other and a selection's frame, and is it valid?"""

from typing import Any, ClassVar, TypeVar, Unpack
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from selection import committee, console, languages, late, reasons, texts
from selection.fields import (
    DayField,
    FileText,
    MoneyField,
    PercentField,
    ScaledField,
    VersionField,
    WholeField,
    money_unit_name,
)
from selection.form_types import Choices, Data, Files, FormOptions, Said, TextOptions
from selection.languages import NormalField
from selection.models import LONGEST_SIGN_IN_NAME, Department, Member, Selection, User

FormT = TypeVar("FormT", bound=forms.BaseForm)
FIRST_YEAR, LAST_YEAR = 2000, 2200  # of a calendar: what lies outside was meant to be something else
THEMES = [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
CURRENCIES = ["CNY", "HKD", "TWD", "SGD", "USD", "EUR", "GBP"]


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


class SignInForm(AuthenticationForm):
    """Name and password."""

    username = NormalField(
        max_length=LONGEST_SIGN_IN_NAME,
        label=_("Sign-in name"),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"}),
    )
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _("Sign-in name or password is wrong. Capital and small letters differ.")
    }
    remember = forms.BooleanField(
        label=_("Keep me signed in on this device"),
        help_text=_("Only on a device that nobody else uses."),
        required=False,
    )

    def __init__(self, request: HttpRequest | None = None, data: Data | None = None) -> None:
        super().__init__(request, data)
        if not settings.KEEP_SIGNED_IN_DAYS:
            del self.fields["remember"]

    @property
    def sends_mail(self) -> bool:
        return bool(settings.EMAIL_HOST)


class ForgottenForm(forms.Form):
    """To which address a link for a new password is sent."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "email"}),
    )


class NewPasswordForm(SetPasswordForm):
    """A first password, or a new one after a reset."""


class ChangePasswordForm(PasswordChangeForm):
    """The old password and the new one twice."""

    def __init__(self, user: User, data: Data | None = None) -> None:
        super().__init__(user, data)
        del self.fields["old_password"].widget.attrs["autofocus"]  # the page is about more than the password


class ProfileForm(forms.ModelForm[User]):
    """How a person likes their pages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES, required=False)

    class Meta:
        model = User
        fields = ["language", "theme", "letter_keys"]
        help_texts = {"letter_keys": _("Such as / for the filter and ? for help; in the grid N, E, R, X and C.")}


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


class PersonForm(Bilingual, forms.ModelForm[User]):
    """Somebody's name, department and way to be reached."""

    bilingual = ("name", "title")
    plain: ClassVar[dict[str, Said]] = {"name": _("Full name"), "title": _("Job title")}
    department = forms.ChoiceField(label=_("Department"), choices=Department, initial=Department.SERVICE)

    class Meta:
        model = User
        fields = ["name_zh", "name_en", "department", "title_zh", "title_en", "email", "is_site_admin"]
        labels = {
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "title_zh": _("Job title in Chinese"),
            "title_en": _("Job title in English"),
            "email": _("E-mail"),
        }
        help_texts = {"is_site_admin": _("May add people, publish templates and remove the demo. Sees no selection.")}

    def __init__(self, data: Data | None = None, *, instance: User | None = None) -> None:
        super().__init__(data, instance=instance)
        self.name_languages()

    def clean_email(self) -> str:
        return texts.normal(str(self.cleaned_data["email"]))


class FirstAdministratorForm(forms.ModelForm[User]):
    """The first account of an installation."""

    name = FileText(layout.PERSON, "name", label=_("Your name"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html(),
    )

    class Meta:
        model = User
        fields = ["username"]
        labels = {"username": _("Sign-in name")}
        help_texts = {"username": ""}

    start_code = NormalField(
        label=_("Start code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("The start command has printed it on the server’s console."),
    )

    field_order = ["start_code", "name", "username", "password"]

    def __init__(self, data: Data | None = None, *, is_at_the_machine: bool) -> None:
        super().__init__(data)
        if is_at_the_machine:
            del self.fields["start_code"]

    def clean_start_code(self) -> str:
        typed = str(self.cleaned_data["start_code"])
        if not console.is_start_code(typed):
            raise forms.ValidationError(_("This is not the code that the start command has printed."))
        return typed

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        # The password is compared with the sign-in name of the same form, which no account has yet.
        password_validation.validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


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


class SelectionForm(Bilingual, forms.ModelForm[Selection]):
    """The frame of a selection: only the name is needed at once."""

    bilingual: tuple[str, ...] = ("name", "organisation")
    plain: ClassVar[dict[str, Said]] = {"name": _("Name"), "organisation": _("Organisation")}
    budget_ceiling = MoneyField(label=_("Budget ceiling"), required=False)
    budget_target = MoneyField(label=_("Target budget"), required=False)

    class Meta:
        model = Selection
        fields = [
            "name_zh",
            "name_en",
            "organisation_zh",
            "organisation_en",
            "daily_enquiries",
            "seats_now",
            "seats_3y",
            "seats_5y",
            "budget_ceiling",
            "budget_target",
            "decision_date",
            "first_cost_year",
        ]
        labels = {
            "name_zh": _("Name in Chinese"),
            "name_en": _("Name in English"),
            "organisation_zh": _("Organisation in Chinese"),
            "organisation_en": _("Organisation in English"),
            "daily_enquiries": _("Enquiries a day"),
            "seats_now": _("Seats now"),
            "seats_3y": _("Seats in 3 years"),
            "seats_5y": _("Seats in 5 years"),
            "decision_date": _("Decision day"),
            "first_cost_year": _("First cost year"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "first_cost_year": _("Empty: the year of the month after the decision day.")
        }
        field_classes: ClassVar[dict[str, type[forms.Field]]] = dict.fromkeys(
            ("daily_enquiries", "seats_now", "seats_3y", "seats_5y", "first_cost_year"), WholeField
        ) | {"decision_date": DayField}

    def __init__(
        self,
        data: Data | None = None,
        files: Files | None = None,
        *,
        instance: Selection | None = None,
        is_about_quote: bool = False,
    ) -> None:
        super().__init__(data, files, instance=instance)
        self.name_languages()
        facts = {"unit": self.money_unit, "years": self.instance.horizon}
        total = _("%(unit)s; %(years)s-year total: the quote and what it leaves out")
        for name in ("budget_ceiling", "budget_target"):
            field = self.fields[name]
            assert isinstance(field, MoneyField)
            field.currency = self.amounts_in
            field.help_text = (_("%(unit)s; the quote alone") if is_about_quote else total) % facts
        self.fields["first_cost_year"].widget.attrs |= {"inputmode": "numeric", "min": FIRST_YEAR, "max": LAST_YEAR}
        for name in ("daily_enquiries", "seats_now", "seats_3y", "seats_5y"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "max": 10**7}

    @property
    def amounts_in(self) -> str:
        """The currency chosen in the same form, else the selection's own."""
        chosen: str = self.data.get("currency", "")
        return chosen if chosen in CURRENCIES else self.instance.currency

    @property
    def echoes(self) -> list[str]:
        fields = (self.fields[name] for name in ("budget_ceiling", "budget_target") if name in self.fields)
        return [field.echo for field in fields if isinstance(field, MoneyField) and field.echo]

    @property
    def money_unit(self) -> str:
        return money_unit_name(self.amounts_in)

    def clean_first_cost_year(self) -> int | None:
        year: int | None = self.cleaned_data["first_cost_year"]
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise forms.ValidationError(_("Enter a year such as 2027."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        ceiling, target = cleaned.get("budget_ceiling"), cleaned.get("budget_target")
        if ceiling is not None and target is not None and target > ceiling:
            self.add_error("budget_target", _("The target is above the ceiling. Lower it, or raise the ceiling."))
        return cleaned


class EditSelectionForm(SelectionForm):
    """The frame with its rules: what rests after the seal is shown and not taken."""

    bilingual = ("name", "organisation", "summary")
    plain: ClassVar[dict[str, Said]] = SelectionForm.plain | {"summary": _("Background")}
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    zone = forms.ChoiceField(label=_("Time zone"))
    bar = PercentField(
        label=_("Bar for “leads”"),
        max_value=100,
        help_text=_("A vendor leads only when it comes first with at least this probability, in percent."),
    )
    lead = ScaledField(
        label=_("Lead needed"), max_value=100, help_text=_("And only when it is ahead by at least so many points.")
    )
    version = VersionField()

    class Meta(SelectionForm.Meta):
        fields = [
            *SelectionForm.Meta.fields,
            "summary_zh",
            "summary_en",
            "zone",
            "currency",
            "tax_included",
            "bar",
            "lead",
            "sealed_prices",
        ]
        labels = SelectionForm.Meta.labels | {
            "summary_zh": _("Background in Chinese"),
            "summary_en": _("Background in English"),
            "tax_included": _("Amounts include tax"),
            "sealed_prices": _("Evaluators see prices only after scoring"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "summary_zh": forms.Textarea(attrs={"rows": 3}),
            "summary_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(
        self,
        data: Data | None = None,
        *,
        instance: Selection,
        rest: tuple[str, ...] = (),
        is_about_quote: bool = False,
    ) -> None:
        super().__init__(data, instance=instance, is_about_quote=is_about_quote)
        here = self.instance.zone
        # Without the clocks of no place: “Etc/GMT+8” lies eight hours behind, not ahead.
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        offer(self, "zone", [(zone, zone) for zone in dict.fromkeys([here, *zones])])
        # An imported currency that the list does not have stays the only choice.
        if self.instance.currency not in CURRENCIES:
            offer(self, "currency", [(self.instance.currency,) * 2])
        self.initial["version"] = self.instance.version
        for name in rest:
            self.fields[name].disabled = True
