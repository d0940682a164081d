"""Which addresses bring everything together?"""

from reports.views import committee, costs, documents, exceptions, home, overview, results, starting

urlpatterns = [
    *home.urlpatterns,
    *starting.urlpatterns,
    *overview.urlpatterns,
    *committee.urlpatterns,
    *costs.urlpatterns,
    *results.urlpatterns,
    *exceptions.urlpatterns,
    *documents.urlpatterns,
]
