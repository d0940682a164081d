"""How does someone sign in, sign out and set up their own pages?"""

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from selection import accounts, attempts, console, languages, refusals, sessions, unsaved
from selection.access import PersonRequest, anyone
from selection.forms.account import THEMES, ChangePasswordForm, FirstAdministratorForm, ProfileForm, SignInForm
from selection.fragments import wants_fragment
from selection.middleware import chosen_language

YEAR = 31_536_000


@anyone("sign_in")
@login_not_required
@sensitive_post_parameters()
def sign_in(request: HttpRequest) -> HttpResponse:
    """A page, or the form of the overlay that a page shows when its session has ended."""
    if accounts.is_empty():
        return redirect("first_administrator")
    if request.user.is_authenticated and request.method == "GET" and not wants_fragment(request):
        return HttpResponseRedirect(_safe(request, request.GET.get("next", "")))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        sessions.start(request, form.get_user(), is_remembered=form.cleaned_data.get("remember", False))
        return _after_sign_in(request)
    if request.method == "POST":
        refusals.count_sign_in(request.POST.get("username", ""))
    template = "selection/_sign_in.html" if wants_fragment(request) else "selection/sign_in.html"
    wanted = request.POST.get("next") or request.GET.get("next", "")
    context = {"form": form, "next": wanted, "kept": unsaved.is_waiting(request)}
    return render(request, template, context, status=422 if form.errors else 200)


@anyone("sign_in")
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    # Signing out makes nobody of the request's user.
    visitor = request.user
    response = LogoutView.as_view()(request)
    if request.method == "POST":
        accounts.note_sign_out(visitor)
        sessions.forget(response)
    return response


def _after_sign_in(request: HttpRequest) -> HttpResponse:
    if wants_fragment(request):
        # Signing in changes the token, and the page that stays open has forms with the old one.
        event = {"signed-in": {"user": request.user.pk, "csrf": get_token(request)}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(event)})
    kept = unsaved.restore(request)
    if kept:
        with translation.override(chosen_language(request)):  # it became known with the person
            return render(request, "selection/resume.html", {"kept": kept})
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")))


@anyone("first_administrator")
@login_not_required
@sensitive_post_parameters()
def first_administrator(request: HttpRequest) -> HttpResponse:
    """Offered once, while nobody has an account."""
    if not accounts.is_empty():
        return redirect("home")
    form = FirstAdministratorForm(request.POST or None, is_at_the_machine=console.is_at_the_machine(request))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        name = {f"name_{languages.current()}": typed["name"]}
        language = translation.get_language() or settings.LANGUAGE_CODE
        user = accounts.create_first_administrator(
            username=typed["username"], password=typed["password"], language=language, **name
        )
        sessions.start(request, user)
        return redirect("home")
    return render(request, "selection/first_administrator.html", {"form": form}, status=422 if form.errors else 200)


@anyone("own_profile")
def profile(request: PersonRequest) -> HttpResponse:
    initial = {"language": request.user.language or settings.LANGUAGE_CODE}
    form = ProfileForm(request.POST or None, instance=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        accounts.save_profile(request.user, **form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return redirect("profile")
    context = {"form": form, "password_form": ChangePasswordForm(request.user)}
    return render(request, "selection/profile.html", context, status=422 if form.errors else 200)


@anyone("own_profile")
@require_POST
@sensitive_post_parameters()
def password_change(request: PersonRequest) -> HttpResponse:
    form, scopes = ChangePasswordForm(request.user, request.POST), attempts.old_password(request.user)
    if left := attempts.admit(scopes):
        return render(request, "429.html", {"minutes": attempts.minutes(left)}, status=429)
    if form.is_valid():
        attempts.succeeded(scopes)
        accounts.change_password(request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)  # else this device would be signed out too
        messages.success(request, _("The password is changed. Other devices are signed out."))
        return redirect("profile")
    # The old password was right: what is wrong with the new one is no failed try.
    if "old_password" not in form.errors:
        attempts.succeeded(scopes)
    context = {"form": ProfileForm(instance=request.user), "password_form": form}
    return render(request, "selection/profile.html", context, status=422)


@anyone("set_language")
@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """On this device, and for the person when signed in; then back to where they were."""
    language = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    if language in dict(settings.LANGUAGES):
        accounts.choose_language(request.user, language)
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@anyone("set_language")
@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    response = HttpResponse(status=204)
    if theme in dict(THEMES):
        accounts.choose_theme(request.user, theme)
        _remember(response, "theme", theme)
    return response


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)


def _safe(request: HttpRequest, wanted: str) -> str:
    """An address of ours, else the first page."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    # Django lets an address without a slash pass; the browser would read it as one below this page.
    return wanted if safe and urlsplit(wanted).path.startswith("/") else "/"
