"""What does somebody see who follows a one-time link?"""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from selection import accounts, links
from selection.access import anyone
from selection.forms import NewPasswordForm


@anyone("use_access_link")
@login_not_required
@sensitive_post_parameters()
def access_link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; setting a password uses the link up."""
    link = links.usable(token)
    if not link:
        return render(request, "selection/access_gone.html", status=404)
    form = NewPasswordForm(link.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = links.use(token, password=form.cleaned_data["new_password1"])
        if not user:
            return render(request, "selection/access_gone.html", status=404)
        login(request, user, accounts.BACKEND)
        return redirect("home")
    context = {"form": form, "person": link.user}
    return render(request, "selection/access_link.html", context, status=422 if form.errors else 200)
