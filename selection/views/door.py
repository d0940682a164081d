"""What does somebody see who follows a one-time link?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from selection import links, sessions
from selection.access import anyone
from selection.forms.account import NewPasswordForm

FOLLOWED = "followed_link"  # in the session: the hash of the token, so that no address on the way carries it


@anyone("use_access_link")
@login_not_required
@require_safe
def access_link(request: HttpRequest, token: str) -> HttpResponse:
    """The token leaves the address at once: no log, history or referrer of a later page has it."""
    token_hash = links.hashed(token)
    if links.usable(token_hash):
        request.session[FOLLOWED] = token_hash
    else:
        request.session.pop(FOLLOWED, None)
    return redirect("new_password")


@anyone("use_access_link")
@login_not_required
@sensitive_post_parameters()
def new_password(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing; setting a password uses the link up."""
    token_hash = request.session.get(FOLLOWED, "")
    link = links.usable(token_hash)
    if not link:
        return render(request, "selection/access_gone.html", status=404)
    form = NewPasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = links.use(token_hash, password=form.cleaned_data["new_password1"])
        if not user:
            return render(request, "selection/access_gone.html", status=404)
        request.session.pop(FOLLOWED)
        sessions.start(request, user)
        return redirect("home")
    context = {"form": form, "person": link.user}
    return render(request, "selection/access_link.html", context, status=422 if form.errors else 200)
