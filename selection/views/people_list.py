"""How do people come in as a list, each with an account?"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from selection.access import PersonRequest, site
from selection.answering import as_answer, refuse
from selection.bringing.answers import mark_of
from selection.bringing.lists import ListBlock, to_fill_in
from selection.bringing.memory import Recalled
from selection.forms.door import FileDoor, PasteForm
from selection.once import once
from selection.people_list import PEOPLE, add_people
from selection.taking import empty_site_table


@site("manage_people")
def people_empty(request: PersonRequest) -> HttpResponse:
    return as_answer(empty_site_table(to_fill_in(PEOPLE, _("People")), key="people_empty"))


@once
@site("manage_people")
def people_paste(request: PersonRequest) -> HttpResponse:
    """Show what a list says; make the accounts when it is sent a second time, from there."""
    return _answer(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@site("manage_people", is_one_act=False)
@require_POST
def people_preview(request: PersonRequest) -> HttpResponse:
    """The same, without making any, of a file too: reading it takes longer than the database should wait."""
    return _answer(request, FileDoor(request.POST, request.FILES))


def _answer(request: PersonRequest, door: FileDoor) -> HttpResponse:
    # The file first: what it holds goes into the box.
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = PasteForm(door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found = _read(request, door, form) if is_read and form.is_valid() else None
    if found and "write" in request.POST and not found.is_refused:
        made = sum(not row.present for row in found.read)
        words = ngettext(
            "%(count)s account is made. Make its sign-in link on the page of the person.",
            "%(count)s accounts are made. Make their sign-in links on the pages of the people.",
            made,
        )
        messages.success(request, words % {"count": made})
        return redirect("people")
    page: dict[str, Any] = {
        "form": form,
        "door": door,
        "kind": PEOPLE,
        "known": Recalled(),
        "found": found,
        "tally": found.tally if found else None,
        "mark": mark_of(form.cleaned_data["block"]) if found else "",
        "back": reverse("people"),
        "preview": reverse("people_preview"),
        "empty": reverse("people_empty"),
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, "selection/people_paste.html", page, status=door.refused_with if bad else 200)


def _read(request: PersonRequest, door: FileDoor, form: PasteForm) -> ListBlock | None:
    block = form.cleaned_data["block"]
    try:
        answers, is_trial = door.answers(block, request.POST), "write" not in request.POST
        return add_people(block, actor=request.user, answers=answers, is_trial=is_trial)
    except ValidationError as error:
        refuse(form, error)
        return None
