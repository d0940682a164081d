"""What do people type about themselves, and administrators about people?"""

from typing import ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from analysis.decision_file import layout
from selection import console, texts
from selection.fields import (
    FileText,
)
from selection.form_types import Data, Said
from selection.forms.parts import Bilingual
from selection.languages import NormalField
from selection.models import LONGEST_SIGN_IN_NAME, Department, User

THEMES = [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


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
