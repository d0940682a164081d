"""How does the chair seal criteria and weights?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from criteria import sealing, table
from selection.access import CommitteeRequest, committee


@committee("seal")
def seal(request: CommitteeRequest) -> HttpResponse:
    """Say what will be fixed and what to watch for; seal when the chair says so."""
    if request.method == "POST":
        sealing.seal(request.selection, member=request.member)
        messages.success(request, _("Sealed. Criteria and weights no longer change."))
        return redirect("overview", request.selection.code)
    context = {
        "selection": request.selection,
        "table": table.table(request.selection),
        "findings": sealing.findings(request.selection),
        "cautions": sealing.cautions(request.selection),
    }
    return render(request, "criteria/seal.html", context)


urlpatterns = [path("s/<str:code>/weights/seal/", seal, name="seal")]
