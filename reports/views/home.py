"""What does a person see first, and what does a selection look like at a glance?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from reports import home as reading
from selection.access import CommitteeRequest, anyone, committee


@anyone("home")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/home.html", {"selections": reading.selections_of(request.user)})


@anyone("home")
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/inbox.html", {})


@committee("view")
def overview(request: CommitteeRequest) -> HttpResponse:
    return render(request, "reports/overview.html", {"selection": request.selection})


urlpatterns = [
    path("", home, name="home"),
    path("inbox/", inbox, name="inbox"),
    path("s/<str:code>/", overview, name="overview"),
]
