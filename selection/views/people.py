"""Who has an account, and how does an administrator let people in and out?"""

from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from selection import accounts, committee, links, refusals
from selection.access import PersonRequest, site
from selection.forms.account import PersonForm
from selection.languages import current
from selection.models import Refusal, User
from selection.once import once

PAGE = 50
MADE = "made_link"  # in the session, between making a link and showing it
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@site("manage_people")
def people(request: PersonRequest) -> HttpResponse:
    return _people(request, PersonForm())


@once
@site("manage_people")
@require_POST
def add_person(request: PersonRequest) -> HttpResponse:
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    return _make_link(request, accounts.add_person(actor=request.user, **form.cleaned_data))


@site("manage_people")
def person(request: PersonRequest, pk: int) -> HttpResponse:
    someone = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=someone)
    if request.method == "POST" and form.is_valid() and _done(form, someone, request.user):
        messages.success(request, _("Saved."))
        return redirect("people")
    # The form has put what was typed into `someone`, also what was refused.
    stored = User.objects.get(pk=pk)
    context = {
        "form": form,
        "someone": stored,
        "mail": bool(settings.EMAIL_HOST),
        "is_unused": accounts.is_unused(stored),
    }
    return render(request, "selection/person.html", context, status=422 if form.errors else 200)


@site("manage_people")
def refused(request: PersonRequest) -> HttpResponse:
    """Who was refused how often, day by day."""
    rows = Refusal.objects.order_by("-day", "-count", "kind", "person")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    people = User.objects.in_bulk({row.person for row in page}, field_name="username")
    context = {"page": page, "rows": [(row, people.get(row.person)) for row in page], "days": refusals.KEPT.days}
    return render(request, "selection/refusals.html", context)


@once
@site("manage_people")
def new_link(request: PersonRequest, pk: int) -> HttpResponse:
    """Make a link; the page it is shown on can be opened once and loaded again without making another."""
    someone = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        return _link_page(request, someone)
    return _make_link(request, someone)


@once
@site("manage_people")
@require_POST
def mail_link(request: PersonRequest, pk: int) -> HttpResponse:
    someone = get_object_or_404(User.objects.exclude(email=""), pk=pk)
    address = _address(request, links.issue(someone, actor=request.user))
    try:
        links.mail(someone, address=address)
        messages.success(request, _("The link is on its way to %(mail)s.") % {"mail": someone.email})
    except (SMTPException, OSError):
        messages.error(request, _("The mail could not be sent. Make a link and hand it over yourself."))
    return redirect("person", pk)


@site("manage_people")
@require_POST
def deactivate_person(request: PersonRequest, pk: int) -> HttpResponse:
    someone = get_object_or_404(User, pk=pk)
    try:
        accounts.deactivate(someone, actor=request.user)
        messages.success(request, _("%(person)s can no longer sign in.") % {"person": someone.display_name})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("people")


@site("manage_people")
def delete_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then delete an account that nobody ever used."""
    someone = get_object_or_404(User, pk=pk)
    faults: list[str] = []
    if request.method == "POST":
        try:
            accounts.delete_unused(someone, actor=request.user)
        except ValidationError as error:
            faults = error.messages
        else:
            messages.success(request, _("The account “%(name)s” is deleted.") % {"name": someone.username})
            return redirect("people")
    context = {"someone": someone, "faults": faults}
    return render(request, "selection/delete_person.html", context, status=409 if faults else 200)


def _people(request: HttpRequest, form: PersonForm, status: int = 200) -> HttpResponse:
    wanted = request.GET.get("q", "").strip()[:80]
    page = Paginator(_rows(wanted), PAGE).get_page(request.GET.get("page"))
    counts = {"total": User.objects.count(), "leaderless": committee.without_chair().count()}
    context = {"form": form, "page": page, "wanted": wanted, **counts}
    return render(request, "selection/people.html", context, status=status)


def _rows(wanted: str) -> QuerySet[User]:
    rows = User.objects.annotate(seats=Count("memberships", filter=Q(memberships__removed_at=None)))
    if wanted:
        rows = rows.filter(Q(name_zh__icontains=wanted) | Q(name_en__icontains=wanted) | Q(username__icontains=wanted))
    first, second = ("name_zh", "name_en") if current() == "zh" else ("name_en", "name_zh")
    return rows.order_by("-is_active", first, second, "username")


def _done(form: PersonForm, someone: User, actor: User) -> bool:
    try:
        accounts.change_person(someone, actor=actor, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _make_link(request: PersonRequest, someone: User) -> HttpResponse:
    """The link waits in the session for the one page that shows it."""
    request.session[MADE] = {"person": someone.pk, "token": links.issue(someone, actor=request.user)}
    return redirect("new_link", someone.pk)


def _link_page(request: PersonRequest, someone: User) -> HttpResponse:
    """What is stored for good cannot show the link again, so it is shown once."""
    made = request.session.pop(MADE, {})
    if made.get("person") != someone.pk:
        messages.info(request, _("A link is shown only once. If it got lost, make a new one."))
        return redirect("person", someone.pk)
    address = _address(request, made["token"])
    # White in the dark theme as well, or few cameras read it.
    qr = segno.make(address, error="m").svg_inline(scale=4, border=2, light="#fff", omitsize=False)
    context: dict[str, Any] = {
        "someone": someone,
        "address": address,
        "qr": mark_safe(qr),  # drawn from our own address
        "expires": timezone.now() + links.VALID,
        "is_local": urlsplit(address).hostname in LOOPBACK,
    }
    return render(request, "selection/link.html", context)


def _address(request: HttpRequest, token: str) -> str:
    path = reverse("access_link", args=[token])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
