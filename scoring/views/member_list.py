"""How do members come in as a list?"""

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from scoring.member_list import MEMBERS
from selection import access
from selection.access import CommitteeRequest
from selection.answering import as_answer
from selection.bringing.lists import to_fill_in
from selection.bringing.page import pasted
from selection.forms.door import FileDoor
from selection.once import once
from selection.taking import empty_table


@access.committee("manage_members")
@require_safe
def members_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = to_fill_in(MEMBERS, _("Committee"))
    return as_answer(empty_table(sheet, key="members_empty", selection=request.selection))


@once
@access.committee("manage_members")
def members_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list says; write it when it is sent a second time, from there."""
    return _list_page(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@access.committee("manage_members", is_one_act=False)
@require_POST
def members_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _list_page(request, FileDoor(request.POST, request.FILES))


def _list_page(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    return pasted(request, MEMBERS, door, template="scoring/members_paste.html", page="members")


urlpatterns = [
    path("s/<str:code>/members/paste/", members_paste, name="members_paste"),
    path("s/<str:code>/members/paste/empty/", members_empty, name="members_empty"),
    path("s/<str:code>/members/paste/preview/", members_preview, name="members_preview"),
]
