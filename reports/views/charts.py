"""How does a chart of the analysis leave the page: as a drawing or as a table?"""

import csv

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from reports import leaving, svg
from reports.charts.theme import LIGHT
from reports.findings.case import Case
from reports.findings.pictures import Picture, pictures
from reports.runs import latest_run
from selection.access import CommitteeRequest, committee
from vendors.visibility import may_see_prices

WIDTH = 720
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a table program would compute a text that begins so


@committee("view_results")
@require_safe
def chart_svg(request: CommitteeRequest, key: str) -> HttpResponse:
    """The chart in light colours; also what a page without scripts shows."""
    picture = _asked(request, key)
    drawing = svg.draw(picture.draw(LIGHT, False), width=WIDTH, alt=picture.alt)
    return _file(request, drawing.svg(), f"{key}.svg", "image/svg+xml")


@committee("view_results")
@require_safe
def chart_csv(request: CommitteeRequest, key: str) -> HttpResponse:
    """The numbers of the chart, with the mark by which table programs know UTF-8."""
    run = latest_run(request.selection)
    picture = _asked(request, key)
    if run:
        leaving.note_chart(run, key=key, member=request.member)
    response = _file(request, "\ufeff", f"{key}.csv", "text/csv; charset=utf-8")
    writer = csv.writer(response)
    for row in [picture.head, *picture.rows]:
        writer.writerow([_harmless(text) for text in row])
    return response


def _asked(request: CommitteeRequest, key: str) -> Picture:
    run = latest_run(request.selection)
    sees_prices = may_see_prices(request.member)
    found = pictures(Case.of(run), asked=request.GET.get("sweep", ""), sees_prices=sees_prices) if run else []
    for picture in found:
        if picture.key == key:
            return picture
    raise Http404


def _harmless(text: str) -> str:
    is_number = text.removeprefix("-").replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


def _file(request: CommitteeRequest, content: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{request.selection.code}-{name}"'
    return response


urlpatterns = [
    path("s/<str:code>/results/chart/<slug:key>.svg", chart_svg, name="chart_svg"),
    path("s/<str:code>/results/chart/<slug:key>.csv", chart_csv, name="chart_csv"),
]
