"""How does a chart of the analysis leave the page: as a drawing or as a table?"""

import csv

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from reports import leaving
from reports.charts.theme import LIGHT
from reports.findings.pictures import Picture, pictures
from reports.models import Run
from reports.opened_run import OpenedRun
from reports.pdf import svg
from reports.runs import latest_run
from selection import origins
from selection.access import CommitteeRequest, committee
from vendors.visibility import may_see_prices

WIDTH, MARK = 720, 24
SVG = "image/svg+xml"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a table program would compute a text that begins so


@committee("view_results")
@require_safe
def chart_svg(request: CommitteeRequest, key: str) -> HttpResponse:
    """The chart in light colours as a page without scripts shows it."""
    return HttpResponse(_drawing(request, _asked(request, key)[1]), content_type=SVG)


@committee("view_results")
@require_safe
def chart_drawing(request: CommitteeRequest, key: str) -> HttpResponse:
    """The same to take away."""
    run, picture = _asked(request, key)
    leaving.note_drawing(run, key=key, member=request.member)
    return _file(request, _drawing(request, picture), f"{key}.svg", kind=SVG)


def _drawing(request: CommitteeRequest, picture: Picture) -> str:
    """With the mark of an example or an import on a line of its own below."""
    drawing = svg.draw(picture.draw(LIGHT, False), width=WIDTH, alt=picture.alt)
    if mark := origins.mark(origins.kind_of(request.selection)):
        drawing.height += MARK
        drawing.text(WIDTH - MARK / 2, drawing.height - MARK / 2, mark, size=MARK / 2, anchor="end", bold=True)
    return drawing.svg()


@committee("view_results")
@require_safe
def chart_csv(request: CommitteeRequest, key: str) -> HttpResponse:
    """The numbers of the chart, with the mark by which table programs know UTF-8."""
    run, picture = _asked(request, key)
    leaving.note_chart(run, key=key, member=request.member)
    response = _file(request, "\ufeff", f"{key}.csv", kind="text/csv; charset=utf-8")
    writer = csv.writer(response)
    mark = origins.mark(origins.kind_of(request.selection))
    for row in [picture.head, *picture.rows, *([[mark]] if mark else [])]:
        writer.writerow([_harmless(text) for text in row])
    return response


def _asked(request: CommitteeRequest, key: str) -> tuple[Run, Picture]:
    run = latest_run(request.selection)
    sees_prices = may_see_prices(request.member)
    if run is None:
        raise Http404
    for picture in pictures(OpenedRun.of(run), asked=request.GET.get("sweep", ""), sees_prices=sees_prices):
        if picture.key == key:
            return run, picture
    raise Http404


def _harmless(text: str) -> str:
    # A number below zero begins with a dash and stays a number.
    is_number = text.removeprefix("-").replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text


def _file(request: CommitteeRequest, content: str, name: str, *, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    kind = origins.kind_of(request.selection)
    state = f"-{kind}" if kind in (origins.EXAMPLE, origins.IMPORTED) else ""
    response["Content-Disposition"] = f'attachment; filename="{request.selection.code}{state}-{name}"'
    return response


urlpatterns = [
    path("s/<str:code>/results/chart/<slug:key>.svg", chart_svg, name="chart_svg"),
    path("s/<str:code>/results/drawing/<slug:key>.svg", chart_drawing, name="chart_drawing"),
    path("s/<str:code>/results/chart/<slug:key>.csv", chart_csv, name="chart_csv"),
]
