"""Which addresses bring everything together?"""

from reports.views import (
    charts,
    committee,
    costs,
    deciding,
    documents,
    erasing,
    exceptions,
    home,
    mending,
    overview,
    record,
    results,
    starting,
)

urlpatterns = [
    *home.urlpatterns,
    *starting.urlpatterns,
    *overview.urlpatterns,
    *committee.urlpatterns,
    *costs.urlpatterns,
    *results.urlpatterns,
    *charts.urlpatterns,
    *exceptions.urlpatterns,
    *mending.urlpatterns,
    *record.urlpatterns,
    *erasing.urlpatterns,
    *documents.urlpatterns,
    *deciding.urlpatterns,
]
