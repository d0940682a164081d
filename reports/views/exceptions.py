"""What did not go the usual way, for everybody who may see the results?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.exceptions import shown
from reports.findings.exceptions import told
from selection.access import CommitteeRequest, committee


@committee("view_results")
@require_safe
def exceptions(request: CommitteeRequest) -> HttpResponse:
    selection = request.selection
    page = {"selection": selection, "told": told(shown(selection), zone=selection.zone)}
    return render(request, "reports/exceptions.html", page)


urlpatterns = [path("s/<str:code>/results/exceptions/", exceptions, name="exceptions")]
