"""Who is on the list, and what does each vendor say and prove?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from analysis.decision_file.vocabulary import MOST_VENDORS
from criteria.models import Criterion
from selection.access import CommitteeRequest, committee, may
from selection.answering import as_answer, hand_out, refuse, renew
from selection.bringing.lists import to_fill_in
from selection.bringing.page import pasted
from selection.brought import imports
from selection.forms.door import FileDoor
from selection.forms.parts import ask_when_late
from selection.models import Phase
from selection.once import once
from selection.taking import empty_table
from selection.versions import Stale
from vendors import registry
from vendors.claims import record_claim, remove_claim
from vendors.evidence import record_evidence, remove_evidence
from vendors.facts import measured
from vendors.forms.registry import ClaimForm, EvidenceForm, VendorForm, WithdrawForm
from vendors.models import Claim, Evidence, Vendor
from vendors.pasting.vendor_list import VENDORS
from vendors.shortlist import counted, shortlist
from vendors.tables_out import vendors_sheet
from vendors.visibility import may_know_of_prices, may_see_prices


@committee("view")
def vendors(request: CommitteeRequest) -> HttpResponse:
    selection = request.selection
    found = list(counted(selection))
    listed = [row for row in found if not row.withdrawn]
    may_edit = may(request.member, "edit_vendors")
    page = {
        "selection": selection,
        "rows": shortlist(listed, request.member),
        "withdrawn": [row for row in found if row.withdrawn],
        "duplicates": registry.likely_duplicates(selection),
        "measured_count": measured(selection).count(),
        "is_full": len(listed) >= MOST_VENDORS,
        "most": MOST_VENDORS,
        "may_edit": may_edit,
        "imports": imports(selection, "vendors") if may_edit else [],
        "may_restore": may(request.member, "withdraw_vendor") and selection.phase == Phase.DEFINE,
        "may_see_prices": may_see_prices(request.member),
        "may_know_of_prices": may_know_of_prices(request.member),
    }
    return render(request, "vendors/vendors.html", page)


@committee("view")
@require_safe
def vendors_table(request: CommitteeRequest) -> HttpResponse:
    return hand_out(request, "vendors", vendors_sheet(request.member))


@once
@committee("edit_vendors")
def vendors_add(request: CommitteeRequest) -> HttpResponse:
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = registry.add_vendor(request.selection, **_names(form), member=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(code)s %(name)s is on the list.") % {"code": row.code, "name": row.name})
            return redirect("vendors", request.selection.code)
    return _form(request, form, None)


@committee("edit_vendors")
@require_safe
def vendors_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = to_fill_in(VENDORS, _("Vendors"))
    return as_answer(empty_table(sheet, key="vendors_empty", selection=request.selection))


@once
@committee("edit_vendors")
def vendors_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list says; write it when it is sent a second time, from there."""
    return _list_page(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_vendors", is_one_act=False)
@require_POST
def vendors_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    return _list_page(request, FileDoor(request.POST, request.FILES))


@committee("edit_vendors")
def vendors_edit(request: CommitteeRequest, letter: str) -> HttpResponse:
    row = get_object_or_404(request.selection.vendors, code=letter)
    form, status = VendorForm.of(row, request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            registry.edit_vendor(row, **_names(form), member=request.member, version=version)
        except Stale:
            renew(form, row.version, row.name)
            status = 409
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(code)s %(name)s is saved.") % {"code": row.code, "name": row.name})
            return redirect("vendors_detail", request.selection.code, row.code)
    return _form(request, form, row, status=status)


@once
@committee("withdraw_vendor")
def vendors_withdraw(request: CommitteeRequest, letter: str) -> HttpResponse:
    row = get_object_or_404(registry.active(request.selection), code=letter)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            registry.withdraw_vendor(row, reason=form.cleaned_data["reason"], member=request.member)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s is withdrawn. The letter stays taken.") % {"name": row.name})
            return redirect("vendors", request.selection.code)
    page = {"selection": request.selection, "vendor": row, "form": form}
    return render(request, "vendors/vendors_withdraw.html", page, status=422 if request.method == "POST" else 200)


@once
@committee("withdraw_vendor")
@require_POST
def vendors_restore(request: CommitteeRequest, letter: str) -> HttpResponse:
    row = get_object_or_404(request.selection.vendors.exclude(withdrawn=""), code=letter)
    try:
        registry.restore_vendor(row, member=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(name)s is back on the list.") % {"name": row.name})
    return redirect("vendors", request.selection.code)


@committee("view")
def vendors_detail(request: CommitteeRequest, letter: str) -> HttpResponse:
    return _detail(request, get_object_or_404(request.selection.vendors, code=letter))


@once
@committee("edit_facts")
@require_POST
def vendors_claim(request: CommitteeRequest, letter: str) -> HttpResponse:
    row = get_object_or_404(request.selection.vendors, code=letter)
    form = ask_when_late(ClaimForm(request.selection, request.POST), request.selection)
    if form.is_valid():
        try:
            record_claim(row, **form.cleaned_data, member=request.member)
            return redirect("vendors_detail", request.selection.code, row.code)
        except ValidationError as error:
            refuse(form, error)
    return _detail(request, row, claim_form=form, status=422)


@once
@committee("edit_facts")
@require_POST
def vendors_claim_remove(request: CommitteeRequest, letter: str, claim: int) -> HttpResponse:
    found = get_object_or_404(Claim, pk=claim, vendor__code=letter, vendor__selection=request.selection)
    return _removed(request, found, remove_claim)


@once
@committee("edit_facts")
@require_POST
def vendors_evidence(request: CommitteeRequest, letter: str) -> HttpResponse:
    row = get_object_or_404(request.selection.vendors, code=letter)
    form = ask_when_late(EvidenceForm(request.selection, request.POST), request.selection)
    if form.is_valid():
        try:
            record_evidence(row, **form.cleaned_data, member=request.member)
            return redirect("vendors_detail", request.selection.code, row.code)
        except ValidationError as error:
            refuse(form, error)
    return _detail(request, row, evidence_form=form, status=422)


@once
@committee("edit_facts")
@require_POST
def vendors_evidence_remove(request: CommitteeRequest, letter: str, evidence: int) -> HttpResponse:
    own = Q(vendor__code=letter, vendor__selection=request.selection, origin="procurement")
    return _removed(request, get_object_or_404(Evidence, own, pk=evidence), remove_evidence)


def _removed(request: CommitteeRequest, statement: Claim | Evidence, verb: Callable[..., None]) -> HttpResponse:
    """Take a statement away, or say on the page of its vendor what that still needs."""
    form = ask_when_late(Form(request.POST), request.selection)
    # There is no `cleaned_data` before; whether the reason will do is for the verb to say.
    form.full_clean()
    try:
        verb(statement, member=request.member, **form.cleaned_data)
        return redirect("vendors_detail", request.selection.code, statement.vendor.code)
    except ValidationError as error:
        refuse(form, error)
    return _detail(request, statement.vendor, refused=(statement, form), status=422)


def _detail(
    request: CommitteeRequest,
    row: Vendor,
    *,
    claim_form: ClaimForm | None = None,
    evidence_form: EvidenceForm | None = None,
    refused: tuple[Claim | Evidence, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    selection = request.selection
    page = {
        "selection": selection,
        "vendor": row,
        "groups": _statements(row),
        "claim_form": claim_form or ask_when_late(ClaimForm(selection), selection),
        "evidence_form": evidence_form or ask_when_late(EvidenceForm(selection), selection),
        "removal": ask_when_late(Form(), selection),
        "refused": refused[0] if refused else None,
        "refusal": refused[1] if refused else None,
        "may_write": may(request.member, "edit_facts") and not row.withdrawn,
        "may_edit": may(request.member, "edit_vendors") and not row.withdrawn,
        "may_withdraw": may(request.member, "withdraw_vendor") and not row.withdrawn,
        "may_know_of_prices": may_know_of_prices(request.member),
    }
    return render(request, "vendors/vendors_detail.html", page, status=status)


def _statements(row: Vendor) -> list[dict[str, Any]]:
    """Claims and evidence under their criterion, in tree order; about the vendor as a whole first."""
    groups: dict[Criterion | None, dict[str, Any]] = {}
    for kind, query in (("claims", row.claims), ("evidence", row.evidence)):
        for statement in query.select_related("criterion"):
            criterion = statement.criterion
            group = groups.setdefault(criterion, {"criterion": criterion, "claims": [], "evidence": []})
            group[kind].append(statement)
    return sorted(groups.values(), key=lambda group: group["criterion"].position if group["criterion"] else -1)


def _form(request: CommitteeRequest, form: VendorForm, row: Vendor | None, *, status: int = 422) -> HttpResponse:
    page = {"selection": request.selection, "form": form, "vendor": row}
    return render(request, "vendors/vendors_form.html", page, status=status if request.method == "POST" else 200)


def _names(form: VendorForm) -> dict[str, str]:
    return {field: form.cleaned_data[field] for field in ("name_zh", "name_en", "kind_zh", "kind_en")}


def _list_page(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    return pasted(request, VENDORS, door, template="vendors/vendors_paste.html", page="vendors")
