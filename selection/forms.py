"""What do people type about themselves and each other, and is it valid?"""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from selection.models import User

THEMES = [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]


class SignInForm(AuthenticationForm):
    """Name and password."""

    username = forms.CharField(
        label=_("Sign-in name"), widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "username"})
    )


class ProfileForm(forms.ModelForm[User]):
    """How a person likes their pages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Appearance"), choices=THEMES, required=False)

    class Meta:
        model = User
        fields = ["language", "theme", "letter_keys"]
