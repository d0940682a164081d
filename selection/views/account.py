"""How does someone sign in, sign out and set up their own pages?"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selection import accounts
from selection.access import anyone
from selection.forms import THEMES, ProfileForm, SignInForm
from selection.models import User

YEAR = 31_536_000

sign_in = anyone("sign_in")(
    LoginView.as_view(
        template_name="selection/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
    )
)
sign_out = anyone("own_profile")(LogoutView.as_view())


@anyone("own_profile")
def profile(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        accounts.save_profile(request.user, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "selection/profile.html", {"form": form}, status=422 if form.errors else 200)


@anyone("set_language")
@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """On this device, and for the person when signed in; then back to where they were."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe_next(request))
    if language in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=language)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", httponly=True)
    return response


@anyone("set_language")
@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    response = HttpResponse(status=204)
    if theme in dict(THEMES):
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(theme=theme)
        response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
