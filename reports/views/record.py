"""Who did what when: in one selection for those who answer for it, on the site for its administrators?"""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from reports.forms import RecordForm
from reports.record import acts, reading
from reports.record.objects import Names
from reports.tables_out import record_sheet
from selection import erasure, ledger
from selection.access import CommitteeRequest, PersonRequest, committee, site
from selection.answering import hand_out
from selection.fragments import wants_fragment
from selection.models import ChainHead, Event, Member


@committee("view_record")
@require_safe
def record(request: CommitteeRequest) -> HttpResponse:
    member, selection = request.member, request.selection
    page: dict[str, object] = {
        "selection": selection,
        "proof": reading.of_selection(selection, member),
        "waiting": erasure.waiting(Event.objects.filter(chain__selection=selection)),
        "may_erase": erasure.may_propose(member),
    }
    return _record(request, reading.visible(member), acts.OF_SELECTIONS, page=page, member=member)


@site("view_site_record")
def site_record(request: PersonRequest) -> HttpResponse:
    head = ChainHead.objects.filter(key=ledger.SITE).first()
    waiting = erasure.waiting(Event.objects.all())
    page: dict[str, object] = {"proof": reading.proof(head), "waiting": waiting, "may_erase": True}
    return _record(request, reading.of_the_site(), acts.OF_THE_SITE, page=page)


def _record(
    request: HttpRequest,
    events: QuerySet[Event],
    areas: tuple[acts.Area, ...],
    *,
    page: dict[str, object],
    member: Member | None = None,
) -> HttpResponse:
    form, found, names = _found(request, events, areas, member=member)
    shown = reading.page_of(found, request.GET.get("page"))
    page |= {"form": form, "page": shown, "total": shown.paginator.count, "is_filtered": form.is_filtered}
    page["lines"] = reading.lines(shown, names, member=member)
    template = "reports/_record_events.html" if wants_fragment(request) else "reports/record.html"
    return render(request, template, page, status=422 if form.errors else 200)


def _found(
    request: HttpRequest, events: QuerySet[Event], areas: tuple[acts.Area, ...], *, member: Member | None
) -> tuple[RecordForm, QuerySet[Event], Names]:
    """A filter that cannot be read shows nothing, so that nobody takes everything for what they asked for."""
    form = RecordForm(request.GET, people=reading.actors(events), areas=areas)
    names = Names(member.selection if member else None)
    return form, reading.chosen(events, form.wanted, names) if form.is_valid() else events.none(), names


@committee("view_record")
@require_safe
def record_table(request: CommitteeRequest) -> HttpResponse:
    """Every event that the filter of the page asks for, not only those of one page."""
    member = request.member
    _form, found, names = _found(request, reading.visible(member), acts.OF_SELECTIONS, member=member)
    return hand_out(request, "record", record_sheet(reading.lines(reading.in_order(found), names, member=member)))


urlpatterns = [
    path("s/<str:code>/record/", record, name="record"),
    path("s/<str:code>/record/table/", record_table, name="record_table"),
    path("record/", site_record, name="site_record"),
]
