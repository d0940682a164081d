"""What does somebody see who has forgotten their password?"""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from selection import attempts, forgotten, sessions
from selection.access import anyone
from selection.forms.account import ForgottenForm, NewPasswordForm
from selection.models import User
from selection.tasks import ask


@anyone("forgotten_password")
@login_not_required
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """The same answer, after the same work, whether or not somebody has this address."""
    _require_mail()
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if left := attempts.admit([attempts.forgotten_from(get_client_ip_address(request) or "")]):
            return render(request, "429.html", {"minutes": attempts.minutes(left)}, status=429)
        # Past this limit nothing is sent, and the page says
        # the same: it may be others who ask for this address.
        if not attempts.admit([attempts.forgotten_by(address)]):
            ask(address)
        return redirect("forgotten_sent")
    return render(request, "selection/forgotten.html", {"form": form}, status=422 if form.errors else 200)


@anyone("forgotten_password")
@login_not_required
def sent(request: HttpRequest) -> HttpResponse:
    _require_mail()
    return render(request, "selection/forgotten_sent.html", {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60})


@anyone("forgotten_password")
@login_not_required
def follow_link(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    _require_mail()
    response = Confirm.as_view()(request, uidb64=uidb64, token=token)
    assert isinstance(response, HttpResponse)
    return response


class Confirm(PasswordResetConfirmView):
    """Django's: the token leaves the address at once. Ours signs in, and says 404 of a link that opens nothing."""

    form_class = NewPasswordForm
    template_name = "selection/access_link.html"

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if isinstance(user, User) and user.is_active else None

    def render_to_response(self, context: dict[str, object], **options: object) -> HttpResponse:
        if not self.validlink:
            return _gone(self.request)
        form = context["form"]
        status = 422 if isinstance(form, NewPasswordForm) and form.errors else 200
        return render(self.request, self.template_name, context | {"person": self.user}, status=status)

    def form_valid(self, form: "SetPasswordForm[User]") -> HttpResponse:
        assert self.user  # else there would be no form
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN)
        user = forgotten.reset(self.user, token=token, password=form.cleaned_data["new_password1"])
        if not user:
            return _gone(self.request)
        sessions.start(self.request, user)
        return redirect("home")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "selection/forgotten_gone.html", status=404)


def _require_mail() -> None:
    if not settings.EMAIL_HOST:
        raise Http404
