"""What does one selection look like at a glance?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from reports import home
from reports.overview import overview as reading
from selection.access import CommitteeRequest, committee


@committee("view")
def overview(request: CommitteeRequest) -> HttpResponse:
    standing = next(row for row in home.desk(request) if row.selection.pk == request.selection.pk)
    return render(request, "reports/overview.html", {"selection": request.selection, **reading(standing)})


urlpatterns = [path("s/<str:code>/", overview, name="overview")]
