"""What does one selection look like at a glance?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from desk.overview import at_a_glance
from desk.standing import standings
from selection import notices
from selection.access import CommitteeRequest, committee


@committee("view")
def overview(request: CommitteeRequest) -> HttpResponse:
    [standing] = standings(request.user, [request.selection])
    request.standing = standing  # type: ignore[attr-defined] # the frame shows the same
    response = render(request, "desk/overview.html", vars(at_a_glance(standing)))
    if standing.told:
        notices.see(request.member)
    return response


urlpatterns = [path("s/<str:code>/", overview, name="overview")]
