"""How does the chair seal criteria and weights, and what do facts and prices say about them before?"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from criteria import sealing, table
from selection.access import CommitteeRequest, committee
from selection.models import MoSCoW, Requirement, Selection
from selection.once import once
from vendors.apart import flat_for


@once
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
        "flat": flat_for(request.member),
        "musts": _musts(request.selection),
    }
    return render(request, "vendors/seal.html", context)


def _musts(selection: Selection) -> QuerySet[Requirement]:
    """The must-haves, with the rule of those that a measured fact decides."""
    musts = selection.requirements.filter(moscow=MoSCoW.MUST)
    return musts.select_related("rule__criterion").order_by("code")
